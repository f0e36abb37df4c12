"""Which time a form of the tables means: the functions that `when_dutch` and `when_english` name for clock times and
for what lies so long from now.

A clock reader takes what the capitals of its pattern caught and gives seconds since midnight. A reader of moments takes
now, aware in the room's zone, before that. ValueError: there is no such time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

HOUR: Final = 3600
DAY: Final = 24 * HOUR
NOON: Final = 12 * HOUR

ClockReader = Callable[..., "Clock"]
MomentReader = Callable[..., tuple[datetime, ...]]


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds since midnight, `DAY` for the end of the day; several for clock words of two halves of the day.

    ``digital``: on the 24-hour clock, so that only a part of the day can put it in the other half ("vanavond 8:00").
    """

    times: tuple[int, ...]
    digital: bool = False

    def within(self, part: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
        """The times that lie in a part of the day, which may reach beyond midnight."""
        times = self._in(self.times, part)
        if not times and self.digital and (time := self.times[0]) <= NOON + HOUR - 1:
            night = part[0][0] == 0 and time >= NOON  # "12:30 's nachts"
            times = self._in((time - NOON,) if night else (time + NOON,) if time >= HOUR else (), part)
        return times

    @staticmethod
    def _in(times: tuple[int, ...], part: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
        late = tuple(time + DAY for time in times)
        return tuple(
            time for time in (*times, *late) if any(start * 60 <= time <= end * 60 for start, end in part)
        )


# -- clock times


def clock_time(time: tuple[int, ...]) -> Clock:
    """Hours, minutes and perhaps seconds, on the 24-hour clock."""
    hour, minute, second = (*time, 0, 0)[:3]
    if minute > 59 or second > 59 or hour * HOUR + minute * 60 + second > DAY:
        raise ValueError(time)
    return Clock((hour * HOUR + minute * 60 + second,), digital=True)


def whole_hour(hour: int) -> Clock:
    """`9u`, on the 24-hour clock."""
    return clock_time((hour, 0))


def hour_minute(hour: int, minute: int) -> Clock:
    return clock_time((hour, minute))


def clock_words(hour: int, minutes: int = 0) -> Clock:
    """Clock words, which from 1 to 12 are of two halves of the day; 12 is noon or the end of the day."""
    if not 1 <= hour <= 12:
        if minutes:
            raise ValueError(hour)
        return Clock(clock_time((hour, 0)).times)
    first = hour * HOUR + minutes * 60
    return Clock((first, first + NOON) if first <= NOON else (first - NOON, first))


def words_and_minutes(hour: int, minute: int) -> Clock:
    """ "9 uur 30", "20 uur 30"."""
    return clock_words(hour, minute) if 1 <= hour <= 12 else Clock(clock_time((hour, minute)).times)


def in_part(part: str, hour: int) -> tuple[str, Clock]:
    """ "Vanavond 8": a number that the part of the day beside it makes a time."""
    return part, clock_words(hour)


def clock_words_and(minutes: int) -> ClockReader:
    return lambda hour: clock_words(hour, minutes)


def minutes_from(base: int, sign: int) -> Callable[[int, int], Clock]:
    """ "Tien voor half acht": so many minutes before or after ``base`` minutes past the hour."""

    def read(minutes: int, hour: int) -> Clock:
        if not 1 <= minutes <= 29:
            raise ValueError(minutes)
        return clock_words(hour, base + sign * minutes)

    return read


def minutes_to(minutes: int, hour: int) -> Clock:
    """ "Five to eight"; "9 to 10" and "2 to 4" are from one hour to another."""
    if minutes % 5 or minutes == hour - 1:
        return unclear()
    return minutes_from(0, -1)(minutes, hour)


def twelve_hours(half: int) -> Callable[[int | tuple[int, ...]], Clock]:
    def read(time: int | tuple[int, ...]) -> Clock:
        hour, minute = (time, 0) if isinstance(time, int) else time[:2]
        if not 1 <= hour <= 12 or minute > 59:
            raise ValueError(time)
        return Clock((hour % 12 * HOUR + minute * 60 + half,))

    return read


am, pm = twelve_hours(0), twelve_hours(NOON)


def halves(half: Callable[[Any], Clock], hours: Callable[..., Clock]) -> ClockReader:
    """Clock words with their half of the day: "ten past seven pm"."""
    start = half(12).times[0]

    def read(*caught: int) -> Clock:
        return Clock(tuple(time % DAY for time in hours(*caught).times if start <= time % DAY < start + NOON))

    return read


def noon() -> Clock:
    return Clock((NOON,))


def midnight() -> Clock:
    """The one before the day or the one after it."""
    return Clock((0, DAY))


def unclear(*_: object) -> Clock:
    """Between two times, or about one."""
    return Clock(())


# -- so long from now


def from_now(**unit: float) -> MomentReader:
    """So many of one unit of elapsed time: over a change of the clocks, three hours are three real hours."""

    def read(now: datetime, *numbers: float) -> tuple[datetime, ...]:
        number = numbers[0] if numbers else 1
        return _elapsed(now, timedelta(**{name: value * number for name, value in unit.items()}))

    return read


def hours_and_minutes(now: datetime, hours: float, minutes: float) -> tuple[datetime, ...]:
    return _elapsed(now, timedelta(hours=hours, minutes=minutes))


def long(now: datetime, length: tuple[float, float]) -> tuple[datetime, ...]:
    """ "2u30": hours and minutes in one word."""
    return hours_and_minutes(now, *length)


def days_and_hours(now: datetime, days: float, hours: float) -> tuple[datetime, ...]:
    """Days of the calendar, then hours of elapsed time."""
    later = (now.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=now.tzinfo)
    return _elapsed(later.astimezone(UTC).astimezone(now.tzinfo), timedelta(hours=hours))


def hours_and(minutes: int) -> MomentReader:
    """ "Over een uur en een kwartier", "in two and a half hours"."""
    return lambda now, hours=1: hours_and_minutes(now, hours, minutes)


def gone(*_: object) -> tuple[datetime, ...]:
    """ "2 uur geleden"."""
    return ()


def instant(now: datetime, stamp: datetime) -> tuple[datetime, ...]:
    """An RFC 3339 time with its own offset."""
    return (stamp.astimezone(now.tzinfo),)


def _elapsed(now: datetime, length: timedelta) -> tuple[datetime, ...]:
    if length <= timedelta(0):
        raise ValueError(length)
    later = now.astimezone(UTC) + length
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    return (later.astimezone(zone),)
