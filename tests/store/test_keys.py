"""Keys, facts and sync token are one commit: all of them are there, or none."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copbot.core.facts import Fact, Posted
from copbot.store.database import Database
from copbot.store.inbound import SqlInbox
from copbot.store.keys import KeyRow

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
KEY = KeyRow("session", "a", b"pickle")


def keys(sql: sqlite3.Connection) -> list[tuple[str, str, bytes]]:
    return [tuple(row) for row in sql.execute("SELECT kind, name, pickle FROM keys")]


async def test_keys_go_with_the_token(tmp_path: Path) -> None:
    async with Database(tmp_path / "copbot.db") as database:
        inbox = SqlInbox(database, lambda: NOW, lambda _: True)
        await inbox.ingest([], "s1", [KEY])
        await inbox.ingest([], "s2", [KeyRow("session", "a", b"newer")])
        assert await database.read(keys) == [("session", "a", b"newer")]
        assert await inbox.token() == "s2"


async def test_neither_without_the_other(tmp_path: Path) -> None:
    def broken() -> Iterator[Fact]:
        yield Posted("!room", "@karin:x", "$1", NOW, "hallo")
        raise RuntimeError

    async with Database(tmp_path / "copbot.db") as database:
        inbox = SqlInbox(database, lambda: NOW, lambda _: True)
        with pytest.raises(RuntimeError):
            await inbox.ingest(broken(), "s1", [KEY])
        assert await database.read(keys) == []
        assert await inbox.token() is None
