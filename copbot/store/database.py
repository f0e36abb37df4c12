"""The database: one connection with one thread, and a unit of work that is one synchronous function in it.

A unit of work loads, decides and writes within one transaction, in one go of aiosqlite's thread: cancelling the task
that waits for it can neither cut it in two nor leave a transaction open. There is never network traffic inside.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import aiosqlite

from copbot.core.failures import DatabaseRefused

T = TypeVar("T")
Unit = Callable[[sqlite3.Connection], T]

PATIENCE = 5000  # milliseconds to wait for another process that has the file
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was confirmed survives a loss of power
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # erased text leaves the file, not only the table
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",  # no words in files beside the database
    f"PRAGMA busy_timeout = {PATIENCE}",
    # Pages of the log before it is folded into the file: what is written again and again is then folded once. Every
    # quiet tick folds it anyway.
    "PRAGMA wal_autocheckpoint = 4000",
)


class Database:
    """copbot's one database file. Open it with ``async with``; closing it ends its thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copy = path.with_name(f"{path.name}.before-migration")
        self._connection: aiosqlite.Connection | None = None

    async def __aenter__(self) -> Self:
        fresh = not self._path.exists()
        if fresh:
            self._path.touch(mode=0o600)
        connection = aiosqlite.connect(self._path, isolation_level=None)
        try:
            self._connection = await connection
            await self.read(prepare)
            await self.read(lambda sql: migrate(sql, None if fresh else self._copy))
        except sqlite3.DatabaseError as error:
            await self._close()
            raise DatabaseRefused(
                f"{self._path.name} can't be used as copbot's database ({type(error).__name__}). "
                "It was left as it is. Put a backup in its place, or move it away to begin anew."
            ) from error
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    async def _close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def read(self, unit: Unit[T]) -> T:
        """Run a function that only reads (or manages its own transactions). Raises sqlite3.Error."""
        connection = self._open()
        # aiosqlite offers no public way to run one function in its thread; the version is pinned for this line.
        return await connection._execute(unit, connection._conn)  # type: ignore[no-any-return,no-untyped-call]

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit of work: all of it is committed, or none. Raises whatever the unit raises, and sqlite3.Error."""
        return await self.read(lambda sql: transaction(sql, unit))

    def drop_copy(self, before: datetime) -> None:
        """Remove the copy that was made before a migration, if it is older: it still holds what was erased since."""
        if self._copy.exists() and self._copy.stat().st_mtime < before.timestamp():
            self._copy.unlink()

    def _open(self) -> aiosqlite.Connection:
        if self._connection is None:
            raise RuntimeError("the database is not open")
        return self._connection


def transaction(sql: sqlite3.Connection, unit: Unit[T]) -> T:
    """One transaction around a unit of work."""
    sql.execute("BEGIN IMMEDIATE")
    try:
        result = unit(sql)
        sql.execute("COMMIT")
    except BaseException:
        if sql.in_transaction:
            sql.execute("ROLLBACK")
        raise
    return result


def savepoint(sql: sqlite3.Connection, unit: Unit[T]) -> T:
    """A part of a unit of work that can fail without taking the rest down with it."""
    sql.execute("SAVEPOINT part")
    try:
        result = unit(sql)
    except BaseException:
        if sql.in_transaction:  # a full disk has undone all of it already
            sql.execute("ROLLBACK TO part")
            sql.execute("RELEASE part")
        raise
    sql.execute("RELEASE part")
    return result


def prepare(sql: sqlite3.Connection) -> None:
    """Set a connection up as copbot's are. Raises DatabaseRefused if the file is damaged, sqlite3.Error."""
    for pragma in PRAGMAS:
        sql.execute(pragma)
    sql.row_factory = sqlite3.Row
    (verdict,) = sql.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise DatabaseRefused("The database is damaged. It was left as it is. Put a backup in its place.")


def steps(after: int = 0) -> tuple[tuple[int, str], ...]:
    """The migrations beyond that one: (number, SQL), in order."""
    files = _files()
    return tuple((n, files[n].read_text(encoding="utf-8")) for n in sorted(files) if n > after)


def newest() -> int:
    """The number of the last migration."""
    return max(_files())


def _files() -> dict[int, Traversable]:
    folder = resources.files("copbot.store").joinpath("migrations")
    return {int(file.name[:4]): file for file in folder.iterdir() if file.name.endswith(".sql")}


def statements(script: str) -> list[str]:
    """The statements of a script, one by one: ``executescript`` would commit in between."""
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return found


def migrate(sql: sqlite3.Connection, backup: Path | None) -> None:
    """Bring the schema up to date, each step in a transaction; a copy is made first. Refuses a newer database."""
    (present,) = sql.execute("PRAGMA user_version").fetchone()
    if present > newest():
        raise DatabaseRefused(
            f"The database was made by a newer copbot (schema {present}, this one knows {newest()}). "
            "It was left as it is. Install the newer copbot again."
        )
    waiting = steps(present)
    if waiting and present > 0 and backup is not None:
        backup.unlink(missing_ok=True)
        sql.execute("VACUUM INTO ?", (str(backup),))
        backup.chmod(0o600)
    for number, script in waiting:

        def step(sql: sqlite3.Connection, number: int = number, script: str = script) -> None:
            for statement in statements(script):
                sql.execute(statement)
            sql.execute(f"PRAGMA user_version = {number:d}")

        transaction(sql, step)


def settle(sql: sqlite3.Connection) -> bool:
    """Fold the write-ahead log into the file, so that erased text is gone from both. False: try again, it is being read."""
    sql.execute("PRAGMA busy_timeout = 0")  # nobody's answer waits for this
    try:
        (busy, _, _) = sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        sql.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    return bool(busy == 0)
