"""A look at the data folder and the database for ``copbot check``, without changing them, also while copbot runs."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from copbot.store import inbox, keys
from copbot.store import starts as counted
from copbot.store.database import newest


def database(path: Path) -> str | None:
    """What is wrong with the database, in a sentence; None when it is sound, or not yet made."""
    if not path.exists():
        return None
    try:
        connection = _opened(path)
        try:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        return f"{path.name} can't be read ({type(error).__name__})"
    if verdict != "ok":
        return f"{path.name} is damaged"
    if version > newest():
        return f"{path.name} was made by a newer copbot (schema {version}, this one knows {newest()})"
    return None


def account(path: Path, device: str) -> str | None:
    """copbot's own keys on a device, encrypted as they are kept; None when there are none that can be read."""
    found = _first(path, keys.GET_ACCOUNT, (keys.ACCOUNT, device))
    return None if found is None else bytes(found[0]).decode()


def starts(path: Path) -> int:
    """How often copbot started with the keys of its device; 0 too when that can't be read."""
    found = _first(path, inbox.META, (counted.STARTS,))
    return 0 if found is None else int(found[0])


def _first(path: Path, query: str, values: tuple[str, ...]) -> tuple[Any, ...] | None:
    try:
        connection = _opened(path)
        try:
            row: tuple[Any, ...] | None = connection.execute(query, values).fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return None
    return row


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)


def exposed(folder: Path) -> list[str]:
    """Names in the data folder that others than copbot's own user can read."""
    if not folder.exists():
        return []
    files = [folder, *folder.iterdir()]
    return sorted(
        file.name for file in files if file.stat().st_mode & 0o077 and not file.name.startswith("alive")
    )
