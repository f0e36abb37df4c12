"""Signs of life: what the parts of a running copbot tell of themselves, for who watches over them.

They hold kinds, numbers and seconds, never words. Room and event ids in them stay in the process: they tell which sign
belongs to which, and are never shown. A part gets a ``Meter`` and calls it; by default nobody listens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Synced:
    """A sync was committed. ``took``: seconds from the question on; ``worked``: of those since the homeserver's answer.

    ``arrived``: kind and event of every fact in it, also of what was known already.
    """

    took: float
    worked: float
    arrived: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GapFilled:
    """The homeserver left something out of a sync, and it was paged in: so many events."""

    events: int


@dataclass(frozen=True, slots=True)
class Handling:
    """The engine begins to handle a batch."""


@dataclass(frozen=True, slots=True)
class Handled:
    """The engine's batch was committed: the kinds of its facts, the commands in it, and faults of ours."""

    facts: tuple[str, ...] = ()
    commands: tuple[tuple[str, bool], ...] = ()  # name, and whether it was done
    faults: int = 0
    unknown: int = 0  # rooms that wait until their members are known


@dataclass(frozen=True, slots=True)
class Delivered:
    """The homeserver took something. ``kind`` is the message's, else the act's; ``answers`` the event that it replies to."""

    lane: str
    act: str
    kind: str
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class Postponed:
    """Something could not be sent; its lane rests for so many seconds, and with ``limited`` all lanes do."""

    lane: str
    why: str
    seconds: float
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something can never be sent, and was given up."""

    lane: str
    act: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """The timer looked at what is due."""


@dataclass(frozen=True, slots=True)
class Troubled:
    """A part could not do its work and will try again. ``stored``: because the database can't be written."""

    part: str  # sync, engine, outbox or tick
    why: str
    again_in: float | None = None  # seconds
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """So many letters between devices were left unread, because their senders sent too many."""

    letters: int


Sign = Synced | GapFilled | Handling | Handled | Delivered | Postponed | Dropped | Ticked | Troubled | Unread
Meter = Callable[[Sign], None]


def unmetered(_sign: Sign) -> None:
    """The meter of who is not watched."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in the tables. Numbers stop at a bound; times are UTC, None where nothing waits."""

    inbox: int
    inbox_since: datetime | None  # when the oldest fact came in
    outbox: int  # what may be sent now
    outbox_since: datetime | None  # since when the longest waiting of that may be sent
    held: int  # what waits for its time
    held_until: datetime | None  # when the first of that may be sent
    alarm: datetime | None  # when the next alarm is due, or was
