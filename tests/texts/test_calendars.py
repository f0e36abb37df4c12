"""The words of a calendar file: what the room wants in it, in its language, without what was taken away."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from copbot.core import text as texts
from copbot.core.records import Language, Room, Settings, Shown
from copbot.core.text import to_json
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_file import _values
from copbot.meetings.records import Change, Standing
from copbot.texts.calendars import made
from copbot.texts.render import Voice
from tests.meetings.calendar_files import lines, meeting, wall

MEETING = meeting("FREQ=WEEKLY;BYDAY=TU", wall("2026-12-01T19:30"))
MOVED = Change(
    MEETING.room,
    1,
    wall("2026-12-08T19:30"),
    MEETING.member,
    wall("2026-12-09T19:30"),
    place="Bij Els thuis",
    place_source="$moved",
)


def file(shown: Shown, language: Language = "nl", *gone: str, standing: Standing = Standing.PLANNED) -> str:
    """The file of a meeting with one occurrence moved; the words of events that are gone were taken away."""
    settings = Settings(language=language, calendar=shown)
    call = SimpleNamespace(room=Room(MEETING.room, settings), now=datetime(2026, 11, 24, 19, 0, tzinfo=UTC))
    values = _values(cast("Call", call), replace(MEETING, standing=standing), (MOVED,))
    plain: Any = {name: to_json(value) for name, value in values.items()}
    for event in gone:
        plain = texts.without(plain, event)
    voice = Voice(language, ZoneInfo("UTC"), call.now, str, str)
    return made(plain, voice)


def told(text: str, name: str) -> list[str]:
    return [line.partition(":")[2] for line in lines(text) if line.startswith(f"{name}:")]


@pytest.mark.parametrize(("language", "title"), [("nl", "Bijeenkomst"), ("en", "Meeting")])
def test_as_a_rule_a_calendar_shows_neither_title_nor_place(language: Language, title: str) -> None:
    text = file("neutral", language)
    assert told(text, "SUMMARY") == [title, title]
    assert told(text, "LOCATION") == []
    assert len(told(text, "DESCRIPTION")) == 4
    assert not any(word in text for word in ("Kring", "Bibliotheek", "Els"))


def test_where_the_room_wants_it_both_are_there() -> None:
    text = file("full")
    assert told(text, "SUMMARY") == ["Kring", "Kring"]
    assert told(text, "LOCATION") == ["Bibliotheek", "Bij Els thuis"]


def test_words_that_were_taken_away_are_not() -> None:
    text = file("full", "nl", "$said")
    assert told(text, "SUMMARY") == ["Bijeenkomst", "Bijeenkomst"]
    assert told(text, "LOCATION") == ["Bij Els thuis"]


def test_what_was_called_off_says_so_in_its_title() -> None:
    text = file("full", standing=Standing.CANCELLED)
    assert told(text, "SUMMARY") == ["Gaat niet door: Kring"] * 2
    assert told(text, "STATUS") == ["CANCELLED"] * 2
