"""What is refused, and the reason that is given for it."""

from __future__ import annotations

import pytest

from copbot.core.machine import Illegal
from copbot.rituals.moves import (
    Begin,
    Contribute,
    Done,
    End,
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
    Withdraw,
)
from copbot.rituals.round import step
from copbot.rituals.state import Round
from tests.rituals.rounds import SAY_A, SAY_B, SAY_C, here, joining, play, turns, writing

A_THRICE: list[Move] = [Later("a"), Later("b"), Later("a"), Later("b"), Later("a"), Later("b")]
REFUSED: dict[str, tuple[Round, list[Move], Move, str]] = {
    "a second hand": (joining("a"), [], Join("a"), "already-in"),
    "no hand to lower": (joining("a"), [], Withdraw("b"), "not-in-round"),
    "begun by another": (joining("a"), [], Begin("a", ("a",)), "not-facilitator"),
    "begun by the former facilitator": (
        joining("a"),
        [Handover("f", "a")],
        Begin("f", ("a",)),
        "not-facilitator",
    ),
    "begun with nobody": (joining(), [], Begin("f", ()), "nobody-joined"),
    "switched by another": (joining("a"), [], SwitchToTogether("a"), "not-facilitator"),
    "switched twice": (joining("a"), [SwitchToTogether("f")], SwitchToTogether("f"), "already-together"),
    "speaking before one's turn": (turns("a", "b"), [], SAY_B, "not-your-turn"),
    "speaking twice": (turns("a", "b"), [SAY_A], SAY_A, "already-spoke"),
    "speaking after passing": (turns("a", "b"), [Pass("a")], SAY_A, "not-your-turn"),
    "speaking without a seat": (turns("a"), [], Contribute("x"), "not-in-round"),
    "done with nothing said": (turns("a"), [], Done("a"), "nothing-said"),
    "done with nothing said, long": (turns("a", long=True), [], Done("a"), "nothing-said"),
    "done with words taken back": (turns("a", long=True), [SAY_A, TakeBack("a")], Done("a"), "nothing-said"),
    "done in another's turn": (turns("a", "b"), [], Done("b"), "not-your-turn"),
    "done after one's turn": (turns("a", "b"), [SAY_A], Done("a"), "already-spoke"),
    "passing after speaking": (turns("a", "b"), [SAY_A], Pass("a"), "already-spoke"),
    "passing twice": (turns("a", "b"), [Pass("b")], Pass("b"), "already-passed"),
    "passing without a seat": (turns("a"), [], Pass("x"), "not-in-round"),
    "passing for another": (turns("a", "b"), [], Pass("a", by="f"), "not-your-turn"),
    "passing for another, here, by another": (here("a", "b"), [], Pass("a", by="b"), "not-facilitator"),
    "passing for one who waits, here": (here("a", "b"), [], Pass("b", by="f"), "not-your-turn"),
    "later with nobody waiting": (turns("a"), [], Later("a"), "last-one"),
    "later as the only one waiting": (turns("a", "b"), [], Later("b"), "last-one"),
    "later after speaking": (turns("a", "b"), [SAY_A], Later("a"), "already-spoke"),
    "later after words of a long turn": (turns("a", "b", long=True), [SAY_A], Later("a"), "already-spoke"),
    "later after passing": (turns("a", "b"), [Pass("a")], Later("a"), "already-passed"),
    "later when not heard": (
        turns("a", "b", "c"),
        [TimeUp(1), Later("b"), SAY_C, TimeUp(4)],
        Later("a"),
        "not-your-turn",
    ),
    "later a fourth time": (turns("a", "b"), A_THRICE, Later("a"), "later-too-often"),
    "joining twice while waiting": (turns("a", "b"), [], Join("b"), "already-in"),
    "joining while speaking": (turns("a"), [], Join("a"), "already-in"),
    "joining after speaking": (turns("a", "b"), [SAY_A], Join("a"), "already-spoke"),
    "taking back nothing": (turns("a"), [], TakeBack("a"), "nothing-said"),
    "taking back what was passed": (turns("a", "b"), [Pass("a")], TakeBack("a"), "nothing-said"),
    "taking back here": (here("a", "b"), [Next("f")], TakeBack("a"), "nothing-said"),
    "taking back without a seat": (turns("a"), [], TakeBack("x"), "not-in-round"),
    "lowering the hand after speaking": (turns("a", "b"), [SAY_A], Withdraw("a"), "already-spoke"),
    "next by another": (turns("a"), [], Next("a"), "not-facilitator"),
    "ending by another": (turns("a"), [], End("a"), "not-facilitator"),
    "handing over by another": (turns("a"), [], Handover("a", "a"), "not-facilitator"),
    "handing over to oneself": (turns("a"), [], Handover("f", "f"), "already-facilitator"),
    "taking over from who is there": (turns("a"), [], TakeOver("a", vanished=False), "facilitator-present"),
    "taking over what one has": (turns("f"), [], TakeOver("f", vanished=False), "already-facilitator"),
    "writing without a seat": (writing("a"), [], Contribute("x"), "not-in-round"),
    "writing, passing after writing": (writing("a", "b"), [SAY_A], Pass("a"), "already-spoke"),
    "writing, passing twice": (writing("a", "b"), [Pass("a")], Pass("a"), "already-passed"),
    "writing, passing for another": (writing("a"), [], Pass("a", by="f"), "not-your-turn"),
    "writing, taking back nothing": (writing("a"), [], TakeBack("a"), "nothing-said"),
    "writing, lowering the hand after writing": (writing("a", "b"), [SAY_A], Withdraw("a"), "already-spoke"),
    "writing, joining again after writing": (writing("a", "b"), [SAY_A], Join("a"), "already-spoke"),
    "writing, next by another": (writing("a"), [], Next("a"), "not-facilitator"),
    "closed, taking back": (turns("a"), [SAY_A], TakeBack("a"), "round-closed"),
}


@pytest.mark.parametrize(("state", "moves", "move", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_says_why(state: Round, moves: list[Move], move: Move, code: str) -> None:
    reached, _ = play(state, moves)
    with pytest.raises(Illegal) as refused:
        step(reached, move)
    assert code == refused.value.code
