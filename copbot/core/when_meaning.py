"""What pieces of a time mean together: a day and a clock time, a pace and its days, from when and until when.

The forms of the tables are pieces; here stands which of them go together, and what they then are. What can be two
things comes back as all of them, and what names no clear day or time as nothing, so that people are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from copbot.core.recurrence import following, in_zone
from copbot.core.when_clocks import DAY, Clock
from copbot.core.when_days import On
from copbot.core.when_kinds import Words
from copbot.core.when_repeats import Every
from copbot.core.when_table import Piece

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
    """A day, or an aware moment, or a repeat (its rule and first moment); ``next_`` stands in for one that has been."""

    due: date | datetime | tuple[str, datetime]
    passed: bool = False


@dataclass(slots=True)
class _Told:
    """Pieces by what they are for."""

    days: list[Piece] = field(default_factory=list)
    clock: Clock | None = None
    part: str | None = None
    every: tuple[Every, ...] | None = None
    which: Any = None
    since: _Told | None = None
    until: _Told | None = None
    times: int | None = None
    length: timedelta | None = None
    moment: tuple[datetime, ...] | None = None
    deadline: bool = False
    until_then: bool = False
    hedged: bool = False
    impossible: bool = False


def fits(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces can be the beginning of a time, so that others need not be looked for."""
    return _told(pieces) is not None


def meaning(pieces: Sequence[Piece], wanted: Wanted, words: Words) -> list[Found] | None:
    """Everything that the pieces can mean; empty when they are vague or do not exist; None when they are no time."""
    told = _told(pieces)
    if told is None or pieces[-1].sort in {"from", "until", "last", "hedge"}:
        return None
    if pieces[0].sort == "aside":
        return []
    if told.every is not None:
        if told.days or told.moment is not None or told.deadline:
            return None
        unclear = told.impossible or told.hedged or wanted.whole_days
        return [] if unclear else _repeats(told, wanted, words)
    if told.which is not None or told.since or told.until or told.times or told.length:
        return None
    if told.impossible or told.hedged:
        return []
    if told.moment is not None:
        if told.days or told.clock or told.part:
            return None
        return [_judged(moment, wanted) for moment in told.moment]
    if told.deadline and not wanted.whole_days and (told.clock or told.until_then):
        return []  # to be reminded when it is too late
    days = _days(told.days)
    return None if days is None else _dues(days if told.days else None, told, wanted, words)


def _told(pieces: Iterable[Piece]) -> _Told | None:
    """The pieces by what they are for; None where two are for the same."""
    told = whole = _Told()
    before: Piece | None = None
    for piece in pieces:
        sort, value = piece.sort, piece.value
        # what has no value is a word that only says how the next is meant, or does not exist
        empty = value is None and sort not in {"from", "until", "last", "hedge", "aside"}
        whole.impossible |= empty
        taken: object = None
        match sort:
            case "weekday" | "near" | "date" | "day":
                if len(told.days) > 1:
                    return None
                told.days.append(piece)
            case "clock":
                taken, told.clock = told.clock, value if value is not None else Clock(())
            case "part":
                taken, told.part = told.part, value
            case "short":
                taken = told.part or told.clock
                told.part, told.clock = value if value is not None else ("", Clock(()))
            case "moment":
                taken, told.moment = told.moment, value or ()
                whole.impossible |= not value
            case "every":
                told = whole  # "vanaf 4 januari elke maandag 9:00"
                taken, told.every = told.every, value if value is not None else ()
            case "on":
                taken, told.which = told.which, value if value is not None else ()
            case "times" | "count":
                taken, whole.times = whole.times, value
                whole.impossible |= value == 0
            case "length":
                taken, whole.length = whole.length, value
            case "from":
                told = _Told()
                taken, whole.since = whole.since, told
            case "until":
                told = _Told()
                taken, whole.until = whole.until, told
            case "last":
                if before is not None and before.sort != "last":
                    return None
                whole.deadline = True
                whole.until_then |= value is not None
            case "hedge":
                whole.hedged = True
            case "aside":
                if before is not None:
                    return None
        if taken is not None or (before is not None and before.sort == "aside"):
            return None
        before = piece
    for ends in (whole.since, whole.until):
        if ends is not None and (ends.part or ends.every or ends.which or ends.moment):
            return None
    return whole


# -- single times


def _days(pieces: Sequence[Piece]) -> tuple[On, ...] | None:
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


def _dues(days: tuple[On, ...] | None, told: _Told, wanted: Wanted, words: Words) -> list[Found] | None:
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
        return [_on(today if _moment(today.day, s, wanted) > now else passed, s, wanted) for s in single]
    if part and len(times) > 1 and days == (On(now.date()),):  # "vannacht 2 uur": the coming one
        times = (next((s for s in sorted(times) if _moment(now.date(), s, wanted) > now), times[-1]),)
    return [_on(on, seconds, wanted) for on in days for seconds in times]


