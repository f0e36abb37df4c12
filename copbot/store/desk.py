"""The store as the engine sees it: units of work, and the database's own troubles told in the engine's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from copbot.engine.ports import Work
from copbot.store import erasure, inbox, keys, meetings, outbox, reminders, starts
from copbot.store.database import Database, settle
from copbot.store.troubles import told
from copbot.store.turns import Turns
from copbot.store.work import SqlWork

T = TypeVar("T")
KEEP_COPY = timedelta(days=7)


class SqlDesk:
    """The port ``Desk`` on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turns = Turns()
        self._unsettled = True  # what an earlier process erased may still stand in the write-ahead log

    async def work(self, unit: Callable[[Work], T]) -> T:
        """One transaction. Raises StoreFailed when the file can't be written now."""
        with told():
            result, removed = await self._database.write(lambda sql: self._noticing(sql, unit))
            if removed:  # somebody's words: they are not left in the log until a quiet moment
                await self.settle()
            return result

    def _noticing(self, sql: sqlite3.Connection, unit: Callable[[Work], T]) -> tuple[T, bool]:
        before = sql.total_changes
        work = SqlWork(sql, self._turns)
        result = unit(work)
        self._unsettled = self._unsettled or sql.total_changes != before
        return result, work.removed

    async def read(self, unit: Callable[[Work], T]) -> T:
        """Only look. Raises StoreFailed when the file can't be read now."""
        with told():
            return await self._database.read(lambda sql: unit(SqlWork(sql, self._turns)))

    async def speak_from(self, device: str, long_ago: datetime) -> None:
        """Know the device that copbot speaks from: transaction ids of another one mean nothing to the homeserver.

        What was tried from another device counts as tried ``long_ago`` (UTC), so that it is looked for in its room
        before it is sent again; encryption keys of another device are dropped. Raises sqlite3.Error.
        """
        await self._database.write(lambda sql: _speak_from(sql, device, long_ago))

    async def realign(self) -> int:
        """Set right what is promised for a time on the wall, where a zone got other rules. Returns how many were."""
        return await self._database.write(lambda sql: reminders.realign(sql) + meetings.realign(sql))

    async def settle(self) -> None:
        """Fold the write-ahead log into the file, if something was erased since; when it can't be now, at the next call."""
        if self._unsettled:
            await self._database.read(self._settle)

    def _settle(self, sql: sqlite3.Connection) -> None:
        self._unsettled = not settle(sql)

    async def tidy(self, now: datetime) -> int:
        """Erase what has been kept long enough: rows, and the copy made before a migration. Raises StoreFailed."""
        self._database.drop_copy(now - KEEP_COPY)
        with told():
            return await self._database.write(lambda sql: self._tidy(sql, now))

    def _tidy(self, sql: sqlite3.Connection, now: datetime) -> int:
        gone = erasure.tidy(sql, now)
        self._unsettled = self._unsettled or gone > 0
        return gone


def _speak_from(sql: sqlite3.Connection, device: str, long_ago: datetime) -> None:
    # A token without a device has an empty one, which tells nothing: two of them may well differ.
    if not device or inbox.meta(sql, "device") != device:
        outbox.tried_long_ago(sql, long_ago)
        keys.forget(sql)
        starts.forget(sql)
        inbox.set_meta(sql, "device", device)
