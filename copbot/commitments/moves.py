"""What a member asks of the ladder, and what a move brought about.

Moves are wishes, in the words of the commands; happenings are told in the past tense, and are what the
room, the opener or the supporter may hear of. Members are Matrix ids throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from copbot.commitments.items import Behalf, Obstacle, Pledge

# -- moves: what a member asks of the ladder; ``by`` is always the Matrix id of who asks


@dataclass(frozen=True, slots=True)
class Cannot:
    """Puts an item back; ``host`` tells that ``by`` is a host of the room."""

    by: str
    why: str
    host: bool


@dataclass(frozen=True, slots=True)
class May:
    """It may, because …"""

    by: str
    because: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Support:
    """``by`` offers ``what``, by ``due`` if a date was named (a moment must be aware)."""

    by: str
    what: str
    due: date | datetime | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Welcome:
    """The opener welcomes one member's offer, or with None every offer that waits for a word."""

    by: str
    member: str | None


@dataclass(frozen=True, slots=True)
class Unwelcome:
    """The opener takes a welcome back: one member's offer, or with None every offer, waits for a word again."""

    by: str
    member: str | None


@dataclass(frozen=True, slots=True)
class Decline:
    """The opener declines one member's offer, or with None all that are not yet done."""

    by: str
    member: str | None


@dataclass(frozen=True, slots=True)
class Done:
    """``by`` did what they offered."""

    by: str


@dataclass(frozen=True, slots=True)
class Release:
    """``by`` cannot do what they offered; no reason is asked."""

    by: str


@dataclass(frozen=True, slots=True)
class Reschedule:
    """``by`` does what they offered by another date (a moment must be aware), or without one."""

    by: str
    due: date | datetime | None


@dataclass(frozen=True, slots=True)
class Helped:
    """The opener says that it worked."""

    by: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Somebody confirms the ground; ``decider`` says who decides on it."""

    by: str
    decider: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """The item is put away, helped or not; ``host`` tells that ``by`` is a host of the room."""

    by: str
    host: bool


@dataclass(frozen=True, slots=True)
class NameObstacle:
    """Somebody says what stands in the way."""

    by: str
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """A supporter says for whom they speak."""

    by: str
    behalf: Behalf


Move = (
    Cannot
    | May
    | Support
    | Welcome
    | Unwelcome
    | Decline
    | Done
    | Release
    | Reschedule
    | Helped
    | Checked
    | Close
    | NameObstacle
    | OnBehalf
)


# -- happenings: what a move brought about, told in the past tense


@dataclass(frozen=True, slots=True)
class PutBack:
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Turned:
    by: str
    because: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Offered:
    """``replaced`` is the same member's earlier offer, which this one took the place of."""

    pledge: Pledge
    replaced: Pledge | None


@dataclass(frozen=True, slots=True)
class Welcomed:
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WelcomeTakenBack:
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    member: str


@dataclass(frozen=True, slots=True)
class Released:
    member: str


@dataclass(frozen=True, slots=True)
class Rescheduled:
    pledge: Pledge


@dataclass(frozen=True, slots=True)
class AllKept:
    """All support that remains is done: the moment to ask the opener, privately, whether it helped."""


@dataclass(frozen=True, slots=True)
class SeeksSupport:
    """The last support went: the item is on `may` again, without announcement."""


@dataclass(frozen=True, slots=True)
class HelpedHappened:
    by: str


@dataclass(frozen=True, slots=True)
class CheckedHappened:
    by: str
    decider: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ClosedHappened:
    by: str


@dataclass(frozen=True, slots=True)
class ObstacleNamed:
    by: str
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class SpokenFor:
    member: str
    behalf: Behalf


Happening = (
    PutBack
    | Turned
    | Offered
    | Welcomed
    | WelcomeTakenBack
    | Declined
    | Kept
    | Released
    | Rescheduled
    | AllKept
    | SeeksSupport
    | HelpedHappened
    | CheckedHappened
    | ClosedHappened
    | ObstacleNamed
    | SpokenFor
)
