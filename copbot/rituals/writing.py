"""The phase in which all write at once: no turns, so no order to keep and nobody to be moved; it ends when
all are heard, or, unhurried, when whoever keeps the time says so.

Seats keep their places, because the contributions are shown in speaking order.
"""

from __future__ import annotations

from dataclasses import replace

from copbot.core.machine import Illegal
from copbot.rituals.happenings import HandLowered, Happening, Passed, Spoke, TakenBack, WritingOpened
from copbot.rituals.moves import Contribute, Gone, Next, Pass, TakeBack, TimeUp, Withdraw
from copbot.rituals.seating import Step, close, end, seat_of, unsettled
from copbot.rituals.state import Phase, Round, Standing


def open_writing(state: Round, *told: Happening) -> Step:
    """Opens it for all seats, as turn 1, so that its alarm is named like a turn's."""
    return replace(state, phase=Phase.WRITING, turn=1), (*told, WritingOpened(state.members))


def contribute(state: Round, move: Contribute) -> Step:
    """The first message counts, further ones add to it; who passed may still write."""
    seat = seat_of(state, move.member)
    if seat.standing is Standing.SPOKE:
        return state, ()
    return _settle(state.with_seat(replace(seat, standing=Standing.SPOKE)), Spoke(seat.member))


def take_back(state: Round, move: TakeBack) -> Step:
    seat = seat_of(state, move.member)
    if seat.standing is not Standing.SPOKE:
        raise Illegal("nothing-said")
    return state.with_seat(replace(seat, standing=Standing.WAITING)), (TakenBack(seat.member),)


def pass_by(state: Round, move: Pass) -> Step:
    """Passes for oneself; nobody has the turn here, so the facilitator cannot pass for anybody."""
    if move.by is not None and move.by != move.member:
        raise Illegal("not-your-turn")
    seat = unsettled(seat_of(state, move.member))
    return _settle(state.with_seat(replace(seat, standing=Standing.PASSED)), Passed(seat.member))


def withdraw(state: Round, move: Withdraw) -> Step:
    seat = seat_of(state, move.member)
    if seat.standing is Standing.SPOKE:
        raise Illegal("already-spoke")
    return _settle(state.without(seat.member), HandLowered(seat.member))


def gone(state: Round, move: Gone) -> Step:
    """As withdrawing; what was said by who left still counts, and who does not sit changes nothing."""
    seat = state.seat(move.member)
    if seat is None or seat.standing is Standing.SPOKE:
        return state, ()
    return withdraw(state, Withdraw(move.member))


def time_up(state: Round, move: TimeUp) -> Step:
    return end(state) if move.turn == state.turn else (state, ())


def go_next(state: Round, _move: Next) -> Step:
    """There is no next one here: what comes next is the end."""
    return end(state)


def _settle(state: Round, told: Happening) -> Step:
    return (state, (told,)) if state.pending or state.options.unhurried else close(state, told)
