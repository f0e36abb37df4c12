"""The inventory: every column says what it is for, whose it is, how long it stays; and it is made true by the clock."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copbot.store import erasure
from copbot.store.database import Database, settle, statements
from copbot.store.inventory import columns, companions, retentions
from copbot.store.stamps import stamp
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
KEPT = ("always", "until handled", "until sent", "while joined", "until back", "while used")


@pytest.fixture
def sql() -> sqlite3.Connection:
    return databases.in_memory()


def test_every_column_of_the_database_is_in_the_inventory(sql: sqlite3.Connection) -> None:
    found = {
        (table, column["name"])
        for (table,) in sql.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        for column in sql.execute(f"PRAGMA table_info({table})")
    }
    assert {(column.table, column.name) for column in columns()} == found


def test_the_inventory_speaks_its_own_words(sql: sqlite3.Connection) -> None:
    names = {(column.table, column.name) for column in columns()}
    ruled = {rule.table for rule in retentions()}
    for column in columns():
        assert column.exported in ("yes", "no"), column
        assert column.erased in ("row", "blank", "never"), column
        assert column.whose in ("nobody", "members in it") or (column.table, column.whose) in names, column
        kept = column.kept in KEPT or column.table in ruled or column.kept.startswith("with ")
        assert kept, column
        if column.whose != "nobody":
            assert column.erased != "never", column
            assert column.kept != "always", column
    for companion in companions():
        assert companion.own, companion
        assert {(companion.of, name) for name in companion.theirs} <= names, companion


def test_a_column_without_its_entry_is_an_error() -> None:
    assert statements("CREATE TABLE x (a); -- one; two\nSELECT 1;\n") == [
        "CREATE TABLE x (a); -- one; two\n",
        "SELECT 1;\n",
    ]


@pytest.mark.parametrize("rule", retentions(), ids=lambda rule: rule.table)
def test_rows_go_when_their_time_is_up_and_not_before(sql: sqlite3.Connection, rule: object) -> None:
    from copbot.store.inventory import Retention

    assert isinstance(rule, Retention)
    kinds = {row["name"]: row["type"] for row in sql.execute(f"PRAGMA table_info({rule.table})")}
    for name, at in (
        ("old", NOW - timedelta(days=rule.days, minutes=1)),
        ("young", NOW - timedelta(days=rule.days, minutes=-1)),
    ):
        row = {
            column: (1 if name == "old" else 2) if kind == "INTEGER" else name
            for column, kind in kinds.items()
        }
        row[rule.after] = stamp(at)
        marks = ", ".join("?" for _ in row)
        sql.execute(f"INSERT INTO {rule.table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
        if rule.table == "group_sessions":  # what never served goes sooner
            sql.execute("INSERT INTO group_indexes VALUES (?, ?, 0, '$event')", (name, name))
    erasure.tidy(sql, NOW)
    left = [dict(row) for row in sql.execute(f"SELECT * FROM {rule.table}")]
    assert len(left) == 1
    assert "young" in left[0].values() or 2 in left[0].values()


async def test_erased_text_is_gone_from_the_files(tmp_path: Path) -> None:
    """Not only from the tables: from the database file and its write-ahead log, byte by byte."""
    canary = "kanarie-in-de-kamer-" * 40
    async with Database(tmp_path / "copbot.db") as database:

        def put(sql: sqlite3.Connection) -> None:
            values = (
                "$event",
                "!room",
                1,
                "@karin:localhost",
                canary,
                stamp(NOW - timedelta(days=91)),
                None,
                "round",
            )
            sql.execute("INSERT INTO contributions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

        await database.write(put)
        assert any(b"kanarie" in file.read_bytes() for file in tmp_path.iterdir())
        await database.write(lambda sql: erasure.tidy(sql, NOW))
        await database.read(settle)
        assert not any(b"kanarie" in file.read_bytes() for file in tmp_path.iterdir())
