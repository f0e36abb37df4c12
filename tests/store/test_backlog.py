"""What waits is counted, and how long: what is held counts from the moment that it may be sent."""

import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from copbot.core.facts import Departed
from copbot.core.wishes import Ring
from copbot.engine.ports import StoreFailed
from copbot.engine.signs import Backlog
from copbot.store import backlog as backlogs
from copbot.store.backlog import backlog
from copbot.store.database import Database
from tests import databases
from tests.dialogs.stage import ROOM, stage, user
from tests.engine.post import START, Post, say

EMPTY = Backlog(0, None, 0, None, 0, None, None)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with databases.database(tmp_path / "copbot.db") as opened:
        yield opened


async def test_nothing_waits(database: Database) -> None:
    assert await backlog(database) == EMPTY


async def test_what_may_be_sent_waits_from_when_it_was_wished(database: Database) -> None:
    post = Post(database)
    await post.put(say("one"))
    post.now += timedelta(minutes=5)
    await post.put(say("two", room="!b"))
    found = await backlog(database)
    assert (found.outbox, found.outbox_since, found.held) == (2, START, 0)
    await post.send()
    assert await backlog(database) == EMPTY


async def test_what_is_held_waits_from_when_it_may_be_sent(database: Database) -> None:
    post = Post(database)  # it is eleven in the evening in Amsterdam
    await post.put(say("one", unprompted=True))
    found = await backlog(database)
    morning = found.held_until
    assert (found.outbox, found.held) == (0, 1)
    assert morning is not None
    assert morning > START
    post.now = morning + timedelta(seconds=3)
    await post.desk.work(lambda work: work.heads(post.now, (), 1))
    found = await backlog(database)
    assert (found.outbox, found.outbox_since, found.held) == (1, morning, 0)


async def test_the_oldest_fact_and_the_next_alarm_are_told(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", accepted=False)
        before = s.time
        await s.wait()
        due = before + timedelta(hours=3)
        await s.desk.work(lambda work: work.ring(Ring("a", due, "!kring:localhost", "none", "")))
        assert (await backlog(s.database)).alarm == due
        s.time = due + timedelta(seconds=9)
        await s.ticking.tick()
        assert (await backlog(s.database)).alarm == due, "until it was handled"
        await s.settle()
        assert (await backlog(s.database)).alarm is None
        await s.wait(Departed(ROOM, user("Els"), "$gone", s.time))
        found = await backlog(s.database)
        assert (found.inbox, found.inbox_since) == (1, s.time)


async def test_counting_stops_at_a_bound(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlogs, "COUNTED", 2)
    post = Post(database)
    await post.put(*(say(key) for key in "abc"))
    assert (await backlog(database)).outbox == 2


async def test_a_database_that_cannot_be_read_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_sql: sqlite3.Connection) -> Backlog:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR"
        raise error

    monkeypatch.setattr(backlogs, "look", broken)
    with pytest.raises(StoreFailed, match="SQLITE_IOERR"):
        await backlog(database)
