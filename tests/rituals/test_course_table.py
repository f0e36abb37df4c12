"""What each move does to a ritual in each stand: what happens, or why not."""

from __future__ import annotations

import pytest

from copbot.core.machine import Illegal
from copbot.rituals import choosing
from copbot.rituals import moves as m
from copbot.rituals.course import MOST_PHASES, Course, advance, open_course, step
from copbot.rituals.happenings import Closed, PhaseBegan, PhaseEnded, PhaseSkipped, TalkOpened
from copbot.rituals.script import END, Mode, Shape
from copbot.rituals.state import Options, Phase
from tests.rituals.courses import NOBODY, begun, gathering, phase, played, script

TRIAL = script(phase("tell"), phase("talk", Shape.TALKING), phase("write", Shape.WRITING))
ROLES = {"a": frozenset({"parent"}), "b": frozenset({"school"})}
GATHERING = gathering(TRIAL, "a", "b")
IN_TURNS = begun(TRIAL, "a", "b")
TALKING, _ = played(IN_TURNS, TRIAL, [m.Skip("f")])
WRITING, _ = played(TALKING, TRIAL, [m.Next("f")])
OVER, _ = played(IN_TURNS, TRIAL, [m.End("f")])
STANDS = {"gathering": GATHERING, "turns": IN_TURNS, "talking": TALKING, "writing": WRITING, "over": OVER}
REFUSED = [
    ("gathering", m.Begin("a", ("a", "b")), "not-facilitator"),
    ("gathering", m.Next("f"), "not-begun"),
    ("gathering", m.Skip("f"), "not-begun"),
    ("gathering", m.Contribute("a"), "not-begun"),
    ("gathering", m.Join("a"), "already-in"),
    ("gathering", m.Withdraw("c"), "not-in-round"),
    ("turns", m.Begin("f", ("a", "b")), "already-begun"),
    ("turns", m.Skip("a"), "not-facilitator"),
    ("turns", m.Next("a"), "not-facilitator"),
    ("turns", m.End("a"), "not-facilitator"),
    ("turns", m.Contribute("b"), "not-your-turn"),
    ("turns", m.Join("a"), "already-in"),
    ("turns", m.Withdraw("c"), "not-in-round"),
    ("turns", m.TakeOver("a", vanished=False), "facilitator-present"),
    ("turns", m.SwitchToTogether("f"), "already-begun"),
    ("talking", m.Contribute("a"), "not-in-turns"),
    ("talking", m.Pass("a"), "not-in-turns"),
    ("talking", m.Join("a"), "already-in"),
    ("talking", m.Skip("b"), "not-facilitator"),
    ("writing", m.Done("a"), "not-in-turns"),
    ("writing", m.Later("a"), "not-in-turns"),
    ("writing", m.Contribute("c"), "not-in-round"),
    *[("over", move, "round-closed") for move in (m.Join("c"), m.Next("f"), m.End("f"), m.TimeUp(1))],
]


@pytest.mark.parametrize(("stand", "move", "code"), REFUSED)
def test_a_move_is_refused_and_nothing_changes(stand: str, move: m.Move | m.Skip, code: str) -> None:
    before = STANDS[stand]
    with pytest.raises(Illegal) as refused:
        step(before, TRIAL, move, NOBODY)
    assert refused.value.code == code
    assert before == STANDS[stand]


def test_between_two_phases_nothing_moves_but_on() -> None:
    between, _ = step(TALKING, TRIAL, m.Next("f"), NOBODY)
    assert between.between
    with pytest.raises(Illegal, match="round-closed"):
        step(between, TRIAL, m.Join("c"), NOBODY)
    with pytest.raises(ValueError, match="no phase waits"):
        advance(IN_TURNS, TRIAL, "done", NOBODY)
    with pytest.raises(KeyError):
        advance(between, script(*TRIAL.phases[:1], phase("talk", then={"no": "nowhere"})), "no", NOBODY)


def test_phases_follow_each_other_and_each_outcome_leads_where_the_script_says() -> None:
    of = script(phase("ask"), phase("choose", then={"objections": "ask", "done": END}), phase("never"))
    course, told = played(begun(of, "a"), of, [m.Contribute("a")])
    assert told[-2:] == (PhaseBegan("choose", ("a",)), told[-1])
    course, told = played(course, of, [m.Contribute("a")], "objections")
    assert PhaseEnded("choose", "objections", 1, 0, 0) in told
    assert of.phases[course.place or 0].name == "ask"
    course, told = played(course, of, [m.Contribute("a"), m.Contribute("a")])
    assert course.over
    assert told[-1] == Closed(1, 0, 0), "who spoke three times is one who spoke"


