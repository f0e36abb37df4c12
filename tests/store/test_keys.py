"""Keys, facts and sync token are one commit: all of them are there, or none."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copbot.core.facts import Fact, Posted
from copbot.core.records import Room
from copbot.crypto.rows import AccountRow, GroupRow, IndexRow, OlmRow, SealedRow, Unsealed
from copbot.store import rooms
from copbot.store.desk import SqlDesk
from copbot.store.inbound import SqlInbox
from copbot.store.keys import MOST_SEALED, SqlKeys
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
KEY = AccountRow("DEVICE", "pickle")


def keys(sql: sqlite3.Connection) -> list[tuple[str, str, bytes]]:
    return [tuple(row) for row in sql.execute("SELECT kind, name, pickle FROM keys")]


async def test_keys_go_with_the_token(tmp_path: Path) -> None:
    async with databases.database(tmp_path / "copbot.db") as database:
        inbox = SqlInbox(database, lambda: NOW, lambda _: True, SqlDesk(database).work)
        await inbox.ingest([], "s1", [KEY])
        await inbox.ingest([], "s2", [AccountRow("DEVICE", "newer")])
        assert await database.read(keys) == [("account", "DEVICE", b"newer")]
        assert await inbox.token() == "s2"


async def test_neither_without_the_other(tmp_path: Path) -> None:
    def broken() -> Iterator[Fact]:
        yield Posted("!room", "@karin:x", "$1", NOW, "hallo")
        raise RuntimeError

    async with databases.database(tmp_path / "copbot.db") as database:
        inbox = SqlInbox(database, lambda: NOW, lambda _: True, SqlDesk(database).work)
        with pytest.raises(RuntimeError):
            await inbox.ingest(broken(), "s1", [KEY])
        assert await database.read(keys) == []
        assert await inbox.token() is None


async def test_what_is_sealed_is_kept_only_where_the_notice_was_accepted(tmp_path: Path) -> None:
    async with databases.database(tmp_path / "copbot.db") as database:
        inbox, vault = (
            SqlInbox(database, lambda: NOW, lambda _: True, SqlDesk(database).work),
            SqlKeys(database),
        )
        await database.write(lambda sql: rooms.save_room(sql, Room("!open", joined=True, accepted=NOW)))
        await database.write(lambda sql: rooms.save_room(sql, Room("!closed", joined=True)))
        rows = [
            SealedRow(f"${room}", room, "@karin:x", "session", "{}", NOW) for room in ("!open", "!closed")
        ]
        await inbox.ingest([], "s1", rows)
        assert await vault.sealed("!open", "session") == (rows[0],)
        assert await vault.sealed("!closed", "session") == ()


async def test_of_one_member_only_so_much_is_sealed_and_others_lose_nothing_by_it(tmp_path: Path) -> None:
    def row(number: int, sender: str) -> SealedRow:
        return SealedRow(f"${number}{sender}", "!room", sender, "session", "{}", NOW)

    async with databases.database(tmp_path / "copbot.db") as database:
        vault = SqlKeys(database)
        await vault.save([row(number, "@mallory:x") for number in range(MOST_SEALED + 10)])
        await vault.save([row(0, "@karin:x")])
        kept = [found.sender for found in await vault.sealed("!room", "session")]
        assert (kept.count("@mallory:x"), kept.count("@karin:x")) == (MOST_SEALED, 1)
        await vault.save([Unsealed("$0@mallory:x"), row(MOST_SEALED, "@mallory:x")])
        assert len(await vault.sealed("!room", "session")) == MOST_SEALED + 1


async def test_to_begin_anew_drops_every_key(tmp_path: Path) -> None:
    group = GroupRow("!room", "session", "peer", "signing", "", 0, "pickle", NOW)
    olm, index = OlmRow("peer", "session", "pickle", NOW), IndexRow("!room", "session", 0, "$1")
    async with databases.database(tmp_path / "copbot.db") as database:
        vault = SqlKeys(database)
        await vault.save([KEY, olm, group, index])
        assert await vault.account("DEVICE") == KEY
        assert await vault.olm(["peer"]) == {"peer": (olm,)}
        assert await vault.groups("!room", "session") == (group,)
        assert await vault.event_at("!room", "session", 0) == "$1"
        await vault.forget()
        assert await vault.account("DEVICE") is None
        assert await vault.olm(["peer"]) == {"peer": ()}
        assert await vault.groups("!room", "session") == ()
        assert await vault.event_at("!room", "session", 0) is None
