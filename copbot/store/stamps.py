"""Times as the database keeps them: UTC, ISO 8601 to the microsecond, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """An aware time as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def stamp_or_none(at: datetime | None) -> str | None:
    """An aware time as text, or nothing."""
    return None if at is None else stamp(at)


def time(text: str) -> datetime:
    """The time that `stamp` wrote."""
    return datetime.fromisoformat(text)


def time_or_none(text: str | None) -> datetime | None:
    """The time that `stamp_or_none` wrote."""
    return None if text is None else datetime.fromisoformat(text)
