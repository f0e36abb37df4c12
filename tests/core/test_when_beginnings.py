"""Reminders and questions that begin with a time: where it ends, and what it is near a change of the clocks."""

from __future__ import annotations

from datetime import datetime

import pytest

from copbot.core.when import Ambiguous, Moment, NotTime, read_reminder, split_due, split_reminder
from copbot.core.when_lookup import MAX_LENGTH
from tests.core.test_when import NOW, ZONE, told


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("morgen 9u Jan bellen", "2026-11-19T09:00+01:00", "Jan bellen"),
        ("morgen Jan bellen", "2026-11-19T09:00+01:00", "Jan bellen"),
        ("half acht Jan bellen", "? 2026-11-18T19:30+01:00 | 2026-11-19T07:30+01:00", "Jan bellen"),
        ("elke dag 8:00 pillen", "2026-11-19T08:00+01:00 FREQ=DAILY", "pillen"),
        ("elke dinsdag om 20:00 koor", "2026-11-24T20:00+01:00 FREQ=WEEKLY;BYDAY=TU", "koor"),
        ("Jan bellen", "no time", "Jan bellen"),
    ],
)
def test_a_reminder_begins_with_its_time(text: str, expected: str, rest: str) -> None:
    """The longest beginning that is a time, and what is left."""
    reading, left = split_reminder(text, NOW, ZONE)
    assert (expected, rest) == (told(reading), left)


@pytest.mark.parametrize(
    ("phrase", "now", "expected"),
    [
        # hours are elapsed time, days are wall time
        ("over 3 uur", "2027-03-28T00:30+01:00", "2027-03-28T04:30+02:00"),
        ("over 3 uur", "2026-10-25T00:30+02:00", "2026-10-25T02:30+01:00"),
        ("over 24 uur", "2027-03-27T12:00+01:00", "2027-03-28T13:00+02:00"),
        ("over 1 dag om 12:00", "2027-03-27T12:00+01:00", "2027-03-28T12:00+02:00"),
        ("over 1 dag en 2 uur", "2027-03-27T02:30+01:00", "2027-03-28T05:30+02:00"),
        # half past two is skipped, or comes twice
        ("02:30", "2027-03-28T01:59+01:00", "2027-03-28T03:30+02:00"),
        ("02:30", "2027-03-28T03:15+02:00", "2027-03-28T03:30+02:00"),
        ("02:30", "2026-10-25T02:15+02:00", "2026-10-25T02:30+02:00"),
        ("02:30", "2026-10-25T02:15+01:00", "2026-10-26T02:30+01:00"),
        ("over een half uur", "2026-10-25T02:15+02:00", "2026-10-25T02:45+02:00"),
        ("over een uur", "2026-10-25T02:15+02:00", "2026-10-25T02:15+01:00"),
        ("vannacht 2 uur", "2027-03-27T23:00+01:00", "2027-03-28T03:00+02:00"),
        ("elke dag 02:30", "2027-03-27T12:00+01:00", "2027-03-28T03:30+02:00 FREQ=DAILY;BYHOUR=2;BYMINUTE=30"),
        ("elke zondag 2:30", "2026-10-24T12:00+02:00", "2026-10-25T02:30+02:00 FREQ=WEEKLY;BYDAY=SU"),
        ("elke dag 02:30 tot 28 maart", "2027-03-28T01:00+01:00", "2027-03-28T03:30+02:00 FREQ=DAILY;BYHOUR=2;BYMINUTE=30;UNTIL=20270328T235959"),
        ("2027-03-28T02:30:00+01:00", "2027-03-27T12:00+01:00", "2027-03-28T03:30+02:00"),
        ("2026-10-25T02:30:00+01:00", "2026-10-24T12:00+02:00", "2026-10-25T02:30+01:00"),
    ],
)  # fmt: skip
def test_reminders_over_a_change_of_the_clocks(phrase: str, now: str, expected: str) -> None:
    """Seen from before, within and after the changes of March 2027 and October 2026."""
    assert expected == told(read_reminder(phrase, datetime.fromisoformat(now), ZONE))


def test_a_word_is_not_cut_in_two_to_make_a_time() -> None:
    """The time lies within the first 200 characters; the text may be longer."""
    assert split_reminder("morgen 9u " + "x" * 5000, NOW, ZONE) == (
        Moment(datetime(2026, 11, 19, 9, tzinfo=ZONE)),
        "x" * 5000,
    )
    assert split_reminder("morgen" + " " * (MAX_LENGTH - 10) + "19:30 koor", NOW, ZONE)[1] == "19:30 koor"
    assert split_reminder(" " * MAX_LENGTH + "morgen", NOW, ZONE) == (NotTime(), "morgen")


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("vrijdag 17:00 Wanneer eten we?", "2026-11-20T17:00+01:00", "Wanneer eten we?"),
        ("tot vrijdag Wanneer eten we?", "2026-11-20", "Wanneer eten we?"),
        ("until friday 17:00 When?", "2026-11-20T17:00+01:00", "When?"),
        ("t/m vrijdag Wanneer?", "2026-11-20", "Wanneer?"),
        ("till friday When?", "2026-11-20", "When?"),
        ("tot en met 1 december: wat eten we?", "2026-12-01", "wat eten we?"),
        ("tot vanavond Wanneer?", "vague", "Wanneer?"),
        ("elke vrijdag Wanneer?", "vague", "Wanneer?"),
        ("tot ziens zeggen?", "no time", "tot ziens zeggen?"),
        ("Wanneer eten we?", "no time", "Wanneer eten we?"),
    ],
)
def test_a_question_may_begin_with_its_deadline(text: str, expected: str, rest: str) -> None:
    """With or without "until" before it; a day stays a day, and nothing repeats."""
    reading, left = split_due(text, NOW, ZONE)
    assert (expected, rest) == (told(reading), left)


_DAYS = (
    "1.12", "volgende dinsdag", "next tuesday", "elke 2e dinsdag", "every 2nd tuesday", "elk weekend", "dinsdag 1 dec", "mar", "",
    "eerste dinsdag van de maand", "over 2 weken dinsdag", "vrijdag de 13e", "morgen vrijdag", "komende week dinsdag",
)  # fmt: skip
_CLOCKS = (
    "half 8",
    "at 8",
    "om 8",
    "8 uur",
    "half twelve",
    "ten to 8",
    "9.10",
    "middernacht",
    "midnight",
    "8.12",
)


@pytest.mark.parametrize("languages", [("nl", "en"), ("en", "nl")])
def test_no_question_has_more_than_five_answers(languages: tuple[str, str]) -> None:
    """Whatever day and clock time are put together, in either language or in both."""
    for text in (f"{day} {clock}".strip() for day in _DAYS for clock in _CLOCKS):
        reading = read_reminder(text, NOW, ZONE, languages)
        assert not isinstance(reading, Ambiguous) or 2 <= len(reading.readings) <= 5, text
