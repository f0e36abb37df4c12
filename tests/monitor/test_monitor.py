"""The monitor: failing parts are said once, a dead engine or timer stops the heartbeat, nothing here ends copbot."""

import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from copbot.core.facts import Posted
from copbot.engine.ports import StoreFailed
from copbot.engine.signs import Backlog, Handled, Handling, Ticked, Troubled
from copbot.monitor import monitor as monitors
from copbot.monitor.diagnosis import Disk, Status
from copbot.monitor.monitor import Monitor
from copbot.store.backlog import backlog
from copbot.timer.alarm_clock import AlarmClock
from tests.dialogs.stage import Stage, stage
from tests.monitor.watching import EMPTY, Watching, until

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def watching() -> Watching:
    found = Watching()
    found.well(3.0)
    return found


async def looked(monitor: Monitor) -> None:
    monitor._tell(await monitor._look())


async def test_what_fails_is_said_once_and_so_is_its_recovery(watching: Watching) -> None:
    monitor = watching.monitor()
    with capture_logs() as lines:
        await looked(monitor)
        watching.vitals.note(Handling())
        watching.passes(121.0)
        for _ in range(3):
            await looked(monitor)
        watching.well()
        await looked(monitor)
    parts = ("engine", "sync", "tick")
    assert [(line["log_level"], line["part"]) for line in lines] == [
        *(("error", part) for part in parts),
        *(("info", part) for part in parts),
    ]
    assert lines[0]["figures"] == {"idle_seconds": 121, "busy_seconds": 121}


@pytest.mark.parametrize("dead", ["engine", "tick"])
async def test_the_heart_does_not_beat_for_a_dead_engine_or_timer(dead: str, watching: Watching) -> None:
    monitor = watching.monitor()
    monitor.beat()
    assert watching.beats == 1
    monitor.note(Handling())
    for _ in range(10):
        watching.passes(15.0, *((Ticked(),) if dead == "engine" else (Handling(), Handled())))
        await looked(monitor)
    monitor.beat()
    assert watching.beats == 1
    watching.well()
    await looked(monitor)
    monitor.beat()
    assert watching.beats == 2


async def test_the_heart_beats_on_when_something_else_fails(watching: Watching) -> None:
    watching.disk = Disk(0, 0)
    monitor = watching.monitor()
    await looked(monitor)
    assert monitor._failing == {"database"}
    monitor.beat()
    assert watching.beats == 1


async def test_a_heartbeat_that_cannot_be_written_ends_nothing(watching: Watching) -> None:
    monitor = watching.monitor()
    tried = []

    def full() -> None:
        tried.append(True)
        raise OSError(28, "no space")

    monitor._heartbeat = full
    monitor.beat()
    assert tried == [True]


async def test_ticks_of_the_real_alarm_clock_are_heard(watching: Watching) -> None:
    monitor = watching.monitor()
    outcomes: list[Exception | None] = [None, RuntimeError("words"), StoreFailed("SQLITE_FULL")]

    async def tick() -> None:
        if (found := outcomes.pop(0)) is not None:
            raise found

    async def tidy() -> int:
        return 0

    alarms = AlarmClock(monitor.watched(tick), tidy, lambda: watching.wall)
    watching.passes(5.0)
    await alarms.tick()
    assert watching.part("tick").figures == {"age_seconds": 0}
    watching.passes(5.0)
    await alarms.tick()
    assert watching.part("tick").says == "the last try failed: RuntimeError"
    assert watching.part("tick").figures == {"age_seconds": 5}
    await alarms.tick()
    assert watching.part("database").says == "can't be written: the disk is full"


async def test_nothing_that_goes_wrong_while_looking_ends_it(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitors, "EVERY", 0.01)
    monitor = watching.monitor()
    watching.backlog = watching.disk = None
    whole, broken = watching.vitals.compare, [True]

    def compare(wall: float) -> object:
        if broken:
            broken.clear()
            raise RuntimeError("words")
        return whole(wall)

    monkeypatch.setattr(watching.vitals, "compare", compare)
    with capture_logs() as lines:
        running = asyncio.create_task(monitor.run())
        await until(lambda: monitor._failing)
        running.cancel()
        await asyncio.wait([running])
    assert [line["event"] for line in lines] == ["the monitor could not look", "a part of copbot is failing"]


