"""Dates of support: what people write, and what it is understood as."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.core.recurrence import following
from copbot.core.when import (
    LANGUAGES,
    Ambiguous,
    Day,
    Moment,
    NotTime,
    Past,
    Reading,
    Repeat,
    Vague,
    read_due,
    split_due,
    split_reminder,
    split_support,
)
from copbot.core.when_lookup import MAX_LENGTH
from copbot.core.when_text import plain

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 18, 12, 0, tzinfo=ZONE)  # a Wednesday


def told(reading: Reading | None) -> str:
    """A reading in one line: a date, a time, both of several after "?", the next possible after "past"."""
    match reading:
        case Day(value=day):
            return day.isoformat()
        case Moment(value=moment):
            return moment.isoformat(timespec="minutes")
        case Ambiguous(readings=readings):
            return "? " + " | ".join(told(r) for r in readings)
        case Past(next_possible=due):
            return "past, next " + told(due)
        case Repeat(rule=rule, first=first):
            return f"{first.isoformat(timespec='minutes')} {rule}"
        case Vague():
            return "vague"
        case NotTime():
            return "no time"
    return "nothing"


PHRASES = [
    # digits
    ("2026-12-01", "2026-12-01"),
    ("2026-12-01 20:00", "2026-12-01T20:00+01:00"),
    ("2026-12-01T20:00", "2026-12-01T20:00+01:00"),
    ("2027-07-01 9u", "2027-07-01T09:00+02:00"),
    ("1/12", "2026-12-01"),
    ("12/1", "2027-01-12"),
    ("1-12-2026", "2026-12-01"),
    ("18/11", "2026-11-18"),
    ("1/13", "vague"),
    ("2026-02-30", "vague"),
    ("2026-12-01 25:00", "vague"),
    ("9999-01-01", "vague"),
    # near days
    ("vandaag", "2026-11-18"),
    ("today", "2026-11-18"),
    ("morgen", "2026-11-19"),
    ("Morgen!", "2026-11-19"),
    ("tomorrow.", "2026-11-19"),
    ("overmorgen", "2026-11-20"),
    ("the day after tomorrow", "2026-11-20"),
    # weekdays
    ("dinsdag", "2026-11-24"),
    ("DI.", "2026-11-24"),
    ("op vrijdag", "2026-11-20"),
    ("woensdag", "2026-11-25"),
    ("wednesday", "2026-11-25"),
    ("wed", "2026-11-25"),
    ("thurs", "2026-11-19"),
    ("zo", "2026-11-22"),
    ("komende dinsdag", "2026-11-24"),
    ("aanstaande maandag", "2026-11-23"),
    ("a.s. maandag", "2026-11-23"),
    ("dinsdag a.s.", "2026-11-24"),
    ("coming tuesday", "2026-11-24"),
    ("this coming tuesday", "2026-11-24"),
    ("deze vrijdag", "2026-11-20"),
    ("this monday", "vague"),
    ("volgende week dinsdag", "2026-11-24"),
    ("volgende week vrijdag", "2026-11-27"),
    ("dinsdag volgende week", "2026-11-24"),
    ("tuesday next week", "2026-11-24"),
    ("next week on sunday", "2026-11-29"),
    ("volgende dinsdag", "? 2026-11-24 | 2026-12-01"),
    ("next tuesday", "? 2026-11-24 | 2026-12-01"),
    ("next friday at 5pm", "? 2026-11-20T17:00+01:00 | 2026-11-27T17:00+01:00"),
    # from now
    ("over 3 dagen", "2026-11-21"),
    ("in 3 days", "2026-11-21"),
    ("over twaalf dagen", "2026-11-30"),
    ("over een week", "2026-11-25"),
    ("over één week", "2026-11-25"),
    ("over twee weken", "2026-12-02"),
    ("in two weeks", "2026-12-02"),
    ("in a week at 19:30", "2026-11-25T19:30+01:00"),
    ("over 3 maanden", "2027-02-18"),
    # dates
    ("1 december", "2026-12-01"),
    ("1 dec.", "2026-12-01"),
    ("1 december 2026", "2026-12-01"),
    ("december 1st", "2026-12-01"),
    ("december 1, 2026", "2026-12-01"),
    ("the 1st of december", "2026-12-01"),
    ("op de 3e maart", "2027-03-03"),
    ("29 februari", "2028-02-29"),
    ("31 november", "vague"),
    ("dinsdag 1 december", "2026-12-01"),
    ("maandag 1 december", "? 2026-11-23 | 2026-12-01"),
    ("tuesday december 1st", "2026-12-01"),
    ("volgende maand de 15e", "2026-12-15"),
    ("the 15th of next month", "2026-12-15"),
    # clock times
    ("19:30", "2026-11-18T19:30+01:00"),
    ("19.30", "2026-11-18T19:30+01:00"),
    ("11.30 uur", "2026-11-19T11:30+01:00"),
    ("noon", "2026-11-19T12:00+01:00"),
    ("5pm", "2026-11-18T17:00+01:00"),
    ("12 am", "2026-11-19T00:00+01:00"),
    ("13pm", "vague"),
    ("24:00", "2026-11-19T00:00+01:00"),
    ("om 20 uur", "2026-11-18T20:00+01:00"),
    ("middernacht", "2026-11-19T00:00+01:00"),
    ("midnight on tuesday", "? 2026-11-24T00:00+01:00 | 2026-11-25T00:00+01:00"),
    ("half acht", "? 2026-11-18T19:30+01:00 | 2026-11-19T07:30+01:00"),
    ("half een", "? 2026-11-18T12:30+01:00 | 2026-11-19T00:30+01:00"),
    ("8 uur", "? 2026-11-18T20:00+01:00 | 2026-11-19T08:00+01:00"),
    ("acht uur", "? 2026-11-18T20:00+01:00 | 2026-11-19T08:00+01:00"),
    ("at 7", "? 2026-11-18T19:00+01:00 | 2026-11-19T07:00+01:00"),
    ("12 uur", "? 2026-11-19T00:00+01:00 | 2026-11-19T12:00+01:00"),
    ("kwart over 7", "? 2026-11-18T19:15+01:00 | 2026-11-19T07:15+01:00"),
    ("quarter to eight", "? 2026-11-18T19:45+01:00 | 2026-11-19T07:45+01:00"),
    # days with times, both ways round
    ("a.s. maandag 9u", "2026-11-23T09:00+01:00"),
    ("1 dec 20u30", "2026-12-01T20:30+01:00"),
    ("volgende week dinsdag om 19.30", "2026-11-24T19:30+01:00"),
    ("friday 5pm", "2026-11-20T17:00+01:00"),
    ("5 p.m. on friday", "2026-11-20T17:00+01:00"),
    ("om 19:30 op 1 december", "2026-12-01T19:30+01:00"),
    ("friday, 5:15pm", "2026-11-20T17:15+01:00"),
    ("morgen half acht", "? 2026-11-19T07:30+01:00 | 2026-11-19T19:30+01:00"),
    ("half past 7 tomorrow", "? 2026-11-19T07:30+01:00 | 2026-11-19T19:30+01:00"),
    ("vandaag 8 uur", "? 2026-11-18T20:00+01:00 | 2026-11-19T08:00+01:00"),
    # parts of the day
    ("vanavond", "vague"),
    ("dinsdagavond", "vague"),
    ("tomorrow morning", "vague"),
    ("vanavond 8 uur", "2026-11-18T20:00+01:00"),
    ("8 uur 's avonds", "2026-11-18T20:00+01:00"),
    ("dinsdagavond half acht", "2026-11-24T19:30+01:00"),
    ("dinsdag morgen 8 uur", "2026-11-24T08:00+01:00"),
    ("morgen om 3 uur ’s middags", "2026-11-19T15:00+01:00"),
    ("at 7 in the evening on friday", "2026-11-20T19:00+01:00"),
    ("tonight at 8", "2026-11-18T20:00+01:00"),
    ("vannacht 2 uur", "2026-11-19T02:00+01:00"),
    ("dinsdagnacht 2 uur", "? 2026-11-24T02:00+01:00 | 2026-11-25T02:00+01:00"),
    ("vrijdag 19:30 's ochtends", "vague"),
    # vague
    ("eind van de week", "vague"),
    ("end of the week", "vague"),
    ("deze week", "vague"),
    ("this week", "vague"),
    ("volgende maand", "vague"),
    ("het weekend", "vague"),
    ("binnenkort", "vague"),
    ("soon", "vague"),
    # past
    ("vandaag 08:00", "past, next 2026-11-19T08:00+01:00"),
    ("vandaag 12:00", "past, next 2026-11-19T12:00+01:00"),
    ("today at 9am", "past, next 2026-11-19T09:00+01:00"),
    ("2026-11-18 08:00", "past, next 2026-11-19T08:00+01:00"),
    ("18 november 08:00", "past, next 2027-11-18T08:00+01:00"),
    ("2020-01-01", "past, next 2027-01-01"),
    ("29 februari 2020", "past, next 2028-02-29"),
    ("1 december 2020 20:00", "past, next 2026-12-01T20:00+01:00"),
    # no time
    ("", "no time"),
    ("?!", "no time"),
    ("7", "no time"),
    ("2026", "no time"),
    ("een week", "no time"),
    ("een boterham", "no time"),
    ("vrijdag misschien", "no time"),
    ("at 7 or 8", "vague"),
    ("dinsdag woensdag", "no time"),
    ("dinsdagavond ochtend", "no time"),
    ("jan", "no time"),
    ("morgen " * 60, "no time"),
]


@pytest.mark.parametrize(("phrase", "expected"), PHRASES, ids=lambda value: value[:40])
def test_what_people_write_is_understood(phrase: str, expected: str) -> None:
    """Each phrase means what the grammar of the documentation says, seen from a Wednesday at noon."""
    assert expected == told(read_due(phrase, NOW, ZONE))


@pytest.mark.parametrize(
    ("phrase", "now", "expected"),
    [
        ("dinsdag", "2026-11-24T09:00", "2026-12-01"),
        ("volgende week dinsdag", "2026-11-22T23:59", "2026-11-24"),
        ("volgende dinsdag", "2026-11-22T12:00", "? 2026-11-24 | 2026-12-01"),
        ("morgen", "2026-12-31T23:30", "2027-01-01"),
        ("over een maand", "2027-01-31T12:00", "2027-02-28"),
        ("volgende maand de 15e", "2026-12-10T12:00", "2027-01-15"),
        ("1 december", "2026-12-01T12:00", "2026-12-01"),
        ("1 december", "2026-12-02T12:00", "2027-12-01"),
        ("19:30", "2026-11-18T19:30", "2026-11-19T19:30+01:00"),
        ("vanavond 8 uur", "2026-11-18T22:00", "past, next 2026-11-19T20:00+01:00"),
        ("vandaag 8 uur", "2026-11-18T22:00", "past, next 2026-11-19T08:00+01:00"),
        ("vannacht 2 uur", "2026-11-18T01:00", "2026-11-18T02:00+01:00"),
        ("29 februari", "2096-03-01T12:00", "2104-02-29"),
    ],
)
def test_meaning_depends_on_the_moment_of_writing(phrase: str, now: str, expected: str) -> None:
    """The same words said on another day or hour mean another day."""
    assert expected == told(read_due(phrase, datetime.fromisoformat(now).replace(tzinfo=ZONE), ZONE))


@pytest.mark.parametrize(
    ("phrase", "now", "expected"),
    [
        ("28 maart 02:30", "2027-03-27T12:00", "2027-03-28T03:30+02:00"),
        ("morgen 03:00", "2027-03-27T12:00", "2027-03-28T03:00+02:00"),
        ("02:30", "2027-03-27T12:00", "2027-03-28T03:30+02:00"),
        ("25 october 02:30", "2026-10-24T12:00", "2026-10-25T02:30+02:00"),
        ("25 okt 03:00", "2026-10-24T12:00", "2026-10-25T03:00+01:00"),
        ("over een week 12:00", "2026-10-20T12:00", "2026-10-27T12:00+01:00"),
    ],
)
def test_daylight_saving(phrase: str, now: str, expected: str) -> None:
    """A time in the gap is shifted forward, of a time that comes twice the first is meant."""
    assert expected == told(read_due(phrase, datetime.fromisoformat(now).replace(tzinfo=ZONE), ZONE))


def test_the_day_is_that_of_the_room() -> None:
    """Late in the evening UTC it is already tomorrow in Amsterdam."""
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert Day(date(2026, 11, 19)) == read_due("vandaag", late, ZONE)
    assert Day(date(2026, 11, 18)) == read_due("vandaag", late, ZoneInfo("America/New_York"))


def test_only_the_asked_languages_are_tried() -> None:
    """With one language, the other's words are no time; digits are everybody's."""
    assert NotTime() == read_due("tomorrow", NOW, ZONE, ("nl",))
    assert Day(date(2026, 11, 19)) == read_due("tomorrow", NOW, ZONE, ("en",))
    assert read_due("1/12", NOW, ZONE, ("nl",)) == read_due("1/12", NOW, ZONE, ("en",))


def test_languages_that_differ_are_asked_back() -> None:
    """ "Half 8" is half past seven in Dutch and half past eight in English: nothing is guessed."""
    english, dutch = (told(read_due("half 8", NOW, ZONE, (language,))) for language in ("en", "nl"))
    assert english == "? 2026-11-18T20:30+01:00 | 2026-11-19T08:30+01:00"
    assert dutch == "? 2026-11-18T19:30+01:00 | 2026-11-19T07:30+01:00"
    both = read_due("half 8", NOW, ZONE)
    assert isinstance(both, Ambiguous)
    assert len(both.readings) == 4


def test_the_phrase_comes_back_with_the_question() -> None:
    """What is asked back or refused quotes the words as they were written."""
    assert Vague("Het weekend") == read_due(" Het weekend ", NOW, ZONE)


def test_a_time_without_zone_is_refused() -> None:
    """`now` must be aware: a naive one is a mistake of the caller."""
    with pytest.raises(ValueError, match="aware"):
        read_due("morgen", NOW.replace(tzinfo=None), ZONE)


SUPPORT = [
    ("ik zorg voor vervoer", "ik zorg voor vervoer", "nothing"),
    ("ik bel de leerplichtambtenaar voor vrijdag", "ik bel de leerplichtambtenaar", "2026-11-20"),
    ("ik zorg voor vervoer vóór 1 december", "ik zorg voor vervoer", "2026-12-01"),
    ("Ik bel, uiterlijk dinsdag 19:30!", "Ik bel", "2026-11-24T19:30+01:00"),
    ("bellen uiterlijk voor vrijdag.", "bellen", "2026-11-20"),
    ("ik zorg daar voor voor vrijdag", "ik zorg daar voor", "2026-11-20"),
    ("ik zorg voor taart voor volgende dinsdag", "ik zorg voor taart", "? 2026-11-24 | 2026-12-01"),
    ("bellen voor dinsdag kwart voor 8 uur", "bellen", "? 2026-11-24T07:45+01:00 | 2026-11-24T19:45+01:00"),
    ("a letter BEFORE the end of the week", "a letter", "vague"),
    ("I drive by tomorrow 5pm", "I drive", "2026-11-19T17:00+01:00"),
    ("a cake by 2020-01-01", "a cake", "past, next 2027-01-01"),
    ("ik bel morgen voor 12u", "ik bel", "2026-11-19T12:00+01:00"),
    ("ik bel volgende week dinsdag voor 12u", "ik bel", "2026-11-24T12:00+01:00"),
    ("ik help morgen voor vrijdag", "ik help morgen", "2026-11-20"),
    ("ik bel binnen een week", "ik bel", "2026-11-25"),
    ("ik kijk binnen", "ik kijk binnen", "nothing"),
    ("call within 2 weeks", "call", "2026-12-02"),
    ("call no later than friday", "call", "2026-11-20"),
    ("call more than friday", "call more than friday", "nothing"),
    ("voor vrijdag", "", "2026-11-20"),
    ("ik kom voor 3", "ik kom voor 3", "nothing"),
    ("ik ga voor vrijdag naar de winkel", "ik ga voor vrijdag naar de winkel", "nothing"),
    ("stand by", "stand by", "nothing"),
    ("", "", "nothing"),
    ("woorden " * 200 + "voor morgen", ("woorden " * 200).strip(), "2026-11-19"),
]


@pytest.mark.parametrize(("text", "what", "due"), SUPPORT, ids=lambda value: value[:40])
def test_an_offer_is_split_from_its_date(text: str, what: str, due: str) -> None:
    """The last "voor" or "by" whose rest is a time altogether begins the date; all else is the offer."""
    found, reading = split_support(text, NOW, ZONE)
    assert (what, due) == (found, told(reading))


_WORDS = [
    *sorted({word for language in LANGUAGES.values() for word in language.vocabulary}),
    *(
        "1",
        "31",
        "12",
        "1e",
        "2026",
        "19:30",
        "9u",
        "5pm",
        "99:99",
        "1/12",
        "2026-12-01",
        "3x",
        "9-11u",
        "-",
        "5",
        "2u30",
    ),
    *("dinsdg", "wendesday", "overmrogen"),
]


@given(
    st.lists(st.sampled_from(_WORDS), max_size=8).map(" ".join) | st.text(max_size=300),
    st.integers(0, 150 * 366 * 24 * 60).map(
        lambda m: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
    ),
    st.sampled_from(["Europe/Amsterdam", "Pacific/Apia", "America/New_York", "Australia/Lord_Howe"]).map(
        ZoneInfo
    ),
)
def test_any_text_is_read_and_never_into_the_past(text: str, now: datetime, zone: ZoneInfo) -> None:
    """Whatever is written gets an outcome, and no outcome offers a day or time that has been."""
    reading = read_due(text, now, zone)
    offered: tuple[Day | Moment, ...] = ()
    match reading:
        case Day() | Moment():
            offered = (reading,)
        case Ambiguous(readings=readings):
            offered = tuple(due for due in readings if not isinstance(due, Repeat))
            assert len(set(readings)) == len(readings) > 1
        case Past(next_possible=due):
            offered = (due,)
    for due in offered:
        if isinstance(due, Day):
            assert due.value >= now.astimezone(zone).date()
        else:
            assert due.value.astimezone(UTC) > now
            assert due.value.tzinfo is zone
            assert due.value.astimezone(UTC).astimezone(zone) == due.value
    split_support(text, now, zone)
    _, rest = split_due(text, now, zone)
    assert text.endswith(rest) or text.strip() == rest


@given(st.lists(st.sampled_from(_WORDS), max_size=9).map(" ".join))
def test_any_reminder_is_read_and_every_repeat_has_its_rule(text: str) -> None:
    """What is read of a beginning is read of it alone; a repeat comes after now, and its rule goes on from there."""
    reading, rest = split_reminder(text, NOW, ZONE)
    assert text.strip().endswith(rest)
    if reading == NotTime():
        assert rest == text.strip()
    readings = reading.readings if isinstance(reading, Ambiguous) else (reading,)
    for repeat in readings:
        assert not isinstance(repeat, Day)
        if isinstance(repeat, Repeat):
            assert repeat.first > NOW
            before = repeat.first - timedelta(seconds=1)
            assert following(repeat.rule, repeat.first, before, ZONE) == repeat.first


def test_long_text_is_no_time() -> None:
    """Up to 200 characters are read, spaces included, and no more."""
    assert Day(date(2026, 11, 19)) == read_due("morgen".ljust(MAX_LENGTH), NOW, ZONE)
    assert NotTime() == read_due("morgen".ljust(MAX_LENGTH + 1), NOW, ZONE)


def test_each_language_reads_every_weekday_and_month_it_names() -> None:
    """No abbreviation in the table is out of reach of the forms."""
    for name, language in LANGUAGES.items():
        for word, weekday in language.words.weekdays.items():
            reading = read_due(word, NOW, ZONE, (name,))
            assert isinstance(reading, Day)
            assert reading.value.weekday() == weekday
            assert NOW.date() < reading.value <= NOW.date() + timedelta(days=7)
        for word, month in language.words.months.items():
            reading = read_due(f"1 {word}", NOW, ZONE, (name,))
            assert isinstance(reading, Day)
            assert (1, month) == (reading.value.day, reading.value.month)


@pytest.mark.parametrize("words", ["ﷺ" * 4096, "voor " + "ﷺ" * 4090, ("ﷺ" * 500 + " ") * 8])
def test_very_long_words_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    taken = []

    def counted(text: str) -> str:
        taken.append(len(text))
        return plain(text)

    monkeypatch.setattr("copbot.core.when.plain", counted)
    monkeypatch.setattr("copbot.core.when_text.plain", counted)
    assert split_support(words, NOW, ZONE) == (words.strip(), None)
    assert split_reminder(words, NOW, ZONE) == (NotTime(), words.strip())
    assert sum(taken) < 100
