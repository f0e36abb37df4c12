"""The store as the engine sees it: units of work, and the database's own troubles told in the engine's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from copbot.engine.ports import StoreFailed, Work
from copbot.store import inbox, outbox
from copbot.store.database import Database, settle
from copbot.store.work import SqlWork

T = TypeVar("T")


class SqlDesk:
    """The port ``Desk`` on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def work(self, unit: Callable[[Work], T]) -> T:
        """One transaction. Raises StoreFailed when the file can't be written now."""
        try:
            return await self._database.write(lambda sql: unit(SqlWork(sql)))
        except sqlite3.OperationalError as error:
            raise StoreFailed(error.sqlite_errorname) from error

    async def speak_from(self, device: str, long_ago: datetime) -> None:
        """Know the device that copbot speaks from: transaction ids of another one mean nothing to the homeserver.

        What was tried from another device counts as tried ``long_ago`` (UTC), so that it is looked for in its room
        before it is sent again. Raises sqlite3.Error.
        """
        await self._database.write(lambda sql: _speak_from(sql, device, long_ago))

    async def settle(self) -> None:
        """Fold the write-ahead log into the file."""
        await self._database.read(settle)


def _speak_from(sql: sqlite3.Connection, device: str, long_ago: datetime) -> None:
    # A token without a device has an empty one, which tells nothing: two of them may well differ.
    if not device or inbox.meta(sql, "device") != device:
        outbox.tried_long_ago(sql, long_ago)
        inbox.set_meta(sql, "device", device)
