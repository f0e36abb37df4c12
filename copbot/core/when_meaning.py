"""What pieces of a time mean together: a day and a clock time, a pace and its days, from when and until when.

The forms of the tables are pieces; here stands which of them go together, and what they then are. What can be two
things comes back as all of them, and what names no clear day or time as nothing, so that people are asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from copbot.core.recurrence import following
from copbot.core.when_clocks import DAY
from copbot.core.when_dues import NINE, Found, Wanted, days_of, dues, judged, moment_of
from copbot.core.when_kinds import Words
from copbot.core.when_repeats import Every
from copbot.core.when_table import Piece
from copbot.core.when_told import Told, told_of


def fits(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces can be the beginning of a time, so that others need not be looked for."""
    return told_of(pieces) is not None


def meaning(pieces: Sequence[Piece], wanted: Wanted, words: Words) -> list[Found] | None:
    """Everything that the pieces can mean; empty when they are vague or do not exist; None when they are no time."""
    told = told_of(pieces)
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
        return [judged(moment, wanted) for moment in told.moment]
    if told.deadline and not wanted.whole_days and (told.clock or told.until_then):
        return []  # to be reminded when it is too late
    days = days_of(told.days)
    return None if days is None else dues(days if told.days else None, told, wanted, words)


# -- repeats


def _repeats(told: Told, wanted: Wanted, words: Words) -> list[Found] | None:
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


def _ends(since: Told | None, until: Told | None, wanted: Wanted) -> tuple[datetime | None, datetime | None]:
    """Aware, after when it begins; in wall time, until when it lasts; None for what is not clear."""
    begin: datetime | None = wanted.now
    end: datetime | None = _ALWAYS
    if since is not None:
        days = days_of(since.days)
        clear = days is not None and len(days) == 1 and since.clock is None
        assert days is not None or not clear
        day = days[0].day if clear and days else None
        begin = (
            None if day is None else max(wanted.now, moment_of(day, 0, wanted) - timedelta(microseconds=1))
        )
    if until is not None:
        days = days_of(until.days)
        clear = days is not None and len(days) == 1 and (until.clock is None or len(until.clock.times) == 1)
        seconds = DAY - 1 if until.clock is None else until.clock.times[0] if clear else 0
        end = datetime.combine(days[0].day, time()) + timedelta(seconds=seconds) if clear and days else None
    return begin, end


def _repeat(
    pace: Every, seconds: int, begin: datetime, end: datetime, told: Told, wanted: Wanted
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
