"""What comes in is handled in the commit that writes it down; what can't be yet waits, and nothing is there by half."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from copbot.core.facts import Posted
from copbot.engine.engine import BATCH
from copbot.engine.ports import StoreFailed, Work
from copbot.engine.signs import Sign, Troubled
from tests.dialogs.stage import ROOM, Stage, stage, user


@pytest.fixture
async def on(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        yield s


def said(s: Stage, number: int, body: str = "!kanniet de bus rijdt niet") -> Posted:
    return Posted(ROOM, user("Els"), f"$said{number}", s.time, body)


async def rows(s: Stage, table: str) -> int:
    def count(sql: sqlite3.Connection) -> int:
        return int(sql.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    return await s.database.read(count)


async def test_one_commit_takes_in_handles_and_readies_the_answer(on: Stage) -> None:
    assert await on.inbox.ingest([said(on, 1)], "t") == 1
    assert (await rows(on, "inbox"), await rows(on, "items"), await rows(on, "outbox")) == (0, 1, 1)
    assert not on.engine.wake.is_set(), "nothing is left for the engine"
    assert on.engine.heard.is_set()
    await on.courier.empty()
    assert [heard.kind for heard in on.server.sent] == ["commitment"]


async def test_what_was_taken_in_before_is_not_handled_again(on: Stage) -> None:
    await on.happens(said(on, 1))
    assert await on.inbox.ingest([said(on, 1)], "again") == 0
    assert await rows(on, "items") == 1


async def test_of_many_the_first_are_answered_while_the_others_are_handled(on: Stage) -> None:
    facts = [said(on, number, "zomaar iets") for number in range(BATCH + 2)]
    assert await on.inbox.ingest(facts, "t") == BATCH + 2
    assert await rows(on, "inbox") == 2
    assert on.engine.wake.is_set()
    assert not on.engine.heard.is_set()
    await on.engine.settle()
    assert await rows(on, "inbox") == 0
    assert on.engine.heard.is_set()


async def test_who_is_not_known_yet_is_asked_for_behind_the_sync(on: Stage) -> None:
    on.rooms.unlearn(ROOM)
    assert await on.inbox.ingest([said(on, 1)], "t") == 1
    assert not on.rooms.knows(ROOM), "the homeserver is not asked while the sync waits"
    assert (await rows(on, "inbox"), await rows(on, "items")) == (1, 0)
    assert on.engine.wake.is_set()
    await on.engine.settle()
    assert (await rows(on, "inbox"), await rows(on, "items")) == (0, 1)


async def test_a_fault_in_what_came_in_does_not_keep_it_out(
    on: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        monkeypatch.undo()
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("copbot.engine.running.Runner.posted", broken)
    heard = await on.happens(said(on, 1), said(on, 2))
    assert [answer.error for answer in heard] == ["internal", None]


async def test_what_could_not_be_written_did_not_come_in_and_comes_again(on: Stage) -> None:
    signs: list[Sign] = []
    on.engine._meter = signs.append
    commit, token = on.engine._commit, await on.inbox.token()

    async def full(unit: object) -> object:
        def fails(work: Work) -> None:
            unit(work)  # type: ignore[operator]
            raise StoreFailed("SQLITE_FULL")

        return await commit(fails)

    on.engine._commit = full  # type: ignore[assignment]
    with pytest.raises(StoreFailed):
        await on.inbox.ingest([said(on, 1)], "t")
    assert (await rows(on, "inbox"), await rows(on, "items"), await rows(on, "outbox")) == (0, 0, 0)
    assert await on.inbox.token() == token
    assert [sign for sign in signs if isinstance(sign, Troubled)] == [
        Troubled("engine", "SQLITE_FULL", None, stored=True)
    ]
    assert on.engine.heard.is_set(), "nobody waits for what did not come in"
    on.engine._commit = commit
    assert [heard.kind for heard in await on.happens(said(on, 1))] == ["commitment"]
