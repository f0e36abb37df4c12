"""A tick: alarms that are due become facts in the inbox, in one commit with leaving their table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from copbot.engine.ports import Clock, Desk

AT_ONCE = 500  # alarms a tick


class Ticking:
    """What the timer calls: at every tick, and when an alarm is due."""

    def __init__(self, desk: Desk, clock: Clock, wake: Callable[[], None]) -> None:
        self._desk = desk
        self._clock = clock
        self._wake = wake

    async def tick(self) -> datetime | None:
        """Move what is due to the inbox. Returns when the next alarm is due (UTC), or None."""
        now = self._clock()
        moved = await self._desk.work(lambda work: work.due(now, AT_ONCE))
        if moved:
            self._wake()
        return await self._desk.work(lambda work: work.next_due())

    async def tidy(self) -> int:
        """Erase what has been kept long enough, from the tables and from the files. Returns how many rows went."""
        now = self._clock()
        gone = await self._desk.work(lambda work: work.tidy(now))
        await self._desk.settle()
        return gone
