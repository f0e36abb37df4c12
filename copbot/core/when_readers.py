"""How one word, and then one form, of a date is read: the functions that the table in
`copbot.core.when_words` names.

A day reader takes today and what the capitals of its pattern caught, and gives the days it can mean: one is
clear, several are asked back, none is vague. A clock reader gives minutes since midnight, likewise. Both
raise ValueError for a day or a time that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class On:
    """A day that a phrase can mean; ``yearly`` when no year was said, so that the same day next year is
    meant as well.
    """

    day: date
    yearly: bool = False


DayReader = Callable[..., tuple[On, ...]]
ClockReader = Callable[..., tuple[int, ...]]
Pattern = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words. ``parts`` are ranges of minutes of a part of the day, past 1440 in the night
    after it.
    """

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    articles: frozenset[str]  # "over een week", "in a week": one, but never a clock time
    parts: Mapping[str, tuple[tuple[int, int], ...]]
    rewrites: tuple[tuple[str, str], ...]
    days: tuple[tuple[Pattern, DayReader], ...]
    clocks: tuple[tuple[Pattern, ClockReader], ...]


# -- kinds of words

_COUNT = re.compile(r"\d{1,3}")
_DAY = re.compile(r"(\d{1,2})(?:e|de|ste|st|nd|rd|th)?")
_ORDINAL = re.compile(r"(\d{1,2})(?:e|de|ste|st|nd|rd|th)")
_YEAR = re.compile(r"\d{4}")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_SHORT = re.compile(r"(\d{1,2})[/-](\d{1,2})")
_LONG = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?::00)?[uh]?")
_U_CLOCK = re.compile(r"(\d{1,2})[uh](\d\d)?")
_HOUR = re.compile(r"\d{1,2}")


def kind_of(kind: str, word: str, language: Language) -> Any:
    """What a word is worth as this kind of word, or None when it is no such word."""
    match kind:
        case "WEEKDAY":
            return language.weekdays.get(word)
        case "MONTH":
            return language.months.get(word)
        case "COUNT":
            if word in language.articles:
                return 1
            return int(word) if _COUNT.fullmatch(word) else language.numbers.get(word)
        case "HOUR":
            return int(word) if _HOUR.fullmatch(word) else language.numbers.get(word)
        case "DAY" | "ORDINAL":
            found = (_DAY if kind == "DAY" else _ORDINAL).fullmatch(word)
            return int(found[1]) if found else None
        case "YEAR":
            return int(word) if _YEAR.fullmatch(word) else None
        case "CLOCK":
            found = _CLOCK.fullmatch(word) or _U_CLOCK.fullmatch(word)
            return (int(found[1]), int(found[2] or 0)) if found else None
        case "ISO":
            found = _ISO.fullmatch(word)
            return (int(found[1]), int(found[2]), int(found[3])) if found else None
        case "SHORT":
            found = _SHORT.fullmatch(word)
            return (int(found[1]), int(found[2])) if found else None
        case "LONG":
            found = _LONG.fullmatch(word)
            return (int(found[1]), int(found[3]), int(found[4])) if found else None
    raise AssertionError(f"a pattern names an unknown kind of word: {kind}")


# -- readers of days


def in_days(n: int) -> DayReader:
    return lambda today: (On(today + timedelta(days=n)),)


def after_days(today: date, n: int) -> tuple[On, ...]:
    return (On(today + timedelta(days=n)),)


def after_weeks(today: date, n: int) -> tuple[On, ...]:
    return (On(today + timedelta(weeks=n)),)


def after_months(today: date, n: int) -> tuple[On, ...]:
    """The same day of the month, or the last one of a shorter month."""
    years, month = divmod(today.month - 1 + n, 12)
    for day in range(today.day, 27, -1):
        try:
            return (On(date(today.year + years, month + 1, day)),)
        except ValueError:
            continue
    return (On(date(today.year + years, month + 1, today.day)),)


