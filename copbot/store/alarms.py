"""What waits for a time: alarms. They stay here until they ring, in one commit with all that they lead to."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from copbot.core.facts import Rang
from copbot.core.wishes import Ring
from copbot.store.stamps import stamp, time, time_or_none

SAVE = """
    INSERT INTO alarms (name, at, room, purpose, payload) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET at = excluded.at, room = excluded.room, purpose = excluded.purpose,
      payload = excluded.payload
"""
SILENCE = "DELETE FROM alarms WHERE name = ?"
ROUSE = "UPDATE alarms SET at = ? WHERE name >= ? AND name < ?"
SILENCE_ROOM = "DELETE FROM alarms WHERE room = ?"
# In the order of the index: however many are due, only these are looked at.
DUE = "SELECT * FROM alarms WHERE at <= ? ORDER BY at, rowid LIMIT ?"
RANG = "DELETE FROM alarms WHERE name = ? AND at = ?"
NEXT = "SELECT min(at) FROM alarms"
NEXT_AFTER = "SELECT min(at) FROM alarms WHERE at > ?"


def ring(sql: sqlite3.Connection, wish: Ring) -> None:
    """Set an alarm."""
    sql.execute(SAVE, (wish.name, stamp(wish.at), wish.room, wish.purpose, wish.payload))


def silence(sql: sqlite3.Connection, name: str) -> None:
    """Take an alarm back."""
    sql.execute(SILENCE, (name,))


def rouse(sql: sqlite3.Connection, prefix: str, at: datetime) -> None:
    """The alarms whose names begin so ring then. The prefix ends in a colon."""
    sql.execute(
        ROUSE, (stamp(at), prefix, f"{prefix.removesuffix(':')};")
    )  # what follows a colon is a semicolon


def silence_room(sql: sqlite3.Connection, room: str) -> None:
    """copbot left the room: its alarms go."""
    sql.execute(SILENCE_ROOM, (room,))


def due(sql: sqlite3.Connection, until: datetime, limit: int) -> tuple[Rang, ...]:
    """The alarms that are due at a time, as facts: those due first go first."""
    return tuple(_rang(row) for row in sql.execute(DUE, (stamp(until), limit)).fetchall())


def _rang(row: sqlite3.Row) -> Rang:
    event = f"alarm:{row['name']}:{row['at']}"
    return Rang(row["room"], "", event, time(row["at"]), row["name"], row["purpose"], row["payload"])


def rang(sql: sqlite3.Connection, fact: Rang) -> bool:
    """The alarm rings now: it leaves the table, where what it leads to may set it anew. False: it was taken back."""
    return sql.execute(RANG, (fact.alarm, stamp(fact.at))).rowcount > 0


def more(sql: sqlite3.Connection, until: datetime) -> bool:
    """Whether an alarm is due at a time."""
    first = next_due(sql)
    return first is not None and first <= until


def next_due(sql: sqlite3.Connection, after: datetime | None = None) -> datetime | None:
    """When the next alarm is due, of all or of those due after a time."""
    found = sql.execute(NEXT) if after is None else sql.execute(NEXT_AFTER, (stamp(after),))
    return time_or_none(found.fetchone()[0])
