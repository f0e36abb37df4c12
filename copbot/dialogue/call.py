"""One call of one command: everything that it may know, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from zoneinfo import ZoneInfo

from copbot.core.facts import Fact
from copbot.core.records import Question, Room
from copbot.core.wishes import About
from copbot.dialogue.notice import Operator
from copbot.dialogue.people import People
from copbot.dialogue.reading import Reader
from copbot.rituals.library import EMPTY, Library


class Chance(Protocol):
    """Where keys and lots come from; tests deal their own."""

    def key(self) -> str:
        """A key that was never given before, for a logical message."""

    def shuffled(self, members: Sequence[str]) -> tuple[str, ...]:
        """The same members in an order by lot."""


class By(Enum):
    """How the person said it."""

    COMMAND = "command"  # with the prefix, or by name where none is needed
    PHRASE = "phrase"  # in words of their own
    TAP = "tap"  # by a reaction
    UNTAP = "untap"  # by taking a reaction away
    CHOICE = "choice"  # by a number
    HEARD = "heard"  # nobody meant it as a command: something happened in the room
    CLOCK = "clock"  # nobody said it: a due time came


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the answer goes: the room in which it was said, and its thread if it was said in one."""

    room: str
    direct: bool = False
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A command as it was given.

    ``room`` is what the command is about; ``spot`` is where it was said (a direct chat may speak about a room).
    ``event`` is the message or reaction; ``source`` the message whose words are in the arguments, if any.
    ``free`` tells that the text is somebody's answer to a question, ``asked`` is a question that still waits.
    ``addressed`` tells whether copbot was spoken to; ``fact`` is what happened, for commands that hear or feel.
    ``about`` and ``touched`` tell which of copbot's messages it replied to or tapped on. ``library`` are the scripts.
    """

    now: datetime
    room: Room
    spot: Spot
    sender: str
    event: str
    by: By
    command: str
    people: People
    read: Reader
    chance: Chance
    operator: Operator
    me: str
    source: str | None = None
    addressed: bool = True
    free: bool = False
    asked: Question | None = None
    fact: Fact | None = None
    about: About | None = None
    touched: str | None = None
    touched_kind: str | None = None
    library: Library = EMPTY

    @property
    def prefix(self) -> str:
        """What commands begin with."""
        return self.operator.prefix

    @property
    def zone(self) -> ZoneInfo:
        """The room's time zone."""
        return ZoneInfo(self.room.settings.timezone)

    @property
    def elsewhere(self) -> bool:
        """Whether it was said in a direct chat but is about a room."""
        return self.spot.room != self.room.id

    def is_host(self, user: str) -> bool:
        """Whether the member is a host of the room; needs the query ``hosts``."""
        return self.people.host(user) or (user in self.people.members and user in self.read.hosts())
