"""What waits for somebody: questions that were asked."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from datetime import datetime

from copbot.core.records import Option, Question
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
CHOOSING = "SELECT options FROM questions WHERE asked = ? AND scope = ? AND until > ? AND options <> '[]'"
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


def choosing(sql: sqlite3.Connection, asked: str, scope: str, now: datetime) -> tuple[Option, ...]:
    """What a member is asked to choose from about a room, in all questions that still wait."""
    rows = sql.execute(CHOOSING, (asked, scope, stamp(now)))
    return tuple(Option(**option) for row in rows for option in json.loads(row["options"]))


def stale(sql: sqlite3.Connection, asked: str, room: str) -> None:
    """The member wrote in the direct chat: questions that were shown before are answered only by reply from now on."""
    sql.execute(STALE, (asked, room))


def drop_question(sql: sqlite3.Connection, key: str) -> None:
    """The question was answered, or is of no use any more."""
    sql.execute(DROP_QUESTION, (key,))


def drop_questions_quoting(sql: sqlite3.Connection, source: str) -> None:
    """Words were taken away: questions whose options repeat them go too."""
    sql.execute(DROP_QUOTING, (source,))


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
