"""What is kept of a reminder.

Its time is kept twice: as a moment, by which it rings, and as what the clock on the wall says then, which is what was
promised. Where a zone's rules change, the wall counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from copbot.core.records import Record


class Standing(Enum):
    """How far a reminder is."""

    WAITING = "waiting"  # it is still to come, or to come again
    TOLD = "told"  # it came for the last time
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Reminder(Record):
    """A reminder of a room, or of a direct chat (``private``), numbered there.

    ``rule`` is an RFC 5545 rule in local wall time, None for once. ``start`` is the first occurrence and ``wall`` the next
    one (or the last, when there is no next), naive in ``zone``; ``due`` is that one in UTC. ``again`` (UTC) is when it is
    repeated because somebody asked for that, ``ended`` (UTC) since when nothing more is to come. Without ``words``: they
    were taken away.
    """

    room: str
    number: int
    member: str
    private: bool
    words: str | None
    source: str | None
    rule: str | None
    start: datetime
    zone: str
    wall: datetime
    due: datetime
    standing: Standing = Standing.WAITING
    again: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Personal(Record):
    """A member set a reminder in a room for themselves: the room's digest does not tell of it."""

    room: str
    number: int


@dataclass(frozen=True, slots=True)
class Snooze(Record):
    """A member asked to hear a reminder again."""

    room: str
    number: int
    member: str


def alarm_name(room: str, number: int) -> str:
    """The name of a reminder's alarm."""
    return f"reminder:{room}:{number}"


def snooze_name(room: str, number: int) -> str:
    """The name of the alarm by which it is repeated."""
    return f"reminder-again:{room}:{number}"
