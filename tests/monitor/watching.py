"""A monitor with clocks that a test moves by hand."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from copbot.engine.ports import StoreFailed
from copbot.engine.signs import Backlog, Delivered, Handled, Sign, Synced, Ticked
from copbot.monitor.diagnosis import Disk, Known, Part, Report, diagnose
from copbot.monitor.monitor import Monitor, Sight
from copbot.monitor.vitals import Vitals

START = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
EMPTY = Backlog(0, None, 0, None, 0, None, None)
ROOMY = Disk(50_000_000_000, 300_000)
WELL: tuple[Sign, ...] = (Synced(25.0, 0.01), Ticked(), Handled(("posted",)), Delivered("!a", "say", "reply"))


async def until(so: Callable[[], object], within: float = 5.0) -> None:
    """Wait until something is so, for so many seconds at most."""
    async with asyncio.timeout(within):
        while True:
            if so():
                return
            await asyncio.sleep(0.005)


class Watching:
    """Vitals and what they are judged by."""

    def __init__(self) -> None:
        self.ticks = 1000.0
        self.wall = START
        self.backlog: Backlog | None = EMPTY
        self.disk: Disk | None = ROOMY
        self.beats = 0
        self.left_out = 0
        self.vitals = Vitals(lambda: self.ticks)

    def passes(self, seconds: float, *signs: Sign) -> None:
        """Time goes by on both clocks; then these signs come."""
        self.ticks += seconds
        self.wall += timedelta(seconds=seconds)
        for sign in signs:
            self.vitals.note(sign)

    def well(self, seconds: float = 0.0) -> None:
        """Time goes by; then every part shows that it is well."""
        self.passes(seconds, *WELL)

    def since(self, seconds: float) -> datetime:
        """The time so many seconds ago."""
        return self.wall - timedelta(seconds=seconds)

    def report(self) -> Report:
        known = Known(self.vitals, self.backlog, self.disk, self.ticks, self.wall, left_out=self.left_out)
        return diagnose(known)

    def part(self, name: str) -> Part:
        return self.report().parts[name]

    def monitor(self) -> Monitor:
        """A monitor that sees all this and shares the vitals; its heartbeats are counted."""

        async def look() -> Backlog:
            if self.backlog is None:
                raise StoreFailed("SQLITE_IOERR")
            return self.backlog

        def disk() -> Disk:
            if self.disk is None:
                raise OSError
            return self.disk

        def beat() -> None:
            self.beats += 1

        monitor = Monitor(Sight(look, disk, lambda: self.wall, lambda: self.ticks), beat)
        monitor._vitals = self.vitals
        return monitor
