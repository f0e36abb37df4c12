"""A time zone as a calendar file tells it: VTIMEZONE of RFC 5545, made of what the zone's clocks really do.

Where they change by a yearly rule, that rule stands in the file, for ever: Outlook reads nothing else. Where they do not
(Morocco follows the moon), every change stands there by itself, for as many years ahead as `YEARS`. Each observance begins
at the wall time that the clock showed *before* it was changed, as RFC 5545 (3.6.5) says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

YEARS: Final = 15
"""For so many years after the last one asked for, a zone without a rule is told change by change."""

RULED: Final = 10  # years in which a rule must hold, up to the last one looked at, to be believed for ever
STEP: Final = timedelta(days=7)  # no zone has changed its clocks twice within it since it matters
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WALL: Final = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Change:
    """The clock is changed: ``wall`` is what it showed (naive), ``before`` and ``after`` are how far it is ahead of UTC."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str


@lru_cache(maxsize=32)
def timezone(zone: str, since: int, until: int) -> tuple[str, ...]:
    """The content lines of the VTIMEZONE, unfolded, good from the year ``since`` on; ``until`` is the last that matters.

    Raises ZoneInfoNotFoundError.
    """
    info = ZoneInfo(zone)
    begin = datetime(since - 1, 1, 1, tzinfo=UTC)
    told = changes(zone, since - 1, until + YEARS)
    found: list[tuple[datetime, list[str]]] = []
    for kind in dict.fromkeys((change.before, change.after) for change in told):
        found += _observances([change for change in told if (change.before, change.after) == kind])
    if not told or told[0].wall.year >= since:
        local = begin.astimezone(info)
        offset = _offset(local)
        first = Change(datetime(since - 1, 1, 1), offset, offset, local.tzname() or "")  # noqa: DTZ001  # a wall time
        found.append((first.wall, _lines(first)))
    found.sort(key=lambda one: one[0])
    lines = (line for _, observance in found for line in observance)
    return ("BEGIN:VTIMEZONE", f"TZID:{zone}", *lines, "END:VTIMEZONE")


@lru_cache(maxsize=32)
def changes(zone: str, since: int, until: int) -> tuple[Change, ...]:
    """When the zone's clocks are changed in these years. Raises ZoneInfoNotFoundError."""
    begin, end = datetime(since, 1, 1, tzinfo=UTC), datetime(until, 12, 31, tzinfo=UTC)
    return tuple(_changes(ZoneInfo(zone), begin, end))


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Change]:
    while begin < end:
        following = begin + STEP
        before, after = _offset(begin.astimezone(zone)), _offset(following.astimezone(zone))
        if before != after:
            at = _moment(zone, begin, following, before)
            name = at.astimezone(zone).tzname() or ""
            yield Change((at + before).replace(tzinfo=None), before, after, name)
        begin = following


def _moment(zone: ZoneInfo, early: datetime, late: datetime, before: timedelta) -> datetime:
    """The second at which the zone is no longer so far ahead."""
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if _offset(middle.astimezone(zone)) == before:
            early = middle
        else:
            late = middle
    return late


def _offset(local: datetime) -> timedelta:
    offset = local.utcoffset()
    assert offset is not None
    return offset


def _observances(changes: Sequence[Change]) -> Iterator[tuple[datetime, list[str]]]:
    """Changes of one kind: by a rule from when on it holds until the end, before that one by one."""
    begin = _ruled_from(changes)
    single, ruled = changes[:begin], changes[begin:]
    if single:
        # Each in a line of its own, the first one too: ical.js takes one date a line, and no DTSTART beside them.
        yield single[0].wall, _lines(single[0], [f"RDATE:{one.wall.strftime(WALL)}" for one in single])
    if ruled:
        yield ruled[0].wall, _lines(ruled[0], [f"RRULE:{_rule([change.wall for change in ruled])}"])


def _ruled_from(changes: Sequence[Change]) -> int:
    """From which change on one rule makes all the others, once a year."""
    for begin in range(max(len(changes) - RULED + 1, 0)):
        walls = [change.wall for change in changes[begin:]]
        yearly = all(wall.year == walls[0].year + n for n, wall in enumerate(walls))
        if yearly and _rule(walls) is not None:
            return begin
    return len(changes)


def _rule(walls: Sequence[datetime]) -> str | None:
    """The yearly rule by which these wall times come."""
    months, times = {wall.month for wall in walls}, {wall.time() for wall in walls}
    weekdays, days = {wall.weekday() for wall in walls}, {wall.day for wall in walls}
    if len(months) > 1 or len(times) > 1:
        return None
    yearly = f"FREQ=YEARLY;BYMONTH={months.pop()}"
    if len(days) == 1 and len(weekdays) > 1:
        return f"{yearly};BYMONTHDAY={days.pop()}"
    if len(weekdays) > 1:
        return None
    weekday = WEEKDAYS[weekdays.pop()]
    if all(_is_last(wall) for wall in walls):
        return f"{yearly};BYDAY=-1{weekday}"
    first = {(day - 1) // 7 for day in days}
    if len(first) == 1:
        return f"{yearly};BYDAY={first.pop() + 1}{weekday}"
    if max(days) - min(days) == 6:
        within = ",".join(str(day) for day in range(min(days), max(days) + 1))
        return f"{yearly};BYDAY={weekday};BYMONTHDAY={within}"
    return None


def _is_last(wall: datetime) -> bool:
    return (wall + timedelta(days=7)).month != wall.month


def _lines(change: Change, more: Sequence[str] = ()) -> list[str]:
    kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{change.wall.strftime(WALL)}",
        f"TZOFFSETFROM:{_signed(change.before)}",
        f"TZOFFSETTO:{_signed(change.after)}",
        *more,
        f"TZNAME:{change.name}",
        f"END:{kind}",
    ]


def _signed(offset: timedelta) -> str:
    minutes = round(abs(offset) / timedelta(minutes=1))
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}{minutes % 60:02}"
