"""The round: everybody gets a turn, nobody gets two before all had one, anybody may pass.

A round is the oldest way to let a group talk without the loudest or the most titled winning: one question
goes round, one person speaks, the others listen. This machine keeps the row and nothing else. It does not
know what was said, what time it is, or who is in the room: it is told. Words never reach it, so that they
cannot leak from it.

**How it goes.** While *joining*, hands go up and down. The facilitator begins, or the time to join ends,
and the caller brings the order (`copbot.rituals.order`), since drawing lots is chance and chance is an
argument. Then either *turns* go round, one speaker at a time, or all sit *writing* together. When nobody
waits or speaks any more, or the facilitator ends it, it is *closed*, and stays closed. A round for
everyone, or in one physical room, skips the joining.

**Why a queue.** The turn goes to whoever waited longest, and every way back into the round leads to the end
of the row: coming late, "later", silence, passing and thinking better of it, taking one's words back.
Fairness follows from that alone and needs no bookkeeping: a second turn can only come after all who waited.

**Silence is no fault.** Whose time is up is moved to the end once, without a word about it, and the second
time counts as "not heard yet"; even then the way back is open while the round runs. The machine says who it
was, so that they can be asked privately; nothing in it is meant to be read out.

**Words count.** In a long turn something may have been said when the turn ends in another way: by the
clock, by passing, by lowering the hand, by leaving the room, by the end of the round. Then it was a turn,
and it counts as spoken. Only taking the words back makes them unsaid.

**Why it ends.** A seat is put back once and may ask for "later" `turns.MOST_POSTPONEMENTS` times, so that a
room in which nobody does anything any more closes by the clock alone: at most two turns for each seat that
waits. In one physical room there is no clock; there it is the facilitator's tap.

**Late facts.** Alarms and departures are facts and may come too late: an alarm carries the number of its
turn and means nothing in another one. Such facts change nothing, they are not refused, except that a closed
round refuses every move alike.

`TABLE` says what may be done in which phase and where it can lead; `REFUSALS` says, for all the rest, why
not. Together they hold every pair of phase and move. The tests and the diagram are made from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

from copbot.core.machine import Illegal
from copbot.rituals import joining, seating, talking, turns, writing
from copbot.rituals.moves import (
    Begin,
    ByFacilitator,
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
from copbot.rituals.seating import Step
from copbot.rituals.state import Options, Phase, Round, Seat

JOINING, TURNS, WRITING, TALKING, CLOSED = Phase

MOVES: tuple[type[Move], ...] = get_args(Move)
OPENS_IN = (JOINING, TURNS, WRITING, TALKING)
"""The phases in which a round can open."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: what the move does, and the phases it can lead to."""

    act: Callable[..., Step]
    leads_to: tuple[Phase, ...]


