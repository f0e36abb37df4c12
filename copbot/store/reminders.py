"""Reminders, who wants to hear one again, and the alarms of those whose zone got other rules."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from zoneinfo import ZoneInfo

from copbot.reminders.records import Personal, Reminder, Snooze, Standing, alarm_name
from copbot.reminders.schedule import moment, on_the_wall
from copbot.store.stamps import stamp, stamp_or_none, time, time_or_none
from copbot.store.unreported import told_now

REMINDER = "SELECT * FROM reminders WHERE room = ? AND number = ?"
COMING = f"""
    SELECT * FROM reminders WHERE room = ?1 AND ended IS NULL AND private = ?2 AND (due, number) > (?3, ?4)
      AND {told_now("reminders", "reminder")}
    ORDER BY due, number LIMIT ?5
"""  # noqa: S608 - names of our own
WAITING_FOR = "SELECT count(*) FROM reminders WHERE room = ? AND member = ? AND ended IS NULL"
FROM = "SELECT * FROM reminders WHERE source = ? AND room = ?"
SAVE_REMINDER = """
    INSERT INTO reminders (room, number, member, private, words, source, rule, start, zone, wall, due, standing, again, ended)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET words = excluded.words, start = excluded.start, zone = excluded.zone, wall = excluded.wall,
      due = excluded.due, standing = excluded.standing, again = excluded.again, ended = excluded.ended
"""
SNOOZERS = "SELECT member FROM snoozes WHERE room = ? AND number = ? ORDER BY member"
PERSONAL = """
    SELECT number FROM personal WHERE room = ?1
      AND EXISTS (SELECT 1 FROM reminders WHERE reminders.room = ?1 AND reminders.number = personal.number AND ended IS NULL)
"""
SAVE_PERSONAL = "INSERT OR IGNORE INTO personal (room, number) VALUES (?, ?)"
SAVE_SNOOZE = "INSERT OR IGNORE INTO snoozes (room, number, member) VALUES (?, ?, ?)"
ERASE_SNOOZE = "DELETE FROM snoozes WHERE room = ? AND number = ? AND member = ?"
ALL_WAITING = (
    "SELECT room, number, zone, wall, due FROM reminders WHERE ended IS NULL AND standing = 'waiting'"
)
REALIGN = "UPDATE reminders SET due = ? WHERE room = ? AND number = ?"
REALIGN_ALARM = "UPDATE alarms SET at = ? WHERE name = ?"


def reminder(sql: sqlite3.Connection, room: str, number: int) -> Reminder | None:
    """One reminder."""
    row = sql.execute(REMINDER, (room, number)).fetchone()
    return None if row is None else _reminder(row)


def coming(
    sql: sqlite3.Connection, room: str, private: bool, after: tuple[datetime, int] | None, limit: int
) -> tuple[Reminder, ...]:
    """What is still to come in a room, or of a direct chat alone, the next first, from behind ``after`` on."""
    due, number = ("", 0) if after is None else (stamp(after[0]), after[1])
    rows = sql.execute(COMING, (room, private, due, number, limit))
    return tuple(_reminder(row) for row in rows.fetchall())


def waiting_for(sql: sqlite3.Connection, room: str, member: str) -> int:
    """How many reminders of a member wait in a room."""
    (count,) = sql.execute(WAITING_FOR, (room, member)).fetchone()
    return int(count)


def reminders_from(sql: sqlite3.Connection, room: str, event: str) -> tuple[Reminder, ...]:
    """The reminders of a room whose words were said in an event."""
    return tuple(_reminder(row) for row in sql.execute(FROM, (event, room)).fetchall())


def snoozers(sql: sqlite3.Connection, room: str, number: int) -> tuple[str, ...]:
    """Who wants to hear a reminder again."""
    return tuple(row[0] for row in sql.execute(SNOOZERS, (room, number)))


def personal(sql: sqlite3.Connection, room: str) -> frozenset[int]:
    """The reminders to come that members set in a room for themselves."""
    return frozenset(row[0] for row in sql.execute(PERSONAL, (room,)))


def save(sql: sqlite3.Connection, record: Reminder | Snooze | Personal) -> None:
    """Write a reminder, that it is for one member, or that somebody wants to hear it again."""
    if isinstance(record, Personal):
        sql.execute(SAVE_PERSONAL, (record.room, record.number))
        return
    if isinstance(record, Snooze):
        sql.execute(SAVE_SNOOZE, (record.room, record.number, record.member))
        return
    sql.execute(
        SAVE_REMINDER,
        (
            record.room,
            record.number,
            record.member,
            record.private,
            record.words,
            record.source,
            record.rule,
            record.start.isoformat(),
            record.zone,
            record.wall.isoformat(),
            stamp(record.due),
            record.standing.value,
            stamp_or_none(record.again),
            stamp_or_none(record.ended),
        ),
    )


def erase(sql: sqlite3.Connection, record: Snooze) -> None:
    """Somebody does not want to hear it again."""
    sql.execute(ERASE_SNOOZE, (record.room, record.number, record.member))


def realign(sql: sqlite3.Connection) -> int:
    """Set reminders right whose wall time is another moment now, because a zone got other rules. Returns how many."""
    changed = 0
    for row in sql.execute(ALL_WAITING).fetchall():
        zone, wall, due = ZoneInfo(row["zone"]), datetime.fromisoformat(row["wall"]), time(row["due"])
        if on_the_wall(due, zone) == wall or moment(wall, zone) == due:
            continue
        at = stamp(moment(wall, zone))
        sql.execute(REALIGN, (at, row["room"], row["number"]))
        sql.execute(REALIGN_ALARM, (at, alarm_name(row["room"], row["number"])))
        changed += 1
    return changed


def _reminder(row: sqlite3.Row) -> Reminder:
    # In the order of the table: to look for each by its name takes as long as the rest of it.
    room, number, member, private, words, source, rule, start, zone, wall, due, standing, again, ended = row
    return Reminder(
        room,
        number,
        member,
        bool(private),
        words,
        source,
        rule,
        datetime.fromisoformat(start),
        zone,
        datetime.fromisoformat(wall),
        time(due),
        Standing(standing),
        time_or_none(again),
        time_or_none(ended),
    )
