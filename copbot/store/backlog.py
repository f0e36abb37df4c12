"""What waits in the tables, for who watches over copbot: numbers and times, nothing of what it is or whose."""

from __future__ import annotations

import sqlite3

from copbot.engine.signs import Backlog
from copbot.store.alarms import NEXT as NEXT_ALARM
from copbot.store.database import Database
from copbot.store.outbox import NEXT_HELD
from copbot.store.stamps import time_or_none
from copbot.store.troubles import told

COUNTED = 100_000  # rows at most that are counted; asking costs milliseconds also when copbot is buried
AGED = 1_000  # rows, those that go first, of which the oldest is looked for
INBOX = "SELECT count(*) FROM (SELECT 1 FROM inbox LIMIT ?)"
INBOX_SINCE = "SELECT at FROM inbox WHERE id = (SELECT min(id) FROM inbox)"
OUTBOX = "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE not_before IS NULL LIMIT ?)"
OUTBOX_SINCE = """
    SELECT min(at) FROM (SELECT at FROM outbox WHERE not_before IS NULL ORDER BY turn, lane, id LIMIT ?)
"""
HELD = "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE not_before IS NOT NULL LIMIT ?)"


async def backlog(database: Database) -> Backlog:
    """What waits now. Raises StoreFailed."""
    with told():
        return await database.read(look)


def look(sql: sqlite3.Connection) -> Backlog:
    """The same, of an open connection."""

    def first(statement: str, *values: int) -> str | None:
        row = sql.execute(statement, values).fetchone()
        return None if row is None else row[0]

    return Backlog(
        inbox=int(first(INBOX, COUNTED) or 0),
        inbox_since=time_or_none(first(INBOX_SINCE)),
        outbox=int(first(OUTBOX, COUNTED) or 0),
        outbox_since=time_or_none(first(OUTBOX_SINCE, AGED)),
        held=int(first(HELD, COUNTED) or 0),
        held_until=time_or_none(first(NEXT_HELD)),
        alarm=time_or_none(first(NEXT_ALARM)),
    )
