"""Erasing: by the clock as the inventory says, on redaction, and when copbot leaves a room."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from copbot.store.inventory import retentions
from copbot.store.stamps import stamp

ORPHANS = (
    "DELETE FROM pledges WHERE NOT EXISTS (SELECT 1 FROM items WHERE room = pledges.room AND number = item)",
    "DELETE FROM moves WHERE NOT EXISTS (SELECT 1 FROM items WHERE room = moves.room AND number = item)",
)
UNQUOTE = (
    "UPDATE items SET words = NULL WHERE source = ?",
    "UPDATE items SET ground = '', ground_source = NULL WHERE ground_source = ?",
    "UPDATE items SET decider = '', decider_source = NULL WHERE decider_source = ?",
    "UPDATE pledges SET words = NULL WHERE source = ?",
    "UPDATE moves SET why = NULL WHERE source = ?",
    "UPDATE rituals SET question = NULL WHERE source = ?",
    "DELETE FROM contributions WHERE event = ?1 OR revision = ?1",
)
FORGET_JOINED = (
    "DELETE FROM roles WHERE room = ?",
    "DELETE FROM hosts WHERE room = ?",
    "DELETE FROM questions WHERE scope = ?1 OR room = ?1",
)


def tidy(sql: sqlite3.Connection, now: datetime) -> int:
    """Erase everything that has been kept long enough. Returns how many rows went."""
    gone = 0
    for rule in retentions():
        before = stamp(now - timedelta(days=rule.days))
        # Table and column come from the schema's own inventory, never from outside.
        gone += sql.execute(f"DELETE FROM {rule.table} WHERE {rule.after} < ?", (before,)).rowcount  # noqa: S608
    gone += sum(sql.execute(statement).rowcount for statement in ORPHANS)
    return gone


def unquote(sql: sqlite3.Connection, source: str) -> None:
    """An event was removed: the words that came from it go."""
    for statement in UNQUOTE:
        sql.execute(statement, (source,))


def forget_joined(sql: sqlite3.Connection, room: str) -> None:
    """copbot left a room: who hosts it and what members bring goes, with the questions that wait there."""
    for statement in FORGET_JOINED:
        sql.execute(statement, (room,))
