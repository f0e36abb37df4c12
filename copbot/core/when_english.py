"""The English words and forms of times: the one table of this language that `copbot.core.when` reads.

How a row is written stands in `when_table`, what the CAPITALS stand for in `when_kinds`; what a row means, in
`when_days`, `when_clocks` and `when_repeats`. Before rows are looked up, words are in lower case, without accents,
apostrophes and dots, and are what `_ALSO` and `_IN_FULL` make of them.

It is longer than other files, because whoever looks for a phrase should find all of the language in one place.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from copbot.core import when_clocks as clock
from copbot.core import when_days as day
from copbot.core import when_repeats as repeat
from copbot.core.when_kinds import Turn, Words, compounds
from copbot.core.when_table import language, rows

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ONES: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip

# one word for what people write in several ways
_ALSO: Final = {
    "every": "each",
    "day": "days day's", "week": "weeks week's wk wks", "month": "months month's mth", "year": "years year's yr yrs",
    "hour": "hours hour's hr hrs", "minute": "minutes minute's min mins", "fortnight": "fortnights",
    "weekday": "workday", "weekdays": "workdays", "weekend": "weekends",
    "morning": "mornings", "afternoon": "afternoons", "evening": "evenings", "night": "nights",
    "tomorrow": "tmrw tmr tmw 2moro tomoz tommorow tommorrow", "coming": "upcoming", "next": "nxt", "noon": "midday 12noon",
    "until": "til till", "through": "thru",
}  # fmt: skip
# several words for what people write as one
_IN_FULL: Final = {
    "everyday": "every day",
    "bi-weekly": "biweekly",
    "tonight": "today night",
    "tonite": "today night",
}

_WORDS: Final = Words(
    weekdays=MappingProxyType({
        **{name: number for number, name in enumerate(_WEEKDAYS)},
        "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5,
        "sun": 6,
    }),
    each_weekday=MappingProxyType({f"{name}s": number for number, name in enumerate(_WEEKDAYS)}),
    months=MappingProxyType({
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9, "october": 10, "november": 11, "december": 12,
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
        "nov": 11, "dec": 12,
    }),
    numbers=MappingProxyType({
        **{name: number for number, name in enumerate(_ONES, 1)},
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    }),
    ordinals=MappingProxyType({**{name: number for number, name in enumerate(_ORDINALS, 1)}, "last": -1}),
    parts=MappingProxyType({part: part for part in ("morning", "afternoon", "evening", "night")}),
    part_minutes=MappingProxyType({
        "morning": ((0, 719),), "afternoon": ((720, 1110),), "evening": ((1020, 1440),),
        "night": ((0, 240), (1080, 1680)),  # English night begins when it is dark: "at 8 at night"
    }),
    conjunctions=frozenset({"and", "&", "+"}),
    through=(("to",), ("through",), ("until",), ("t/m",)),
    every=frozenset({"every", "on"}),
    articles=frozenset({"a", "an"}),
    compounds=compounds(_ALSO, _IN_FULL),
    turns=(Turn("this", "today", before=frozenset({"morning", "afternoon", "evening", "night"})),),
    units=frozenset({
        "euro", "euros", "eur", "pound", "pounds", "dollar", "dollars", "kilo", "kilos", "kg", "gram", "grams",
        "litre", "litres", "km", "kilometres", "miles", "mile", "metres", "cm", "percent", "degrees", "cents", "cup",
        "page", "pages",
    }),
    joins=frozenset({"and", "or", "except", "until", "to", "through", "&", "+", "-", "–", "from", "not", "but", "plus"}),
    noise=frozenset({"exactly", "sharp", "precisely"}),
    at=frozenset({"at"}),
    once_more=MappingProxyType({"on": 2, "in": 3}),
    tails=("of the month", "except", "excluding", "even week", "odd week", "on even", "on odd",
           "in even", "in odd", "on even week", "on odd week", "in even week", "in odd week",
           "end of the day", "at the end of the day", "first thing", "last thing", "at lunchtime"),
    beside=tuple(
        f"{when} {article} {what}".replace("  ", " ")
        for when in ("after", "before", "during", "around") for article in ("", "the", "my")
        for what in ("school", "dinner", "lunch", "breakfast", "tea", "supper", "work", "bedtime", "bed", "break")
    ),
    other=(
        "frida morgan ever fist tent late weakly meekly dairy daisy doily dally sundry sundae toddy tomorrows yesterdays latter layer lager laser lather "
        "match marsh thirds forth filth teeth mouth mouths mourning moaning alter abort thorough though trough there "
        "threw sever otter others combing weeds weeps yearn quartet couples coupled timer tires tides tiles wording "
        "staring starring startling seconds minuet fright"
    ),
)  # fmt: skip

_DAYS: Final = [
    *rows("near",
        ("today", day.in_days(0)),
        ("tomorrow", day.in_days(1)),
        ("the? day after tomorrow", day.in_days(2)),
        ("overmorrow", day.in_days(2)),
        ("yesterday", day.in_days(-1)),
        ("the? day before yesterday", day.in_days(-2)),
        ("last night", day.in_days(-1)),
    ),
    *rows("weekday",
        ("on? WEEKDAY", day.coming),
        ("on? this? coming WEEKDAY", day.coming),
        ("this WEEKDAY", day.this_one),
    ),
    *rows("date",
        ("on? ISO", day.iso_date),  # 2026-12-01
        ("on? SHORT", day.in_digits),  # 1/12 is the first of December
        ("on? LONG", day.in_digits),  # 1-12-2026
        ("on? the? DAY of? MONTH YEAR?", day.dated),
        ("on? MONTH the? DAY YEAR?", day.month_first),
        ("on? the? ORDINAL of the month", day.of_month),
        ("on? the? ORDINAL of? next month", day.next_month),
        ("next month on? the? ORDINAL", day.next_month),
        ("on? the? DAY of? MONTH next year", day.next_year),
        ("on? MONTH the? DAY next year", day.next_year_month_first),
        ("next year on? the? DAY of? MONTH", day.next_year),
        ("on? the? last day of the month", day.last_of_month),
    ),
    *rows("day",
        ("on? DOTTED", day.in_digits),  # 1.12 is a time as well
        ("on? the NTH", day.of_month),
        ("on NTH", day.of_month),
        ("on? WEEKDAY the? NTH", day.weekday_of_month),
        ("on? next WEEKDAY", day.next_one),
        ("on? last WEEKDAY", day.last_one),
        ("next week on? WEEKDAY", day.of_week(1)),
        ("on? WEEKDAY of|in? next week", day.of_week(1)),
        ("the? week after next on? WEEKDAY", day.of_week(2)),
        ("this week on? WEEKDAY", day.of_week(0)),
        ("on? WEEKDAY of|in? this week", day.of_week(0)),
        ("last week on? WEEKDAY", day.of_week(-1)),
        ("WEEKDAY last week", day.of_week(-1)),
        ("coming week on? WEEKDAY", day.coming_week),
        ("on? WEEKDAY week", day.one_week_from),
        ("on? WEEKDAY fortnight", day.two_weeks_from),
        ("COUNT week from|on|after WEEKDAY", day.weeks_from),
        ("a? fortnight from|on WEEKDAY", day.two_weeks_from),
        ("on? WEEKDAY in COUNT week", day.weekday_in_weeks),
        ("in COUNT week on? WEEKDAY", day.in_weeks_weekday),
        ("COUNT week from today|now", day.after_weeks),
        ("COUNT week from tomorrow", lambda today, n: day.after_days(today, 7 * n + 1)),
        ("today week", day.in_weeks(1)),
        ("tomorrow week", day.in_days(8)),
        ("COUNT week today", day.after_weeks),
        ("COUNT month today", day.after_months),
        ("COUNT week tomorrow", lambda today, n: day.after_days(today, 7 * n + 1)),
        ("a? fortnight today", day.in_weeks(2)),
        ("a? fortnight tomorrow", day.in_days(15)),
        ("today fortnight", day.in_weeks(2)),
        ("tomorrow fortnight", day.in_days(15)),
        ("in COUNT day time?", day.after_days),
        ("COUNT day from today|now", day.after_days),
        ("in COUNT week time?", day.after_weeks),
        ("in a? fortnight", day.in_weeks(2)),
        ("in a? fortnight on? WEEKDAY", lambda today, weekday: day.in_weeks_weekday(today, 2, weekday)),
        ("in COUNT month time?", day.after_months),
        ("COUNT month from today|now", day.after_months),
        ("in COUNT year time?", day.after_years),
        ("in half a year", day.in_months(6)),
        ("COUNT day ago", day.before_days),
        ("COUNT week ago", day.before_weeks),
        ("in? week NUMBER on? WEEKDAY", day.week_number),
        ("on? WEEKDAY in|of? week NUMBER", day.weekday_of_week),
        ("on? the? ORDINAL WEEKDAY of|in MONTH YEAR?", day.nth_in_month),
        ("on? the? ORDINAL WEEKDAY of|in the month", day.nth_of_month),
        ("on? the? ORDINAL WEEKDAY of|in next month", day.nth_of_next_month),
        # no clear day
        ("in a? couple|few of? day|week|month|year|hour|minute", day.vague),
        ("in some time", day.vague),
        ("in a while|bit|moment", day.vague),
        ("within COUNT minute|hour|day|week|month", day.vague),
        ("in a day|week|month or two|so", day.vague),
        ("at? the? end|beginning|start|middle of the|this|next|coming? day|week|month|year|weekend|PART", day.vague),
        ("the? end|beginning|start|middle of MONTH YEAR?", day.vague),
        ("early|mid|late next? MONTH|week", day.vague),
        ("in MONTH YEAR?", day.vague),
        ("this|next|coming|last week|month|year|weekend|quarter", day.vague),
        ("the? week after next", day.vague),
        ("later|sometime this|next|today week|month|year?", day.vague),
        ("at|on|over? the|this? weekend", day.vague),
        ("in? week NUMBER", day.vague),
        ("eod|cob|eow", day.vague),
        ("first|last thing today|tomorrow|WEEKDAY PART?", day.vague),
        ("first|last thing on WEEKDAY PART?", day.vague),
    ),
    *rows("within",
        ("on? WEEKDAY PART of|in? next week", day.in_part(day.of_week(1))),
        ("on? WEEKDAY PART in COUNT week", day.in_part(day.weekday_in_weeks)),
    ),
    *rows("aside",
        ("soon|later|sometime|someday|asap|now|shortly|immediately|eventually", None),
        ("as soon as possible", None),
        ("right now", None),
    ),
]  # fmt: skip

_CLOCKS: Final = [
    *rows("clock",
        ("at? CLOCK|UCLOCK|FOURU", clock.clock_time),  # 19:30, 9h
        ("at? FOUR hour", clock.clock_time),
        ("at? HOUR u|h", clock.whole_hour),  # 9 u
        ("at? HOUR u|h MINUTE", clock.hour_minute),
        ("at? HOUR|CLOCK|FOUR am", clock.am),  # 5 am, 5:30am
        ("at? HOUR|CLOCK|FOUR pm", clock.pm),
        ("at? HOUR oclock", clock.clock_words),
        ("at? HOUR oclock am", clock.am),
        ("at? HOUR oclock pm", clock.pm),
        ("at HOUR", clock.clock_words),
        ("at HOUR MINUTE", clock.words_and_minutes),
        ("at? HOUR MINUTE am", lambda hour, minute: clock.am((hour, minute))),
        ("at? HOUR MINUTE pm", lambda hour, minute: clock.pm((hour, minute))),
        ("at? half past HOUR", clock.clock_words_and(30)),
        ("at? half past HOUR am", clock.halves(clock.am, clock.clock_words_and(30))),
        ("at? half past HOUR pm", clock.halves(clock.pm, clock.clock_words_and(30))),
        ("at? half HOUR", clock.clock_words_and(30)),
        ("at? a? quarter past|after HOUR", clock.clock_words_and(15)),
        ("at? a? quarter past|after HOUR am", clock.halves(clock.am, clock.clock_words_and(15))),
        ("at? a? quarter past|after HOUR pm", clock.halves(clock.pm, clock.clock_words_and(15))),
        ("at? a? quarter to|of|before HOUR", clock.clock_words_and(-15)),
        ("at? a? quarter to|of|before HOUR am", clock.halves(clock.am, clock.clock_words_and(-15))),
        ("at? a? quarter to|of|before HOUR pm", clock.halves(clock.pm, clock.clock_words_and(-15))),
        ("at? NUMBER minute? past|after HOUR", clock.minutes_from(0, 1)),
        ("at? NUMBER minute? past|after HOUR am", clock.halves(clock.am, clock.minutes_from(0, 1))),
        ("at? NUMBER minute? past|after HOUR pm", clock.halves(clock.pm, clock.minutes_from(0, 1))),
        ("at? NUMBER to HOUR", clock.minutes_to),
        ("at? NUMBER to HOUR am", clock.halves(clock.am, clock.minutes_to)),
        ("at? NUMBER to HOUR pm", clock.halves(clock.pm, clock.minutes_to)),
        ("at? NUMBER minute to|before HOUR", clock.minutes_from(0, -1)),
        ("at? NUMBER minute to|before HOUR am", clock.halves(clock.am, clock.minutes_from(0, -1))),
        ("at? NUMBER minute to|before HOUR pm", clock.halves(clock.pm, clock.minutes_from(0, -1))),
        ("at? NUMBER before HOUR", clock.minutes_from(0, -1)),
        ("at? NUMBER before HOUR am", clock.halves(clock.am, clock.minutes_from(0, -1))),
        ("at? NUMBER before HOUR pm", clock.halves(clock.pm, clock.minutes_from(0, -1))),
        ("at? 12? noon", clock.noon),
        ("at? 12? midnight", clock.midnight),
        # no clear time
        ("from? RANGE am|pm?", clock.unclear),
        ("at? HOUR or HOUR oclock|am|pm?", clock.unclear),
        ("at? CLOCK|HOUR am|pm? or|and|- at? CLOCK|HOUR am|pm", clock.unclear),
        ("at? CLOCK or|and|- at? CLOCK", clock.unclear),
        ("between CLOCK|HOUR am|pm? and CLOCK|HOUR am|pm?", clock.unclear),
        ("from CLOCK|HOUR am|pm? to|until|- CLOCK|HOUR am|pm?", clock.unclear),
        ("CLOCK am|pm? to|until|- CLOCK am|pm?", clock.unclear),
        ("HOUR am|pm to|until|- HOUR am|pm?", clock.unclear),
        ("HOUR to|until|- HOUR am|pm", clock.unclear),
        ("at? around|about|after HOUR am|pm?", clock.unclear),
        ("lunchtime|bedtime|teatime", clock.unclear),
    ),
    *rows("part",
        ("PART", str),
        ("in the early? PART", lambda *parts: parts[-1]),
        ("at|by night", lambda: "night"),
        ("early PART", str),
    ),
    *rows("short",
        ("PART HOUR", clock.in_part),
        ("HOUR in the PART", lambda hour, part: clock.in_part(part, hour)),
    ),
    *rows("moment",
        ("STAMP", clock.instant),
        ("in COUNT minute time?", clock.from_now(minutes=1)),
        ("in COUNT hour time?", clock.from_now(hours=1)),
        ("in HALVED hour", clock.from_now(hours=1)),
        ("in LENGTH", clock.long),
        ("in COUNT hour and COUNT minute", clock.hours_and_minutes),
        ("in COUNT hour NUMBER minute", clock.hours_and_minutes),
        ("in COUNT hour and a quarter", clock.hours_and(15)),
        ("in COUNT hour and a half", clock.hours_and(30)),
        ("in COUNT and a half hour", clock.hours_and(30)),
        ("in a? half an? hour", clock.from_now(minutes=30)),
        ("in a? quarter of? an? hour", clock.from_now(minutes=15)),
        ("in three quarters of? an? hour", clock.from_now(minutes=45)),
        ("in COUNT day and COUNT hour", clock.days_and_hours),
        ("COUNT hour from now", clock.from_now(hours=1)),
        ("COUNT minute from now", clock.from_now(minutes=1)),
        ("half an hour from now", clock.from_now(minutes=30)),
        ("COUNT hour|minute ago", clock.gone),
        ("half an hour ago", clock.gone),
    ),
]  # fmt: skip

_UNITS: Final[tuple[tuple[repeat.Unit, str], ...]] = (
    ("DAILY", "day"),
    ("WEEKLY", "week"),
    ("MONTHLY", "month"),
    ("YEARLY", "year"),
)

_PACES: Final = [
    row
    for unit, word in _UNITS
    for row in rows("every",
        (f"every {word}", repeat.every(unit)),
        (f"every single {word}", repeat.every(unit)),
        (f"every NUMBER {word}", repeat.every(unit)),
        (f"every ORDINAL {word}", repeat.every(unit)),
        (f"every other {word}", repeat.every(unit, 2)),
        (f"once a|per|every {word}", repeat.every(unit)),
        (f"once every NUMBER {word}", repeat.every(unit)),
        (f"once every other {word}", repeat.every(unit, 2)),
        (f"NUMBER times a|per|every {word}", repeat.times_per(unit)),
        (f"TIMES a|per|every {word}", repeat.times_per(unit)),
        (f"twice a|per|every {word}", repeat.unclear),
    )
]  # fmt: skip

_REPEATS: Final = [
    *_PACES,
    *rows("every",
        ("daily", repeat.every("DAILY")),
        ("weekly", repeat.every("WEEKLY")),
        ("biweekly|fortnightly", repeat.every("WEEKLY", 2)),
        ("biweekly|fortnightly|alternate on? EACH|WEEKDAYS", repeat.alternate),
        ("every fortnight", repeat.every("WEEKLY", 2)),
        ("monthly", repeat.every("MONTHLY")),
        ("yearly|annually", repeat.every("YEARLY")),
        ("every PART", repeat.every_day_in),
        ("nightly", lambda: repeat.every_day_in("night")),
        ("every WEEKDAYS", repeat.weekly),
        ("on? EACH", repeat.weekly),  # mondays
        ("from? THROUGH", repeat.from_through),
        ("every day? from? THROUGH", repeat.weekly),
        ("every weekday", repeat.working_days),
        ("weekday PART", repeat.working_days_in),
        ("on? weekdays", repeat.working_days),
        ("every day except|but on? WEEKDAYS", repeat.all_but),
        ("every day except|but on? EACH", repeat.all_but),
        ("every day except|but on? the? weekend", repeat.working_days),
        ("every weekday except|but on? WEEKDAYS", repeat.working_days_but),
        ("every working|week day", repeat.working_days),
        ("every weekend", repeat.weekends),
        ("every other WEEKDAYS", repeat.alternate),
        ("WEEKDAYS every other week", repeat.alternate),
        ("every ORDINALS WEEKDAYS", repeat.each_nth),
        ("every ORDINALS WEEKDAYS of|in the|every|a? month", repeat.monthly(repeat.on_nth)),
        ("on? the? ORDINALS WEEKDAYS of|in the|every month", repeat.monthly(repeat.on_nth)),
        ("every NTHS", repeat.monthly(repeat.on_month_days)),
        ("every ORDINALS day? of|in the|every month", repeat.monthly(repeat.on_month_days)),
        ("on? the? ORDINALS day? of|in the|every month", repeat.monthly(repeat.on_month_days)),
        ("every|on? the? last day of the|every month", repeat.monthly(repeat.on_last_day)),
        ("every|on? the? ORDINAL weekday of the|every month", repeat.monthly(repeat.on_working_day)),
        ("every|on? the? ORDINAL working day of the|every month", repeat.monthly(repeat.on_working_day)),
        ("every DAY of? MONTH", repeat.yearly(repeat.on_date)),
        ("every MONTH the? DAY", repeat.yearly(repeat.on_date_month_first)),
        ("on? the? ORDINALS WEEKDAYS of|in every MONTH", repeat.yearly(repeat.on_nth_in_month)),
        # copbot does not repeat within a day, and these have no clear days
        ("every NUMBER? hour|minute", repeat.unclear),
        ("every half an? hour", repeat.unclear),
        ("every other hour", repeat.unclear),
        ("every quarter of? an? hour?", repeat.unclear),
        ("hourly|bimonthly|quarterly", repeat.unclear),
        ("every half year", repeat.unclear),
        ("every school day", repeat.unclear),
        ("every other weekend", repeat.unclear),
        ("every|on|in? even|odd week|day", repeat.unclear),
        ("now and then", repeat.unclear),
        ("once in a while", repeat.unclear),
    ),
    *rows("on",
        ("on? WEEKDAYS", repeat.on_weekdays),
        ("on? EACH", repeat.on_weekdays),
        ("on? the? ORDINALS WEEKDAYS", repeat.on_nth),
        ("on? the? ORDINALS WEEKDAYS of|in the month", repeat.on_nth),
        ("on? the? ORDINALS WEEKDAYS of|in MONTH", repeat.on_nth_in_month),
        ("on? the? NTHS", repeat.on_month_days),
        ("on? the? ORDINALS day? of the month", repeat.on_month_days),
        ("on? the ORDINALS day", repeat.on_month_days),
        ("on day NUMBER", lambda n: repeat.on_month_days((n,))),
        ("on? the? last day", repeat.on_last_day),
        ("on? the? last day of the month", repeat.on_last_day),
        ("on? the? ORDINAL weekday", repeat.on_working_day),
        ("on? the? ORDINAL working day", repeat.on_working_day),
        ("on? the? DAY of? MONTH", repeat.on_date),
        ("on? MONTH the? DAY", repeat.on_date_month_first),
        ("on? SHORT", repeat.on_short),
    ),
    *rows("from", ("from|starting|beginning|since on?", None), ("as of", None)),
    *rows("until", ("until|through", None), ("up to", None), ("up until", None)),
    *rows("times",
        ("for NUMBER times", int),
        ("NUMBER times in total|all", int),
    ),
    *rows("count", ("NUMBER times", int), ("TIMES", int)),
    *rows("length",
        ("for COUNT day", repeat.for_days),
        ("for COUNT week", repeat.for_weeks),
    ),
]  # fmt: skip

_AROUND: Final = [
    *rows("last",
        ("before|by", None),
        ("until", "until"),
        ("no later than", None),
        ("at the latest by|on?", None),
        ("latest by|on?", None),
    ),
    *rows("hedge",
        ("around|about|approximately|roughly|circa|ca|after|from|since|sometime|somewhere|±", None),
        ("at about|around", None),
        ("some time on|around?", None),
    ),
]  # fmt: skip

ENGLISH: Final = language(_WORDS, _DAYS, _CLOCKS, _REPEATS, _AROUND)
