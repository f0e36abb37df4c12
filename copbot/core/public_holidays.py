"""Which days are public holidays: worked out by a library that is kept for it, read only when somebody needs it.

A meeting on such a day is no mistake; its answer only mentions it, so that nobody forgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache


def public_holiday(day: date, country: str = "NL", language: str = "nl") -> str | None:
    """The name of the public holiday that ``day`` is in ``country`` (ISO 3166, two letters), in ``language``; or None.

    A country that the library does not know has none; a language that it does not know gets the names of another.
    """
    return public_holidays(country, day.year, language).get(day)


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int, language: str = "nl") -> Mapping[date, str]:
    """The public holidays of a year by day, as `public_holiday` knows them."""
    from holidays import country_holidays  # only who meets needs it

    try:
        found = country_holidays(country, years=year, language={"en": "en_US"}.get(language, language))
    except NotImplementedError:
        return {}
    return dict(sorted(found.items()))
