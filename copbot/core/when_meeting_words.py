"""The words and forms that only meetings have: ranges, what is left out, until when, and where.

Reminders do not see these rows, so that what they ask back today they ask back tomorrow.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from copbot.core.when_days import On
from copbot.core.when_dutch import DUTCH
from copbot.core.when_english import ENGLISH
from copbot.core.when_feasts import FEASTS, PUBLIC
from copbot.core.when_table import Language, Row, grown, rows

SCHOOL: Final = "school"
"""Holidays of schools, which differ by region and year."""

WEEKEND: Final = "weekend"


@dataclass(frozen=True, slots=True)
class MeetingWords:
    """One language's words around the times of meetings, all in lower case."""

    before: frozenset[str]  # "van" before a range
    between: frozenset[str]  # "tussen", after which `also` stands in the middle of a range
    since: frozenset[str]  # "vanaf", which may have no end
    until: tuple[tuple[str, ...], ...]  # in the middle of a range
    also: frozenset[str]
    hours: frozenset[str]  # after a bare number, so that it is a clock time
    halves: frozenset[str]  # "pm" at the end of a range is of its beginning as well
    small: frozenset[str]  # words that change nothing among days that are left out


def _ends(today: date, month: int, year: int | None = None) -> tuple[On, ...]:
    """The last day of the next such month."""
    at = year or today.year + (month < today.month)
    return (On(date(at, month, monthrange(at, month)[1])),)


def _before_or_in(today: date, month: int, year: int | None = None) -> tuple[On, ...]:
    """ "Tot juni": up to the first day of June, or through June."""
    (last,) = _ends(today, month, year)
    return (On(last.day.replace(day=1)), last)


def _last_of_year(today: date) -> tuple[On, ...]:
    return (On(today.replace(month=12, day=31)),)


def _last_of_next_year(today: date) -> tuple[On, ...]:
    return (On(date(today.year + 1, 12, 31)),)


def _feast(name: str, at: int) -> Callable[[date], tuple[On, ...]]:
    """ "T/m kerst": the first or the last day of the next feast of that name."""

    def read(today: date) -> tuple[On, ...]:
        coming = (days for year in (today.year, today.year + 1) for days in [FEASTS[name](year)])
        return (On(next(days[at] for days in coming if days[at] >= today)),)

    return read


def _no_day(_today: date, *_: object) -> tuple[On, ...]:
    return ()


_FEASTS_NL: Final = (
    ("kerst|kerstmis|kerstdagen", "christmas"),
    ("beide|allebei kerstdagen", "christmas"),
    ("eerste|1e kerstdag", "christmas-day"),
    ("tweede|2e kerstdag", "boxing-day"),
    ("kerstavond", "christmas-eve"),
    ("oudjaar|oudjaarsdag|oudejaarsavond|oudejaarsdag|silvester", "new-years-eve"),
    ("nieuwjaar|nieuwjaarsdag", "new-years-day"),
    ("oud en nieuw", "new-year"),
    ("sinterklaas|pakjesavond", "saint-nicholas"),
    ("koningsdag", "kings-day"),
    ("bevrijdingsdag", "liberation-day"),
    ("dodenherdenking", "remembrance-day"),
    ("goede vrijdag", "good-friday"),
    ("pasen|paasdagen|paasweekend", "easter"),
    ("eerste|1e paasdag", "easter-sunday"),
    ("tweede|2e paasdag|paasmaandag", "easter-monday"),
    ("hemelvaart|hemelvaartsdag", "ascension"),
    ("pinksteren|pinksterdagen", "pentecost"),
    ("tweede|2e pinksterdag|pinkstermaandag", "whit-monday"),
    ("alle? officiele|nationale|landelijke|erkende|nederlandse? feestdagen|feestdag", PUBLIC),
    ("alle? feestdagen|feestdag", PUBLIC),
    ("een? officiele|nationale feestdag", PUBLIC),
)
_FEASTS_EN: Final = (
    ("christmas|xmas", "christmas"),
    ("christmas day", "christmas-day"),
    ("boxing day", "boxing-day"),
    ("christmas eve", "christmas-eve"),
    ("new years|year|year's eve", "new-years-eve"),
    ("new years|year|year's day?", "new-years-day"),
    ("kings|king's day", "kings-day"),
    ("liberation day", "liberation-day"),
    ("remembrance day", "remembrance-day"),
    ("good friday", "good-friday"),
    ("easter", "easter"),
    ("easter sunday", "easter-sunday"),
    ("easter monday", "easter-monday"),
    ("ascension day?", "ascension"),
    ("whitsun|pentecost", "pentecost"),
    ("whit monday", "whit-monday"),
    ("all? public|national|bank|official|dutch holidays|holiday", PUBLIC),
)
_SCHOOL_NL: Final = (
    (
        "alle? schoolvakanties|schoolvakantie|vakanties|vakantie|vakantieperiodes|zomervakantie|kerstvakantie|"
        "herfstvakantie|meivakantie|voorjaarsvakantie|krokusvakantie|paasvakantie|zomerstop|vakantieweken|studiedagen"
    ),
    "schoolvrije dag|week",
    "grote vakantie",
)
_SCHOOL_EN: Final = (
    "all? school holidays|holiday|vacation|vacations|breaks",
    "summer|christmas|easter|autumn|spring|winter|may holidays|holiday|break|vacation",
    "half term|terms",
    "holidays|vacation|vacations",
    "term breaks",
)

