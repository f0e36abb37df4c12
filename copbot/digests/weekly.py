"""When a weekly digest comes: a weekday and a clock time in the room's own time zone.

A clock time that daylight saving skips is shifted forward, one that comes twice counts the first time: there is exactly
one moment a week.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFF = "off"
WEEK = timedelta(days=7)
SPREAD = 300  # seconds over which the rooms that chose the same time are spread
PATIENCE = timedelta(days=3)  # later than this, a digest waits for the next week


@dataclass(frozen=True, slots=True)
class Weekly:
    """A weekday (0 is Monday) and a clock time; as text ``mon 12:30``."""

    day: int
    clock: time

    def __str__(self) -> str:
        return f"{DAYS[self.day]} {self.clock:%H:%M}"


USUAL = Weekly(0, time(12, 30))


def weekly(stored: str) -> Weekly | None:
    """The time that a setting holds; None for ``off``. Raises ValueError for anything else."""
    if stored == OFF:
        return None
    day, _, clock = stored.partition(" ")
    if day not in DAYS or len(clock) != len("12:30"):
        raise ValueError(stored)
    return Weekly(DAYS.index(day), time.fromisoformat(clock))


def following(when: Weekly, after: datetime, zone: ZoneInfo) -> datetime:
    """The first such moment strictly after ``after`` (aware); in UTC."""
    first = after.astimezone(zone).date() - timedelta(days=1)
    first += timedelta(days=(when.day - first.weekday()) % 7)
    moments = (datetime.combine(first + WEEK * n, when.clock, zone).astimezone(UTC) for n in range(3))
    return next(moment for moment in moments if moment > after)


def latest(when: Weekly, now: datetime, zone: ZoneInfo) -> datetime:
    """The last such moment that has come; in UTC."""
    last = now.astimezone(zone).date() + timedelta(days=1)
    last -= timedelta(days=(last.weekday() - when.day) % 7)
    moments = (datetime.combine(last - WEEK * n, when.clock, zone).astimezone(UTC) for n in range(3))
    return next(moment for moment in moments if moment <= now)


def share(room: str) -> timedelta:
    """How long after its time a room's digest is made: always the same for a room, spread over all rooms."""
    return timedelta(seconds=zlib.crc32(room.encode()) % SPREAD)
