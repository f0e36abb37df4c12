"""The Dutch words and forms of times: the one table of this language that `copbot.core.when` reads.

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

_WEEKDAYS: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_PARTS: Final = ("ochtend", "middag", "avond", "nacht")

_ONES: Final = (
    "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
    "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
)  # fmt: skip
_TENS: Final = {"twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60}
_ORDINALS: Final = (
    "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende", "elfde",
    "twaalfde", "dertiende", "veertiende", "vijftiende", "zestiende", "zeventiende", "achttiende", "negentiende",
    "twintigste", *(f"{_ONES[n]}entwintigste" for n in range(9)), "dertigste", "eenendertigste",
)  # fmt: skip

# one word for what people write in several ways
_ALSO: Final = {
    "een": "n",
    "het": "t",
    "elke": "iedere elk ieder elek ekle lke elkee ellke elkke eklke",  # too short for slips to be put right otherwise
    "komende": "komend aanstaande aanstaand aankomende eerstvolgende eerstkomende as aanst",
    "volgende": "volgend volg vlgnd",
    "afgelopen": "vorige verleden laatstleden",
    "dag": "dagen dagje dagjes dgn",
    "week": "weken weekje weekjes wk wkn weeken wek",
    "maand": "maanden maandje mnd",
    "jaar": "jaren jaartje jr",
    "uur": "uren uurtje uurtjes",
    "minuut": "minuten min mins minuutje minuutjes",
    "kwartier": "kwartiertje kwartieren",
    "half": "halve",
    "werkdag": "weekdag",
    "werkdagen": "weekdagen",
    "weekend": "weekeinde weekenden weekends",
    "keer": "maal x",
    "t/m": "tm",
    "straks": "zometeen dadelijk",
}
# several words for what people write as one
_IN_FULL: Final = {
    "halfuur": "half uur", "halfuurtje": "half uur", "eenmaal": "een keer", "tweemaal": "twee keer",
    "halfjaar": "half jaar", "2-wekelijks": "tweewekelijks", "twee-wekelijks": "tweewekelijks", "v/d": "van de", "vd": "van de",
    "vanochtend": "vandaag ochtend", "vanmorgen": "vandaag ochtend", "vanmiddag": "vandaag middag",
    "vanavond": "vandaag avond", "vannacht": "vandaag nacht",
    **{f"{name}{part}": f"{name} {part}" for name in (*_WEEKDAYS, "morgen", "overmorgen", "gister") for part in _PARTS},
    **{f"{name}{part}": f"{name} {same}" for name in (*_WEEKDAYS, "morgen", "overmorgen")
       for part, same in (("voormiddag", "ochtend"), ("namiddag", "middag"), ("vroeg", "ochtend"))},
    **{f"{name}morgen": f"{name} ochtend" for name in _WEEKDAYS},
}  # fmt: skip

_WORDS: Final = Words(
    weekdays=MappingProxyType({
        **{name: number for number, name in enumerate(_WEEKDAYS)},
        **{name: number for number, name in enumerate(("ma", "di", "wo", "do", "vr", "za", "zo"))},
        "din": 1, "woe": 2, "don": 3, "zat": 5, "vrydag": 4,
    }),
    each_weekday=MappingProxyType({
        f"{name}{end}": number for number, name in enumerate(_WEEKDAYS) for end in ("s", "en")
    }),
    months=MappingProxyType({
        "januari": 1, "februari": 2, "maart": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7, "augustus": 8,
        "september": 9, "oktober": 10, "november": 11, "december": 12,
        "jan": 1, "feb": 2, "febr": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
        "okt": 10, "nov": 11, "dec": 12,
    }),
    numbers=MappingProxyType({
        **{name: number for number, name in enumerate(_ONES, 1)}, **_TENS,
        **{f"{one}en{ten}": tens + n for ten, tens in _TENS.items() if tens < 60 for n, one in enumerate(_ONES[:9], 1)},
    }),
    ordinals=MappingProxyType({**{name: number for number, name in enumerate(_ORDINALS, 1)}, "laatste": -1}),
    parts=MappingProxyType({
        **{f"{before}{part}{end}": part for part in _PARTS for before, end in (("", ""), ("", "s"), ("s", "s"))},
        "morgens": "ochtend", "smorgens": "ochtend", "vroeg": "ochtend",
        "voormiddag": "ochtend", "namiddag": "middag",
    }),
    part_minutes=MappingProxyType({
        "ochtend": ((60, 719),), "middag": ((720, 1110),), "avond": ((1020, 1440),),
        "nacht": ((0, 360), (1260, 1800)),
    }),
    conjunctions=frozenset({"en", "&", "+"}),
    through=(("t/m",), ("tot",), ("tot", "en", "met")),
    every=frozenset({"elke", "op"}),
    articles=frozenset({"een"}),
    halves=MappingProxyType({
        "anderhalf": 1.5, "anderhalve": 1.5, "tweeenhalf": 2.5, "drieenhalf": 3.5, "vierenhalf": 4.5,
    }),
    compounds=compounds(_ALSO, _IN_FULL),
    turns=(
        Turn("morgen", "ochtend", after=frozenset({"elke", *_WEEKDAYS, "ma", "di", "wo", "do", "vr", "za", "zo"})),
        Turn("van", "vandaag", before=frozenset({*_PARTS, "morgen"})),
    ),
    units=frozenset({
        "euro", "eur", "kilo", "kg", "gram", "liter", "km", "kilometer", "meter", "cm", "procent", "graden", "cent",
        "pond", "brood", "deel", "bladzijde", "pagina",
    }),
    joins=frozenset({"en", "of", "behalve", "tot", "t/m", "&", "+", "-", "–", "vanaf", "niet", "maar", "plus"}),
    noise=frozenset({"precies", "stipt", "exact", "klokslag"}),
    at=frozenset({"om"}),
    once_more=MappingProxyType({"op": 2, "over": 3}),
    tails=("van de maand", "behalve", "uitgezonderd", "heel vroeg", "erg vroeg", "heel laat", "erg laat",
        *(f"{before} {end} van de {part}".strip() for before in ("", "aan het", "op het") for end in ("eind", "einde", "begin")
          for part in ("dag", *_PARTS)),
        "even week", "oneven week",
        "in de even", "in de oneven", "in even", "in oneven",
        "in de even week", "in de oneven week", "in even week", "in oneven week"),
    beside=tuple(
        f"{when} {article} {what}".replace("  ", " ")
        for when in ("na", "voor", "tijdens", "onder", "rond") for article in ("", "het", "de", "mijn")
        for what in ("school", "schooltijd", "eten", "avondeten", "ontbijt", "lunch", "koffie", "werk", "werktijd",
                     "bedtijd", "slapen", "middageten", "pauze")
    ),
    other=(
        "morgan maar maan mand mart mogen morsen morren zondig vandaan vandaal laten lager laser lader strak dagelijkse wekelijkse maandelijkse "
        "jaarlijkse tweewekelijkse zegen zweven tegel teken volgens volgen volgden komen eerst laatst vieren anders "
        "begint gleden totale vroege werken wekken weten wezen wegen dragen daden daken jagen enkel maande einden"
    ),
)  # fmt: skip

_DAYS: Final = [
    *rows("near",
        ("vandaag", day.in_days(0)),
        ("morgen", day.in_days(1)),
        ("overmorgen", day.in_days(2)),
        ("gisteren|gister", day.in_days(-1)),
        ("eergisteren", day.in_days(-2)),
    ),
    *rows("weekday",
        ("op? WEEKDAY", day.coming),
        ("op? komende WEEKDAY", day.coming),
        ("op? WEEKDAY komende", day.coming),
        ("deze WEEKDAY", day.this_one),
    ),
    *rows("date",
        ("op? ISO", day.iso_date),  # 2026-12-01
        ("op? SHORT", day.in_digits),  # 1/12 is the first of December
        ("op? LONG", day.in_digits),  # 1-12-2026
        ("op? de? DAY MONTH YEAR? komende?", day.dated),
        ("op? de? ORDINAL van de maand", day.of_month),
        ("op? de? ORDINAL van? volgende maand", day.next_month),
        ("op? de? DAY van volgende maand", day.next_month),
        ("volgende maand op? de? ORDINAL", day.next_month),
        ("op? de? DAY MONTH van? volgende jaar", day.next_year),
        ("volgende jaar op? de? DAY MONTH", day.next_year),
        ("op? de? laatste dag van de maand", day.last_of_month),
    ),
    *rows("day",
        ("op? DOTTED", day.in_digits),  # 1.12 is a time as well
        ("op? de NTH", day.of_month),
        ("op NTH", day.of_month),
        ("op? WEEKDAY de? NTH", day.weekday_of_month),
        ("op? volgende WEEKDAY", day.next_one),
        ("op? afgelopen WEEKDAY", day.last_one),
        ("volgende week op? WEEKDAY", day.of_week(1)),
        ("op? WEEKDAY in|van? de? volgende week", day.of_week(1)),
        ("deze week op? WEEKDAY", day.of_week(0)),
        ("op? WEEKDAY van? deze week", day.of_week(0)),
        ("afgelopen week WEEKDAY", day.of_week(-1)),
        ("komende week op? WEEKDAY", day.coming_week),
        ("op? WEEKDAY komende week", day.coming_week),
        ("op? WEEKDAY over|in COUNT week", day.weekday_in_weeks),
        ("op? WEEKDAY over|in COUNT dag", day.weekday_in_days),
        ("over|in COUNT week op? WEEKDAY", day.in_weeks_weekday),
        ("vandaag over|in COUNT week", day.after_weeks),
        ("vandaag over|in COUNT dag", day.after_days),
        ("morgen over|in COUNT week", lambda today, n: day.after_days(today, 7 * n + 1)),
        ("overmorgen over|in COUNT week", lambda today, n: day.after_days(today, 7 * n + 2)),
        ("over|in COUNT dag", day.after_days),
        ("over|in COUNT week", day.after_weeks),
        ("over|in COUNT maand", day.after_months),
        ("over|in COUNT jaar", day.after_years),
        ("over|in een? half jaar", day.in_months(6)),
        ("over anderhalf jaar", day.in_months(18)),
        ("over een kwartaal", day.in_months(3)),
        ("COUNT dag geleden", day.before_days),
        ("COUNT week geleden", day.before_weeks),
        ("in? week NUMBER op? WEEKDAY", day.week_number),
        ("op? WEEKDAY in? week NUMBER", day.weekday_of_week),
        ("op? de? ORDINAL WEEKDAY van|in MONTH YEAR?", day.nth_in_month),
        ("op? de? ORDINAL WEEKDAY van de maand", day.nth_of_month),
        ("op? de? ORDINAL WEEKDAY van volgende maand", day.nth_of_next_month),
        # no clear day
        ("over een? paar|enkele dag|week|maand|jaar|uur|minuut", day.vague),
        ("over enige tijd", day.vague),
        ("over een tijdje|poosje", day.vague),
        ("over een dag|week|maand|uur|minuut of NUMBER|wat", day.vague),
        ("over HALVED dag|week|maand", day.vague),
        ("binnen COUNT minuut|uur|dag|week|maand", day.vague),
        ("eind|einde|begin|midden|halverwege van? de|deze|volgende|komende? dag|week|maand|jaar|weekend|PART", day.vague),
        ("aan? het? eind|einde|begin van de dag|week|maand|jaar|weekend|PART", day.vague),
        ("eind|einde|begin|midden|half|medio|in MONTH YEAR?", day.vague),
        ("dit|deze|volgende|komende|afgelopen week|maand|jaar|weekend|kwartaal", day.vague),
        ("later deze|dit week|maand|jaar", day.vague),
        ("in? het|dit? weekend", day.vague),
        ("in? week NUMBER", day.vague),
    ),
    *rows("within",
        ("op? WEEKDAY PART in|van? de? volgende week", day.in_part(day.of_week(1))),
        ("op? WEEKDAY PART over|in COUNT week", day.in_part(day.weekday_in_weeks)),
    ),
    *rows("aside",
        ("binnenkort|straks|later|gauw|snel|spoedig|zsm|nu|meteen|direct|ooit|zo", None),
        ("zo snel|spoedig mogelijk", None),
        ("zo meteen", None),
        ("een keer|dezer dag", None),
    ),
]  # fmt: skip

_CLOCKS: Final = [
    *rows("clock",
        ("om? CLOCK|UCLOCK|FOURU uur|u|h?", clock.clock_time),  # 19:30, 19.30 uur, 9u, 20u30
        ("om? FOUR uur", clock.clock_time),  # 1930 uur
        ("om? HOUR|CLOCK am", clock.am),
        ("om? HOUR|CLOCK pm", clock.pm),
        ("om? HOUR u|h", clock.whole_hour),  # 9 u
        ("om? HOUR u|h MINUTE", clock.hour_minute),
        ("om? HOUR uur", clock.clock_words),
        ("om HOUR", clock.clock_words),
        ("om? HOUR uur MINUTE", clock.words_and_minutes),
        ("om? HOUR uur WORD", clock.words_and_minutes),
        ("om? half HOUR uur?", clock.clock_words_and(-30)),
        ("om? kwart over|na HOUR uur?", clock.clock_words_and(15)),
        ("om? kwart voor HOUR uur?", clock.clock_words_and(-15)),
        ("om? NUMBER minuut? over|na HOUR uur?", clock.minutes_from(0, 1)),
        ("om? NUMBER minuut? voor HOUR uur?", clock.minutes_from(0, -1)),
        ("om? NUMBER minuut? over half HOUR uur?", clock.minutes_from(-30, 1)),
        ("om? NUMBER minuut? voor half HOUR uur?", clock.minutes_from(-30, -1)),
        ("om? middernacht", clock.midnight),
        # no clear time
        ("van? RANGE uur?", clock.unclear),
        ("van? SHORT uur", clock.unclear),  # 9-10 uur
        ("om? een uur of HOUR", clock.unclear),
        ("om? HOUR of HOUR uur?", clock.unclear),
        ("om? CLOCK|UCLOCK|HOUR uur? of|en|- om? CLOCK|UCLOCK|HOUR uur", clock.unclear),
        ("om? CLOCK|UCLOCK of|en|- om? CLOCK|UCLOCK", clock.unclear),
        ("tussen CLOCK|UCLOCK|HOUR uur? en CLOCK|UCLOCK|HOUR uur?", clock.unclear),
        ("van CLOCK|UCLOCK|HOUR uur? tot|t/m|- CLOCK|UCLOCK|HOUR uur?", clock.unclear),
        ("CLOCK|UCLOCK uur? tot|t/m|- CLOCK|UCLOCK uur?", clock.unclear),
        ("HOUR uur? tot|t/m|- HOUR uur", clock.unclear),
        ("rond|tegen|omstreeks|ongeveer|na|vanaf HOUR", clock.unclear),
        ("om rond|ongeveer CLOCK|UCLOCK|HOUR uur?", clock.unclear),
        ("tussen de middag", clock.unclear),
    ),
    *rows("part",
        ("PART", str),
        ("s|in PART vroeg?", str),
        ("in|op de vroeg? PART", lambda *parts: parts[-1]),
    ),
    *rows("short",
        ("PART om? HOUR", clock.in_part),
        ("HOUR s|in PART", lambda hour, part: clock.in_part(part, hour)),
    ),
    *rows("moment",
        ("STAMP", clock.instant),
        ("over|in COUNT minuut", clock.from_now(minutes=1)),
        ("over|in COUNT uur|u", clock.from_now(hours=1)),
        ("over|in HALVED uur", clock.from_now(hours=1)),
        ("over|in LENGTH uur?", clock.long),
        ("over|in een? half uur", clock.from_now(minutes=30)),
        ("over|in COUNT kwartier", clock.from_now(minutes=15)),
        ("over|in kwartier", clock.from_now(minutes=15)),
        ("over|in COUNT uur en COUNT minuut", clock.hours_and_minutes),
        ("over|in COUNT uur NUMBER minuut", clock.hours_and_minutes),
        ("over|in COUNT uur en een? kwartier", clock.hours_and(15)),
        ("over|in COUNT uur en een half uur?", clock.hours_and(30)),
        ("over|in NUMBER en een? half uur", clock.hours_and(30)),
        ("over|in COUNT dag en COUNT uur", clock.days_and_hours),
        ("COUNT uur|minuut|kwartier geleden", clock.gone),
        ("half uur geleden", clock.gone),
    ),
]  # fmt: skip

_UNITS: Final[tuple[tuple[repeat.Unit, str], ...]] = (
    ("DAILY", "dag"),
    ("WEEKLY", "week"),
    ("MONTHLY", "maand"),
    ("YEARLY", "jaar"),
)

_PACES: Final = [
    row
    for unit, word in _UNITS
    for row in rows("every",
        (f"elke {word}", repeat.every(unit)),
        (f"elke|alle NUMBER {word}", repeat.every(unit)),
        (f"elke ORDINAL {word}", repeat.every(unit)),
        (f"elke andere {word}", repeat.every(unit, 2)),
        (f"om de|het andere? {word}", repeat.every(unit, 2)),
        (f"om de NUMBER {word}", repeat.every(unit)),
        (f"eens per|in|de {word}", repeat.every(unit)),
        (f"eens in|per de? NUMBER {word}", repeat.every(unit)),
        (f"NUMBER keer per {word}", repeat.times_per(unit)),
        (f"NUMBER keer in|per de? NUMBER {word}", repeat.times_in(unit)),
        (f"TIMES per {word}", repeat.times_per(unit)),
        (f"TIMES in|per de? NUMBER {word}", repeat.times_in(unit)),
        (f"NUMBER keer elke {word}", repeat.times_per(unit)),
    )
]  # fmt: skip

_REPEATS: Final = [
    *_PACES,
    *rows("every",
        ("dagelijks", repeat.every("DAILY")),
        ("alle dag", repeat.every("DAILY")),
        ("wekelijks", repeat.every("WEEKLY")),
        ("tweewekelijks|veertiendaags", repeat.every("WEEKLY", 2)),
        ("driewekelijks", repeat.every("WEEKLY", 3)),
        ("vierwekelijks", repeat.every("WEEKLY", 4)),
        ("maandelijks", repeat.every("MONTHLY")),
        ("tweemaandelijks", repeat.every("MONTHLY", 2)),
        ("driemaandelijks", repeat.every("MONTHLY", 3)),
        ("halfjaarlijks", repeat.every("MONTHLY", 6)),
        ("jaarlijks", repeat.every("YEARLY")),
        ("elke PART", repeat.every_day_in),
        ("elke WEEKDAYS", repeat.weekly),
        ("op? EACH", repeat.weekly),  # dinsdagen, dinsdags
        ("s EACH", repeat.weekly),  # 's maandags
        ("van? THROUGH", repeat.from_through),
        ("elke dag? van? THROUGH", repeat.weekly),
        ("elke werkdag", repeat.working_days),
        ("op? werkdagen", repeat.working_days),
        ("elke dag behalve op? WEEKDAYS", repeat.all_but),
        ("elke dag behalve op? EACH", repeat.all_but),
        ("elke dag behalve in? het? weekend", repeat.working_days),
        ("elke werkdag behalve op? WEEKDAYS", repeat.working_days_but),
        ("elke doordeweekse dag", repeat.working_days),
        ("op? doordeweekse dag", repeat.working_days),
        ("doordeweeks", repeat.working_days),
        ("door de week|weeks", repeat.working_days),
        ("elke weekend", repeat.weekends),
        ("elke andere WEEKDAYS", repeat.alternate),
        ("om de andere? WEEKDAYS", repeat.alternate),
        ("elke ORDINALS WEEKDAYS", repeat.each_nth),
        ("elke ORDINALS WEEKDAYS van|in|per de|elke? maand", repeat.monthly(repeat.on_nth)),
        ("op? de? ORDINALS WEEKDAYS van|in de|elke maand", repeat.monthly(repeat.on_nth)),
        ("elke NTHS", repeat.monthly(repeat.on_month_days)),
        ("elke ORDINALS dag? van|in de|elke maand", repeat.monthly(repeat.on_month_days)),
        ("op? de? ORDINALS dag? van|in de|elke maand", repeat.monthly(repeat.on_month_days)),
        ("elke|op? de? laatste dag van de|elke maand", repeat.monthly(repeat.on_last_day)),
        ("elke|op? de? ORDINAL werkdag van de|elke maand", repeat.monthly(repeat.on_working_day)),
        ("elke DAY MONTH", repeat.yearly(repeat.on_date)),
        ("op? de? ORDINALS WEEKDAYS van elke MONTH", repeat.yearly(repeat.on_nth_in_month)),
        # copbot does not repeat within a day, and a quarter has no clear days
        ("elke NUMBER? uur|minuut|kwartier", repeat.unclear),
        ("elke half uur", repeat.unclear),
        ("om het|de? NUMBER? half? uur|minuut|kwartier", repeat.unclear),
        ("elke kwartaal|seizoen|schooldag|schoolweek", repeat.unclear),
        ("elke half jaar", repeat.unclear),
        ("om het|de weekend", repeat.unclear),
        ("elke|op|in? de? even|oneven week|dag", repeat.unclear),
        ("af en toe", repeat.unclear),
    ),
    *rows("on",
        ("op? WEEKDAYS", repeat.on_weekdays),
        ("op? EACH", repeat.on_weekdays),
        ("s EACH", repeat.on_weekdays),
        ("op? de? ORDINALS WEEKDAYS", repeat.on_nth),
        ("op? de? ORDINALS WEEKDAYS van|in de maand", repeat.on_nth),
        ("op? de? ORDINALS WEEKDAYS van|in MONTH", repeat.on_nth_in_month),
        ("op? de? NTHS", repeat.on_month_days),
        ("op? de? ORDINALS dag? van de maand", repeat.on_month_days),
        ("op? de ORDINALS dag", repeat.on_month_days),
        ("op? dag NUMBER", lambda n: repeat.on_month_days((n,))),
        ("op? de? laatste dag", repeat.on_last_day),
        ("op? de? laatste dag van de maand", repeat.on_last_day),
        ("op? de? ORDINAL werkdag", repeat.on_working_day),
        ("op? de? ORDINAL werkdag van de maand", repeat.on_working_day),
        ("op? de? DAY MONTH", repeat.on_date),
        ("op? SHORT", repeat.on_short),
    ),
    *rows("from", ("vanaf", None), ("met ingang van", None), ("ingaande", None), ("te? beginnen? beginnend op", None)),
    *rows("until", ("tot", None), ("tot aan", None), ("t/m", None), ("tot en met", None), ("tot t/m", None)),
    *rows("times",
        ("in totaal NUMBER keer", int),
        ("in totaal TIMES", int),
        ("NUMBER keer in totaal", int),
    ),
    *rows("count", ("NUMBER keer", int), ("TIMES", int)),
    *rows("length",
        ("NUMBER dag lang", repeat.for_days),
        ("NUMBER week lang", repeat.for_weeks),
        ("gedurende NUMBER dag", repeat.for_days),
        ("gedurende NUMBER week", repeat.for_weeks),
    ),
]  # fmt: skip

_AROUND: Final = [
    *rows("last",
        ("voor", None),
        ("uiterlijk voor|op|tot|t/m?", None),
        ("tot|t/m", "until"),
        ("tot en met", "until"),
    ),
    *rows("hedge",
        ("rond|rondom|ongeveer|omstreeks|circa|ca|tegen|na|vanaf|ergens|±|sinds|sedert", None),
        ("zo rond|tegen|ongeveer", None),
        ("ergens rond|tegen|in", None),
    ),
]  # fmt: skip

DUTCH: Final = language(_WORDS, _DAYS, _CLOCKS, _REPEATS, _AROUND)
