"""The clock on the wall is set while the alarm clock runs: it goes on ticking, and wakes for what is due then."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from copbot.timer import alarm_clock
from copbot.timer.alarm_clock import AlarmClock


def now() -> datetime:
    return datetime.now(UTC)


async def tidy() -> int:
    return 0


class Ticks:
    """An alarm clock, what it did, and what it is told to expect."""

    def __init__(self, watch_every: float) -> None:
        self.clock = AlarmClock(self.tick, tidy, now, watch_every)
        self.at: list[datetime] = []
        self.due: datetime | None = None

    async def tick(self) -> datetime | None:
        self.at.append(now())
        if self.due is not None and self.due <= self.at[-1]:
            self.due = None
        return self.due

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not holds():  # noqa: ASYNC110  # what ticks is the clock under test, not ours to signal
                await asyncio.sleep(0.01)


@asynccontextmanager
async def ticking(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ticks]:
    """An alarm clock that ticks twice a second and watches five times a second."""
    monkeypatch.setattr(alarm_clock, "EVERY", 0.5)
    ticks = Ticks(watch_every=0.2)
    ticks.clock.start()
    try:
        yield ticks
    finally:
        ticks.clock.stop()


@pytest.mark.parametrize(
    "jump", [timedelta(days=-1), timedelta(hours=-1), timedelta(hours=1), timedelta(days=1)]
)
async def test_it_ticks_on_after_a_jump(monkeypatch: pytest.MonkeyPatch, jump: timedelta) -> None:
    async with ticking(monkeypatch) as ticks:
        await ticks.until(lambda: len(ticks.at) >= 2)
        with time_machine.travel(now() + jump, tick=True):
            before = len(ticks.at)
            await ticks.until(lambda: len(ticks.at) >= before + 3)


async def test_what_is_due_after_a_jump_back_still_wakes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ticking(monkeypatch) as ticks:
        await ticks.until(lambda: len(ticks.at) >= 1)
        with time_machine.travel(now() - timedelta(days=1), tick=True):
            ticks.due = now() + timedelta(seconds=2)
            await ticks.until(lambda: ticks.due is None)


async def test_without_the_watch_a_jump_back_would_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why there is a watch: the scheduler plans by the wall. Should this fail, the watch is needed no more."""
    monkeypatch.setattr(alarm_clock, "EVERY", 0.5)
    ticks = Ticks(watch_every=3600)
    ticks.clock.start()
    try:
        await ticks.until(lambda: len(ticks.at) >= 2)
        with time_machine.travel(now() - timedelta(days=1), tick=True):
            before = len(ticks.at)
            await asyncio.sleep(2.5)
            assert len(ticks.at) <= before + 1
    finally:
        ticks.clock.stop()


async def test_a_scheduler_that_stands_still_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarm_clock, "DEAD_AFTER", 1.0)
    async with ticking(monkeypatch) as ticks:
        await ticks.until(lambda: len(ticks.at) >= 1)
        ticks.clock._scheduler.remove_all_jobs()
        before = len(ticks.at)
        await ticks.until(lambda: len(ticks.at) >= before + 2)
        assert ticks.clock.since_tick < 1.0
