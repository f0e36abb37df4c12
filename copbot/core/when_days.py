"""Which day a form of the tables means: the functions that `when_dutch` and `when_english` name for days.

Each takes today and what the capitals of its pattern caught, and gives the days that it can mean: one is clear,
several are asked back, none is vague. ValueError: there is no such day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

DayReader = Callable[..., tuple["On", ...]]


@dataclass(frozen=True, slots=True)
class On:
    """A day that a phrase can mean; ``again`` is how the same words come to mean a later one, once it has been.

    A date with its year ("date") is taken for a slip: tomorrow instead of today, or another year.
    """

    day: date
    again: Literal["day", "week", "month", "year", "date"] = "day"


# -- from today


def in_days(n: int) -> DayReader:
    return lambda today: (On(today + timedelta(days=n)),)


def after_days(today: date, n: int) -> tuple[On, ...]:
    return (On(today + timedelta(days=n)),)


def before_days(today: date, n: int) -> tuple[On, ...]:
    return after_days(today, -n)


def after_weeks(today: date, n: int) -> tuple[On, ...]:
    return (On(today + timedelta(weeks=n)),)


def before_weeks(today: date, n: int) -> tuple[On, ...]:
    return (On(today - timedelta(weeks=n), again="week"),)


def in_weeks(n: int) -> DayReader:
    return lambda today: after_weeks(today, n)


def after_months(today: date, n: int) -> tuple[On, ...]:
    """The same day of the month, or the last one of a shorter month."""
    years, month = divmod(today.month - 1 + n, 12)
    year = today.year + years
    return (On(date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))),)


def in_months(n: int) -> DayReader:
    return lambda today: after_months(today, n)


def after_years(today: date, n: int) -> tuple[On, ...]:
    return after_months(today, 12 * n)


# -- weekdays


def coming(today: date, weekday: int) -> tuple[On, ...]:
    """The first such weekday after today, never today."""
    return (On(today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1), again="week"),)


def this_one(today: date, weekday: int) -> tuple[On, ...]:
    """The one of this calendar week, if it is still to come; else nobody knows which is meant."""
    return coming(today, weekday) if weekday > today.weekday() else ()


def next_one(today: date, weekday: int) -> tuple[On, ...]:
    """Some mean the first one, some the one after it."""
    (first,) = coming(today, weekday)
    return (first, On(first.day + timedelta(weeks=1), again="week"))


def last_one(today: date, weekday: int) -> tuple[On, ...]:
    """The last one before today."""
    (first,) = coming(today, weekday)
    passed = first.day - timedelta(weeks=1)
    return (On(passed if passed < today else passed - timedelta(weeks=1), again="week"),)


def of_week(weeks: int) -> DayReader:
    """The weekday of the calendar week that is so many weeks after this one."""
    return lambda today, weekday: (
        On(today + timedelta(days=7 * weeks + weekday - today.weekday()), again="week"),
    )


def coming_week(today: date, weekday: int) -> tuple[On, ...]:
    """ "Komende week": the coming days to some, the next calendar week to others."""
    return tuple(dict.fromkeys((*coming(today, weekday), *of_week(1)(today, weekday))))


def weeks_from(today: date, weeks: int, weekday: int) -> tuple[On, ...]:
    """ "A week from friday", "vrijdag over een week": so many weeks after the coming one."""
    (first,) = coming(today, weekday)
    return (On(first.day + timedelta(weeks=weeks), again="week"),)


def one_week_from(today: date, weekday: int) -> tuple[On, ...]:
    return weeks_from(today, 1, weekday)


def two_weeks_from(today: date, weekday: int) -> tuple[On, ...]:
    return weeks_from(today, 2, weekday)


def weekday_in_weeks(today: date, weekday: int, weeks: int) -> tuple[On, ...]:
    return weeks_from(today, weeks, weekday)


def weekday_in_days(today: date, weekday: int, days: int) -> tuple[On, ...]:
    """ "Dinsdag over 14 dagen": whole weeks; of other numbers nobody can tell what they do to a weekday."""
    weeks, odd = divmod(days, 7)
    return () if odd or not weeks else weeks_from(today, weeks, weekday)


def in_weeks_weekday(today: date, weeks: int, weekday: int) -> tuple[On, ...]:
    """ "Over 2 weken op vrijdag": counted from the coming one, or in the calendar week two weeks on."""
    return tuple(dict.fromkeys((*weeks_from(today, weeks, weekday), *of_week(weeks)(today, weekday))))


def week_number(today: date, week: int, weekday: int) -> tuple[On, ...]:
    """That weekday of the next ISO week with that number."""
    for year in (today.year, today.year + 1):
        found = date.fromisocalendar(year, week, weekday + 1)
        if found >= today:
            return (On(found, again="year"),)
    raise ValueError(week)


def weekday_of_week(today: date, weekday: int, week: int) -> tuple[On, ...]:
    return week_number(today, week, weekday)


def in_part(reader: DayReader) -> Callable[..., tuple[str, tuple[On, ...]]]:
    """ "Dinsdagavond volgende week": a part of the day that stands within the day; the pattern says PART second."""
    return lambda today, weekday, part, *more: (part, reader(today, weekday, *more))


# -- dates


def dated(today: date, day: int, month: int, year: int | None = None) -> tuple[On, ...]:
    """That day; without a year the next such day, today included."""
    if year is not None:
        if year < 100:
            year += 2000
        if not 1970 <= year <= 2200:  # beyond this it is a slip of the finger
            raise ValueError(year)
        return (On(date(year, month, day), again="date"),)
    date(2000, month, day)  # a leap year: what does not exist in it never exists
    for ahead in range(9):  # eight years lie between two leap days around 2100
        try:
            found = date(today.year + ahead, month, day)
        except ValueError:
            continue
        if found >= today:
            return (On(found, again="year"),)
    raise ValueError((day, month))


def month_first(today: date, month: int, day: int, year: int | None = None) -> tuple[On, ...]:
    return dated(today, day, month, year)


def in_digits(today: date, numbers: tuple[int, ...]) -> tuple[On, ...]:
    """Day, month and perhaps a year."""
    return dated(today, *numbers)


def iso_date(today: date, numbers: tuple[int, int, int]) -> tuple[On, ...]:
    year, month, day = numbers
    return dated(today, day, month, year)


def of_month(today: date, day: int) -> tuple[On, ...]:
    """ "De 15e": the next month that has it, this one and today included."""
    if not 1 <= day <= 31:
        raise ValueError(day)
    year, month = today.year, today.month
    while day > monthrange(year, month)[1] or date(year, month, day) < today:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return (On(date(year, month, day), again="month"),)


def weekday_of_month(today: date, weekday: int, day: int) -> tuple[On, ...]:
    """ "Vrijdag de 13e": the next one; when that is no Friday, it or the next Friday that is a 13th."""
    (first,) = of_month(today, day)
    found = first
    for _ in range(48):
        if found.day.weekday() == weekday:
            break
        (found,) = of_month(found.day + timedelta(days=1), day)
    return tuple(dict.fromkeys((first, found)))


def last_of_month(today: date) -> tuple[On, ...]:
    return (On(today.replace(day=monthrange(today.year, today.month)[1]), again="month"),)


def next_month(today: date, day: int) -> tuple[On, ...]:
    years, month = divmod(today.month, 12)
    return (On(date(today.year + years, month + 1, day)),)


def nth(year: int, month: int, which: int, weekday: int) -> date:
    """The first, second, … or, from -1 down, the last such weekday of a month."""
    size = monthrange(year, month)[1]
    if which > 0:
        day = 1 + (weekday - date(year, month, 1).weekday()) % 7 + 7 * (which - 1)
    else:
        day = size - (date(year, month, size).weekday() - weekday) % 7 + 7 * (which + 1)
    return date(year, month, day)


def nth_in_month(
    today: date, which: int, weekday: int, month: int, year: int | None = None
) -> tuple[On, ...]:
    """ "The first tuesday of december"."""
    if year is not None:
        return (On(nth(year, month, which, weekday), again="year"),)
    for ahead in range(40):  # a fifth one may be years away
        try:
            found = nth(today.year + ahead, month, which, weekday)
        except ValueError:
            continue
        if found >= today:
            return (On(found, again="year"),)
    raise ValueError((which, weekday, month))


def nth_of_month(today: date, which: int, weekday: int) -> tuple[On, ...]:
    """ "The first tuesday of the month": the next one, today included."""
    for ahead in range(12):
        years, month = divmod(today.month - 1 + ahead, 12)
        try:
            found = nth(today.year + years, month + 1, which, weekday)
        except ValueError:
            continue
        if found >= today:
            return (On(found, again="month"),)
    raise ValueError((which, weekday))


def nth_of_next_month(today: date, which: int, weekday: int) -> tuple[On, ...]:
    years, month = divmod(today.month, 12)
    return (On(nth(today.year + years, month + 1, which, weekday)),)


def next_year(today: date, day: int, month: int) -> tuple[On, ...]:
    return dated(today, day, month, today.year + 1)


def next_year_month_first(today: date, month: int, day: int) -> tuple[On, ...]:
    return next_year(today, day, month)


def vague(_today: date, *_: object) -> tuple[On, ...]:
    return ()