async def test_a_database_that_does_not_answer_keeps_nobody_waiting(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitors, "LOOK_WITHIN", 0.01)
    monitor = watching.monitor()

    async def silent() -> Backlog:
        await asyncio.Event().wait()
        return EMPTY

    monitor._sight = replace(monitor._sight, backlog=silent)
    async with asyncio.timeout(5):
        assert (await monitor.report()).parts["database"].status is Status.FAILING


async def test_all_who_ask_within_a_second_get_the_same_report(watching: Watching) -> None:
    monitor = watching.monitor()
    first = await monitor.report()
    watching.passes(0.9)
    assert await monitor.report() is first
    watching.passes(0.2)
    assert await monitor.report() is not first


async def test_health_is_503_only_when_something_fails(watching: Watching) -> None:
    monitor = watching.monitor()
    monitor._version = "1.2.3"
    answer = await monitor._health()
    found = json.loads(answer.body)
    assert (answer.status, found["status"], found["version"], found["uptime_seconds"]) == (
        200,
        "ok",
        "1.2.3",
        3,
    )
    watching.passes(2.0, Troubled("sync", "502", 3.2))
    answer = await monitor._health()
    found = json.loads(answer.body)
    assert (answer.status, found["status"]) == (200, "late")
    assert found["parts"]["sync"] == {
        "status": "late",
        "says": "no news for 2 s: the homeserver answers 502; tries again in 3 s",
        "age_seconds": 2,
        "again_in_seconds": 3.2,
    }
    watching.passes(121.0)
    assert (await monitor._health()).status == 503


@pytest.fixture
async def on(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        yield s


async def test_a_full_database_is_told_and_so_is_that_it_works_again(on: Stage, watching: Watching) -> None:
    """Real SQLite, with a bound on its pages for a full disk; the engine itself meets it."""
    monitor = watching.monitor()
    monitor._sight = replace(monitor._sight, backlog=lambda: backlog(on.database))
    on.engine._meter = monitor.note
    long = "!kanniet " + "halve dagen " * 250
    await on.wait(*(_said(long, number) for number in range(3)))
    await on.database.read(_bounded)
    running = asyncio.create_task(on.engine.run())
    await until(lambda: watching.vitals.trouble("database"))
    running.cancel()
    await asyncio.wait([running])
    found = (await monitor.report()).parts["database"]
    assert (found.status, found.says) == (Status.FAILING, "can't be written: the disk is full")

    await on.database.read(lambda sql: sql.execute("PRAGMA max_page_count = 4294967294"))
    await on.settle()
    watching.passes(2.0)
    assert (await monitor.report()).parts["database"].status is Status.OK


def _said(body: str, number: int = 1) -> Posted:
    return Posted("!kring:localhost", "@karin:localhost", f"$said{number}", Watching().wall, body)


def _bounded(sql: sqlite3.Connection) -> None:
    (pages,) = sql.execute("PRAGMA page_count").fetchone()
    sql.execute(f"PRAGMA max_page_count = {pages}")


async def test_what_waits_in_a_real_database_is_told(on: Stage, watching: Watching) -> None:
    monitor = watching.monitor()
    monitor._sight = replace(monitor._sight, backlog=lambda: backlog(on.database), clock=on.clock)
    await on.wait(_said("!hulp"))
    assert (await monitor.report()).parts["inbox"].says == "1 waiting"
    await on.settle()
    watching.passes(2.0)
    assert (await monitor.report()).parts["inbox"].says == "empty"


def test_without_an_address_nothing_is_loaded_for_it() -> None:
    """In a process of its own, since here everything is long loaded."""
    code = """\
import sys, asyncio, copbot.app
from copbot.monitor.monitor import Monitor, Sight

def loaded():
    print([name for name in ("prometheus_client", "aiohttp.web") if name in sys.modules])

sight = Sight(None, None, None, lambda: 0.0)
Monitor(sight, lambda: None)
loaded()
Monitor(sight, lambda: None, ("127.0.0.1", 9464))
loaded()
"""
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    before, after = found.stdout.splitlines()
    assert before == "[]"
    assert "prometheus_client" in after
    assert "aiohttp.web" in after
