"""Rounds to begin a test with; `f` is always the facilitator."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.rituals.happenings import (
    Happening,
)
from copbot.rituals.moves import (
    Contribute,
    End,
    Join,
    Move,
)
from copbot.rituals.round import open_round, step
from copbot.rituals.state import Options, Phase, Round
from copbot.rituals.talking import open_talk

SAY_A, SAY_B, SAY_C = Contribute("a"), Contribute("b"), Contribute("c")


def play(state: Round, moves: Sequence[Move]) -> tuple[Round, tuple[Happening, ...]]:
    """The round after all moves, and what the last one made happen."""
    told: tuple[Happening, ...] = ()
    for move in moves:
        state, told = step(state, move)
    return state, told


def joining(*members: str, long: bool = False, together: bool = False) -> Round:
    opened, _ = open_round("f", Options(long=long, together=together))
    return play(opened, [Join(member) for member in members])[0]


def turns(*members: str, long: bool = False) -> Round:
    return open_round("f", Options(everyone=True, long=long), members)[0]


def here(*members: str) -> Round:
    return open_round("f", Options(here=True), members)[0]


def writing(*members: str) -> Round:
    return open_round("f", Options(everyone=True, together=True), members)[0]


def talking() -> Round:
    return open_talk(Round(Phase.JOINING, Options(), "f"))[0]


def closed(*members: str) -> Round:
    return step(turns(*members), End("f"))[0]


def standings(state: Round) -> dict[str, str]:
    return {seat.member: seat.standing.value for seat in state.seats}
