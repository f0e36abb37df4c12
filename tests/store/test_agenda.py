"""Agendas and minutes come back as they were kept; words go with their event; what waits ends with the room."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from copbot.meetings.agenda import AgendaItem, Dealt, Line, Session, Standing
from copbot.store import agenda, erasure
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT = datetime(2026, 12, 1, 19, 30)  # noqa: DTZ001  # a wall time
BUS = AgendaItem("!r", 1, "de bus", "$bus", "@karin:x", NOW, "decide", meeting=3, carried=1)
REVIEW = AgendaItem("!r", 2, None, "$review", "@els:x", NOW, refers="decision", to=7)
GONE = AgendaItem("!r", 3, "weg", "$gone", "@els:x", NOW)
PAST = replace(BUS, number=4, standing=Standing.DONE, ended=NOW)
DEALT = Dealt("!r", 3, AT, 1, "carried", NOW)
SESSION = Session(
    "!r", 3, AT, NOW, "@els:x", "room", 5, present={"parent": 3}, expected={"school": 1}, key="k"
)
LATER = replace(SESSION, occurrence=AT + timedelta(days=7), started=NOW + timedelta(days=7), ended=NOW)
LINE = Line("!r", 3, AT, 1, "agreement", "Els belt", "$line", "@els:x", NOW, 1)


@pytest.fixture
def sql() -> sqlite3.Connection:
    connection = databases.in_memory()
    for record in (BUS, REVIEW, GONE, PAST, DEALT, SESSION, LATER, LINE):
        agenda.save(connection, record)
    return connection


def test_all_comes_back_as_it_was_kept(sql: sqlite3.Connection) -> None:
    assert agenda.item(sql, "!r", 4) == PAST
    assert agenda.open_items(sql, "!r") == (BUS, REVIEW, GONE)
    assert agenda.dealt(sql, "!r", 3, AT) == (DEALT,)
    assert agenda.session(sql, "!r", 3, AT) == SESSION
    assert agenda.last_session(sql, "!r", None) == LATER
    assert agenda.last_session(sql, "!r", 3) == LATER
    assert agenda.last_session(sql, "!r", 4) is None
    assert agenda.lines(sql, "!r", 3, AT) == (LINE,)
    assert agenda.lines_from(sql, "!r", "$line") == (LINE,)
    agenda.erase(sql, DEALT)
    assert agenda.dealt(sql, "!r", 3, AT) == ()
    agenda.erase(sql, LATER)
    assert agenda.last_session(sql, "!r", None) == SESSION


def test_words_go_with_their_event(sql: sqlite3.Connection) -> None:
    for event in ("$gone", "$line"):
        erasure.unquote(sql, event)
    assert agenda.open_items(sql, "!r") == (BUS, REVIEW)
    assert agenda.lines(sql, "!r", 3, AT) == (replace(LINE, words=None),)


def test_nothing_waits_in_a_room_that_was_left(sql: sqlite3.Connection) -> None:
    erasure.leave(sql, "!r", NOW)
    assert agenda.open_items(sql, "!r") == ()
    assert agenda.session(sql, "!r", 3, AT) == replace(SESSION, ended=NOW)
