"""The phase in which turns go round.

There is one rule of fairness: the turn goes to whoever has waited longest, and whoever comes back into the
round (late, put back, after "later", after taking words back) comes back at the end. So nobody has two
turns while somebody waits for one. Exactly one seat speaks while this phase lasts.
"""

from __future__ import annotations

from dataclasses import replace

from copbot.core.machine import Illegal
from copbot.rituals.happenings import (
    HandLowered,
    Happening,
    Passed,
    Postponed,
    PutBack,
    Spoke,
    TakenBack,
    TurnGiven,
    Unheard,
)
from copbot.rituals.moves import Contribute, Done, Gone, Later, Next, Pass, TakeBack, TimeUp, Withdraw
from copbot.rituals.seating import Step, close, seat_of, unsettled
from copbot.rituals.state import Round, Seat, Standing

MOST_POSTPONEMENTS = 3
"""How often one seat may ask for "later", so that a round of people who all say "after you" still ends."""


def give_turn(state: Round, *told: Happening) -> Step:
    """Gives the turn to who waited longest, or closes when nobody waits; `told` comes before it."""
    member = state.following
    if member is None:
        return close(state, *told)
    seat = replace(seat_of(state, member), standing=Standing.SPEAKING)
    given = replace(state.with_seat(seat), turn=state.turn + 1)
    of = max(len(given.seats), given.turn)
    return given, (*told, TurnGiven(member, given.turn, of, given.following))


def contribute(state: Round, move: Contribute) -> Step:
    """The contribution ends the turn; in a long turn it counts only. In one physical room chat is chat."""
    if state.options.here:
        return state, ()
    seat = _speaker(state, move.member)
    if state.options.long:
        return state.with_seat(replace(seat, said=True)), ()
    return _heard(state, seat)


def done(state: Round, move: Done) -> Step:
    seat = _speaker(state, move.member)
    if not seat.said and not state.options.here:
        raise Illegal("nothing-said")
    return _heard(state, seat)


def pass_by(state: Round, move: Pass) -> Step:
    """Passes now or ahead; who was not heard may still say that they pass. Words already said stay said."""
    seat = unsettled(_own_or_tapped(state, move))
    if seat.said:
        return _heard(state, seat)
    passed = state.with_seat(replace(seat, standing=Standing.PASSED))
    return _go_on(passed, Passed(seat.member))


def later(state: Round, move: Later) -> Step:
    """To the end of the row, while somebody else waits, and at most `MOST_POSTPONEMENTS` times."""
    seat = unsettled(_own_or_tapped(state, move))
    if seat.said:
        raise Illegal("already-spoke")
    if seat.standing is Standing.UNHEARD:
        raise Illegal("not-your-turn")
    if all(member == seat.member for member in state.waiting):
        raise Illegal("last-one")
    if seat.postponed == MOST_POSTPONEMENTS:
        raise Illegal("later-too-often")
    moved = replace(seat, standing=Standing.WAITING, postponed=seat.postponed + 1)
    return _go_on(state.with_seat_last(moved), Postponed(seat.member))


def take_back(state: Round, move: TakeBack) -> Step:
    """Who spoke waits again, at the end; in a long turn that runs the turn stays, with nothing said."""
    seat = seat_of(state, move.member)
    if seat.said:
        return state.with_seat(replace(seat, said=False)), (TakenBack(seat.member),)
    # In one physical room nothing was written that could be taken back.
    if seat.standing is not Standing.SPOKE or state.options.here:
        raise Illegal("nothing-said")
    return state.with_seat_last(replace(seat, standing=Standing.WAITING)), (TakenBack(seat.member),)


def time_up(state: Round, move: TimeUp) -> Step:
    """Silence: to the end once, then not heard yet. In one physical room nobody is timed."""
    if move.turn != state.turn or state.options.here:
        return state, ()
    return _silence(state)


def go_next(state: Round, _move: Next) -> Step:
    """As when the time is up; in one physical room it means that this one has spoken."""
    if state.options.here:
        return _heard(state, _present(state))
    return _silence(state)


def withdraw(state: Round, move: Withdraw) -> Step:
    """Gives the seat up, unless something was said from it: then the turn is over, and it counts."""
    seat = seat_of(state, move.member)
    if seat.standing is Standing.SPOKE:
        raise Illegal("already-spoke")
    if seat.said:
        return _heard(state, seat)
    return _go_on(state.without(seat.member), HandLowered(seat.member))


def gone(state: Round, move: Gone) -> Step:
    """As withdrawing; what was said by who left still counts, and who does not sit changes nothing."""
    seat = state.seat(move.member)
    if seat is None or seat.standing is Standing.SPOKE:
        return state, ()
    return withdraw(state, Withdraw(move.member))


def _present(state: Round) -> Seat:
    return next(seat for seat in state.seats if seat.standing is Standing.SPEAKING)


def _speaker(state: Round, member: str) -> Seat:
    seat = seat_of(state, member)
    if seat.standing is Standing.SPOKE:
        raise Illegal("already-spoke")
    if seat.standing is not Standing.SPEAKING:
        raise Illegal("not-your-turn")
    return seat


def _own_or_tapped(state: Round, move: Pass | Later) -> Seat:
    """The seat meant. The facilitator may tap for another only in one physical room, for the present turn."""
    if move.by is None or move.by == move.member:
        return seat_of(state, move.member)
    if move.by != state.facilitator:
        raise Illegal("not-facilitator")
    if not state.options.here:
        raise Illegal("not-your-turn")
    return _speaker(state, move.member)


def _heard(state: Round, seat: Seat) -> Step:
    spoke = state.with_seat(replace(seat, standing=Standing.SPOKE, said=False))
    return give_turn(spoke, Spoke(seat.member))


def _silence(state: Round) -> Step:
    seat = _present(state)
    if seat.said:
        return _heard(state, seat)
    if seat.put_back:
        unheard = state.with_seat(replace(seat, standing=Standing.UNHEARD))
        return give_turn(unheard, Unheard(seat.member))
    put_back = state.with_seat_last(replace(seat, standing=Standing.WAITING, put_back=True))
    return give_turn(put_back, PutBack(seat.member))


def _go_on(state: Round, told: Happening) -> Step:
    """Gives the next turn if the one who spoke no longer does."""
    if state.speaking is None:
        return give_turn(state, told)
    return state, (told,)
