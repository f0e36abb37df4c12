"""What a move made happen, in the order in which it happened.

They tell the whole story: whoever follows them from the opening on knows every seat's standing without
seeing the round. The model test holds the machine to that.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HandRaised:
    """Sits now, at the end, and waits; new, or again after having passed or not been heard."""

    member: str


@dataclass(frozen=True, slots=True)
class HandLowered:
    """Does not sit any more."""

    member: str


@dataclass(frozen=True, slots=True)
class Left:
    """Takes no part in what follows; what was said in the present phase stays said."""

    member: str


@dataclass(frozen=True, slots=True)
class TogetherChosen:
    """All will write at once instead of in turn."""


@dataclass(frozen=True, slots=True)
class Began:
    """The round began with these members, in speaking order."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TurnGiven:
    """Whose turn it is now, which turn this is (from 1), of how many, and who follows as things stand.

    `of` is the number of seats, or of turns given where turns came round again: never less than the turn.
    """

    member: str
    turn: int
    of: int
    then: str | None

    @property
    def index(self) -> int:
        """The turn's number as people count it, from 1."""
        return self.turn


@dataclass(frozen=True, slots=True)
class WritingOpened:
    """All of these write at once from now on."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalkOpened:
    """People talk freely from now on; nobody has the turn."""


@dataclass(frozen=True, slots=True)
class Spoke:
    """Was heard: the turn is over, or the first message of writing together is in."""

    member: str


@dataclass(frozen=True, slots=True)
class Passed:
    member: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """Moved to the end on request."""

    member: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """Moved to the end for silence, once."""

    member: str


@dataclass(frozen=True, slots=True)
class Unheard:
    """Not heard yet. To be counted, not to be named to the room."""

    member: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Took back what was said: waits again, or keeps the long turn that still runs, with nothing said."""

    member: str


@dataclass(frozen=True, slots=True)
class FacilitatorChanged:
    to: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The round is over; how many spoke, passed, and were not heard."""

    spoke: int
    passed: int
    unheard: int


@dataclass(frozen=True, slots=True)
class PhaseBegan:
    """A phase of a ritual's script began: which one, for whom."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhaseEnded:
    """A phase is over: with which outcome, and how many spoke, passed, and were not heard in it."""

    name: str
    outcome: str
    spoke: int
    passed: int
    unheard: int


@dataclass(frozen=True, slots=True)
class PhaseSkipped:
    """A phase in which nobody who is here has a part, or which who leads left out."""

    name: str


Happening = (
    HandRaised
    | HandLowered
    | Left
    | TogetherChosen
    | Began
    | TurnGiven
    | WritingOpened
    | TalkOpened
    | Spoke
    | Passed
    | Postponed
    | PutBack
    | Unheard
    | TakenBack
    | FacilitatorChanged
    | PhaseBegan
    | PhaseEnded
    | PhaseSkipped
    | Closed
)
