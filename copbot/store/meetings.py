"""Meetings, what was changed about single times of them, who comes, and how they took place."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from copbot.core.recurrence import in_zone
from copbot.meetings.records import Answer, Change, Held, Meeting, Standing, alarm_name
from copbot.store.stamps import stamp, stamp_or_none, time, time_or_none

MEETING = "SELECT * FROM meetings WHERE room = ? AND number = ?"
PLANNED = (
    "SELECT * FROM meetings INDEXED BY meetings_planned WHERE room = ? AND ended IS NULL ORDER BY number"
)
FROM = """
    SELECT * FROM meetings WHERE room = ?2 AND number IN (
      SELECT number FROM meetings WHERE source = ?1 AND room = ?2
      UNION SELECT number FROM meetings WHERE place_source = ?1 AND room = ?2
      UNION SELECT number FROM meeting_changes WHERE place_source = ?1 AND room = ?2
    ) ORDER BY number
"""
SAVE_MEETING = """
    INSERT OR REPLACE INTO meetings (room, number, title, source, place, place_source, member, host, rule, start, zone,
      minutes, excepted, uid, sequence, standing, reminders, key, called, told, due, wall, ended)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CHANGES = "SELECT * FROM meeting_changes WHERE room = ? AND number = ? ORDER BY occurrence"
SAVE_CHANGE = """
    INSERT OR REPLACE INTO meeting_changes (room, number, occurrence, member, wall, minutes, place, place_source, sequence)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ERASE_CHANGE = "DELETE FROM meeting_changes WHERE room = ? AND number = ? AND occurrence = ?"
ANSWERS = "SELECT * FROM meeting_answers WHERE room = ? AND number = ? AND occurrence = ? ORDER BY at, member"
ANSWERS_FROM = "SELECT * FROM meeting_answers WHERE event = ? AND room = ?"
SAVE_ANSWER = """
    INSERT OR REPLACE INTO meeting_answers (room, number, occurrence, member, answer, event, at, over)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