def test_a_phase_nobody_has_a_part_in_is_left_out_and_so_is_one_that_who_leads_leaves_out() -> None:
    of = script(
        phase("all"),
        phase("parents", who="parents"),
        phase("care", who="care"),
        phase("more", optional=True),
        phase("end"),
    )
    course, _ = open_course(of, Mode.LIVE, Options(everyone=True), "f", ROLES, ("a", "b"))
    with pytest.raises(Illegal, match="phase-needed"):
        step(course, of, m.LeaveOut("f", "end"), ROLES)
    with pytest.raises(Illegal, match="no-such-phase"):
        step(course, of, m.LeaveOut("f", "other"), ROLES)
    with pytest.raises(Illegal, match="not-facilitator"):
        step(course, of, m.LeaveOut("a", "more"), ROLES)
    course, _ = step(course, of, m.LeaveOut("f", "more"), ROLES)
    course, _ = step(course, of, m.Skip("f"), ROLES)
    course, told = advance(course, of, "done", ROLES)
    assert told[1] == PhaseBegan("parents", ("a",))
    course, _ = step(course, of, m.Contribute("a"), ROLES)
    course, told = advance(course, of, "done", ROLES)
    assert told[1:4] == (PhaseSkipped("care"), PhaseSkipped("more"), PhaseBegan("end", ("a", "b")))


def test_who_only_listens_has_no_turn() -> None:
    of = script(phase("aloud", silent=("owner",)), owned=True)
    course = begun(of, "a", owner="b")
    assert course.round.members == ("a",)
    of = script(phase("aloud", Shape.TALKING, who="others", silent=("owner",)), owned=True)
    course = begun(of, "a", owner="b")
    assert (course.round.phase, course.members) == (Phase.TALKING, ("b", "a"))


def test_what_is_only_said_goes_on_at_once() -> None:
    of = script(phase("hello", Shape.SAID), phase("talk", Shape.TALKING), phase("bye", Shape.SAID))
    course, told = step(gathering(of, "a"), of, m.Begin("f", ("a",)), NOBODY)
    assert told[1:] == (PhaseBegan("hello", ("a",)), PhaseBegan("talk", ("a",)), TalkOpened())
    course, told = played(course, of, [m.TimeUp(1)])
    assert told[-2:] == (PhaseBegan("bye", ("a",)), Closed(0, 0, 0))
    assert course.over


@pytest.mark.parametrize(("least", "most", "code"), [(3, None, "too-few"), (1, 1, "ritual-full")])
def test_too_few_and_too_many_do_not_begin(least: int, most: int | None, code: str) -> None:
    of = script(phase("tell"), least=least, most=most)
    with pytest.raises(Illegal, match=code):
        open_course(of, Mode.LIVE, Options(everyone=True), "f", NOBODY, ("a", "b"))


def test_a_script_that_leads_back_for_ever_ends_all_the_same() -> None:
    for shape in (Shape.SAID, Shape.TURNS):
        of = script(phase("again", shape, who="care", then={"done": "again", "skipped": "again"}))
        course = begun(of, "a")
        assert (course.over, course.entered) == (True, MOST_PHASES)


def test_over_days_all_write_and_it_begins_at_once() -> None:
    course, _ = open_course(TRIAL, Mode.DAYS, Options(), "f", NOBODY, ("a", "b"))
    assert course.round.phase is Phase.WRITING


def test_numbers_are_those_of_all_phases() -> None:
    of = script(phase("one"), phase("two"))
    course, told = played(
        begun(of, "a", "b", "c"), of, [m.Contribute("a"), m.Pass("b"), m.Pass("c"), m.Contribute("a")]
    )
    assert not course.over
    course, told = played(course, of, [m.Contribute("b"), m.End("f")])
    assert told[-1] == Closed(2, 1, 0), "who passed first and was not heard then has passed"
    assert isinstance(course, Course)


HATS = script(
    phase("blue", again=True),
    phase("white", optional=True, again=True),
    phase("black", optional=True, again=True),
    phase("needed"),
    phase("red", optional=True),
    phase("end"),
)


def held(course: Course, *moves: m.Move | m.Skip | m.LeaveOut) -> tuple[Course, list[str]]:
    """Where it has come to, and the phases that began."""
    course, told = played(course, HATS, moves)
    return course, [it.name for it in told if isinstance(it, PhaseBegan)]


