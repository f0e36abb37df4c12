"""Times as the database keeps them: UTC, ISO 8601 to the microsecond, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


def stamp(at: datetime) -> str:
    """An aware time as text."""
    return _stamp(at if at.tzinfo is UTC else at.astimezone(UTC))


@lru_cache(
    maxsize=64
)  # the moment of a unit of work stands in many rows; only in UTC are equal times the same text
def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def stamp_or_none(at: datetime | None) -> str | None:
    """An aware time as text, or nothing."""
    return None if at is None else stamp(at)


def time(text: str) -> datetime:
    """The time that `stamp` wrote."""
    return datetime.fromisoformat(text)


def time_or_none(text: str | None) -> datetime | None:
    """The time that `stamp_or_none` wrote."""
    return None if text is None else datetime.fromisoformat(text)
