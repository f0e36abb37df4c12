"""Every pair of phase and move is either in the table or refused, and every arrow of the table can be walked."""

from __future__ import annotations

from typing import get_args

import pytest

from copbot.core.machine import Illegal
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
from copbot.rituals.round import REFUSALS, TABLE, step
from copbot.rituals.state import Phase, Round
from tests.rituals.rounds import SAY_A, closed, joining, play, talking, turns, writing

EXAMPLE: dict[type[Move], Move] = {
    type(move): move
    for move in (
        Join("new"),
        Withdraw("b"),
        Gone("b"),
        Begin("f", ("a", "b", "c")),
        WindowEnds(("a", "b", "c")),
        SwitchToTogether("f"),
        Contribute("a"),
        TakeBack("a"),
        Pass("a"),
        Later("a"),
        Done("a"),
        Next("f"),
        TimeUp(1),
        End("f"),
        Handover("f", "a"),
        TakeOver("a", vanished=True),
    )
}
"""One move of each type that is legal in a round opened by `f` with `a`, `b`, `c`, wherever it can be."""


IN_PHASE = {
    Phase.JOINING: joining("a", "b", "c"),
    Phase.TURNS: turns("a", "b", "c"),
    Phase.WRITING: writing("a", "b", "c"),
    Phase.TALKING: talking(),
    Phase.CLOSED: closed("a", "b", "c"),
}
FIRST: dict[tuple[Phase, type[Move]], Round] = {
    (Phase.TURNS, Done): play(turns("a", "b", "c", long=True), [SAY_A])[0],
    (Phase.TURNS, TakeBack): play(turns("a", "b", "c"), [SAY_A])[0],
    (Phase.WRITING, TakeBack): play(writing("a", "b", "c"), [SAY_A])[0],
}
"""Where an example move needs something to have happened first."""


def test_the_table_and_the_refusals_hold_every_pair_of_phase_and_move_once() -> None:
    pairs = {(phase, move) for phase in Phase for move in get_args(Move)}
    assert pairs == set(TABLE) | set(REFUSALS)
    assert set() == set(TABLE) & set(REFUSALS)


@pytest.mark.parametrize(("phase", "move"), TABLE, ids=lambda part: getattr(part, "__name__", part))
def test_what_the_table_allows_can_be_done(phase: Phase, move: type[Move]) -> None:
    after, _ = step(FIRST.get((phase, move), IN_PHASE[phase]), EXAMPLE[move])
    assert after.phase in TABLE[phase, move].leads_to


@pytest.mark.parametrize(("phase", "move"), REFUSALS, ids=lambda part: getattr(part, "__name__", part))
def test_what_the_table_lacks_is_refused(phase: Phase, move: type[Move]) -> None:
    with pytest.raises(Illegal) as refused:
        step(IN_PHASE[phase], EXAMPLE[move])
    assert REFUSALS[phase, move] == refused.value.code


LEADS: list[tuple[Round, Move, Phase]] = [
    (joining("a"), Join("b"), Phase.JOINING),
    (joining("a"), Withdraw("a"), Phase.JOINING),
    (joining("a"), Gone("a"), Phase.JOINING),
    (joining("a"), SwitchToTogether("f"), Phase.JOINING),
    (joining("a"), Begin("f", ("a",)), Phase.TURNS),
    (joining("a", together=True), Begin("f", ("a",)), Phase.WRITING),
    (joining("a"), WindowEnds(("a",)), Phase.TURNS),
    (joining("a", together=True), WindowEnds(("a",)), Phase.WRITING),
    (joining(), WindowEnds(()), Phase.CLOSED),
    (joining("a"), TimeUp(0), Phase.JOINING),
    (joining("a"), End("f"), Phase.CLOSED),
    (joining("a"), Handover("f", "a"), Phase.JOINING),
    (joining("a"), TakeOver("a", vanished=True), Phase.JOINING),
    (turns("a"), Join("b"), Phase.TURNS),
    (turns("a", "b"), Withdraw("a"), Phase.TURNS),
    (turns("a"), Withdraw("a"), Phase.CLOSED),
    (turns("a", "b"), Gone("a"), Phase.TURNS),
    (turns("a"), Gone("a"), Phase.CLOSED),
    (turns("a", "b"), SAY_A, Phase.TURNS),
    (turns("a"), SAY_A, Phase.CLOSED),
    (play(turns("a", "b", long=True), [SAY_A])[0], Done("a"), Phase.TURNS),
    (play(turns("a", long=True), [SAY_A])[0], Done("a"), Phase.CLOSED),
    (turns("a", "b"), Pass("a"), Phase.TURNS),
    (turns("a"), Pass("a"), Phase.CLOSED),
    (turns("a", "b"), Later("a"), Phase.TURNS),
    (play(turns("a", "b"), [SAY_A])[0], TakeBack("a"), Phase.TURNS),
    (turns("a"), Next("f"), Phase.TURNS),
    (play(turns("a"), [Next("f")])[0], Next("f"), Phase.CLOSED),
    (turns("a"), TimeUp(1), Phase.TURNS),
    (play(turns("a"), [TimeUp(1)])[0], TimeUp(2), Phase.CLOSED),
    (turns("a"), WindowEnds(("a",)), Phase.TURNS),
    (turns("a"), End("f"), Phase.CLOSED),
    (turns("a"), Handover("f", "a"), Phase.TURNS),
    (turns("a"), TakeOver("a", vanished=True), Phase.TURNS),
    (writing("a"), Join("b"), Phase.WRITING),
    (writing("a", "b"), Withdraw("a"), Phase.WRITING),
    (writing("a"), Withdraw("a"), Phase.CLOSED),
    (writing("a", "b"), Gone("a"), Phase.WRITING),
    (writing("a"), Gone("a"), Phase.CLOSED),
    (writing("a", "b"), SAY_A, Phase.WRITING),
    (writing("a"), SAY_A, Phase.CLOSED),
    (writing("a", "b"), Pass("a"), Phase.WRITING),
    (writing("a"), Pass("a"), Phase.CLOSED),
    (play(writing("a", "b"), [SAY_A])[0], TakeBack("a"), Phase.WRITING),
    (writing("a"), Next("f"), Phase.CLOSED),
    (writing("a"), TimeUp(7), Phase.WRITING),
    (writing("a"), TimeUp(1), Phase.CLOSED),
    (writing("a"), WindowEnds(("a",)), Phase.WRITING),
    (writing("a"), End("f"), Phase.CLOSED),
    (writing("a"), Handover("f", "a"), Phase.WRITING),
    (writing("a"), TakeOver("a", vanished=True), Phase.WRITING),
    (talking(), Join("b"), Phase.TALKING),
    (talking(), Withdraw("a"), Phase.TALKING),
    (talking(), Gone("a"), Phase.TALKING),
    (talking(), Next("f"), Phase.CLOSED),
    (talking(), TimeUp(7), Phase.TALKING),
    (talking(), TimeUp(1), Phase.CLOSED),
    (talking(), WindowEnds(()), Phase.TALKING),
    (talking(), End("f"), Phase.CLOSED),
    (talking(), Handover("f", "a"), Phase.TALKING),
    (talking(), TakeOver("a", vanished=True), Phase.TALKING),
]


def test_every_arrow_of_the_table_can_be_walked() -> None:
    walked = {(state.phase, type(move), step(state, move)[0].phase) for state, move, _ in LEADS}
    assert {(*pair, target) for pair, row in TABLE.items() for target in row.leads_to} == walked
    assert [target for *_, target in LEADS] == [step(state, move)[0].phase for state, move, _ in LEADS]
