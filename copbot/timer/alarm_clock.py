"""One regular tick, one wake-up at the next due time, and the hourly tidying.

The tables are the truth. A tick that is missed or comes late loses nothing: the next one finds what is due. So the
scheduler keeps its jobs in memory only, never skips a late one, and a tick that raises does not stop the clock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

EVERY = 15  # seconds between ticks
TIDY_EVERY = 3600  # seconds between tidyings
log = structlog.get_logger("copbot.timer")


class AlarmClock:
    """Calls ``tick`` regularly and at the time that it last returned, and ``tidy`` every hour."""

    def __init__(
        self,
        tick: Callable[[], Awaitable[datetime | None]],
        tidy: Callable[[], Awaitable[int]],
        clock: Callable[[], datetime],
    ) -> None:
        self._tick = tick
        self._tidy = tidy
        self._clock = clock
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._next: datetime | None = None

    def start(self) -> None:
        """Begin to tick; the first tick comes at once."""
        now = self._clock()
        self._scheduler.add_job(self.tick, IntervalTrigger(seconds=EVERY), id="tick", next_run_time=now)
        self._scheduler.add_job(self.tidy, IntervalTrigger(seconds=TIDY_EVERY), id="tidy", next_run_time=now)
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """One tick. Whatever goes wrong is logged; the next tick tries again."""
        self._next = None  # its wake-up has come, or this tick is in time for it
        try:
            following = await self._tick()
        except Exception:
            log.exception("a tick failed")
            return
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
