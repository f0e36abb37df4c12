"""Meetings as people type them: title, when, how often, how long and where, from tables of phrases in both languages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from copbot.core.public_holidays import public_holiday
from copbot.core.recurrence import occurrences
from copbot.core.when_meeting import (
    MeetingAsked,
    MeetingPhrase,
    MeetingReading,
    MeetingRefused,
    Meets,
    completed,
    meeting_phrase,
    meeting_time,
)

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 18, 12, tzinfo=ZONE)  # a Wednesday
FOLDER = Path(__file__).parent
SHOWN = 3


def told(reading: MeetingReading) -> str:
    """A reading in one line: "?" before several, "no" before why it is none, with what was understood."""
    match reading:
        case MeetingPhrase(title, when, length, place):
            parts = [f"[{title}]", when.first.isoformat(timespec="minutes"), when.rule or ""]
            if when.without:
                more = f"+{len(when.without) - SHOWN}" if len(when.without) > SHOWN else ""
                parts.append("not " + ",".join(f"{day:%Y-%m-%d}" for day in when.without[:SHOWN]) + more)
            parts.append(f"for {length // timedelta(minutes=1)}" if length is not None else "")
            parts.append(f"at {place}" if place is not None else "")
            return " ".join(part for part in parts if part)
        case MeetingAsked(readings):
            return "? " + " | ".join(told(one) for one in readings)
        case MeetingRefused(why, phrase, title, next=coming):
            return f"no {why} [{title}] {phrase}".strip() + (f" -> {told(coming)}" if coming else "")


def phrases(language: str) -> list[tuple[str, str]]:
    """The rows of a table: what is typed, and what it is."""
    lines = (FOLDER / f"meetings_{language}.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(typed, expected) for typed, expected in rows]


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [(language, *row) for language in ("nl", "en") for row in phrases(language)],
)
def test_a_meeting_as_people_type_it(language: str, typed: str, expected: str) -> None:
    languages = (language, "en" if language == "nl" else "nl")
    assert expected == told(meeting_phrase(typed, NOW, ZONE, languages))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_tables_are_long_enough_to_mean_something(language: str) -> None:
    assert len({typed for typed, _ in phrases(language)}) >= 80


@pytest.mark.parametrize(
    ("typed", "answer", "expected"),
    [
        ("Kring vrijdag in zaal 3 duur 2 uur", "20:00", "[Kring] 2026-11-20T20:00+01:00 for 120 at zaal 3"),
        ("Kring dinsdagavond", "half acht", "[Kring] 2026-11-24T19:30+01:00"),
        ("Kring elke dinsdag", "om 20:00", "[Kring] 2026-11-24T20:00+01:00 FREQ=WEEKLY;BYDAY=TU"),
        ("Kring vrijdag", "zaterdag 20:00", "[Kring] 2026-11-21T20:00+01:00"),
        ("Kring vrijdag", "om 8 uur", "? [Kring] 2026-11-20T08:00+01:00 | [Kring] 2026-11-20T20:00+01:00"),
        ("vrijdag 20:00 in zaal 3", "Kring", "[Kring] 2026-11-20T20:00+01:00 at zaal 3"),
        ("vrijdag half 8", "Kring", "? [Kring] 2026-11-20T07:30+01:00 | [Kring] 2026-11-20T19:30+01:00"),
        ("Kring", "vrijdag 20:00 online", "[Kring] 2026-11-20T20:00+01:00 at online"),
        ("Kring gisteren 20:00 in zaal 3", "morgen 20:00", "[Kring] 2026-11-19T20:00+01:00 at zaal 3"),
        ("Kring volgende week 2 uur in zaal 3", "geen idee", "no no-time [Kring] geen idee"),
    ],
)  # fmt: skip
def test_an_answer_completes_what_was_missing(typed: str, answer: str, expected: str) -> None:
    """What was understood of the rest stays."""
    refused = meeting_phrase(typed, NOW, ZONE)
    assert isinstance(refused, MeetingRefused)
    found = completed(refused, answer, NOW, ZONE)
    assert set(expected.removeprefix("? ").split(" | ")) == set(told(found).removeprefix("? ").split(" | "))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("dinsdag 20:00", "[] 2026-11-24T20:00+01:00"),
        ("van 19:30 tot 21:00", "[] 2026-11-18T19:30+01:00 for 90"),
        ("dinsdag 20:00 op school", "[] 2026-11-24T20:00+01:00 at op school"),
        ("elke dinsdag 20:00 t/m juni", "[] 2026-11-24T20:00+01:00 FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630T235959"),
        ("avond 8 uur", "[] 2026-11-18T20:00+01:00"),
        ("Koffie dinsdag", "no no-time [] Koffie dinsdag"),
        ("dinsdag", "no no-clock [] dinsdag"),
    ],
)  # fmt: skip
def test_a_time_alone_is_read_without_a_title(typed: str, expected: str) -> None:
    """As when a meeting is moved."""
    assert expected == told(meeting_time(typed, NOW, ZONE))


def meets(typed: str) -> Meets:
    reading = meeting_phrase(typed, NOW, ZONE)
    assert isinstance(reading, MeetingPhrase), told(reading)
    return reading.when


@pytest.mark.parametrize(
    "typed",
    [
        "Kring elke dinsdag 20:00",
        "Kring dinsdag 24 november 20:00 elke twee weken tot en met juni",
        "Kring elke 2e en 4e dinsdag van de maand 20:00 10 keer",
        "Kring elke laatste donderdag 20:00 niet in juli en augustus",
        "Kring elke maandag 20:00 behalve op feestdagen",
        "Kring elke vrijdag 20:00 10 keer behalve 25 december en 1 januari",
        "Kring elke dag 9:00 behalve zondag en 25 december",
        "Kring elke zondag 2:30 t/m mei",
    ],
)
def test_a_repeat_is_what_a_calendar_makes_of_its_rule(typed: str) -> None:
    """dateutil, given the rule for calendars, its start and what is left out, finds the same days."""
    when = meets(typed)
    assert when.rule is not None
    own = (start for start in occurrences(when.rule, when.first, ZONE))
    held = [start for start in own if start.replace(tzinfo=None) not in when.without]
    theirs = rrulestr(when.rrule(), dtstart=when.first)
    days = [start for start in islice(theirs, 400) if start.replace(tzinfo=None) not in when.without]
    count = min(len(held), len(days), 300)
    assert count >= 5
    # a time in the gap of a clock change is its own matter; days are compared
    assert [start.date() for start in held[:count]] == [start.date() for start in days[:count]]
    assert held[0] == when.first, "the first is never left out"


def test_what_is_left_out_does_not_count() -> None:
    """Ten times is ten evenings, whatever is left out."""
    when = meets("Kring elke vrijdag 20:00 10 keer behalve 25 december en 1 januari")
    assert when.rule == "FREQ=WEEKLY;BYDAY=FR;COUNT=12"
    assert [start.date() for start in when.without] == [date(2026, 12, 25), date(2027, 1, 1)]
    assert when.but == "behalve 25 december en 1 januari"


def test_public_holidays_are_left_out_for_ten_years() -> None:
    when = meets("Kring elke maandag 20:00 behalve op feestdagen")
    assert when.rule is not None
    assert all(public_holiday(start.date()) for start in when.without)
    own = islice(occurrences(when.rule, when.first, ZONE), 500)
    kept = [start for start in own if start.replace(tzinfo=None) not in when.without]
    assert not any(public_holiday(start.date()) for start in kept)
    assert (date(2027, 3, 29), date(2036, 6, 2)) == (when.without[0].date(), when.without[-1].date())


def test_a_meeting_is_seen_from_the_zone_of_its_room() -> None:
    reading = meeting_phrase("Kring morgen 20:00", datetime(2026, 11, 18, 23, 30, tzinfo=UTC), ZONE)
    assert isinstance(reading, MeetingPhrase)
    assert reading.when.first == datetime(2026, 11, 20, 20, tzinfo=ZONE)


@pytest.mark.parametrize("typed", ["a " * 81, "x" * 501, "Kring dinsdag 20:00 " + "om " * 80])
def test_a_line_that_is_too_long_is_told_so(typed: str) -> None:
    assert meeting_phrase(typed, NOW, ZONE) == MeetingRefused("long")
    assert meeting_time(typed, NOW, ZONE) == MeetingRefused("long")


def _letters(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


_WORDS = sorted(
    {word for language in ("nl", "en") for typed, _ in phrases(language) for word in typed.split()}
)


@given(
    st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join),
    st.sampled_from([("nl", "en"), ("en", "nl")]),
)
def test_whatever_is_typed_is_read(typed: str, languages: tuple[str, str]) -> None:
    """No line fails, no question has more than five answers, and a title is never made up."""
    reading = meeting_phrase(typed, NOW, ZONE, languages)
    for one in reading.readings if isinstance(reading, MeetingAsked) else (reading,):
        if isinstance(one, MeetingPhrase):
            assert one.when.first > NOW
            assert one.title
            assert _letters(one.title) <= _letters(typed)
    assert not isinstance(reading, MeetingAsked) or 2 <= len(reading.readings) <= 5


@pytest.mark.parametrize(("language", "heading"), [("nl", "## Bijeenkomsten"), ("en", "## Meetings")])
def test_the_documentation_of_meetings_tells_the_truth(language: str, heading: str) -> None:
    """What it says is understood is, and what it says is asked is."""
    text = (FOLDER.parents[1] / "docs" / f"times.{language}.md").read_text(encoding="utf-8")
    _, understood, asked = text.split(heading)[1].split("|---|---|")
    languages = (language, "en" if language == "nl" else "nl")
    for part, sort in ((understood, MeetingPhrase), (asked, MeetingAsked | MeetingRefused)):
        rows = [line.split("|")[2] for line in part.splitlines() if line.startswith("| ") and "`" in line]
        examples = [typed for row in rows for typed in re.findall("`(.+?)`", row)]
        assert len(examples) > 10
        found = {typed: meeting_phrase(typed, NOW, ZONE, languages) for typed in examples}
        assert {
            typed: told(reading) for typed, reading in found.items() if not isinstance(reading, sort)
        } == {}
