"""The database's own troubles, told in the engine's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from copbot.engine.ports import StoreFailed


@contextmanager
def told() -> Iterator[None]:
    """What the database can't do now (a full disk, a locked file) is StoreFailed; it may be tried again."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreFailed(error.sqlite_errorname) from error