def test_a_phase_held_once_more_goes_on_where_the_group_had_come_to() -> None:
    course, names = held(begun(HATS, "a"), m.Skip("f"), m.Skip("f"), m.Skip("f", "white"))
    assert names == ["white", "black", "white"]
    assert (course.back, choosing.ahead(course, HATS)) == ("needed", (3, 4, 5))
    course, names = held(course, m.Skip("f", "blue"), m.Skip("f", "blue"), m.Contribute("a"))
    assert names == ["blue", "blue", "needed"], "once more and once more, and then on"
    assert course.back is None


def test_what_may_be_left_out_may_be_passed_by_and_what_is_needed_may_not() -> None:
    first = begun(HATS, "a")
    assert [HATS.phases[place].name for place in choosing.reachable(first, HATS, NOBODY)] == [
        *("blue", "white", "black", "needed")
    ]
    course, told = played(first, HATS, [m.Skip("f", "needed")])
    assert told[-4:-1] == (PhaseSkipped("white"), PhaseSkipped("black"), PhaseBegan("needed", ("a",)))
    assert course.entered == 4, "those count, so that an alarm of one means nothing in another"
    course, names = held(course, m.Skip("f", "white"), m.Skip("f"))
    assert names == ["white", "red"], "a hat that was passed by may come later"
    for name, code in (
        ("end", "phase-out-of-reach"),
        ("red", "phase-out-of-reach"),
        ("none", "no-such-phase"),
    ):
        with pytest.raises(Illegal, match=code):
            step(first, HATS, m.Skip("f", name), NOBODY)


def test_the_last_phase_may_be_followed_by_an_earlier_one_and_then_it_ends() -> None:
    course, _ = held(begun(HATS, "a"), m.Skip("f", "needed"), m.Skip("f"), m.Skip("f"), m.Skip("f", "black"))
    assert (course.over, course.back) == (False, END)
    assert course.after(HATS, "done") is None
    course, told = played(course, HATS, [m.Contribute("a")])
    assert course.over
    assert told[-1] == Closed(1, 0, 0)


def test_what_was_left_out_may_come_after_all() -> None:
    course, names = held(begun(HATS, "a"), m.LeaveOut("f", "white"), m.LeaveOut("f", "black"), m.Skip("f"))
    assert names == ["needed"]
    course, names = held(course, m.Skip("f", "black"))
    assert (names, course.left_out) == (["black"], ("white",))
    course, names = held(
        begun(HATS, "a"), m.LeaveOut("f", "white"), m.LeaveOut("f", "white", True), m.Skip("f")
    )
    assert names == ["white"]


def test_so_often_and_then_no_more() -> None:
    """However often who leads goes back, the ritual comes to its own end."""
    course = begun(HATS, "a")
    while 0 in choosing.reachable(course, HATS, NOBODY):
        course, _ = held(course, m.Skip("f", "blue"))
    assert course.entered < MOST_PHASES
    course, names = held(course, *[m.Contribute("a")] * 6)
    assert (course.over, names[-1]) == (True, "end")


def test_nobody_waits_again_for_who_kept_silent_until_they_are_back() -> None:
    of = script(phase("one"), phase("two"), phase("three", Shape.WRITING), phase("four"))
    silence: list[m.Move] = [m.TimeUp(1), m.Contribute("b"), m.TimeUp(3)]
    course, _ = played(begun(of, "a", "b"), of, silence)
    assert (course.place, course.silent) == (1, ("a",))
    assert (course.round.speaking, course.round.unheard) == ("b", 1)
    course, _ = played(course, of, [m.Contribute("b"), m.Contribute("b")])
    assert course.place == 3, "nor where all write"
    again, _ = step(course, of, m.Join("a"), NOBODY)
    assert (again.silent, again.round.following) == ((), "a")
    back, _ = played(begun(of, "a", "b"), of, silence)
    back, _ = played(back.back_again("a"), of, [m.Contribute("b"), m.Contribute("a"), m.Contribute("b")])
    assert back.round.speaking == "a"


def test_who_leads_alone_is_asked_however_silent_they_were() -> None:
    of = script(phase("one"), phase("two"))
    course, _ = played(begun(of, "a"), of, [m.TimeUp(1), m.TimeUp(2)])
    assert (course.silent, course.round.speaking) == (("a",), "a")


def test_nobody_waits_for_who_is_away() -> None:
    of = script(phase("one"), phase("two"))
    course, _ = step(begun(of, "a", "b"), of, m.Skip("f"), NOBODY)
    course, _ = advance(course, of, "done", NOBODY, frozenset({"a"}))
    assert (course.round.speaking, course.round.unheard, course.silent) == ("b", 1, ())
