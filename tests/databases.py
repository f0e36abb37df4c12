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


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "copbot.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as sql:
            for pragma in PRAGMAS:
                sql.execute(pragma)
            migrate(sql, None)
        return path.read_bytes()
