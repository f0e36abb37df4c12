"""A tick: alarms that are due become facts in the inbox, in one commit with leaving their table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from copbot.engine.ports import Clock, Desk

AT_ONCE = 100  # alarms a commit; who speaks meanwhile waits for no more than one of those


class Ticking:
    """What the timer calls: at every tick, and when an alarm is due."""

    def __init__(self, desk: Desk, clock: Clock, wake: Callable[[], None]) -> None:
        self._desk = desk
        self._clock = clock
        self._wake = wake

    async def tick(self) -> datetime | None:
        """Move what is due to the inbox; in a quiet moment, see to it that erased words leave the files.

        Returns when the next alarm is due (UTC), or None.
        """
        now = self._clock()
        following = await self._desk.read(lambda work: work.next_due())
        if following is None or following > now:
            await self._desk.settle()
            return following
        while following is not None and following <= now:
            await self._desk.work(lambda work: work.due(now, AT_ONCE))
            self._wake()
            following = await self._desk.read(lambda work: work.next_due())
        return following

    async def tidy(self) -> int:
        """Erase what has been kept long enough, from the tables and from the files. Returns how many rows went."""
        gone = await self._desk.tidy(self._clock())
        await self._desk.settle()
        return gone
