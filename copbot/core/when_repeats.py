"""What comes back: the readers that `when_dutch` and `when_english` name for repeats, and the rules made of them.

A repeat is a pace (every so many days, weeks, months or years) and which days of it. "Every week" alone does not say
which day, so it is asked back; "every second tuesday" is both the second of the month and every other week.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from copbot.core.recurrence import WEEKDAYS

Unit = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]

_LONGEST: Final = {"DAILY": 366, "WEEKLY": 52, "MONTHLY": 24, "YEARLY": 10}
"""Longer intervals are slips of the finger."""


@dataclass(frozen=True, slots=True)
class Which:
    """Days of a pace: weekdays (with which one of the month, 0 for each), days of the month, a month, or a working
    day of the month by its position.
    """

    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    month: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Every:
    """A repeat without its time. ``part`` is the part of the day where the words name one ("elke avond")."""

    unit: Unit
    interval: int = 1
    which: Which | None = None
    part: str | None = None

    def on(self, which: Which) -> tuple[Every, ...] | None:
        """This pace on those days; empty when that names no clear days, None when it makes no sense."""
        if self.which is not None:
            return None
        ordered = any(nth for nth, _ in which.weekdays)
        fits: bool | None
        if self.unit == "DAILY":
            weeks, odd = divmod(self.interval, 7)
            if weeks and not odd and which.weekdays and not ordered:  # "elke 14 dagen op donderdag"
                return (Every("WEEKLY", weeks, which, self.part),)
            whole_week = self.interval == 1 and which.weekdays and not ordered
            if whole_week and len(which.weekdays) == 1:
                return ()  # "elke dag ma bellen" is about a mother
            return (replace(self, unit="WEEKLY", which=which),) if whole_week else None
        if self.unit == "WEEKLY":
            fits = bool(which.weekdays) and not ordered
        elif self.unit == "MONTHLY":
            if which.weekdays and not ordered and not which.position:
                return ()  # "every month on monday"
            fits = not which.month
        else:
            fits = bool(which.month)
        if not fits:
            return None
        return (replace(self, which=which),)

    @property
    def whole(self) -> bool:
        """Whether it says on which days it is."""
        return self.which is not None or self.unit == "DAILY"

    def rule(self, later: int = 0) -> str | None:
        """As an RRULE; ``later`` days later, for the night after a weekday. None when that can't be said."""
        which = self.which or Which()
        if later and self.unit != "DAILY":
            if self.unit != "WEEKLY":
                return None
            which = replace(which, weekdays=tuple((0, (day + later) % 7) for _, day in which.weekdays))
        parts = [f"FREQ={self.unit}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.unit == "YEARLY":
            parts.append(f"BYMONTH={which.month}")
        if which.weekdays:
            named = sorted(set(which.weekdays), key=lambda day: (day[0] < 0, day))
            parts.append("BYDAY=" + ",".join(f"{nth or ''}{WEEKDAYS[day]}" for nth, day in named))
        if which.month_days:
            parts.append("BYMONTHDAY=" + ",".join(str(day) for day in sorted(set(which.month_days))))
        if which.position:
            parts.append(f"BYSETPOS={which.position}")
        return ";".join(parts)


Reader = Callable[..., tuple[Every, ...]]


# -- paces


def every(unit: Unit, interval: int = 1) -> Reader:
    """ "Dagelijks", "every other week"; "elke 3 dagen" when its pattern catches a number."""

    def read(number: int = interval) -> tuple[Every, ...]:
        if not 1 <= number <= _LONGEST[unit]:
            raise ValueError(number)
        return (Every(unit, number),)

    return read


def times_per(unit: Unit) -> Reader:
    """ "1 keer per week" is every week; more often than once has no clear days."""
    return lambda times: every(unit)() if times == 1 else ()


def times_in(unit: Unit) -> Reader:
    """ "1 keer in de 2 weken"."""
    return lambda times, number: every(unit)(number) if times == 1 else ()


def every_day_in(part: str) -> tuple[Every, ...]:
    """ "Elke avond"."""
    return (Every("DAILY", part=part),)


def weekly(days: tuple[int, ...]) -> tuple[Every, ...]:
    return (Every("WEEKLY", which=on_weekdays(days)),)


def from_through(days: tuple[int, ...]) -> tuple[Every, ...]:
    """ "Ma-vr" is every week; "di t/m do" may as well be those of one week."""
    return weekly(days) if len(days) >= 5 else ()


def working_days() -> tuple[Every, ...]:
    return weekly((0, 1, 2, 3, 4))


def working_days_in(part: str) -> tuple[Every, ...]:
    return tuple(replace(found, part=part) for found in working_days())


def all_but(days: tuple[int, ...]) -> tuple[Every, ...]:
    """ "Elke dag behalve zondag"."""
    return weekly(tuple(day for day in range(7) if day not in days))


def working_days_but(days: tuple[int, ...]) -> tuple[Every, ...]:
    return weekly(tuple(day for day in range(5) if day not in days))


def weekends() -> tuple[Every, ...]:
    """Both days to some, once to others."""
    return (*weekly((5,)), *weekly((5, 6)))


def alternate(days: tuple[int, ...]) -> tuple[Every, ...]:
    """ "Every other friday"."""
    return (Every("WEEKLY", 2, on_weekdays(days)),)


def each_nth(order: tuple[int, ...], days: tuple[int, ...]) -> tuple[Every, ...]:
    """ "Elke tweede dinsdag" without "van de maand"; the first, the last and several are of a month only."""
    of_month = monthly_nth(order, days)
    if len(order) > 1 or order[0] < 2:
        return of_month
    return (*of_month, Every("WEEKLY", order[0], on_weekdays(days)))


def monthly(which: Callable[..., Which]) -> Reader:
    return lambda *caught: (Every("MONTHLY", which=which(*caught)),)


def yearly(which: Callable[..., Which]) -> Reader:
    return lambda *caught: (Every("YEARLY", which=which(*caught)),)


def unclear(*_: object) -> tuple[Every, ...]:
    """A repeat that copbot does not make, or cannot tell the days of."""
    return ()


# -- for how long


def for_days(number: int) -> timedelta:
    return timedelta(days=number)


def for_weeks(number: int) -> timedelta:
    return timedelta(weeks=number)


# -- which days


def on_weekdays(days: tuple[int, ...]) -> Which:
    return Which(weekdays=tuple((0, day) for day in days))


def on_nth(order: tuple[int, ...], days: tuple[int, ...]) -> Which:
    """ "The first and third tuesday"."""
    if not all(-2 <= nth <= 5 for nth in order):
        raise ValueError(order)
    return Which(weekdays=tuple((nth, day) for nth in order for day in days))


def on_month_days(days: tuple[int, ...]) -> Which:
    """ "The 1st and 15th"; a month without such a day is left out."""
    if not all(1 <= day <= 31 for day in days):
        raise ValueError(days)
    return Which(month_days=days)


def on_last_day() -> Which:
    return Which(month_days=(-1,))


def on_working_day(order: int) -> Which:
    if not -2 <= order <= 20:
        raise ValueError(order)
    return Which(weekdays=tuple((0, day) for day in range(5)), position=order)


def on_date(day: int, month: int) -> Which:
    date(2000, month, day)
    return Which(month_days=(day,), month=month)


def on_date_month_first(month: int, day: int) -> Which:
    return on_date(day, month)


def on_short(numbers: tuple[int, ...]) -> Which:
    return on_date(*numbers[:2])


def on_nth_in_month(order: tuple[int, ...], days: tuple[int, ...], month: int) -> Which:
    return replace(on_nth(order, days), month=month)


monthly_nth = monthly(on_nth)
