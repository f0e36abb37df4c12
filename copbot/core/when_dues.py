"""Which days and moments a day, a clock time and a part of the day mean together, and what stands in for one that has been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from copbot.core.recurrence import in_zone
from copbot.core.when_clocks import DAY
from copbot.core.when_days import On
from copbot.core.when_kinds import Words
from copbot.core.when_table import Piece
from copbot.core.when_told import Told

NINE: Final = 9 * 3600
"""Seconds after midnight: when a day without a time is, for a reminder."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Seen from when and where a time is read, and what for. ``now`` is aware in ``zone``.

    ``whole_days``: a day stays a day, as for a deadline; otherwise it is its `NINE`, and repeats are meant.
    """

    now: datetime
    zone: ZoneInfo
    whole_days: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A day, or an aware moment, or a repeat (its rule and first moment); ``passed`` when it stands in for one that has been."""

    due: date | datetime | tuple[str, datetime]
    passed: bool = False


def days_of(pieces: Sequence[Piece]) -> tuple[On, ...] | None:
    """The days that one or two day pieces mean; two that do not agree are both meant. None: they can't stand together."""
    if len(pieces) < 2:
        return pieces[0].value or () if pieces else ()
    sorts = [piece.sort for piece in pieces]
    first, second = (piece.value or () for piece in pieces)
    if sorts in (
        ["weekday", "date"],
        ["near", "weekday"],
        ["near", "date"],
        ["weekday", "near"],
        ["date", "weekday"],
    ):
        named, other = (second, first) if sorts[1] == "weekday" or sorts[0] == "date" else (first, second)
        if "weekday" in sorts:
            agreed = tuple(on for on in other if any(on.day.weekday() == day.day.weekday() for day in named))
        else:
            agreed = tuple(on for on in other if on.day in {day.day for day in named})
        return agreed or tuple(dict.fromkeys((*named, *other)))
    return None


def dues(days: tuple[On, ...] | None, told: Told, wanted: Wanted, words: Words) -> list[Found] | None:
    now, clock = wanted.now, told.clock
    part = words.part_minutes[told.part] if told.part else None
    if clock is None:
        if days is None:
            return [] if part else None
        found = [_on(on, None, wanted) for on in days]
        # "vandaag" is no moment to be reminded at, once nine has passed
        no_moment = not wanted.whole_days and days == (On(now.date()),) and found[0].passed
        return [] if part or no_moment else found
    times = clock.within(part) if part else clock.times
    if days is None:  # a clock time alone is today's, or tomorrow's once past
        today, passed = On(now.date()), On(now.date() + timedelta(days=1))
        single = dict.fromkeys(seconds % DAY for seconds in times)
        return [_on(today if moment_of(today.day, s, wanted) > now else passed, s, wanted) for s in single]
    if part and len(times) > 1 and days == (On(now.date()),):  # "vannacht 2 uur": the coming one
        times = (next((s for s in sorted(times) if moment_of(now.date(), s, wanted) > now), times[-1]),)
    return [_on(on, seconds, wanted) for on in days for seconds in times]


def moment_of(day: date, seconds: int, wanted: Wanted) -> datetime:
    """The moment of a wall time, in UTC so that it can be compared: in a gap shifted forward, of two the first."""
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return in_zone(wall, wanted.zone).astimezone(UTC)


def _due(day: date, seconds: int | None, wanted: Wanted) -> date | datetime:
    if seconds is None and wanted.whole_days:
        return day
    return moment_of(day, NINE if seconds is None else seconds, wanted).astimezone(wanted.zone)


def _is_past(due: date | datetime, wanted: Wanted) -> bool:
    if isinstance(due, datetime):
        return due.astimezone(UTC) <= wanted.now.astimezone(UTC)
    return due < wanted.now.date()


def _on(on: On, seconds: int | None, wanted: Wanted) -> Found:
    due = _due(on.day, seconds, wanted)
    if not _is_past(due, wanted):
        return Found(due)
    return Found(_next_possible(on, seconds, wanted), passed=True)


def judged(due: datetime, wanted: Wanted) -> Found:
    if not _is_past(due, wanted):
        return Found(due)
    wall = due.astimezone(wanted.zone)
    seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
    return Found(_next_possible(On(wall.date(), again="date"), seconds, wanted), passed=True)


def _next_possible(on: On, seconds: int | None, wanted: Wanted) -> date | datetime:
    """Tomorrow instead of today, else the next day that the same words can mean."""
    today = wanted.now.date()
    if on.again == "year" or (on.again == "date" and on.day != today):
        candidates = [
            on.day.replace(year=year) for year in range(today.year, today.year + 9) if _exists(on.day, year)
        ]
    elif on.again == "week":
        candidates = [today + timedelta(days=(on.day.weekday() - today.weekday()) % 7 + n) for n in (0, 7)]
    elif on.again == "month":
        months = [divmod(today.month - 1 + n, 12) for n in range(4)]
        candidates = [
            on.day.replace(year=today.year + years, month=month + 1)
            for years, month in months
            if _exists(on.day, today.year + years, month + 1)
        ]
    else:
        candidates = [today, today + timedelta(days=1)]
    return next(due for day in candidates if not _is_past(due := _due(day, seconds, wanted), wanted))


def _exists(day: date, year: int, month: int | None = None) -> bool:
    try:
        day.replace(year=year, month=month or day.month)
    except ValueError:
        return False
    return True
