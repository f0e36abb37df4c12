"""The alarm clock: it ticks by itself, wakes for what is due sooner, and survives a tick that fails."""

import asyncio
from datetime import UTC, datetime, timedelta

from copbot.timer.alarm_clock import AlarmClock


def now() -> datetime:
    return datetime.now(UTC)


async def until(ticks: list[datetime], count: int) -> None:
    async with asyncio.timeout(10):
        while len(ticks) < count:  # noqa: ASYNC110  # what ticks is the clock under test, not ours to signal
            await asyncio.sleep(0.01)


async def test_it_wakes_for_what_is_due_before_the_next_tick() -> None:
    ticks: list[datetime] = []
    due = now() + timedelta(seconds=0.4)

    async def tick() -> datetime | None:
        ticks.append(now())
        return due if len(ticks) == 1 else None

    async def tidy() -> int:
        return 0

    clock = AlarmClock(tick, tidy, now)
    clock.start()
    try:
        await until(ticks, 2)
        assert ticks[1] >= due
    finally:
        clock.stop()


async def test_a_tick_that_fails_does_not_stop_the_clock() -> None:
    ticks: list[datetime] = []

    async def tick() -> datetime | None:
        ticks.append(now())
        if len(ticks) == 1:
            raise RuntimeError
        return None

    async def tidy() -> int:
        raise RuntimeError

    clock = AlarmClock(tick, tidy, now)
    clock.start()
    try:
        await until(ticks, 1)
        clock.expect(now() + timedelta(seconds=0.1))
        await until(ticks, 2)
    finally:
        clock.stop()


async def test_a_loop_that_was_blocked_loses_no_alarm() -> None:
    ticks: list[datetime] = []

    async def tick() -> datetime | None:
        ticks.append(now())
        return now() + timedelta(seconds=0.2) if len(ticks) == 1 else None

    async def tidy() -> int:
        return 0

    clock = AlarmClock(tick, tidy, now)
    clock.start()
    try:
        await until(ticks, 1)
        import time

        time.sleep(1.6)  # noqa: ASYNC251  # longer than APScheduler's usual grace: the alarm must still ring
        await until(ticks, 2)
    finally:
        clock.stop()


async def test_the_same_time_again_wakes_it_again() -> None:
    """A wake-up that has come is over: what is due at that very time may not have fitted into one tick."""
    ticks: list[datetime] = []
    due = now() + timedelta(seconds=0.2)

    async def tick() -> datetime | None:
        ticks.append(now())
        return due if len(ticks) < 4 else None

    async def tidy() -> int:
        return 0

    clock = AlarmClock(tick, tidy, now)
    clock.start()
    try:
        await until(ticks, 4)
    finally:
        clock.stop()


async def test_what_is_expected_before_the_next_tick_wakes_it() -> None:
    """The engine only says what it now expects; nothing ticks when nothing is due."""
    ticks: list[datetime] = []

    async def tick() -> datetime | None:
        ticks.append(now())
        return None

    async def tidy() -> int:
        return 0

    clock = AlarmClock(tick, tidy, now)
    clock.start()
    try:
        await until(ticks, 1)
        clock.expect(None)
        clock.expect(now() + timedelta(hours=1))
        due = now() + timedelta(seconds=0.3)
        clock.expect(due)
        await until(ticks, 2)
        assert ticks[1] >= due
    finally:
        clock.stop()
