"""When something that repeats happens next: RFC 5545 rules in local wall time, worked out by dateutil.

A rule is an RRULE value; its ``start`` says what the rule leaves out (clock time, weekday, day of the month), as
DTSTART does. dateutil knows no zones here, on purpose: it finds wall times, each of which happens once on every date
that has it: in the gap of a clock change it is shifted forward, of a time that comes twice the first counts. For days and
weeks the search begins near the moment asked about, so that a rule that is years old costs no more than a new one. A
date that no year has is never searched for, since dateutil would go on to the year 9999; other rules that never fit
are not made by the grammar, whose rules fit on their first day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

HORIZON: Final = 41
"""Years; what does not fit for so long (29 February on a Monday comes after 40 years at most) never fits again."""

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_PERIODS: Final = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 0, "YEARLY": 0}  # days, where they are always as many
_WALL: Final = "%Y%m%dT%H%M%S"


def following(rule: str, start: datetime, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first occurrence strictly after ``after`` (aware), aware in ``zone``; None when there is none any more.

    ``start`` is the first occurrence, naive in local wall time or aware. UNTIL is a local wall time, or in UTC where it
    ends in Z. Raises ValueError for a rule that is none, that repeats within a day, and for a naive ``after``.
    """
    return next(_after(rule, start, after, zone), None)


def between(
    rule: str, start: datetime, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    """The occurrences after ``after`` up to and including ``until`` (both aware), aware in ``zone``.

    Raises ValueError as `following` does.
    """
    for occurrence in _after(rule, start, after, zone):
        if occurrence.astimezone(UTC) > until.astimezone(UTC):
            return
        yield occurrence


def occurrences(rule: str, start: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Every occurrence from the first on, for `HORIZON` years, aware in ``zone``. Raises ValueError as `following` does."""
    before = _in_utc(_wall(start, zone), zone) - timedelta(seconds=1)
    return _after(rule, start, before, zone)


def in_zone(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment of a local wall time (naive), aware in ``zone``: in a gap shifted forward, of two the first."""
    return _in_utc(wall, zone).astimezone(zone)


def rrule(rule: str, zone: ZoneInfo) -> str:
    """The rule as RFC 5545 wants it where DTSTART has a zone: an UNTIL in local wall time becomes one in UTC."""
    key, until = "UNTIL=", next((part for part in rule.split(";") if part.startswith("UNTIL=")), "")
    if not until or until.endswith("Z"):
        return rule
    return rule.replace(until, f"{key}{_in_utc(_until(until.removeprefix(key), zone), zone):{_WALL}}Z")


def _in_utc(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo is None else moment.astimezone(zone)).replace(tzinfo=None)


def _after(rule: str, start: datetime, after: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    if after.tzinfo is None:
        raise ValueError("after must be aware")
    first, near = _wall(start, zone), _wall(after, zone)
    last, begun = after.astimezone(UTC), _in_utc(first, zone)
    walls, times = _walls(rule, first, near, zone)
    found = (moment for wall in walls if (moment := _in_utc(wall, zone)) >= begun)
    for moment in islice(found, times):
        if moment > last:  # a whole day that a zone left out gives no second one
            last = moment
            yield moment.astimezone(zone)


def _walls(
    rule: str, first: datetime, near: datetime, zone: ZoneInfo
) -> tuple[Iterator[datetime], int | None]:
    """The rule's wall times from the first day on, or from a bit before ``near``; and how many of them count."""
    from dateutil.rrule import rrulestr  # only who repeats something needs it

    parts = {key: value for key, _, value in (part.partition("=") for part in rule.upper().split(";"))}
    if parts.get("FREQ") not in _PERIODS or int(parts.get("INTERVAL", "1")) < 1:
        raise ValueError(f"not a rule of days, weeks, months or years: {rule}")
    # A start in the gap of a clock change is later than the rule's own time on that day: days are counted from midnight.
    parts = {"BYHOUR": f"{first.hour}", "BYMINUTE": f"{first.minute}", "BYSECOND": f"{first.second}"} | parts
    begin = datetime.combine(first.date(), time())
    if not _exists(parts):
        return iter(()), None
    times = int(parts.pop("COUNT")) if "COUNT" in parts else None
    if times is None:  # what is counted is counted from the start
        step = _PERIODS[parts["FREQ"]] * int(parts.get("INTERVAL", "1"))
        passed = (near.date() - begin.date()).days - 2  # zones and clock changes are less than two days
        begin += timedelta(days=passed // step * step if step and passed > 0 else 0)
    end = max(begin, near).replace(month=1, day=1)
    end = end.replace(year=min(end.year + HORIZON, 9999))
    parts["UNTIL"] = min(_until(parts.get("UNTIL"), zone), end).strftime(_WALL)
    try:
        found = rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=begin)
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # dateutil's own, by what is wrong
        raise ValueError(f"not a rule: {rule}") from error
    return iter(found), times


def _exists(parts: dict[str, str]) -> bool:
    """Whether some year has one of the dates that the rule names."""
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month]
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "").split(",") if day]
    return not days or min(days) <= max((monthrange(2000, month)[1] for month in months), default=31)


def _until(until: str | None, zone: ZoneInfo) -> datetime:
    if until is None:
        return datetime.max  # noqa: DTZ901  # a wall time
    if "T" not in until:
        until += "T235959"
    if until.endswith("Z"):
        return _wall(datetime.strptime(until, f"{_WALL}%z"), zone)
    return datetime.strptime(until, _WALL)  # noqa: DTZ007  # a wall time
