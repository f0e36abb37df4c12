"""What every phase of a round does alike: find a seat or refuse, take a seat away, close."""

from __future__ import annotations

from dataclasses import replace

from copbot.core.machine import Illegal
from copbot.rituals.happenings import Closed, FacilitatorChanged, HandRaised, Happening, Spoke, Unheard
from copbot.rituals.moves import End, Handover, Join, TakeOver
from copbot.rituals.state import Phase, Round, Seat, Standing

Step = tuple[Round, tuple[Happening, ...]]
"""What a move gives: the round after it, and what happened."""


def seat_of(state: Round, member: str) -> Seat:
    """This member's seat; raises `Illegal("not-in-round")` where there is none."""
    seat = state.seat(member)
    if seat is None:
        raise Illegal("not-in-round")
    return seat


def unsettled(seat: Seat) -> Seat:
    """The same seat; raises `Illegal` where it already spoke or passed."""
    if seat.standing is Standing.SPOKE:
        raise Illegal("already-spoke")
    if seat.standing is Standing.PASSED:
        raise Illegal("already-passed")
    return seat


def stay(state: Round, _move: object) -> Step:
    """For facts that come too late to mean anything."""
    return state, ()


def join(state: Round, move: Join) -> Step:
    """A newcomer, or who passed or was not heard: to the end, waiting. A silence before is remembered."""
    seat = state.seat(move.member)
    if seat is None:
        seat = Seat(move.member)
    elif seat.pending:
        raise Illegal("already-in")
    elif seat.standing is Standing.SPOKE:
        raise Illegal("already-spoke")
    return state.with_seat_last(replace(seat, standing=Standing.WAITING)), (HandRaised(move.member),)


def hand_over(state: Round, move: Handover) -> Step:
    return _led_by(state, move.to)


def take_over(state: Round, move: TakeOver) -> Step:
    """Only from a facilitator who vanished: nobody is pushed aside."""
    if not move.vanished and move.by != state.facilitator:
        raise Illegal("facilitator-present")
    return _led_by(state, move.by)


def _led_by(state: Round, member: str) -> Step:
    if member == state.facilitator:
        raise Illegal("already-facilitator")
    return replace(state, facilitator=member), (FacilitatorChanged(member),)


def end(state: Round, _move: End | None = None) -> Step:
    """Closes now: who waits or speaks is not heard yet, except who already said something in a long turn."""
    told: list[Happening] = []
    for seat in state.seats:
        if seat.pending:
            heard = seat.said
            standing = Standing.SPOKE if heard else Standing.UNHEARD
            state = state.with_seat(replace(seat, standing=standing, said=False))
            told.append(Spoke(seat.member) if heard else Unheard(seat.member))
    return close(state, *told)


def close(state: Round, *told: Happening) -> Step:
    """Closes a round in which nobody waits or speaks any more."""
    closed = Closed(state.spoke, state.passed, state.unheard)
    return replace(state, phase=Phase.CLOSED), (*told, closed)