ERASE_ANSWER = "DELETE FROM meeting_answers WHERE room = ? AND number = ? AND occurrence = ? AND member = ?"
HELD = "SELECT * FROM meeting_held WHERE room = ? AND number = ? AND occurrence = ?"
SAVE_HELD = """
    INSERT OR REPLACE INTO meeting_held (room, number, occurrence, announced, started, ended, leader, how, ritual, key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ALL_PLANNED = "SELECT room, number, zone, due, wall FROM meetings WHERE ended IS NULL AND due IS NOT NULL"
REALIGN_ALARM = "UPDATE alarms SET at = ? WHERE name = ?"


def meeting(sql: sqlite3.Connection, room: str, number: int) -> Meeting | None:
    """One meeting."""
    row = sql.execute(MEETING, (room, number)).fetchone()
    return None if row is None else _meeting(row)


def planned(sql: sqlite3.Connection, room: str) -> tuple[Meeting, ...]:
    """The meetings of a room that are still to take place, by number."""
    return tuple(_meeting(row) for row in sql.execute(PLANNED, (room,)).fetchall())


def meetings_from(sql: sqlite3.Connection, room: str, event: str) -> tuple[Meeting, ...]:
    """The meetings of a room whose title or place was said in an event."""
    return tuple(_meeting(row) for row in sql.execute(FROM, (event, room)).fetchall())


def changes(sql: sqlite3.Connection, room: str, number: int) -> tuple[Change, ...]:
    """What was changed about single times of a meeting, by the wall time that each had."""
    return tuple(
        Change(
            row["room"],
            row["number"],
            datetime.fromisoformat(row["occurrence"]),
            row["member"],
            _wall(row["wall"]),
            row["minutes"],
            row["place"],
            row["place_source"],
            row["sequence"],
        )
        for row in sql.execute(CHANGES, (room, number)).fetchall()
    )


def answers(sql: sqlite3.Connection, room: str, number: int, occurrence: datetime) -> tuple[Answer, ...]:
    """Who answered about one time of a meeting, in the order in which they did."""
    rows = sql.execute(ANSWERS, (room, number, occurrence.isoformat())).fetchall()
    return tuple(_answer(row) for row in rows)


def answers_from(sql: sqlite3.Connection, room: str, event: str) -> tuple[Answer, ...]:
    """What was answered by a reaction or a message."""
    return tuple(_answer(row) for row in sql.execute(ANSWERS_FROM, (event, room)).fetchall())


def held(sql: sqlite3.Connection, room: str, number: int, occurrence: datetime) -> Held | None:
    """How one time of a meeting took place, as far as copbot knows."""
    row = sql.execute(HELD, (room, number, occurrence.isoformat())).fetchone()
    if row is None:
        return None
    return Held(
        row["room"],
        row["number"],
        occurrence,
        time_or_none(row["announced"]),
        time_or_none(row["started"]),
        time_or_none(row["ended"]),
        row["leader"],
        row["how"],
        row["ritual"],
        row["key"],
    )


def save(sql: sqlite3.Connection, record: Meeting | Change | Answer | Held) -> None:
    """Write a meeting, or what belongs to one time of it."""
    match record:
        case Meeting():
            sql.execute(SAVE_MEETING, _row(record))
        case Change(room, number, occurrence, member, wall, minutes, place, place_source, sequence):
            at, instead = occurrence.isoformat(), _iso(wall)
            row = (room, number, at, member, instead, minutes, place, place_source, sequence)
            sql.execute(SAVE_CHANGE, row)
        case Answer(room, number, occurrence, member, answer, event, at, over):
            name = occurrence.isoformat()
            sql.execute(SAVE_ANSWER, (room, number, name, member, answer, event, stamp(at), stamp(over)))
        case Held():
            sql.execute(
                SAVE_HELD,
                (
                    record.room,
                    record.number,
                    record.occurrence.isoformat(),
                    stamp_or_none(record.announced),
                    stamp_or_none(record.started),
                    stamp_or_none(record.ended),
                    record.leader,
                    record.how,
                    record.ritual,
                    record.key,
                ),
            )


def erase(sql: sqlite3.Connection, record: Change | Answer) -> None:
    """A time of a meeting is as agreed again, or somebody withdraws an answer."""
    name = record.occurrence.isoformat()
    if isinstance(record, Change):
        sql.execute(ERASE_CHANGE, (record.room, record.number, name))
    else:
        sql.execute(ERASE_ANSWER, (record.room, record.number, name, record.member))


def realign(sql: sqlite3.Connection) -> int:
    """Alarms ring in time where a zone got other rules since they were set: what is to come is worked out anew then.

    Returns how many were set right.
    """
    changed = 0
    for row in sql.execute(ALL_PLANNED).fetchall():
        due, wall, zone = time(row["due"]), datetime.fromisoformat(row["wall"]), ZoneInfo(row["zone"])
        at = in_zone(wall, zone)
        if at == due or due.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
            continue
        sql.execute(REALIGN_ALARM, (stamp(min(at, due)), alarm_name(row["room"], row["number"])))
        changed += 1
    return changed


def _row(meeting: Meeting) -> tuple[object, ...]:
    reminders = None
    if meeting.reminders is not None:
        reminders = json.dumps([int(one.total_seconds() // 60) for one in meeting.reminders])
    return (
        meeting.room,
        meeting.number,
        meeting.title,
        meeting.source,
        meeting.place,
        meeting.place_source,
        meeting.member,
        meeting.host,
        meeting.rule,
        meeting.start.isoformat(),
        meeting.zone,
        meeting.minutes,
        json.dumps([one.isoformat() for one in meeting.excepted]),
        meeting.uid,
        meeting.sequence,
        meeting.standing.value,
        reminders,
        meeting.key,
        stamp(meeting.called),
        stamp(meeting.told),
        stamp_or_none(meeting.due),
        _iso(meeting.wall),
        stamp_or_none(meeting.ended),
    )


def _meeting(row: sqlite3.Row) -> Meeting:
    reminders = row["reminders"]
    return Meeting(
        room=row["room"],
        number=row["number"],
        title=row["title"],
        source=row["source"],
        place=row["place"],
        place_source=row["place_source"],
        member=row["member"],
        host=row["host"],
        rule=row["rule"],
        start=datetime.fromisoformat(row["start"]),
        zone=row["zone"],
        minutes=row["minutes"],
        uid=row["uid"],
        key=row["key"],
        called=time(row["called"]),
        told=time(row["told"]),
        excepted=tuple(datetime.fromisoformat(one) for one in json.loads(row["excepted"])),
        sequence=row["sequence"],
        standing=Standing(row["standing"]),
        reminders=None
        if reminders is None
        else tuple(timedelta(minutes=one) for one in json.loads(reminders)),
        due=time_or_none(row["due"]),
        wall=_wall(row["wall"]),
        ended=time_or_none(row["ended"]),
    )


def _answer(row: sqlite3.Row) -> Answer:
    return Answer(
        row["room"],
        row["number"],
        datetime.fromisoformat(row["occurrence"]),
        row["member"],
        row["answer"],
        row["event"],
        time(row["at"]),
        time(row["over"]),
    )


def _iso(wall: datetime | None) -> str | None:
    return None if wall is None else wall.isoformat()


def _wall(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept)
