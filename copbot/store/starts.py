"""How often copbot started with the keys of its device. The homeserver is told the same number: when it knows of more starts
than the database, the database was put back from a copy, and its keys must not be used again.
"""

from __future__ import annotations

import sqlite3

from copbot.store import inbox
from copbot.store.database import Database
from copbot.store.troubles import told

STARTS = "starts"


class SqlStarts:
    """The port ``Starts``. Every method raises StoreFailed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self) -> int:
        """So often as yet, on this device."""
        with told():
            return await self._database.read(_count)

    async def advance(self) -> int:
        """Once more; returns how often with this time."""
        with told():
            return await self._database.write(_advance)


def forget(sql: sqlite3.Connection) -> None:
    """Begin at none, for another device."""
    inbox.set_meta(sql, STARTS, "0")


def _count(sql: sqlite3.Connection) -> int:
    return int(inbox.meta(sql, STARTS) or "0")


def _advance(sql: sqlite3.Connection) -> int:
    count = _count(sql) + 1
    inbox.set_meta(sql, STARTS, str(count))
    return count
