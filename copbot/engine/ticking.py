"""A tick: it tells the engine that alarms are due. They stay in their table until what they lead to is committed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from copbot.engine.ports import Clock, Desk


class Ticking:
    """What the timer calls: at every tick, and when an alarm is due."""

    def __init__(self, desk: Desk, clock: Clock, ring: Callable[[datetime], None]) -> None:
        """``ring`` is told up to when alarms are due (UTC)."""
        self._desk = desk
        self._clock = clock
        self._ring = ring

    async def tick(self) -> datetime | None:
        """Have what is due ring; in a quiet moment, see to it that erased words leave the files.

        Returns when the next alarm is due after that (UTC), or None.
        """
        now = self._clock()
        following = await self._desk.read(lambda work: work.next_due())
        if following is None or following > now:
            await self._desk.settle()
            return following
        self._ring(now)
        return await self._desk.read(lambda work: work.next_due(now))

    async def tidy(self) -> int:
        """Erase what has been kept long enough, from the tables and from the files. Returns how many rows went."""
        gone = await self._desk.tidy(self._clock())
        await self._desk.settle()
        return gone
