"""When copbot says nothing of its own accord: in quiet hours, and to whom is away."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

FOREVER: Final = datetime(2999, 1, 1, tzinfo=UTC)
"""The end of what has none: away until they say to be back."""

MINUTE = timedelta(minutes=1)
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
    """When the quiet hours end (UTC) if ``now`` is inside them, else None. Equal times mean no quiet hours.

    Where daylight saving skips the end, they end when the clock has jumped over it; where it comes twice, the first
    counts, and the second for who is in between.
    """
    found = span(hours)
    if found is None or found[0] == found[1]:
        return None
    begin, end = found
    if not _inside(now, zone, begin, end):
        return None
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=1 if begin > end and local.time() >= begin else 0)
    over = next(
        at
        for fold in (0, 1)
        if (at := datetime.combine(day, end, zone).replace(fold=fold).astimezone(UTC)) > now or fold
    )
    while over - MINUTE > now and not _inside(over - MINUTE, zone, begin, end):
        over -= MINUTE
    return over


def quiet_from(now: datetime, zone: ZoneInfo, hours: str) -> datetime | None:
    """When the quiet hours began (UTC) if ``now`` is inside them, else None."""
    found = span(hours)
    if found is None or found[0] == found[1] or not _inside(now, zone, *found):
        return None
    begin = found[0]
    local = now.astimezone(zone)
    day = local.date() - timedelta(days=0 if local.time() >= begin else 1)
    return min(datetime.combine(day, begin, zone).astimezone(UTC), now.astimezone(UTC))


def late_until(due: datetime, now: datetime, zone: ZoneInfo, hours: str) -> datetime | None:
    """Until when (UTC) what was due and is late waits for the quiet hours: not at all if its own time lies in them.

    Who asked for half past ten at night is not served by the morning.
    """
    return None if quiet_until(due, zone, hours) is not None else quiet_until(now, zone, hours)


def free_from(now: datetime, zone: ZoneInfo, hours: str, away: datetime | None) -> datetime:
    """The first time (UTC) from ``now`` on that is neither in the quiet hours nor before the return of who is away."""
    back = now if away is None else max(now, away)
    if back >= FOREVER:
        return FOREVER
    return quiet_until(back, zone, hours) or back


def _inside(at: datetime, zone: ZoneInfo, begin: time, end: time) -> bool:
    clock = at.astimezone(zone).time()
    return begin <= clock < end if begin < end else clock >= begin or clock < end
