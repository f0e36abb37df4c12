"""The words and forms of dates that people write, in Dutch and English: the one table that
`copbot.core.when` reads.

A form is a row ``(pattern, reader)``. A pattern is words in a row: lower case stands for itself (``a|b`` is
either, a final ``?`` may be left out), CAPITALS are a kind of word, see `kind_of`; what a reader makes of
them stands in `copbot.core.when_readers`. Before the forms are tried, the text is lower case, without
accents, apostrophes, commas and final dots, and the rewrites of its language are made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from types import MappingProxyType
from typing import Any

from copbot.core.when_readers import (
    Language,
    Pattern,
    after_days,
    after_months,
    after_weeks,
    clock_time,
    clock_words,
    clock_words_and,
    coming,
    dated,
    in_days,
    in_digits,
    iso_date,
    midnight,
    month_first,
    next_month,
    next_one,
    next_week,
    noon,
    this_one,
    twelve_hours,
    vague,
    weekday_month_first,
    whole_hour,
    with_weekday,
)


def _table(*rows: tuple[str, Callable[..., Any]]) -> tuple[tuple[Pattern, Callable[..., Any]], ...]:
    """Rows with their optional words written out, so that a pattern is as long as what it matches."""
    return tuple(
        (tuple(slot for slot in slots if slot), reader)
        for pattern, reader in rows
        for slots in product(*(
            (frozenset(word.rstrip("?").split("|")), *((frozenset(),) if word.endswith("?") else ()))
            for word in pattern.split()
        ))
    )  # fmt: skip


_DIGIT_DAYS = (
    ("op|on? ISO", iso_date),  # 2026-12-01
    ("op|on? SHORT", in_digits),  # 1/12 is the first of December
    ("op|on? LONG", in_digits),  # 1-12-2026
)
_DIGIT_CLOCKS = (
    ("om|at? CLOCK uur|u|h?", clock_time),  # 19:30, 19.30 uur, 9u, 20u30
    ("om|at? HOUR u|h", whole_hour),  # 9 u
    ("om|at? HOUR|CLOCK am", twelve_hours(0)),  # 5 am, 5:30am
    ("om|at? HOUR|CLOCK pm", twelve_hours(720)),
)

_DUTCH_DAYS = (
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "morgen", "overmorgen",
)  # fmt: skip
_DUTCH_PARTS = ("ochtend", "middag", "avond", "nacht")

DUTCH = Language(
    weekdays=MappingProxyType({
        "maandag": 0, "dinsdag": 1, "woensdag": 2, "donderdag": 3, "vrijdag": 4, "zaterdag": 5, "zondag": 6,
        "ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4, "za": 5, "zo": 6,
    }),
    months=MappingProxyType({
        "januari": 1, "februari": 2, "maart": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7, "augustus": 8,
        "september": 9, "oktober": 10, "november": 11, "december": 12,
        "jan": 1, "feb": 2, "febr": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
        "okt": 10, "nov": 11, "dec": 12,
    }),
    articles=frozenset({"een"}),
    numbers=MappingProxyType({
        "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
        "tien": 10, "elf": 11, "twaalf": 12,
    }),
    parts=MappingProxyType({
        "ochtend": ((0, 719),), "middag": ((720, 1110),), "avond": ((1020, 1440),),
        "nacht": ((0, 360), (1260, 1800)),
    }),
    rewrites=(
        ("vanochtend", "vandaag ochtend"), ("vanmorgen", "vandaag ochtend"), ("vanmiddag", "vandaag middag"),
        ("vanavond", "vandaag avond"), ("vannacht", "vandaag nacht"),
        ("s ochtends", "ochtend"), ("s morgens", "ochtend"), ("s middags", "middag"), ("s avonds", "avond"),
        ("s nachts", "nacht"), ("in de ochtend", "ochtend"), ("in de middag", "middag"),
        ("in de avond", "avond"), ("in de nacht", "nacht"), ("morgen vroeg", "morgen ochtend"),
        # dinsdagavond, morgenavond; "dinsdag morgen" is that day's morning
        *((f"{day}{part}", f"{day} {part}") for day in _DUTCH_DAYS for part in _DUTCH_PARTS),
        *((f"{day}{space}morgen", f"{day} ochtend") for day in _DUTCH_DAYS[:7] for space in ("", " ")),
    ),
    days=_table(
        *_DIGIT_DAYS,
        ("vandaag", in_days(0)),
        ("morgen", in_days(1)),
        ("overmorgen", in_days(2)),
        ("op? WEEKDAY", coming),
        ("op? komende|as|aanstaande|aankomende|eerstvolgende WEEKDAY", coming),
        ("op? WEEKDAY as|aanstaande", coming),
        ("deze WEEKDAY", this_one),
        ("op? volgende WEEKDAY", next_one),
        ("volgende week op? WEEKDAY", next_week),
        ("op? WEEKDAY in? volgende week", next_week),
        ("over|in COUNT dag|dagen", after_days),
        ("over|in COUNT week|weken", after_weeks),
        ("over|in COUNT maand|maanden", after_months),
        ("op? de? DAY MONTH YEAR?", dated),
        ("op? WEEKDAY de? DAY MONTH YEAR?", with_weekday),
        ("op? de? ORDINAL volgende maand", next_month),
        ("volgende maand op? de ORDINAL", next_month),
        ("eind|einde|begin|midden van? de? week|maand|jaar|weekend", vague),
        ("eind|einde|begin|midden van? deze|volgende|komende week|maand", vague),
        ("eind|einde|begin|midden|half MONTH", vague),
        ("dit|deze|volgende|volgend|komende|komend week|maand|jaar|weekend", vague),
        ("het|in? weekend", vague),
        ("binnenkort|straks|later|gauw|snel|spoedig|zsm", vague),
    ),
    clocks=_table(
        *_DIGIT_CLOCKS,
        ("om? HOUR uur", clock_words),
        ("om HOUR", clock_words),
        ("om? half HOUR uur?", clock_words_and(-30)),
        ("om? kwart over HOUR uur?", clock_words_and(15)),
        ("om? kwart voor HOUR uur?", clock_words_and(-15)),
        ("om? middernacht", midnight),
    ),
)  # fmt: skip

ENGLISH = Language(
    weekdays=MappingProxyType({
        "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
        "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
        "sat": 5, "sun": 6,
    }),
    months=MappingProxyType({
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9, "october": 10, "november": 11, "december": 12,
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
        "nov": 11, "dec": 12,
    }),
    articles=frozenset({"a", "an"}),
    numbers=MappingProxyType({
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
        "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    }),
    parts=MappingProxyType({
        "morning": ((0, 719),), "afternoon": ((720, 1110),), "evening": ((1020, 1440),),
        "night": ((0, 240), (1080, 1680)),  # English night begins when it is dark: "at 8 at night"
    }),
    rewrites=(
        ("tonight", "today night"), ("this morning", "today morning"), ("this afternoon", "today afternoon"),
        ("this evening", "today evening"), ("in the morning", "morning"), ("in the afternoon", "afternoon"),
        ("in the evening", "evening"), ("at night", "night"), ("the day after tomorrow", "overmorrow"),
        ("day after tomorrow", "overmorrow"),
    ),
    days=_table(
        *_DIGIT_DAYS,
        ("today", in_days(0)),
        ("tomorrow", in_days(1)),
        ("overmorrow", in_days(2)),
        ("on? WEEKDAY", coming),
        ("on? this? coming WEEKDAY", coming),
        ("this WEEKDAY", this_one),
        ("on? next WEEKDAY", next_one),
        ("next week on? WEEKDAY", next_week),
        ("on? WEEKDAY of|in? next week", next_week),
        ("in COUNT day|days", after_days),
        ("in COUNT week|weeks", after_weeks),
        ("in COUNT month|months", after_months),
        ("on? the? DAY of? MONTH YEAR?", dated),
        ("on? MONTH the? DAY YEAR?", month_first),
        ("on? WEEKDAY the? DAY of? MONTH YEAR?", with_weekday),
        ("on? WEEKDAY MONTH the? DAY YEAR?", weekday_month_first),
        ("on? the? ORDINAL of next month", next_month),
        ("next month on? the ORDINAL", next_month),
        ("the? end|beginning|middle of the|this|next? week|month|year", vague),
        ("the? end|beginning|middle of MONTH", vague),
        ("early|mid|late MONTH|week", vague),
        ("this|next|coming week|month|year|weekend", vague),
        ("the|at? weekend", vague),
        ("soon|later|sometime|asap", vague),
    ),
    clocks=_table(
        *_DIGIT_CLOCKS,
        ("at? HOUR oclock", clock_words),
        ("at HOUR", clock_words),
        ("at? half past HOUR", clock_words_and(30)),
        ("at? a? quarter past HOUR", clock_words_and(15)),
        ("at? a? quarter to HOUR", clock_words_and(-15)),
        ("at? noon|midday", noon),
        ("at? midnight", midnight),
    ),
)  # fmt: skip

LANGUAGES: Mapping[str, Language] = MappingProxyType({"nl": DUTCH, "en": ENGLISH})
