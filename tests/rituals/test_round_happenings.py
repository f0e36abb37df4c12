"""What each move makes happen, one rule of the round at a time; long, because it is one table."""

from __future__ import annotations

import pytest

from copbot.rituals.happenings import (
    Began,
    Closed,
    FacilitatorChanged,
    HandLowered,
    HandRaised,
    Happening,
    Passed,
    Postponed,
    PutBack,
    Spoke,
    TakenBack,
    TogetherChosen,
    TurnGiven,
    Unheard,
    WritingOpened,
)
from copbot.rituals.moves import (
    Begin,
    Contribute,
    Done,
    End,
    Gone,
    Handover,
    Join,
    Later,
    Move,
    Next,
    Pass,
    SwitchToTogether,
    TakeBack,
    TakeOver,
    TimeUp,
    WindowEnds,
    Withdraw,
)
from copbot.rituals.state import Round
from tests.rituals.rounds import SAY_A, SAY_B, here, joining, play, standings, turns, writing

HAPPENS: dict[str, tuple[Round, list[Move], list[Happening], dict[str, str] | None]] = {
    "joining: a hand goes up": (joining(), [Join("a")], [HandRaised("a")], {"a": "waiting"}),
    "joining: a hand comes down": (joining("a"), [Withdraw("a")], [HandLowered("a")], {}),
    "joining: a member leaves the room": (joining("a"), [Gone("a")], [HandLowered("a")], {}),
    "joining: somebody else leaves the room": (joining("a"), [Gone("x")], [], {"a": "waiting"}),
    "begin: in the order given": (
        joining("a", "b"),
        [Begin("f", ("b", "a"))],
        [Began(("b", "a")), TurnGiven("b", 1, 2, "a")],
        {"b": "speaking", "a": "waiting"},
    ),
    "begin: at the end of the window": (
        joining("a"),
        [WindowEnds(("a",))],
        [Began(("a",)), TurnGiven("a", 1, 1, None)],
        {"a": "speaking"},
    ),
    "begin: together": (
        joining("a", "b"),
        [SwitchToTogether("f"), Begin("f", ("b", "a"))],
        [Began(("b", "a")), WritingOpened(("b", "a"))],
        {"b": "waiting", "a": "waiting"},
    ),
    "joining: together after all": (joining("a"), [SwitchToTogether("f")], [TogetherChosen()], None),
    "joining: the window ends with nobody": (joining(), [WindowEnds(())], [Closed(0, 0, 0)], {}),
    "joining: ended before it began": (joining("a"), [End("f")], [Unheard("a"), Closed(0, 0, 1)], None),
    "turns: a late end of the window": (turns("a"), [WindowEnds(())], [], {"a": "speaking"}),
    "turns: a contribution ends the turn": (
        turns("a", "b", "c"),
        [SAY_A],
        [Spoke("a"), TurnGiven("b", 2, 3, "c")],
        {"a": "spoke", "b": "speaking", "c": "waiting"},
    ),
    "turns: the last contribution closes": (
        turns("a", "b"),
        [SAY_A, SAY_B],
        [Spoke("b"), Closed(2, 0, 0)],
        None,
    ),
    "turns: who passed does not close it for others": (
        turns("a", "b"),
        [Pass("a")],
        [Passed("a"), TurnGiven("b", 2, 2, None)],
        {"a": "passed", "b": "speaking"},
    ),
    "turns: passing ahead leaves the turn": (
        turns("a", "b", "c"),
        [Pass("b")],
        [Passed("b")],
        {"a": "speaking", "b": "passed", "c": "waiting"},
    ),
    "turns: who passed ahead is skipped": (
        turns("a", "b", "c"),
        [Pass("b"), SAY_A],
        [Spoke("a"), TurnGiven("c", 2, 3, None)],
        None,
    ),
    "turns: who passed joins again, at the end": (
        turns("a", "b", "c"),
        [Pass("a"), Join("a")],
        [HandRaised("a")],
        {"b": "speaking", "c": "waiting", "a": "waiting"},
    ),
    "turns: a newcomer sits at the end": (
        turns("a"),
        [Join("b")],
        [HandRaised("b")],
        {"a": "speaking", "b": "waiting"},
    ),
    "turns: later moves to the end": (
        turns("a", "b", "c"),
        [Later("a")],
        [Postponed("a"), TurnGiven("b", 2, 3, "c")],
        {"b": "speaking", "c": "waiting", "a": "waiting"},
    ),
    "turns: later ahead leaves the turn": (
        turns("a", "b", "c"),
        [Later("b")],
        [Postponed("b")],
        {"a": "speaking", "c": "waiting", "b": "waiting"},
    ),
    "turns: silence moves to the end": (
        turns("a", "b"),
        [TimeUp(1)],
        [PutBack("a"), TurnGiven("b", 2, 2, "a")],
        {"b": "speaking", "a": "waiting"},
    ),
    "turns: a second silence is not heard yet": (
        turns("a", "b"),
        [TimeUp(1), SAY_B, TimeUp(3)],
        [Unheard("a"), Closed(1, 0, 1)],
        None,
    ),
    "turns: numbers never exceed their total": (
        turns("a", "b"),
        [TimeUp(1), SAY_B],
        [Spoke("b"), TurnGiven("a", 3, 3, None)],
        None,
    ),
    "turns: the only one gets the turn again": (
        turns("a"),
        [TimeUp(1)],
        [PutBack("a"), TurnGiven("a", 2, 2, None)],
        None,
    ),
    "turns: an alarm of another turn": (
        turns("a", "b"),
        [SAY_A, TimeUp(1)],
        [],
        {"a": "spoke", "b": "speaking"},
    ),
    "turns: next is as silence": (
        turns("a", "b"),
        [Next("f")],
        [PutBack("a"), TurnGiven("b", 2, 2, "a")],
        None,
    ),
    "turns: who was not heard may join late, silence remembered": (
        turns("a", "b"),
        [TimeUp(1), TimeUp(2), TimeUp(3), Join("a"), SAY_B, TimeUp(5)],
        [Unheard("a"), Closed(1, 0, 1)],
        None,
    ),
    "turns: who was not heard may still pass": (
        turns("a", "b"),
        [TimeUp(1), TimeUp(2), TimeUp(3), Pass("a")],
        [Passed("a")],
        {"a": "passed", "b": "speaking"},
    ),
    "turns: words taken back bring a turn at the end": (
        turns("a", "b", "c"),
        [SAY_A, TakeBack("a")],
        [TakenBack("a")],
        {"b": "speaking", "c": "waiting", "a": "waiting"},
    ),
    "turns: the speaker leaves": (
        turns("a", "b"),
        [Gone("a")],
        [HandLowered("a"), TurnGiven("b", 2, 2, None)],
        {"b": "speaking"},
    ),
    "turns: one who waits leaves": (turns("a", "b"), [Gone("b")], [HandLowered("b")], {"a": "speaking"}),
    "turns: the speaker's hand comes down": (
        turns("a", "b"),
        [Withdraw("a")],
        [HandLowered("a"), TurnGiven("b", 2, 2, None)],
        {"b": "speaking"},
    ),
    "turns: who spoke leaves and still counts": (
        turns("a", "b"),
        [SAY_A, Gone("a")],
        [],
        {"a": "spoke", "b": "speaking"},
    ),
    "turns: somebody else leaves": (turns("a"), [Gone("x")], [], {"a": "speaking"}),
    "turns: the facilitator leaves": (turns("a", "f"), [Gone("f")], [HandLowered("f")], {"a": "speaking"}),
    "turns: the end": (
        turns("a", "b", "c"),
        [SAY_A, End("f")],
        [Unheard("b"), Unheard("c"), Closed(1, 0, 2)],
        {"a": "spoke", "b": "unheard", "c": "unheard"},
    ),
    "long: a message only counts": (
        turns("a", "b", long=True),
        [SAY_A],
        [],
        {"a": "speaking", "b": "waiting"},
    ),
    "long: done ends the turn": (
        turns("a", "b", long=True),
        [SAY_A, SAY_A, Done("a")],
        [Spoke("a"), TurnGiven("b", 2, 2, None)],
        {"a": "spoke", "b": "speaking"},
    ),
    "long: time is up after words": (
        turns("a", long=True),
        [SAY_A, TimeUp(1)],
        [Spoke("a"), Closed(1, 0, 0)],
        None,
    ),
    "long: time is up without words": (
        turns("a", long=True),
        [TimeUp(1)],
        [PutBack("a"), TurnGiven("a", 2, 2, None)],
        None,
    ),
    "long: next after words": (
        turns("a", long=True),
        [SAY_A, Next("f")],
        [Spoke("a"), Closed(1, 0, 0)],
        None,
    ),
    "long: passing after words": (
        turns("a", long=True),
        [SAY_A, Pass("a")],
        [Spoke("a"), Closed(1, 0, 0)],
        None,
    ),
    "long: leaving after words": (
        turns("a", long=True),
        [SAY_A, Gone("a")],
        [Spoke("a"), Closed(1, 0, 0)],
        None,
    ),
    "long: the end after words": (
        turns("a", "b", long=True),
        [SAY_A, End("f")],
        [Spoke("a"), Unheard("b"), Closed(1, 0, 1)],
        None,
    ),
    "long: words taken back, the turn stays": (
        turns("a", long=True),
        [SAY_A, TakeBack("a")],
        [TakenBack("a")],
        {"a": "speaking"},
    ),
    "long: words taken back, then silence": (
        turns("a", long=True),
        [SAY_A, TakeBack("a"), TimeUp(1)],
        [PutBack("a"), TurnGiven("a", 2, 2, None)],
        None,
    ),
    "here: next means spoken": (here("a", "b"), [Next("f")], [Spoke("a"), TurnGiven("b", 2, 2, None)], None),
    "here: done without a message": (here("a"), [Done("a")], [Spoke("a"), Closed(1, 0, 0)], None),
    "here: chat is chat": (here("a"), [SAY_A], [], {"a": "speaking"}),
    "here: also of who does not sit": (here("a"), [Contribute("x")], [], {"a": "speaking"}),
    "here: nobody is timed": (here("a"), [TimeUp(1)], [], {"a": "speaking"}),
    "here: the facilitator taps pass": (
        here("a", "b"),
        [Pass("a", by="f")],
        [Passed("a"), TurnGiven("b", 2, 2, None)],
        {"a": "passed", "b": "speaking"},
    ),
    "here: the facilitator taps later": (
        here("a", "b"),
        [Later("a", by="f")],
        [Postponed("a"), TurnGiven("b", 2, 2, "a")],
        {"b": "speaking", "a": "waiting"},
    ),
    "writing: the first message counts": (
        writing("a", "b"),
        [SAY_B],
        [Spoke("b")],
        {"a": "waiting", "b": "spoke"},
    ),
    "writing: a further message adds": (
        writing("a", "b"),
        [SAY_B, SAY_B],
        [],
        {"a": "waiting", "b": "spoke"},
    ),
    "writing: all heard": (writing("a", "b"), [SAY_B, Pass("a")], [Passed("a"), Closed(1, 1, 0)], None),
    "writing: who passed may still write": (
        writing("a", "b"),
        [Pass("a"), SAY_A],
        [Spoke("a")],
        {"a": "spoke", "b": "waiting"},
    ),
    "writing: words taken back keep the seat's place": (
        writing("a", "b"),
        [SAY_A, TakeBack("a")],
        [TakenBack("a")],
        {"a": "waiting", "b": "waiting"},
    ),
    "writing: a newcomer": (writing("a"), [Join("b"), SAY_B], [Spoke("b")], {"a": "waiting", "b": "spoke"}),
    "writing: who passed joins again": (
        writing("a", "b"),
        [Pass("a"), Join("a")],
        [HandRaised("a")],
        {"b": "waiting", "a": "waiting"},
    ),
    "writing: time is up": (writing("a", "b"), [SAY_A, TimeUp(1)], [Unheard("b"), Closed(1, 0, 1)], None),
    "writing: an alarm of another turn": (writing("a"), [TimeUp(0)], [], {"a": "waiting"}),
    "writing: next is the end": (writing("a"), [Next("f")], [Unheard("a"), Closed(0, 0, 1)], None),
    "writing: the last one leaves": (
        writing("a", "b"),
        [SAY_A, Gone("b")],
        [HandLowered("b"), Closed(1, 0, 0)],
        {"a": "spoke"},
    ),
    "writing: who wrote leaves and still counts": (writing("a", "b"), [SAY_A, Gone("a")], [], None),
    "lead: handed over": (turns("a"), [Handover("f", "a")], [FacilitatorChanged("a")], None),
    "lead: to somebody without a seat": (turns("a"), [Handover("f", "x")], [FacilitatorChanged("x")], None),
    "lead: taken over from who vanished": (
        turns("a"),
        [TakeOver("a", vanished=True)],
        [FacilitatorChanged("a")],
        None,
    ),
    "lead: the new facilitator leads": (
        turns("a"),
        [Handover("f", "a"), End("a")],
        [Unheard("a"), Closed(0, 0, 1)],
        None,
    ),
}


@pytest.mark.parametrize(("state", "moves", "told", "after"), HAPPENS.values(), ids=HAPPENS)
def test_what_a_move_makes_happen(
    state: Round, moves: list[Move], told: list[Happening], after: dict[str, str] | None
) -> None:
    reached, last = play(state, moves)
    assert told == list(last)
    assert not any(seat.said for seat in reached.seats if seat.member != reached.speaking)
    if after is not None:
        assert list(after.items()) == list(standings(reached).items())
