"""Quiet hours: when copbot says nothing of its own accord."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SPAN = re.compile(r"\s*(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})\s*")


def span(text: str) -> tuple[time, time] | None:
    """The beginning and end of ``21:00-08:00`` in local wall time, or None for anything else."""
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    hours = [int(part) for part in match.groups()]
    if hours[0] > 23 or hours[2] > 23 or hours[1] > 59 or hours[3] > 59:
        return None
    return time(hours[0], hours[1]), time(hours[2], hours[3])


def quiet_until(now: datetime, zone: ZoneInfo, hours: str) -> datetime | None:
    """When the quiet hours end (UTC) if ``now`` is inside them, else None. Equal times mean no quiet hours."""
    found = span(hours)
    if found is None or found[0] == found[1]:
        return None
    begin, end = found
    local = now.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    inside = begin <= clock < end if begin < end else clock >= begin or clock < end
    if not inside:
        return None
    day = local.date() + timedelta(days=1 if begin > end and clock >= begin else 0)
    return datetime.combine(day, end, zone).astimezone(UTC)
