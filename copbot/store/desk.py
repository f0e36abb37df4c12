"""The store as the engine sees it: units of work, and the database's own troubles told in the engine's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from copbot.engine.ports import StoreFailed, Work
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

    async def settle(self) -> None:
        """Fold the write-ahead log into the file."""
        await self._database.read(settle)
