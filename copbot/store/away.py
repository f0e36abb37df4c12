"""Who is away, and who wants no direct messages of copbot's own accord."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from copbot.core.records import Away, Stopped
from copbot.store.stamps import stamp, time

AWAY = "SELECT until FROM away WHERE member = ?"
ABSENT = "SELECT member FROM away WHERE until > ?"
SAVE_AWAY = "INSERT OR REPLACE INTO away (member, until) VALUES (?, ?)"
ERASE_AWAY = "DELETE FROM away WHERE member = ?"
STOPPED = "SELECT 1 FROM stopped WHERE member = ?"
SAVE_STOPPED = "INSERT OR IGNORE INTO stopped (member) VALUES (?)"
ERASE_STOPPED = "DELETE FROM stopped WHERE member = ?"


def away(sql: sqlite3.Connection, member: str) -> Away | None:
    """Until when the member said to be away; it may be over."""
    row = sql.execute(AWAY, (member,)).fetchone()
    return None if row is None else Away(member, time(row["until"]))


def absent(sql: sqlite3.Connection, now: datetime) -> frozenset[str]:
    """Everybody who is away at that time."""
    return frozenset(row[0] for row in sql.execute(ABSENT, (stamp(now),)))


def stopped(sql: sqlite3.Connection, member: str) -> bool:
    """Whether the member wants no direct messages of copbot's own accord."""
    return sql.execute(STOPPED, (member,)).fetchone() is not None


def save(sql: sqlite3.Connection, record: Away | Stopped) -> None:
    """Somebody is away, or wants no messages."""
    match record:
        case Away(member, until):
            sql.execute(SAVE_AWAY, (member, stamp(until)))
        case Stopped(member):
            sql.execute(SAVE_STOPPED, (member,))


def erase(sql: sqlite3.Connection, record: Away | Stopped) -> None:
    """Somebody is back."""
    statement = ERASE_AWAY if isinstance(record, Away) else ERASE_STOPPED
    sql.execute(statement, (record.member,))
