"""What somebody was told of how encrypted rooms work, so that nobody hears it again and again; and what is still sealed."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from copbot.core.records import Hint
from copbot.store.stamps import stamp, time

HINTED = "SELECT at FROM hints WHERE room = ? AND member = ? AND hint = ?"
HINTED_HERE = "SELECT max(at) FROM hints WHERE room = ? AND hint = ?"
SAVE_HINT = """
    INSERT INTO hints (room, member, hint, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at
"""
ERASE_HINT = "DELETE FROM hints WHERE room = ? AND member = ? AND hint = ?"
SEALED_BY = "SELECT sender FROM sealed WHERE event = ? AND room = ?"


def hinted(sql: sqlite3.Connection, room: str, what: str, member: str) -> datetime | None:
    """When a member was last told something in a room."""
    row = sql.execute(HINTED, (room, member, what)).fetchone()
    return None if row is None else time(row[0])


def hinted_here(sql: sqlite3.Connection, room: str, what: str) -> datetime | None:
    """When anybody was last told something in a room."""
    (at,) = sql.execute(HINTED_HERE, (room, what)).fetchone()
    return None if at is None else time(at)


def save(sql: sqlite3.Connection, hint: Hint) -> None:
    """Remember that somebody was told."""
    sql.execute(SAVE_HINT, (hint.room, hint.member, hint.what, stamp(hint.at)))


def erase(sql: sqlite3.Connection, hint: Hint) -> None:
    """Forget it: it may be said again."""
    sql.execute(ERASE_HINT, (hint.room, hint.member, hint.what))


def sealed_by(sql: sqlite3.Connection, room: str, event: str) -> str | None:
    """Who sent a message that still waits for its key."""
    row = sql.execute(SEALED_BY, (event, room)).fetchone()
    return None if row is None else str(row[0])