TABLE: Mapping[tuple[Phase, type[Move]], Row] = MappingProxyType(
    {
        (JOINING, Join): Row(seating.join, (JOINING,)),
        (JOINING, Withdraw): Row(joining.withdraw, (JOINING,)),
        (JOINING, Gone): Row(joining.gone, (JOINING,)),
        (JOINING, SwitchToTogether): Row(joining.switch_to_together, (JOINING,)),
        (JOINING, Begin): Row(joining.begin, (TURNS, WRITING)),
        (JOINING, WindowEnds): Row(joining.window_ends, (TURNS, WRITING, CLOSED)),
        (JOINING, TimeUp): Row(seating.stay, (JOINING,)),
        (JOINING, End): Row(seating.end, (CLOSED,)),
        (JOINING, Handover): Row(seating.hand_over, (JOINING,)),
        (JOINING, TakeOver): Row(seating.take_over, (JOINING,)),
        (TURNS, Join): Row(seating.join, (TURNS,)),
        (TURNS, Withdraw): Row(turns.withdraw, (TURNS, CLOSED)),
        (TURNS, Gone): Row(turns.gone, (TURNS, CLOSED)),
        (TURNS, Contribute): Row(turns.contribute, (TURNS, CLOSED)),
        (TURNS, Done): Row(turns.done, (TURNS, CLOSED)),
        (TURNS, Pass): Row(turns.pass_by, (TURNS, CLOSED)),
        (TURNS, Later): Row(turns.later, (TURNS,)),
        (TURNS, TakeBack): Row(turns.take_back, (TURNS,)),
        (TURNS, Next): Row(turns.go_next, (TURNS, CLOSED)),
        (TURNS, TimeUp): Row(turns.time_up, (TURNS, CLOSED)),
        (TURNS, WindowEnds): Row(seating.stay, (TURNS,)),
        (TURNS, End): Row(seating.end, (CLOSED,)),
        (TURNS, Handover): Row(seating.hand_over, (TURNS,)),
        (TURNS, TakeOver): Row(seating.take_over, (TURNS,)),
        (WRITING, Join): Row(seating.join, (WRITING,)),
        (WRITING, Withdraw): Row(writing.withdraw, (WRITING, CLOSED)),
        (WRITING, Gone): Row(writing.gone, (WRITING, CLOSED)),
        (WRITING, Contribute): Row(writing.contribute, (WRITING, CLOSED)),
        (WRITING, Pass): Row(writing.pass_by, (WRITING, CLOSED)),
        (WRITING, TakeBack): Row(writing.take_back, (WRITING,)),
        (WRITING, Next): Row(writing.go_next, (CLOSED,)),
        (WRITING, TimeUp): Row(writing.time_up, (WRITING, CLOSED)),
        (WRITING, WindowEnds): Row(seating.stay, (WRITING,)),
        (WRITING, End): Row(seating.end, (CLOSED,)),
        (WRITING, Handover): Row(seating.hand_over, (WRITING,)),
        (WRITING, TakeOver): Row(seating.take_over, (WRITING,)),
        (TALKING, Join): Row(seating.stay, (TALKING,)),
        (TALKING, Withdraw): Row(seating.stay, (TALKING,)),
        (TALKING, Gone): Row(seating.stay, (TALKING,)),
        (TALKING, Next): Row(talking.go_next, (CLOSED,)),
        (TALKING, TimeUp): Row(talking.time_up, (TALKING, CLOSED)),
        (TALKING, WindowEnds): Row(seating.stay, (TALKING,)),
        (TALKING, End): Row(seating.end, (CLOSED,)),
        (TALKING, Handover): Row(seating.hand_over, (TALKING,)),
        (TALKING, TakeOver): Row(seating.take_over, (TALKING,)),
    }
)

REFUSALS: Mapping[tuple[Phase, type[Move]], str] = MappingProxyType(
    {(JOINING, move): "not-begun" for move in (Contribute, Done, Pass, Later, TakeBack, Next)}
    | {
        (phase, move): "already-begun"
        for phase in (TURNS, WRITING, TALKING)
        for move in (Begin, SwitchToTogether)
    }
    | {(WRITING, move): "not-in-turns" for move in (Done, Later)}
    | {(TALKING, move): "not-in-turns" for move in (Contribute, Done, Pass, Later, TakeBack)}
    | {(CLOSED, move): "round-closed" for move in MOVES}
)


def open_round(facilitator: str, options: Options, members: tuple[str, ...] = ()) -> Step:
    """Opens a round: with `everyone` or `here` it begins at once, in this order; else hands go up.

    The facilitator sits only as one of the members, or by joining. Raises `Illegal`: `options-clash` for
    writing together in one physical room, `nobody-joined` where it should begin at once with nobody.
    ValueError where members are given to a round that people join, or one is given twice.
    """
    if options.here and options.together:
        raise Illegal("options-clash")
    if len(set(members)) != len(members):
        raise ValueError("a member can sit only once")
    opened = Round(JOINING, options, facilitator, tuple(Seat(member) for member in members))
    if options.everyone or options.here:
        if not members:
            raise Illegal("nobody-joined")
        return joining.begin_in(opened, members)
    if members:
        raise ValueError("people join this round themselves")
    return opened, ()


def step(state: Round, move: Move) -> Step:
    """The round after the move, and what happened. Raises `Illegal` with a code where the move is refused."""
    key = (state.phase, type(move))
    row = TABLE.get(key)
    if row is None:
        raise Illegal(REFUSALS[key])
    if isinstance(move, ByFacilitator) and move.by != state.facilitator:
        raise Illegal("not-facilitator")
    return row.act(state, move)
