"""One regular tick, one wake-up at the next due time, the hourly tidying, and a watch over all of that.

The tables are the truth. A tick that is missed or comes late loses nothing: the next one finds what is due. So the
scheduler keeps its jobs in memory only, never skips a late one, and a tick that raises does not stop the clock.

The scheduler plans by the clock on the wall. When that is put back a day, its next tick would come in a day; so the watch,
which counts seconds that nobody can put back, plans anew whenever the wall was changed or no tick came.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

EVERY = 15  # seconds between ticks
TIDY_EVERY = 3600  # seconds between tidyings
WATCH_EVERY = 5  # seconds between looks at the clock itself
DEAD_AFTER = 2 * EVERY + WATCH_EVERY  # seconds without the beginning of a tick
JUMP = 2.0  # seconds that the wall may go faster or slower than time itself from look to look
log = structlog.get_logger("copbot.timer")


class AlarmClock:
    """Calls ``tick`` regularly and at the time that it last returned, and ``tidy`` every hour."""

    def __init__(
        self,
        tick: Callable[[], Awaitable[datetime | None]],
        tidy: Callable[[], Awaitable[int]],
        clock: Callable[[], datetime],
        watch_every: float = WATCH_EVERY,
    ) -> None:
        self._tick = tick
        self._tidy = tidy
        self._clock = clock
        self._watch_every = watch_every
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._next: datetime | None = None
        self._watching: asyncio.Task[None] | None = None
        self._ticked = 0.0
        self._ticking = 0

    @property
    def since_tick(self) -> float:
        """Seconds since the last tick began or ended."""
        return time.monotonic() - self._ticked

    def start(self) -> None:
        """Begin to tick; the first tick comes at once."""
        self._ticked = time.monotonic()
        self._plan()
        self._scheduler.start()
        self._watching = asyncio.create_task(self._watch())

    def stop(self) -> None:
        """Stop ticking."""
        if self._watching is not None:
            self._watching.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _plan(self) -> None:
        """Everything that is regular, from this moment on; the tick says what is due next."""
        now = datetime.now(UTC)  # the scheduler looks at no other clock
        for job, every, id in ((self.tick, EVERY, "tick"), (self.tidy, TIDY_EVERY, "tidy")):
            trigger = IntervalTrigger(seconds=every)
            self._scheduler.add_job(job, trigger, id=id, next_run_time=now, replace_existing=True)

    async def _watch(self) -> None:
        """Notice that the wall was changed, or that no tick comes any more, and begin anew."""
        wall, ran = self._clock(), time.monotonic()
        while True:
            await asyncio.sleep(self._watch_every)
            earlier, before = wall, ran
            wall, ran = self._clock(), time.monotonic()
            jumped = (wall - earlier).total_seconds() - (ran - before)
            dead = not self._ticking and self.since_tick > DEAD_AFTER
            if abs(jumped) > JUMP or dead:
                log.warning(
                    "the clock was set; ticking anew",
                    seconds=round(jumped),
                    since_tick=round(self.since_tick),
                )
                self._next = None
                self._ticked = time.monotonic()
                self._plan()

    async def tick(self) -> None:
        """One tick. Whatever goes wrong is logged; the next tick tries again."""
        self._next = None  # its wake-up has come, or this tick is in time for it
        self._ticked = time.monotonic()
        self._ticking += 1
        try:
            following = await self._tick()
        except Exception:
            log.exception("a tick failed")
            return
        finally:
            self._ticking -= 1
            self._ticked = time.monotonic()
        self.expect(following)

    def expect(self, at: datetime | None) -> None:
        """Wake at ``at`` (UTC) as well, if the regular tick would come too late."""
        if at is None or at == self._next or not self._scheduler.running:
            return
        self._next = at
        # Two at once: the alarm that this tick finds may be due before the tick has ended.
        self._scheduler.add_job(self.tick, DateTrigger(at), id="due", replace_existing=True, max_instances=2)

    async def tidy(self) -> None:
        """Erase what has been kept long enough. Whatever goes wrong is logged; the next hour tries again."""
        try:
            await self._tidy()
        except Exception:
            log.exception("tidying failed")
