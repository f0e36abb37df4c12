"""Days that people leave out of a repeat by their name: "behalve met kerst", "except on public holidays".

A name stands for its days of every year, so it is worked out for as many years as anybody plans ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from copbot.core.public_holidays import public_holidays

PUBLIC: Final = "public"
"""All public holidays of the country."""


def days_of_feast(name: str, year: int, country: str) -> tuple[date, ...]:
    """The days of that year that a feast has; ``name`` is `PUBLIC` or a key of `FEASTS`."""
    return tuple(public_holidays(country, year)) if name == PUBLIC else FEASTS[name](year)


def _dates(*days: tuple[int, int]) -> Callable[[int], tuple[date, ...]]:
    return lambda year: tuple(date(year, month, day) for month, day in days)


def _after_easter(*days: int) -> Callable[[int], tuple[date, ...]]:
    def read(year: int) -> tuple[date, ...]:
        from dateutil.easter import easter  # only who leaves out such a day needs it

        return tuple(easter(year) + timedelta(days=n) for n in days)

    return read


def _kings_day(year: int) -> tuple[date, ...]:
    day = date(year, 4, 27)
    return (day - timedelta(days=1) if day.weekday() == 6 else day,)


FEASTS: Final[Mapping[str, Callable[[int], tuple[date, ...]]]] = MappingProxyType(
    {
        "christmas": _dates((12, 25), (12, 26)),
        "christmas-day": _dates((12, 25)),
        "boxing-day": _dates((12, 26)),
        "christmas-eve": _dates((12, 24)),
        "new-years-eve": _dates((12, 31)),
        "new-years-day": _dates((1, 1)),
        "new-year": _dates((12, 31), (1, 1)),
        "saint-nicholas": _dates((12, 5)),
        "kings-day": _kings_day,
        "liberation-day": _dates((5, 5)),
        "remembrance-day": _dates((5, 4)),
        "good-friday": _after_easter(-2),
        "easter": _after_easter(0, 1),
        "easter-sunday": _after_easter(0),
        "easter-monday": _after_easter(1),
        "ascension": _after_easter(39),
        "pentecost": _after_easter(49, 50),
        "whit-monday": _after_easter(50),
    }
)
