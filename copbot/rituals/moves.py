"""What can be done to a round: one small class a move, named as a facilitator would say it.

Members are Matrix ids. The clock is a move too (`WindowEnds`, `TimeUp`), and so is leaving the room
(`Gone`): those are facts that nobody can be told "no" for, so in a running round they are never refused, at
most they change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Join:
    """Takes part, also late, also after having passed."""

    member: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Takes the hand back; what was said stays said."""

    member: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Has left the room."""

    member: str


@dataclass(frozen=True, slots=True)
class Begin:
    """The facilitator begins; `order` holds every seat's member once, in speaking order."""

    by: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WindowEnds:
    """The time to join is over; `order` as in `Begin`. Late alarms, after it began, change nothing."""

    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SwitchToTogether:
    """The facilitator has all write at once instead of in turn."""

    by: str


@dataclass(frozen=True, slots=True)
class Contribute:
    """Says something that may be a contribution."""

    member: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Takes back everything said in this round (of a long turn: when its last message is taken back)."""

    member: str


@dataclass(frozen=True, slots=True)
class Pass:
    """Passes. `by` is filled when, in one physical room, the facilitator taps it for whoever's turn it is."""

    member: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Moves to the end. `by` as in `Pass`."""

    member: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Ends the own (long) turn."""

    member: str


@dataclass(frozen=True, slots=True)
class Next:
    """The facilitator goes on to the next one, without waiting for the turn time."""

    by: str


@dataclass(frozen=True, slots=True)
class Skip:
    """The facilitator goes on to the next phase of the script, or to a chosen one, without waiting for who has not been heard."""

    by: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """The facilitator has a phase left out that is still to come; with ``not_after_all`` it comes all the same."""

    by: str
    name: str
    not_after_all: bool = False


@dataclass(frozen=True, slots=True)
class TimeUp:
    """The time of this turn, or of writing together, is over; any other turn's number changes nothing."""

    turn: int


@dataclass(frozen=True, slots=True)
class End:
    """The facilitator ends the round now."""

    by: str


@dataclass(frozen=True, slots=True)
class Handover:
    """The facilitator gives the round to somebody else."""

    by: str
    to: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Another member takes the round over; `vanished` is whether the facilitator is judged to be away."""

    by: str
    vanished: bool


ByFacilitator = Begin | SwitchToTogether | Next | End | Handover
"""Moves that only the facilitator may make."""

Move = (
    Join
    | Withdraw
    | Gone
    | Begin
    | WindowEnds
    | SwitchToTogether
    | Contribute
    | TakeBack
    | Pass
    | Later
    | Done
    | Next
    | TimeUp
    | End
    | Handover
    | TakeOver
)