_DUTCH: Final[list[Row]] = [
    *rows("through",
        ("t/m MONTH YEAR?", _ends),
        ("tot en met MONTH YEAR?", _ends),
        ("tot aan? MONTH YEAR?", _before_or_in),
        ("tot aan? het? eind|einde van? MONTH YEAR?", _ends),
        ("tot en met het? eind|einde van? MONTH YEAR?", _ends),
        ("t/m eind|einde MONTH YEAR?", _ends),
        ("tot het? eind|einde van het|dit jaar", _last_of_year),
        ("t/m dit jaar", _last_of_year),
        ("voor? de? rest van het|dit jaar", _last_of_year),
        ("tot het? eind|einde van volgend jaar", _last_of_next_year),
        ("tot begin|half|midden|medio MONTH", _no_day),
    ),
    *rows("but",
        ("behalve|uitgezonderd|zonder|muv", None),
        ("met uitzondering van", None),
        ("maar? niet", None),
        ("en niet", None),
    ),
    *(row for pattern, name in _FEASTS_NL for row in rows("feast", (pattern, name))),
    *(row for pattern, name in _FEASTS_NL if name in FEASTS for row in rows("through",
        (f"tot aan? {pattern}", _feast(name, 0)), (f"t/m {pattern}", _feast(name, -1)),
        (f"tot en met {pattern}", _feast(name, -1)))),
    *(row for pattern in _SCHOOL_NL for row in rows("feast", (pattern, SCHOOL))),
    *(row for pattern in _SCHOOL_NL for row in rows("school", (f"tot|t/m aan? de? {pattern}", None),
        (f"tot en met de? {pattern}", None))),
    *rows("feast", ("weekend", WEEKEND)),
    *rows("months", ("hele? maand? MONTH", int), ("MONTH t/m|tot MONTH", lambda *ends: ends),
        ("MONTH tot en met MONTH", lambda *ends: ends)),
    *rows("count", ("NUMBER bijeenkomsten|avonden|sessies|lessen|ochtenden|middagen", int)),
]  # fmt: skip

_ENGLISH: Final[list[Row]] = [
    *rows("through",
        ("through|t/m MONTH YEAR?", _ends),
        ("until and including MONTH YEAR?", _ends),
        ("up to and including MONTH YEAR?", _ends),
        ("until MONTH YEAR?", _before_or_in),
        ("up to MONTH YEAR?", _before_or_in),
        ("until|through the? end of MONTH YEAR?", _ends),
        ("until|through the? end of the|this year", _last_of_year),
        ("for? the rest of the|this year", _last_of_year),
        ("until|through the? end of next year", _last_of_next_year),
        ("until early|mid|late MONTH", _no_day),
    ),
    *rows("but",
        ("except|excluding|excepting|skipping|without", None),
        ("except|apart|aside for|from", None),
        ("with the exception of", None),
        ("but? not", None),
        ("and not", None),
    ),
    *(row for pattern, name in _FEASTS_EN for row in rows("feast", (pattern, name))),
    *(row for pattern, name in _FEASTS_EN if name in FEASTS for row in rows("through",
        (f"until {pattern}", _feast(name, 0)), (f"through {pattern}", _feast(name, -1)))),
    *(row for pattern in _SCHOOL_EN for row in rows("feast", (pattern, SCHOOL))),
    *(row for pattern in _SCHOOL_EN for row in rows("school", (f"until|through the? {pattern}", None))),
    *rows("feast", ("weekend", WEEKEND)),
    *rows("months", ("all? of? MONTH", int), ("MONTH to|through|until MONTH", lambda *ends: ends)),
    *rows("count", ("NUMBER meetings|sessions|evenings|occurrences", int), ("for? NUMBER meetings|sessions", int)),
]  # fmt: skip

WORDS: Final = {
    "nl": MeetingWords(
        before=frozenset({"van", "om"}), between=frozenset({"tussen"}), since=frozenset({"vanaf"}),
        until=(("tot",), ("t/m",), ("tot", "en", "met"), ("tot", "ongeveer"), ("tot", "ca"),
            ("tot", "uiterlijk"), ("einde",), ("eind",)), also=frozenset({"en"}),
        hours=frozenset({"uur", "u", "h"}), halves=frozenset({"am", "pm"}),
        small=frozenset({"op", "in", "met", "tijdens", "de", "het", "t", "rond", "gedurende", "van", "alle"}),
    ),
    "en": MeetingWords(
        before=frozenset({"from", "at"}), between=frozenset({"between"}), since=frozenset({"from", "starting"}),
        until=(("to",), ("until",), ("through",), ("t/m",), ("ends",), ("ends", "at"), ("ending",), ("ending", "at")), also=frozenset({"and"}),
        hours=frozenset({"oclock", "h", "u"}), halves=frozenset({"am", "pm"}),
        small=frozenset({"on", "in", "during", "the", "over", "at", "around", "for", "from"}),
    ),
}  # fmt: skip


@cache
def meeting_language(name: str) -> Language:
    """The language of times with the rows of meetings; made when somebody meets."""
    return {"nl": lambda: grown(DUTCH, _DUTCH), "en": lambda: grown(ENGLISH, _ENGLISH)}[name]()
