"""copbot's logical messages: where they stand and their events at the homeserver."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from copbot.core.facts import Sent
from copbot.core.wishes import About
from copbot.dialogue.reading import Message
from copbot.store.stamps import stamp, time_or_none

ADD = """
    INSERT INTO messages (key, room, member, scope, event, rev, kind, about, number, thread, retracted, at)
    VALUES (?, ?, ?, ?, NULL, 0, ?, ?, ?, ?, FALSE, ?)
"""
MESSAGE = "SELECT * FROM messages WHERE key = ?"
BY_EVENT = "SELECT * FROM messages WHERE key = (SELECT key FROM revisions WHERE event = ?)"
LAST = """
    SELECT * FROM messages WHERE room = ? AND at > ? AND event IS NOT NULL AND NOT retracted
    ORDER BY at DESC, rowid DESC LIMIT 1
"""
EVENT_OF = "SELECT event FROM messages WHERE key = ?"
REVISE = "UPDATE messages SET rev = ?, at = ? WHERE key = ?"
RETRACT = "UPDATE messages SET retracted = TRUE WHERE key = ?"
RETRACTED = "SELECT retracted FROM messages WHERE key = ?"
FIRST_EVENT = "UPDATE messages SET event = ? WHERE key = ? AND event IS NULL"
SCOPE_FOR = (
    "SELECT scope FROM messages WHERE member = ? AND event IS NULL AND room IS NULL AND scope IS NOT NULL "
    "ORDER BY at LIMIT 1"
)
DIRECT_MADE = "UPDATE messages SET room = ? WHERE member = ? AND event IS NULL AND room IS NULL"
DIRECT_ENDED = "UPDATE messages SET room = NULL WHERE member = ? AND event IS NULL AND room = ?"
ADD_REVISION = "INSERT OR IGNORE INTO revisions (event, key, at) VALUES (?, ?, ?)"
SENT_AT = "SELECT min(at) FROM revisions WHERE key = ?"
REVISIONS = "SELECT event FROM revisions WHERE key = ? ORDER BY at DESC"


def add(
    sql: sqlite3.Connection,
    key: str,
    room: str | None,
    member: str | None,
    scope: str | None,
    kind: str,
    about: About | None,
    thread: str | None,
    now: datetime,
) -> None:
    """Know a new logical message."""
    what, number = (about.what, about.number) if about else (None, 0)
    sql.execute(ADD, (key, room, member, scope, kind, what, number, thread, stamp(now)))


def message(sql: sqlite3.Connection, key: str) -> Message | None:
    """A logical message by its key."""
    row = sql.execute(MESSAGE, (key,)).fetchone()
    return None if row is None else as_message(row)


def by_event(sql: sqlite3.Connection, event: str) -> Message | None:
    """The logical message that an event is, or is a revision of."""
    row = sql.execute(BY_EVENT, (event,)).fetchone()
    return None if row is None else as_message(row)


def last(sql: sqlite3.Connection, room: str, after: datetime) -> Message | None:
    """The newest message that stands in a room, if it was wished after a time; looked for from the newest of all on."""
    row = sql.execute(LAST, (room, stamp(after))).fetchone()
    return None if row is None else as_message(row)


def event_of(sql: sqlite3.Connection, key: str | None) -> str | None:
    """A message's first event, once it is known."""
    found = None if key is None else sql.execute(EVENT_OF, (key,)).fetchone()
    return None if found is None else found[0]


def revise(sql: sqlite3.Connection, key: str, rev: int, now: datetime) -> None:
    """A message gets a new revision."""
    sql.execute(REVISE, (rev, stamp(now), key))


def retract(sql: sqlite3.Connection, key: str) -> None:
    """A message is to be removed: it is not changed any more, and what still arrives of it goes too."""
    sql.execute(RETRACT, (key,))


def retracted(sql: sqlite3.Connection, key: str) -> bool:
    """Whether a message was, or is to be, removed."""
    row = sql.execute(RETRACTED, (key,)).fetchone()
    return row is not None and bool(row["retracted"])


def sent(sql: sqlite3.Connection, key: str, event: str, now: datetime) -> None:
    """The homeserver took a message, or a revision of it."""
    sql.execute(ADD_REVISION, (event, key, stamp(now)))
    sql.execute(FIRST_EVENT, (event, key))


def seen(sql: sqlite3.Connection, fact: Sent, now: datetime) -> None:
    """The homeserver shows a message of copbot's own: its event is known, whether or not the sending was confirmed."""
    known = message(sql, fact.key)
    if known is None or known.room not in (None, fact.room):
        return
    sql.execute(ADD_REVISION, (fact.event, fact.key, stamp(now)))
    if fact.rev == 0:
        sql.execute(FIRST_EVENT, (fact.event, fact.key))


def revisions(sql: sqlite3.Connection, key: str) -> tuple[str, ...]:
    """Every event of a logical message, newest first."""
    return tuple(row[0] for row in sql.execute(REVISIONS, (key,)))


def sent_at(sql: sqlite3.Connection, key: str) -> datetime | None:
    """When the homeserver took a message, as far as copbot knows."""
    return time_or_none(sql.execute(SENT_AT, (key,)).fetchone()[0])


def scope_for(sql: sqlite3.Connection, member: str) -> str | None:
    """The room that the first message is about which waits for a member's direct chat."""
    row = sql.execute(SCOPE_FOR, (member,)).fetchone()
    return None if row is None else str(row["scope"])


def direct_made(sql: sqlite3.Connection, member: str, room: str) -> None:
    """A member's direct chat is there: messages that wait for it stand in that room."""
    sql.execute(DIRECT_MADE, (room, member))


def direct_ended(sql: sqlite3.Connection, member: str, room: str) -> None:
    """A member's direct chat is one no more: messages that were not sent there wait for another one."""
    sql.execute(DIRECT_ENDED, (member, room))


def as_message(row: sqlite3.Row) -> Message:
    """The logical message of a row."""
    about = About(row["about"], row["number"]) if row["about"] else None
    return Message(
        row["key"],
        row["room"],
        row["member"],
        row["scope"],
        row["event"],
        row["rev"],
        row["kind"],
        about,
        row["thread"],
    )
