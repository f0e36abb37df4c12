"""When something that repeats happens next: RFC 5545 rules in local wall time.

A rule is an RRULE value; its ``start`` says what the rule leaves out (clock time, weekday, day of the month), as
DTSTART does. A wall time happens once on every date that has it: in the gap of a clock change it is shifted forward, of
a time that comes twice the first counts. The search begins near the moment asked about, in step with INTERVAL, and
ends `HORIZON` later, so that neither a rule that is years old nor one that never fits takes long; dateutil, which the
tests compare this with, goes on to the year 9999, for seconds.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice
from typing import Final
from zoneinfo import ZoneInfo

HORIZON: Final = 41
"""Years; what does not fit for so long (29 February on a Monday comes after 40 years at most) never fits again."""

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_KNOWN: Final = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS",
    "BYHOUR", "BYMINUTE", "BYSECOND", "WKST",
}  # fmt: skip


def following(rule: str, start: datetime, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first occurrence strictly after ``after`` (aware), aware in ``zone``; None when there is none any more.

    ``start`` is the first occurrence, naive in local wall time or aware. UNTIL is a local wall time, or in UTC where it
    ends in Z. Raises ValueError for a rule that is none, that repeats within a day, and for a naive ``after``.
    """
    return next(_after(_Rule.of(rule, start, zone), after, zone), None)


