"""Meetings come back as they were kept; words go with their event; what ends with the room, ends."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from copbot.core.wishes import Ring
from copbot.meetings.records import Answer, Change, Held, Meeting, Standing, alarm_name
from copbot.store import alarms, erasure, meetings
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT = datetime(2026, 12, 1, 19, 30)  # noqa: DTZ001  # a wall time
SERIES = Meeting(
    room="!r",
    number=3,
    title="Kring",
    source="$named",
    place="De Eik",
    place_source="$placed",
    member="@karin:x",
    host="@els:x",
    rule="FREQ=WEEKLY;BYDAY=TU",
    start=AT,
    zone="Europe/Amsterdam",
    minutes=90,
    uid="uid",
    key="key",
    called=NOW,
    told=NOW,
    excepted=(AT + timedelta(days=14),),
    sequence=2,
    reminders=(timedelta(hours=24), timedelta(minutes=30)),
    due=NOW + timedelta(days=6),
    wall=datetime(2026, 11, 30, 13, 0),  # noqa: DTZ001
)
MOVED = Change("!r", 3, AT, "@els:x", AT + timedelta(days=1), 60, "De Es", "$moved", 2)
CANCELLED = Change("!r", 3, AT + timedelta(days=7), "@els:x", None)
COMES = Answer("!r", 3, AT, "@bram:x", "yes", "$tap", NOW, NOW + timedelta(days=7))
HELD = Held("!r", 3, AT, NOW, NOW, None, "@els:x", "chat", 7, "key-2")


@pytest.fixture
def sql() -> sqlite3.Connection:
    connection = databases.in_memory()
    for record in (SERIES, MOVED, CANCELLED, COMES, HELD):
        meetings.save(connection, record)
    return connection


def test_all_comes_back_as_it_was_kept(sql: sqlite3.Connection) -> None:
    assert meetings.meeting(sql, "!r", 3) == SERIES
    assert meetings.changes(sql, "!r", 3) == (MOVED, CANCELLED)
    assert meetings.answers(sql, "!r", 3, AT) == (COMES,)
    assert meetings.answers_from(sql, "!r", "$tap") == (COMES,)
    assert meetings.held(sql, "!r", 3, AT) == HELD
    assert meetings.planned(sql, "!r") == (SERIES,)
    meetings.save(
        sql, replace(SERIES, standing=Standing.OVER, ended=NOW, reminders=None, due=None, wall=None)
    )
    assert meetings.planned(sql, "!r") == ()
    meetings.erase(sql, COMES)
    meetings.erase(sql, MOVED)
    assert (meetings.answers(sql, "!r", 3, AT), meetings.changes(sql, "!r", 3)) == ((), (CANCELLED,))


@pytest.mark.parametrize("event", ["$named", "$placed", "$moved", "$tap"])
def test_words_go_with_their_event_and_the_meeting_stays(sql: sqlite3.Connection, event: str) -> None:
    found = meetings.meetings_from(sql, "!r", event)
    assert [one.number for one in found] == ([] if event == "$tap" else [3])
    erasure.unquote(sql, event)
    kept = meetings.meeting(sql, "!r", 3)
    assert kept is not None
    gone = (
        kept.title,
        kept.place,
        meetings.changes(sql, "!r", 3)[0].place,
        len(meetings.answers(sql, "!r", 3, AT)),
    )
    assert gone == (
        None if event == "$named" else "Kring",
        None if event == "$placed" else "De Eik",
        None if event == "$moved" else "De Es",
        0 if event == "$tap" else 1,
    )


def test_out_of_the_room_it_ends_and_nobody_comes(sql: sqlite3.Connection) -> None:
    erasure.leave(sql, "!r", NOW)
    kept = meetings.meeting(sql, "!r", 3)
    assert kept is not None
    assert (kept.standing, kept.due, kept.ended) == (Standing.CANCELLED, None, NOW)
    assert meetings.answers(sql, "!r", 3, AT) == ()


def test_it_is_forgotten_who_came_long_before_the_meeting_is(sql: sqlite3.Connection) -> None:
    erasure.tidy(sql, NOW + timedelta(days=98))
    assert meetings.answers(sql, "!r", 3, AT) == ()
    meetings.save(sql, replace(SERIES, standing=Standing.OVER, ended=NOW))
    erasure.tidy(sql, NOW + timedelta(days=364))
    assert meetings.changes(sql, "!r", 3) != ()
    erasure.tidy(sql, NOW + timedelta(days=366))
    assert (
        meetings.meeting(sql, "!r", 3),
        meetings.changes(sql, "!r", 3),
        meetings.held(sql, "!r", 3, AT),
    ) == (
        None,
        (),
        None,
    )


def test_an_alarm_rings_in_time_where_a_zone_got_other_rules(sql: sqlite3.Connection) -> None:
    assert SERIES.due is not None
    name = alarm_name("!r", 3)
    alarms.ring(sql, Ring(name, SERIES.due, "!r", "meeting", "3"))
    meetings.save(sql, replace(SERIES, wall=datetime(2026, 11, 30, 12, 0)))  # noqa: DTZ001
    assert meetings.realign(sql) == 1
    assert alarms.next_due(sql) == datetime(2026, 11, 30, 11, 0, tzinfo=UTC)
    meetings.save(sql, replace(SERIES, due=datetime(2026, 11, 30, 12, 0, tzinfo=UTC)))
    assert meetings.realign(sql) == 0
