"""What each move does to a ritual in each stand: what happens, or why not."""

from __future__ import annotations

import pytest

from copbot.core.machine import Illegal
from copbot.rituals import moves as m
from copbot.rituals.course import MOST_PHASES, Course, advance, left_out, open_course, step
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
        left_out(course, of, "end", "f")
    with pytest.raises(Illegal, match="no-such-phase"):
        left_out(course, of, "other", "f")
    course, _ = left_out(course, of, "more", "f")
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
