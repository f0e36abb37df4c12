"""What a command costs, in things that can be counted: no clock is looked at."""

import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from copbot.core.facts import Sent
from copbot.engine.engine import CLOCKS
from copbot.store.database import Database
from tests.dialogs.stage import ME, ROOM, START, Stage, stage

COMMAND = "!cannot de bus rijdt niet op woensdag"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as s:
        await s.room("Anna", "Bert")
        yield s


class Counted:
    """The statements that were executed, and how many transactions wrote something."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.commits = 0


@asynccontextmanager
async def counting(database: Database) -> AsyncIterator[Counted]:
    """Count what happens in the database."""
    counted = Counted()

    def begin(sql: sqlite3.Connection) -> None:
        before = sql.total_changes

        def trace(statement: str) -> None:
            nonlocal before
            counted.statements.append(statement)
            if statement == "COMMIT":
                counted.commits += sql.total_changes != before
                before = sql.total_changes

        sql.set_trace_callback(trace)

    await database.read(begin)
    try:
        yield counted
    finally:
        await database.read(lambda sql: sql.set_trace_callback(None))


async def test_a_command_and_its_answer_are_two_commits(room: Stage) -> None:
    """The sync token with what the command changes, the answer and its first trial; and that the answer was confirmed."""
    async with counting(room.database) as counted:
        (heard,) = await room.says("Anna", COMMAND)
    assert heard.kind == "commitment"
    assert counted.commits == 2


async def test_many_commands_share_their_commits(room: Stage) -> None:
    facts = []
    for number in range(10):
        room._last = room.server.event_id()
        event = {
            "type": "m.room.message",
            "sender": "@anna:localhost",
            "event_id": room._last,
            "content": {"msgtype": "m.text", "body": f"{COMMAND} {number}"},
        }
        facts += room.reading.timeline(ROOM, [event])
    async with counting(room.database) as counted:
        heard = await room.happens(*facts)
    assert len(heard) == 10
    assert (
        counted.commits <= 2 + 10
    )  # within a room one answer waits for the one before it, and marks it as it goes


@pytest.mark.parametrize("words", [COMMAND, "!commitments", "!help"])
async def test_statements_do_not_grow_with_what_is_kept(room: Stage, words: str) -> None:
    for number in range(12):
        await room.says("Anna", f"{COMMAND} {number}")
    async with counting(room.database) as few:
        await room.says("Bert", words)
    for number in range(60):
        await room.says("Anna", f"{COMMAND} {number}")
    for number in range(20):
        await room.room("Carla", room=f"!other{number}:localhost")
    async with counting(room.database) as many:
        await room.says("Bert", words)
    assert len(many.statements) <= len(few.statements)


async def test_news_of_its_own_messages_waits_for_the_next_commit(room: Stage) -> None:
    (heard,) = await room.says("Anna", COMMAND)
    echo = Sent(ROOM, ME, heard.event, START, str(heard.data["key"]), 0)
    async with counting(room.database) as counted:
        assert await room.inbox.ingest([echo], "s-echo") == 0
    assert counted.commits == 0
    assert await room.inbox.token() == "s-echo"
    async with counting(room.database) as counted:
        await room.inbox.ingest([], "s-later")
    assert counted.commits == 1
    assert any(heard.event in statement for statement in counted.statements), "it is known now"


async def test_what_of_itself_was_not_kept_is_asked_for_again_after_an_end(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Anna")
        (heard,) = await s.says("Anna", COMMAND)
        kept = await s.inbox.token()
        echo = Sent(ROOM, ME, heard.event, START, str(heard.data["key"]), 0)
        await s.inbox.ingest([echo], "s-echo")
    async with stage(tmp_path, before=s) as again:
        assert await again.inbox.token() == kept


def test_the_daemon_carries_only_what_it_needs() -> None:
    """In a process of its own, since here all of it is long loaded."""
    spared = {
        "dateutil",
        "holidays",
        "hypothesis",
        "icalendar",
        "prometheus_client",
        "rapidfuzz",
        "rich",
        "synapse",
        "twisted",
        "typer",
    }
    code = (
        "import sys; from copbot.logs import configure; import copbot.app; "
        "from copbot.engine.registry import discover; discover(); print(*sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not spared & set(found.stdout.split())


async def test_many_that_are_due_at_once_cost_six_statements_each_and_share_a_commit(
    room: Stage,
) -> None:
    """The alarm, the reminder read and written, the message known, whose words it has, and its row to be sent."""
    for number in range(CLOCKS + 1):
        await room.says("Anna", f"!herinner morgen 9:00 zaak {number}")
    room.time += timedelta(hours=20)
    await room.ticking.tick()
    async with counting(room.database) as few:
        assert await room.engine.handle() == CLOCKS
    async with counting(room.database) as one:
        assert await room.engine.handle() == 1
    assert (few.commits, one.commits) == (1, 1)
    assert len(few.statements) - len(one.statements) <= 6 * (CLOCKS - 1)