def coming(today: date, weekday: int) -> tuple[On, ...]:
    """The first such weekday after today, never today."""
    return (On(today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)),)


def this_one(today: date, weekday: int) -> tuple[On, ...]:
    """The one of this calendar week, if it is still to come; else nobody knows which is meant."""
    return coming(today, weekday) if weekday > today.weekday() else ()


def next_one(today: date, weekday: int) -> tuple[On, ...]:
    """Some mean the first one, some the one after it."""
    (first,) = coming(today, weekday)
    return (first, On(first.day + timedelta(weeks=1)))


def next_week(today: date, weekday: int) -> tuple[On, ...]:
    return (On(today + timedelta(days=7 + weekday - today.weekday())),)


def dated(today: date, day: int, month: int, year: int | None = None) -> tuple[On, ...]:
    """That day; without a year the next such day, today included."""
    if year is not None:
        if not 1970 <= year <= 2200:  # beyond this it is a slip of the finger
            raise ValueError(year)
        return (On(date(year, month, day)),)
    date(2000, month, day)  # a leap year: what does not exist in it never exists
    for ahead in range(9):  # eight years lie between two leap days around 2100
        try:
            found = date(today.year + ahead, month, day)
        except ValueError:
            continue
        if found >= today:
            return (On(found, yearly=True),)
    raise ValueError((day, month))


def month_first(today: date, month: int, day: int, year: int | None = None) -> tuple[On, ...]:
    return dated(today, day, month, year)


def with_weekday(today: date, weekday: int, day: int, month: int, year: int | None = None) -> tuple[On, ...]:
    """A weekday and a date that do not fit are asked back."""
    (on,) = dated(today, day, month, year)
    return (on,) if on.day.weekday() == weekday else (*coming(today, weekday), on)


def weekday_month_first(
    today: date, weekday: int, month: int, day: int, year: int | None = None
) -> tuple[On, ...]:
    return with_weekday(today, weekday, day, month, year)


def iso_date(today: date, numbers: tuple[int, int, int]) -> tuple[On, ...]:
    year, month, day = numbers
    return dated(today, day, month, year)


def in_digits(today: date, numbers: tuple[int, ...]) -> tuple[On, ...]:
    return dated(today, *numbers)


def next_month(today: date, day: int) -> tuple[On, ...]:
    years, month = divmod(today.month, 12)
    return (On(date(today.year + years, month + 1, day)),)


def vague(_today: date, *_: object) -> tuple[On, ...]:
    return ()


# -- readers of clock times


def clock_time(time: tuple[int, int]) -> tuple[int, ...]:
    hour, minute = time
    if minute > 59 or hour * 60 + minute > DAY_MINUTES:
        raise ValueError(time)
    return (hour * 60 + minute,)


def whole_hour(hour: int) -> tuple[int, ...]:
    """`9u`, on the 24-hour clock."""
    return clock_time((hour, 0))


def clock_words(hour: int, minutes: int = 0) -> tuple[int, ...]:
    """Clock words, which from 1 to 12 are of two halves of the day; 12 is noon or the end of the day."""
    if not 1 <= hour <= 12:
        if minutes:
            raise ValueError(hour)
        return clock_time((hour, 0))
    first = hour * 60 + minutes
    return (first, first + 720) if first <= 720 else (first - 720, first)


def clock_words_and(minutes: int) -> ClockReader:
    return lambda hour: clock_words(hour, minutes)


def twelve_hours(half: int) -> Callable[[int | tuple[int, int]], tuple[int, ...]]:
    def read(time: int | tuple[int, int]) -> tuple[int, ...]:
        hour, minute = (time, 0) if isinstance(time, int) else time
        if not 1 <= hour <= 12 or minute > 59:
            raise ValueError(time)
        return (hour % 12 * 60 + minute + half,)

    return read


def noon() -> tuple[int, ...]:
    return (720,)


def midnight() -> tuple[int, ...]:
    """The one before the day or the one after it."""
    return (0, DAY_MINUTES)
