"""New databases as copbot makes them: made once, then copied, because making one takes longer than most tests do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from copbot.store.database import PRAGMAS, Database, migrate


def database(path: Path) -> Database:
    """copbot's database there, to be opened; one that is there already is kept as it is."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(_made())
    return Database(path)


def in_memory() -> sqlite3.Connection:
    """A database of its own in memory, with all tables."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    _empty().backup(connection)
    return connection


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
