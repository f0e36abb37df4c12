"""New databases as copbot makes them: made once, then copied, because making one takes longer than most tests do."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from copbot.store.database import PRAGMAS, Database, T, Unit, migrate, prepare


def database(path: Path) -> Database:
    """copbot's database there, to be opened; one that is there already is kept as it is."""
    return Database(_there(path))


def at_hand(path: Path) -> Database:
    """The same without a thread of its own, for whoever has one thing to do at a time: to and fro takes as long as a short unit."""
    return _AtHand(_there(path))


class _AtHand(Database):
    """The same file, settings and units of work, in the thread that asks for them."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._file = path
        self._sql: sqlite3.Connection | None = None

    async def __aenter__(self) -> Self:
        self._sql = sqlite3.connect(self._file, isolation_level=None)
        prepare(self._sql)
        migrate(self._sql, self._copy)
        return self

    async def _close(self) -> None:
        if self._sql is not None:
            self._sql.close()
            self._sql = None

    async def read(self, unit: Unit[T]) -> T:
        assert self._sql is not None, "the database is not open"
        await asyncio.sleep(0)  # others have their turn, as while copbot's thread works
        return unit(self._sql)


def in_memory() -> sqlite3.Connection:
    """A database of its own in memory, with all tables."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    _empty().backup(connection)
    return connection


def _there(path: Path) -> Path:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(_made())
    return path


@cache
def _empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(connection, None)
    return connection


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "copbot.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as sql:
            for pragma in PRAGMAS:
                sql.execute(pragma)
            migrate(sql, None)
        return path.read_bytes()
