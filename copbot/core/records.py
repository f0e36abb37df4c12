"""What copbot keeps about rooms and people in general; features keep their own records beside their machines.

The store maps each record to its table; what a column is for and how long it stays is said in the schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


class Record:
    """A row that can be saved and erased; a frozen dataclass whose table the store knows."""

    __slots__ = ()


Language = Literal["nl", "en"]
TurnOrder = Literal["parents-first", "lot", "joined"]
Shown = Literal["neutral", "full"]
"""What of a meeting stands in people's calendars: that there is one, or its title and place too."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How copbot behaves in one room. ``quiet`` and ``digest`` are local wall time, ``timezone`` an IANA name, ``reminders`` how long before a meeting."""

    language: Language = "nl"
    timezone: str = "Europe/Amsterdam"
    quiet: str = "21:00-08:00"
    threads: bool = False
    order: TurnOrder = "parents-first"
    turn_minutes: int = 5
    join_minutes: int = 5
    digest: str = "mon 12:30"
    quorum: str = "half"
    reminders: str = "1440 min 60 min"
    calendar: Shown = "neutral"


@dataclass(frozen=True, slots=True)
class Room(Record):
    """A room that copbot is (or was) in. ``direct_with`` is set in a direct chat, which needs no acceptance."""

    id: str
    settings: Settings = Settings()
    joined: bool = False
    direct_with: str | None = None
    encrypted: bool = False
    accepted: datetime | None = None
    settled: bool = False
    notice_key: str | None = None
    refused_on: str | None = None

    @property
    def open(self) -> bool:
        """Whether copbot may keep what people give to it here."""
        return self.accepted is not None or self.direct_with is not None


@dataclass(frozen=True, slots=True)
class Role(Record):
    """One thing that a member says to bring to a room."""

    room: str
    member: str
    role: str


@dataclass(frozen=True, slots=True)
class Host(Record):
    """A member whom a host named as host."""

    room: str
    member: str


@dataclass(frozen=True, slots=True)
class RatherNot(Record):
    """A member would rather not be put together with another by lot; no reason, and nobody else ever sees it.

    ``gone`` is since when (UTC) one of the two is out of the room: it is forgotten when that stays so.
    """

    room: str
    member: str
    other: str
    gone: datetime | None = None


Means = Literal["", "yes", "no", "done", "on-time", "more-time", "wont", "off", "open"]


@dataclass(frozen=True, slots=True)
class Option:
    """One numbered answer: choosing it does as if its asker had given this command with this text."""

    verb: str
    line: str = ""
    scope: str | None = None  # the room that it is about, where that is what was asked
    means: Means = ""  # words of everyday in answer that choose it too: "ja", "nee", "op tijd"

    @property
    def numbered(self) -> bool:
        """Whether it can be chosen by its number: one that takes a thing away is not shown, and is only chosen in words."""
        return self.means != "off"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits for an answer.

    ``key`` is the message that asks; ``asked`` may answer with a number (or with text, if ``free`` takes it), everybody
    may by reply if ``anyone``. ``scope`` is the room that the answer is about, ``room`` where it was asked (None: in the
    direct chat of ``asked``). ``source`` is the message whose words an option repeats. A question that
    ``stays`` may be answered more than once (a menu); any other is forgotten when it was answered.
    """

    key: str
    scope: str
    asked: str
    until: datetime
    room: str | None = None
    thread: str | None = None
    options: tuple[Option, ...] = ()
    free: Option | None = None
    anyone: bool = False
    source: str | None = None
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Tap(Record):
    """A reaction that copbot acted on, so that taking it away can undo it."""

    event: str
    room: str
    member: str
    key: str
    emoji: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Hint(Record):
    """That a member was told something of how an encrypted room works, when (UTC), so that it is not said every time.

    ``member`` is empty in a room that did not accept the notice.
    """

    room: str
    member: str
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Focus(Record):
    """Which shared room a member's direct chat is about, until when (UTC)."""

    member: str
    room: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Away(Record):
    """A member is away in every room until then (UTC); `copbot.core.quiet.FOREVER`: until they say to be back."""

    member: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Stopped(Record):
    """A member wants no direct messages of copbot's own accord, until they say to be back."""

    member: str


@dataclass(frozen=True, slots=True)
class Count(Record):
    """The last number given out in a room for a kind of thing; numbers are never used again."""

    room: str
    kind: str
    last: int


@dataclass(frozen=True, slots=True)
class Arrival(Record):
    """An invitation that was taken, for when (UTC). One row each, so that a flood is held; the inviter is a keyed hash.

    ``direct_with`` names whose direct chat the room is to be, until copbot is in it.
    """

    room: str
    inviter: str
    at: datetime
    direct_with: str | None = None