def _moment(day: date, seconds: int, wanted: Wanted) -> datetime:
    """The moment of a wall time, in UTC so that it can be compared: in a gap shifted forward, of two the first."""
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return in_zone(wall, wanted.zone).astimezone(UTC)


def _due(day: date, seconds: int | None, wanted: Wanted) -> date | datetime:
    if seconds is None and wanted.whole_days:
        return day
    return _moment(day, NINE if seconds is None else seconds, wanted).astimezone(wanted.zone)


def _is_past(due: date | datetime, wanted: Wanted) -> bool:
    if isinstance(due, datetime):
        return due.astimezone(UTC) <= wanted.now.astimezone(UTC)
    return due < wanted.now.date()


def _on(on: On, seconds: int | None, wanted: Wanted) -> Found:
    due = _due(on.day, seconds, wanted)
    if not _is_past(due, wanted):
        return Found(due)
    return Found(_next_possible(on, seconds, wanted), passed=True)


def _judged(due: datetime, wanted: Wanted) -> Found:
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


# -- repeats


def _repeats(told: _Told, wanted: Wanted, words: Words) -> list[Found] | None:
    assert told.every is not None
    paces: list[Every] = []
    for pace in told.every:
        made = (pace,) if told.which is None else pace.on(told.which)
        if made is None:
            return None
        paces += made
    if not all(pace.whole for pace in paces):
        return []
    parts = {pace.part for pace in paces if pace.part} | ({told.part} if told.part else set())
    if len(parts) > 1 or (told.times and told.until) or (told.times and told.length):
        return None
    since, until, clock = told.since, told.until, told.clock
    weekly = any(pace.unit == "WEEKLY" for pace in paces)
    if weekly and until is not None and [piece.sort for piece in until.days] == ["weekday"]:
        return None  # "elke ma t/m vr" is a range of weekdays
    if clock is None and until is not None and until.clock is not None:  # "elke dinsdag tot 1 maart 20:00"
        clock, until = until.clock, replace(until, clock=None)
    if clock is None and since is not None and since.clock is not None:
        clock, since = since.clock, replace(since, clock=None)
    if clock is None:
        times: tuple[int, ...] = () if parts else (NINE,)
    else:
        times = clock.within(words.part_minutes[next(iter(parts))]) if parts else clock.times
    begin, end = _ends(since, until, wanted)
    if begin is None or end is None:
        return []
    found: dict[Found, None] = {}
    for pace in paces:
        for seconds in times:
            made_ = _repeat(pace, seconds, begin, end, told, wanted)
            if made_ is not None:
                found[Found(made_)] = None
    return list(found)


_ALWAYS: Final = datetime(9999, 1, 1)  # noqa: DTZ001  # a wall time


def _ends(
    since: _Told | None, until: _Told | None, wanted: Wanted
) -> tuple[datetime | None, datetime | None]:
    """Aware, after when it begins; in wall time, until when it lasts; None for what is not clear."""
    begin: datetime | None = wanted.now
    end: datetime | None = _ALWAYS
    if since is not None:
        days = _days(since.days)
        clear = days is not None and len(days) == 1 and since.clock is None
        assert days is not None or not clear
        day = days[0].day if clear and days else None
        begin = None if day is None else max(wanted.now, _moment(day, 0, wanted) - timedelta(microseconds=1))
    if until is not None:
        days = _days(until.days)
        clear = days is not None and len(days) == 1 and (until.clock is None or len(until.clock.times) == 1)
        seconds = DAY - 1 if until.clock is None else until.clock.times[0] if clear else 0
        end = datetime.combine(days[0].day, time()) + timedelta(seconds=seconds) if clear and days else None
    return begin, end


def _repeat(
    pace: Every, seconds: int, begin: datetime, end: datetime, told: _Told, wanted: Wanted
) -> tuple[str, datetime] | None:
    """The rule and its first moment after ``begin``; None when the rule can't say it, or it would be over by then."""
    later, seconds = divmod(seconds, DAY)
    rule = pace.rule(later)
    if rule is None:
        return None
    clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    day = begin.astimezone(wanted.zone).date()
    single = ";".join(part for part in rule.split(";") if not part.startswith("INTERVAL="))
    # a day early, since a time in a gap is on the next day in some zones
    start = datetime.combine(day - timedelta(days=1), clock)
    first = following(single, start, begin, wanted.zone)
    if first is None:
        return None
    if first.time() != clock:  # in a gap of the clock, where it was shifted: the rule keeps what was meant
        rule += f";BYHOUR={clock.hour};BYMINUTE={clock.minute}"
        rule += f";BYSECOND={clock.second}" if clock.second else ""
    if told.length is not None:
        end = min(end, datetime.combine(first.date() + told.length, time()) - timedelta(seconds=1))
    if first.replace(tzinfo=None) > end:
        return None
    if told.times:
        rule += f";COUNT={told.times}"
    elif end < _ALWAYS:
        rule += f";UNTIL={end:%Y%m%dT%H%M%S}"
    return rule, first
