"""The database: all or nothing, whatever interrupts it; and nothing is done to a file that copbot can't trust."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from copbot.core.failures import DatabaseRefused
from copbot.store import database as module
from copbot.store.database import Database, savepoint
from copbot.store.inbox import meta, set_meta


async def test_a_unit_that_raises_changes_nothing(tmp_path: Path) -> None:
    async with Database(tmp_path / "copbot.db") as database:

        def unit(sql: sqlite3.Connection) -> None:
            set_meta(sql, "a", "1")
            raise RuntimeError

        with pytest.raises(RuntimeError):
            await database.write(unit)
        assert await database.read(lambda sql: meta(sql, "a")) is None


async def test_cancelling_who_waits_neither_cuts_nor_blocks(tmp_path: Path) -> None:
    async with Database(tmp_path / "copbot.db") as database:

        def slow(sql: sqlite3.Connection) -> None:
            set_meta(sql, "a", "1")
            sql.execute(
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000) SELECT sum(x) FROM n"
            )
            set_meta(sql, "b", "1")

        task = asyncio.create_task(database.write(slow))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await database.write(lambda sql: set_meta(sql, "c", "1"))
        found = await database.read(lambda sql: [meta(sql, name) for name in "abc"])
        assert found in (["1", "1", "1"], [None, None, "1"])


async def test_a_part_can_fail_alone(tmp_path: Path) -> None:
    async with Database(tmp_path / "copbot.db") as database:

        def part(sql: sqlite3.Connection) -> None:
            set_meta(sql, "b", "1")
            raise RuntimeError

        def unit(sql: sqlite3.Connection) -> None:
            set_meta(sql, "a", "1")
            with pytest.raises(RuntimeError):
                savepoint(sql, part)
            set_meta(sql, "c", "1")

        await database.write(unit)
        assert await database.read(lambda sql: [meta(sql, name) for name in "abc"]) == ["1", None, "1"]


async def test_a_full_disk_within_a_part_is_told_as_that(tmp_path: Path) -> None:
    """SQLite undoes the whole transaction then, so that there is no part left to undo."""
    async with Database(tmp_path / "copbot.db") as database:

        def bounded(sql: sqlite3.Connection) -> None:
            (pages,) = sql.execute("PRAGMA page_count").fetchone()
            sql.execute(f"PRAGMA max_page_count = {pages}")

        def unit(sql: sqlite3.Connection) -> None:
            set_meta(sql, "a", "1")
            savepoint(sql, lambda sql: set_meta(sql, "b", "x" * 1_000_000))

        await database.read(bounded)
        with pytest.raises(sqlite3.OperationalError) as caught:
            await database.write(unit)
        assert caught.value.sqlite_errorname == "SQLITE_FULL"
        assert await database.read(lambda sql: [meta(sql, name) for name in "ab"]) == [None, None]


async def test_it_is_durable_and_closed_to_others(tmp_path: Path) -> None:
    async with Database(tmp_path / "copbot.db") as database:
        settings = {
            name: (await database.read(lambda sql, name=name: sql.execute(f"PRAGMA {name}").fetchone()))[0]  # type: ignore[misc]
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "trusted_schema")
        }
        assert settings == {
            "journal_mode": "wal",
            "synchronous": 2,
            "secure_delete": 1,
            "foreign_keys": 1,
            "trusted_schema": 0,
        }
        assert (tmp_path / "copbot.db").stat().st_mode & 0o077 == 0


async def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "copbot.db"
    async with Database(path):
        pass
    with sqlite3.connect(path) as sql:
        sql.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(DatabaseRefused, match="newer copbot"):
        async with Database(path):
            pass
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", [b"not a database at all" * 300, b""])
async def test_a_damaged_database_is_refused_and_left_as_it_is(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "copbot.db"
    async with Database(path):
        pass
    whole = path.read_bytes()
    path.write_bytes(damage or whole[:4096] + b"\xff" * (len(whole) - 4096))
    before = path.read_bytes()
    with pytest.raises(DatabaseRefused):
        async with Database(path):
            pass
    assert path.read_bytes() == before


async def test_an_upgrade_is_whole_or_not_at_all_and_leaves_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "copbot.db"
    async with Database(path) as database:
        await database.write(lambda sql: set_meta(sql, "a", "1"))
    first = module.steps()
    broken = (*first, (first[-1][0] + 1, "CREATE TABLE second (x);\nCREATE TABLE second (y);\n"))
    monkeypatch.setattr(module, "steps", lambda after: [step for step in broken if step[0] > after])
    with pytest.raises(DatabaseRefused):
        async with Database(path):
            pass
    monkeypatch.undo()
    async with Database(path) as database:
        assert await database.read(lambda sql: meta(sql, "a")) == "1"
    with sqlite3.connect(path.with_name("copbot.db.before-migration")) as copy:
        assert copy.execute("SELECT value FROM meta WHERE name = 'a'").fetchone() == ("1",)
