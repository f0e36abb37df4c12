"""What waits for somebody or for a time: questions that were asked, and alarms."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from datetime import datetime

from copbot.core.facts import Rang
from copbot.core.records import Option, Question
from copbot.core.wishes import Ring
from copbot.store.stamps import stamp, time

SAVE_QUESTION = """
    INSERT OR REPLACE INTO questions (key, scope, room, asked, thread, options, free, anyone, source, stays, fresh, until)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
"""
QUESTION = "SELECT * FROM questions WHERE key = ? AND until > ?"
IN_THREAD = """
    SELECT * FROM questions WHERE asked = ? AND room = ? AND thread = ? AND until > ? ORDER BY rowid DESC LIMIT 1
"""
IN_DIRECT = """
    SELECT questions.* FROM questions JOIN messages USING (key)
    WHERE questions.asked = ?1 AND coalesce(questions.room, messages.room) = ?2 AND until > ?3 AND fresh
      AND messages.event IS NOT NULL
    ORDER BY questions.rowid DESC LIMIT 1
"""
STALE = """
    UPDATE questions SET fresh = 0 WHERE asked = ?1 AND fresh AND EXISTS
      (SELECT 1 FROM messages WHERE messages.key = questions.key AND messages.room = ?2 AND event IS NOT NULL)
"""
OPTION = tuple(field.name for field in dataclasses.fields(Option))
DROP_QUESTION = "DELETE FROM questions WHERE key = ?"
# Words may wait in a question that are from another message than the rest of it; then its options name that one too.
DROP_QUOTING = """
    DELETE FROM questions WHERE source = ?1 OR (
      key IN (SELECT key FROM quotes WHERE source = ?1) AND (instr(options, ?1) OR instr(coalesce(free, ''), ?1))
    )
"""
SAVE_ALARM = """
    INSERT INTO alarms (name, at, room, purpose, payload) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET at = excluded.at, room = excluded.room, purpose = excluded.purpose,
      payload = excluded.payload
"""
DROP_ALARM = "DELETE FROM alarms WHERE name = ?"
ROUSE = "UPDATE alarms SET at = ? WHERE name >= ? AND name < ?"
DROP_ROOM_ALARMS = "DELETE FROM alarms WHERE room = ?"
DUE = "SELECT * FROM alarms WHERE at <= ? ORDER BY at, name LIMIT ?"
NEXT = "SELECT min(at) FROM alarms"


def save_question(sql: sqlite3.Connection, question: Question) -> None:
    """Remember a question."""
    options = json.dumps([_plain(option) for option in question.options], ensure_ascii=False)
    free = None if question.free is None else json.dumps(_plain(question.free), ensure_ascii=False)
    sql.execute(
        SAVE_QUESTION,
        (
            question.key,
            question.scope,
            question.room,
            question.asked,
            question.thread,
            options,
            free,
            question.anyone,
            question.source,
            question.stays,
            stamp(question.until),
        ),
    )


def _plain(option: Option) -> dict[str, str | None]:
    return {
        name: getattr(option, name) for name in OPTION
    }  # asdict copies deeply, which costs ten times as much


def question(sql: sqlite3.Connection, key: str, now: datetime) -> Question | None:
    """A question that still waits, by the message that asks it."""
    row = sql.execute(QUESTION, (key, stamp(now))).fetchone()
    return None if row is None else _question(row)


def question_in_thread(
    sql: sqlite3.Connection, asked: str, room: str, thread: str, now: datetime
) -> Question | None:
    """The newest question that waits for this member in this thread."""
    row = sql.execute(IN_THREAD, (asked, room, thread, stamp(now))).fetchone()
    return None if row is None else _question(row)


def question_in_direct(sql: sqlite3.Connection, asked: str, room: str, now: datetime) -> Question | None:
    """The newest question that waits for this member in their direct chat."""
    row = sql.execute(IN_DIRECT, (asked, room, stamp(now))).fetchone()
    return None if row is None else _question(row)


def stale(sql: sqlite3.Connection, asked: str, room: str) -> None:
    """The member wrote in the direct chat: questions that were shown before are answered only by reply from now on."""
    sql.execute(STALE, (asked, room))


def drop_question(sql: sqlite3.Connection, key: str) -> None:
    """The question was answered, or is of no use any more."""
    sql.execute(DROP_QUESTION, (key,))


def drop_questions_quoting(sql: sqlite3.Connection, source: str) -> None:
    """Words were taken away: questions whose options repeat them go too."""
    sql.execute(DROP_QUOTING, (source,))


def ring(sql: sqlite3.Connection, wish: Ring) -> None:
    """Set an alarm."""
    sql.execute(SAVE_ALARM, (wish.name, stamp(wish.at), wish.room, wish.purpose, wish.payload))


def silence(sql: sqlite3.Connection, name: str) -> None:
    """Take an alarm back."""
    sql.execute(DROP_ALARM, (name,))


def rouse(sql: sqlite3.Connection, prefix: str, at: datetime) -> None:
    """The alarms whose names begin so ring then. The prefix ends in a colon."""
    sql.execute(
        ROUSE, (stamp(at), prefix, f"{prefix.removesuffix(':')};")
    )  # what follows a colon is a semicolon


def silence_room(sql: sqlite3.Connection, room: str) -> None:
    """copbot left the room: its alarms go."""
    sql.execute(DROP_ROOM_ALARMS, (room,))


def due(sql: sqlite3.Connection, now: datetime, limit: int) -> tuple[Rang, ...]:
    """Take the alarms that are due out of the table, as facts: in one unit of work with putting them in the inbox."""
    found: list[Rang] = []
    for row in sql.execute(DUE, (stamp(now), limit)).fetchall():
        event = f"alarm:{row['name']}:{row['at']}"
        found.append(
            Rang(row["room"], "", event, time(row["at"]), row["name"], row["purpose"], row["payload"])
        )
        sql.execute(DROP_ALARM, (row["name"],))
    return tuple(found)


def next_due(sql: sqlite3.Connection) -> datetime | None:
    """When the next alarm is due."""
    (at,) = sql.execute(NEXT).fetchone()
    return None if at is None else time(at)


def _question(row: sqlite3.Row) -> Question:
    return Question(
        key=row["key"],
        scope=row["scope"],
        asked=row["asked"],
        until=time(row["until"]),
        room=row["room"],
        thread=row["thread"],
        options=tuple(Option(**option) for option in json.loads(row["options"])),
        free=None if row["free"] is None else Option(**json.loads(row["free"])),
        anyone=bool(row["anyone"]),
        source=row["source"],
        stays=bool(row["stays"]),
    )
