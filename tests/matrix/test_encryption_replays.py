"""A message counts as one event, whatever was read meanwhile; and what is newer than all before is looked for nowhere."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import pytest

from copbot.core.facts import Posted
from copbot.crypto.olm import Unreadable
from copbot.crypto.rows import GroupRow, IndexRow, KeyRow, Tried
from copbot.matrix.encryption import memory
from copbot.matrix.encryption.memory import Memory
from copbot.matrix.encryption.replays import Replays
from copbot.store.keys import SqlKeys
from tests.databases import database
from tests.phones import KARIN, ROOM, Phone
from tests.secrecy import NOW, House, Server


def row(session: str) -> GroupRow:
    return GroupRow(ROOM, session, f"curve-{session}", "signing", "owner", 0, "pickle", NOW)


@pytest.mark.parametrize("seed", range(5))
async def test_whatever_comes_in_whatever_order_over_ends_and_failed_commits(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "KEYS", 3)  # so that some are forgotten
    chance, kept = Random(seed), Memory()
    known: dict[tuple[str, int], str] = {}
    async with database(tmp_path / "copbot.db") as opened:
        vault = SqlKeys(opened)
        for number in range(300):
            batch, fresh, rows = Replays(vault, kept), dict[tuple[str, int], str](), list[KeyRow]()
            used: set[str] = set()
            for _ in range(chance.randrange(1, 6)):
                session, index = f"s{chance.randrange(5)}", chance.randrange(number // 5 + 2)
                event = f"${session}-{index}-{chance.randrange(2)}"
                used.add(session)
                before = known.get((session, index), fresh.get((session, index)))
                if before not in (None, event):
                    with pytest.raises(Unreadable):
                        await batch.once(row(session), index, event)
                    continue
                found = await batch.once(row(session), index, event)
                assert (before is None) == any(isinstance(one, IndexRow) for one in found)
                fresh[session, index] = event
                rows += found
            match chance.randrange(6):
                case 0:
                    continue  # the commit failed: all of it comes again
                case 1:
                    await vault.save(rows)
                    kept = Memory()  # copbot ended behind the commit
                case _:
                    await vault.save(rows)
                    for session in used:
                        kept.keep(ROOM, session, [(row(session), None)])  # type: ignore[list-item]
                    batch.kept()
            known |= fresh


async def test_a_device_is_told_to_have_served_once(tmp_path: Path) -> None:
    kept = Memory()
    async with database(tmp_path / "copbot.db") as opened:
        first = Replays(SqlKeys(opened), kept)
        rows = [*await first.once(row("s"), 0, "$0"), *await first.once(row("s"), 1, "$1")]
        assert [one for one in rows if isinstance(one, Tried)] == [Tried("curve-s")]
        first.kept()
        later = await Replays(SqlKeys(opened), kept).once(row("s"), 2, "$2")
        assert later == [IndexRow(ROOM, "s", 2, "$2")]


async def test_one_message_after_the_other_is_read_without_a_look_into_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    for name in ("olm", "groups", "event_at", "newest", "sealed", "doubtful", "account"):

        def noting(
            whole: Callable[..., Awaitable[object]], name: str = name
        ) -> Callable[..., Awaitable[object]]:
            async def look(*asked: object) -> object:
                looked.append(name)
                return await whole(*asked)

            return look

        monkeypatch.setattr(SqlKeys, name, noting(getattr(SqlKeys, name)))
    server = Server()
    server.members[ROOM] = {KARIN: "join"}
    async with database(tmp_path / "copbot.db") as opened:
        house = await House(opened, server).welcome(ROOM)
        phone = Phone(KARIN, "PHONE")
        server.phones[KARIN].append(phone)
        await house.sync(phone.says("een"), to_device=[phone.gives(server)])
        looked.clear()
        said = [phone.says(f"bericht {number}") for number in range(5)]
        for event in said:
            heard = await house.sync(event)
            assert [fact.body for fact in heard if isinstance(fact, Posted)] != []
        assert looked == []
        assert await house.sync({**said[2], "event_id": "$again"}) == []
        assert looked == ["event_at"]