def between(
    rule: str, start: datetime, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    """The occurrences after ``after`` up to and including ``until`` (both aware), aware in ``zone``.

    Raises ValueError as `following` does.
    """
    for occurrence in _after(_Rule.of(rule, start, zone), after, zone):
        if occurrence.astimezone(UTC) > until.astimezone(UTC):
            return
        yield occurrence


def occurrences(rule: str, start: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Every occurrence from the first on, aware in ``zone``. Raises ValueError as `following` does."""
    read = _Rule.of(rule, start, zone)
    return _after(read, in_zone(read.start, zone).astimezone(UTC) - timedelta(seconds=1), zone)


def in_zone(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment of a local wall time (naive), aware in ``zone``: in a gap shifted forward, of two the first."""
    return _in_utc(wall, zone).astimezone(zone)


def _in_utc(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Rule:
    frequency: str
    interval: int
    count: int | None
    until: datetime
    months: frozenset[int]
    month_days: frozenset[int]  # -1 is the last
    weekdays: frozenset[tuple[int, int]]  # (which one of the period, or 0 for each; weekday from Monday 0)
    positions: tuple[int, ...]
    at: time
    start: datetime  # naive

    @classmethod
    def of(cls, rule: str, start: datetime, zone: ZoneInfo) -> _Rule:
        first = (start if start.tzinfo is None else start.astimezone(zone)).replace(tzinfo=None)
        parts = {key: value for key, _, value in (part.partition("=") for part in rule.upper().split(";"))}
        frequency, interval = parts.get("FREQ", ""), int(parts.get("INTERVAL", "1"))
        strange = parts.keys() - _KNOWN or parts.get("WKST", "MO") != "MO"
        if frequency not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} or interval < 1 or strange:
            raise ValueError(f"not a rule of days, weeks, months or years: {rule}")
        months, month_days = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY")
        weekdays = frozenset(
            (int(day[:-2] or 0), WEEKDAYS.index(day[-2:])) for day in parts.get("BYDAY", "").split(",") if day
        )
        if not weekdays and not month_days and frequency != "DAILY":  # what DTSTART says
            if frequency == "WEEKLY":
                weekdays = frozenset({(0, first.weekday())})
            else:
                month_days = frozenset({first.day})
            if frequency == "YEARLY":
                months = months or frozenset({first.month})
        clock = ("BYHOUR", first.hour), ("BYMINUTE", first.minute), ("BYSECOND", first.second)
        hour, minute, second = (int(parts.get(key, otherwise)) for key, otherwise in clock)
        return cls(
            frequency,
            interval,
            int(parts["COUNT"]) if "COUNT" in parts else None,
            _until(parts.get("UNTIL"), zone),
            months,
            month_days,
            weekdays,
            tuple(_numbers(parts, "BYSETPOS")),
            time(hour, minute, second),
            first,
        )

    def dates(self, near: date) -> Iterator[date]:
        """The dates of the rule in order, from the period of ``near`` or a bit before it on, for `HORIZON` years."""
        begin = self.start.date()
        skipped = max(0, _between(self.frequency, begin, near)) // self.interval
        last = max(near.year, begin.year) + HORIZON
        for step in count(skipped):
            days = _period(self.frequency, begin, step * self.interval)
            if not days or days[0].year > last:
                return
            fitting = [day for day in days if self._fits(day)]
            if self.positions:
                size = len(fitting)
                at = {p - 1 if p > 0 else size + p for p in self.positions if 0 < abs(p) <= size}
                fitting = [fitting[p] for p in sorted(at)]
            yield from (day for day in fitting if day >= begin)

    def _fits(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        left = monthrange(day.year, day.month)[1] - day.day  # days left in the month
        if self.month_days and not self.month_days & {day.day, -1 - left}:
            return False
        if not self.weekdays:
            return True
        if self.frequency == "YEARLY" and not self.months:
            passed = day.timetuple().tm_yday - 1
            left = (date(day.year, 12, 31) - day).days
        else:
            passed = day.day - 1
        which = (0, passed // 7 + 1, -(left // 7) - 1)
        return any((n, day.weekday()) in self.weekdays for n in which)


def _numbers(parts: dict[str, str], key: str) -> frozenset[int]:
    return frozenset(int(number) for number in parts.get(key, "").split(",") if number)


def _after(rule: _Rule, after: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    if after.tzinfo is None:
        raise ValueError("after must be aware")
    last = after.astimezone(UTC)
    # what is counted is counted from the start
    near = after.astimezone(zone).date() - timedelta(days=2) if rule.count is None else rule.start.date()
    begun = _in_utc(rule.start, zone)
    walls = (datetime.combine(day, rule.at) for day in rule.dates(near))
    fitting = ((wall, found) for wall in walls if (found := _in_utc(wall, zone)) >= begun)
    for wall, occurrence in islice(fitting, rule.count):
        if wall > rule.until:
            return
        if occurrence > last:  # a whole day that a zone left out gives no second one
            last = occurrence
            yield occurrence.astimezone(zone)


def _until(until: str | None, zone: ZoneInfo) -> datetime:
    if until is None:
        return datetime.max  # noqa: DTZ901  # a wall time
    if "T" not in until:
        until += "T235959"
    if until.endswith("Z"):
        return datetime.strptime(until, "%Y%m%dT%H%M%S%z").astimezone(zone).replace(tzinfo=None)
    return datetime.strptime(until, "%Y%m%dT%H%M%S")  # noqa: DTZ007  # a wall time


def _between(frequency: str, begin: date, end: date) -> int:
    """How many periods lie between those of the two days."""
    match frequency:
        case "DAILY":
            return (end - begin).days
        case "WEEKLY":
            return (end - begin + timedelta(days=begin.weekday())).days // 7
        case "MONTHLY":
            return (end.year - begin.year) * 12 + end.month - begin.month
        case _:
            return end.year - begin.year


def _period(frequency: str, begin: date, steps: int) -> list[date]:
    """The days of the period that lies so many steps after that of ``begin``; none beyond the calendar's end."""
    try:
        match frequency:
            case "DAILY":
                return [begin + timedelta(days=steps)]
            case "WEEKLY":
                monday = begin + timedelta(days=7 * steps - begin.weekday())
                return [monday + timedelta(days=n) for n in range(7)]
            case "MONTHLY":
                years, month = divmod(begin.month - 1 + steps, 12)
                return _days(begin.year + years, month + 1)
            case _:
                return [day for month in range(1, 13) for day in _days(begin.year + steps, month)]
    except (OverflowError, ValueError):
        return []


def _days(year: int, month: int) -> list[date]:
    return [date(year, month, n + 1) for n in range(monthrange(year, month)[1])]
