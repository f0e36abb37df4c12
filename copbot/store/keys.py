"""The store for encryption keys: in the same database, so that a key that changed, the facts that it opened and the sync
token are one commit. Nothing writes keys until copbot takes part in encrypted rooms.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

SAVE_KEY = "INSERT OR REPLACE INTO keys (kind, name, pickle) VALUES (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An encryption key that changed, already encrypted itself."""

    kind: str
    name: str
    pickle: bytes


def save(sql: sqlite3.Connection, changed: Iterable[KeyRow]) -> None:
    """Write keys that changed."""
    sql.executemany(SAVE_KEY, [(key.kind, key.name, key.pickle) for key in changed])
