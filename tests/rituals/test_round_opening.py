"""How a round opens and begins, and how it can be read."""

from __future__ import annotations

import pytest

from copbot.core.machine import Illegal
from copbot.rituals.happenings import (
    Began,
    TurnGiven,
)
from copbot.rituals.moves import (
    Begin,
    Pass,
)
from copbot.rituals.round import open_round, step
from copbot.rituals.state import Options, Phase, Round, Standing
from tests.rituals.rounds import SAY_A, joining, play, turns


def test_opening_for_people_to_join_seats_nobody_not_even_the_facilitator() -> None:
    assert (Round(Phase.JOINING, Options(), "f"), ()) == open_round("f", Options())


@pytest.mark.parametrize("options", [Options(everyone=True), Options(here=True)])
def test_opening_with_members_begins_at_once(options: Options) -> None:
    opened, told = open_round("f", options, ("b", "a"))
    assert (opened.phase, opened.speaking, opened.following) == (Phase.TURNS, "b", "a")
    assert (Began(("b", "a")), TurnGiven("b", 1, 2, "a")) == told


@pytest.mark.parametrize(
    ("options", "members", "code"),
    [
        (Options(everyone=True), (), "nobody-joined"),
        (Options(here=True), (), "nobody-joined"),
        (Options(here=True, together=True), ("a",), "options-clash"),
    ],
)
def test_what_cannot_be_opened_says_why(options: Options, members: tuple[str, ...], code: str) -> None:
    with pytest.raises(Illegal) as refused:
        open_round("f", options, members)
    assert code == refused.value.code


@pytest.mark.parametrize(("options", "members"), [(Options(), ("a",)), (Options(everyone=True), ("a", "a"))])
def test_members_that_cannot_sit_are_the_callers_mistake(options: Options, members: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"themselves|once"):
        open_round("f", options, members)


@pytest.mark.parametrize("order", [(), ("a",), ("a", "b", "b"), ("a", "b", "x")])
def test_an_order_that_leaves_somebody_out_is_the_callers_mistake(order: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="exactly once"):
        step(joining("a", "b"), Begin("f", order))


def test_a_round_can_be_read_for_its_texts() -> None:
    state, _ = play(turns("a", "b", "c", "d"), [SAY_A, Pass("d")])
    assert state.members == ("a", "b", "c", "d")
    assert (state.speaking, state.following, state.waiting) == ("b", "c", ("c",))
    assert (state.spoke, state.passed, state.unheard) == (1, 1, 0)
    assert (state.count(Standing.SPEAKING), state.turn, state.closed) == (1, 2, False)
