"""The phase in which hands go up, and how it ends: with a round that begins, in turns or in writing."""

from __future__ import annotations

from dataclasses import replace

from copbot.core.machine import Illegal
from copbot.rituals.happenings import Began, HandLowered, TogetherChosen
from copbot.rituals.moves import Begin, Gone, SwitchToTogether, WindowEnds, Withdraw
from copbot.rituals.seating import Step, close, seat_of
from copbot.rituals.state import Phase, Round
from copbot.rituals.turns import give_turn
from copbot.rituals.writing import open_writing


def begin(state: Round, move: Begin) -> Step:
    if not state.seats:
        raise Illegal("nobody-joined")
    return begin_in(state, move.order)


def window_ends(state: Round, move: WindowEnds) -> Step:
    """Begins; where nobody joined it closes at once."""
    return begin_in(state, move.order) if state.seats else close(state)


def begin_in(state: Round, order: tuple[str, ...]) -> Step:
    """Begins in this order; raises ValueError unless it holds every seat's member exactly once."""
    if sorted(order) != sorted(state.members):
        raise ValueError("the order must hold every seat's member exactly once")
    seated = replace(state, seats=tuple(seat_of(state, member) for member in order))
    if state.options.together:
        return open_writing(seated, Began(order))
    return give_turn(replace(seated, phase=Phase.TURNS), Began(order))


def withdraw(state: Round, move: Withdraw) -> Step:
    seat_of(state, move.member)
    return state.without(move.member), (HandLowered(move.member),)


def gone(state: Round, move: Gone) -> Step:
    return (state, ()) if state.seat(move.member) is None else withdraw(state, Withdraw(move.member))


def switch_to_together(state: Round, _move: SwitchToTogether) -> Step:
    if state.options.together:
        raise Illegal("already-together")
    return replace(state, options=replace(state.options, together=True)), (TogetherChosen(),)
