"""The monitor: hears every sign, looks at copbot regularly, says once what fails, and shows it to who asks.

It also decides whether copbot still shows signs of life: a heart that beats only because the homeserver answers, while
the engine or the timer is dead, would keep a useless process running.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

import structlog

from copbot.engine.ports import Clock, StoreFailed
from copbot.engine.signs import Backlog, Sign, Ticked, Troubled
from copbot.monitor.diagnosis import PATIENCE, Disk, Known, Part, Report, Status, diagnose
from copbot.monitor.pages import Answer
from copbot.monitor.vitals import Vitals

if TYPE_CHECKING:
    from copbot.monitor.metrics import Metrics
    from copbot.monitor.port import Port

EVERY = 15.0  # seconds between looks
BEAT = 1.0  # seconds between beats, at least
FRESH = 1.0  # seconds that a report serves everybody who asks
LOOK_WITHIN = 2.0  # seconds for the database to say what waits
VITAL = ("engine", "tick")  # without these copbot is dead, whatever the homeserver says
JSON = "application/json"
T = TypeVar("T")
log = structlog.get_logger("copbot.monitor")


@dataclass(frozen=True, slots=True)
class Sight:
    """What the monitor may look at: what waits (raises StoreFailed), and the disk (raises OSError)."""

    backlog: Callable[[], Awaitable[Backlog]]
    disk: Callable[[], Disk]
    clock: Clock
    ticks: Callable[[], float]  # seconds of a clock that only goes forward


class Monitor:
    """Watches over copbot; with an address (host and port) it answers on that port too."""

    def __init__(
        self,
        sight: Sight,
        heartbeat: Callable[[], None],
        address: tuple[str, int] | None = None,
        patience: float = PATIENCE,
        left_out: int = 0,
    ) -> None:
        """``patience``: seconds after which what is late is failing. ``left_out``: scripts that can't be used."""
        self._sight = sight
        self._heartbeat = heartbeat
        self._patience = patience
        self._left_out = left_out
        self._vitals = Vitals(sight.ticks)
        self._failing: frozenset[str] = frozenset()
        self._report: tuple[float, Report] | None = None
        self._looking = asyncio.Lock()
        self._beaten = -BEAT
        self._metrics: Metrics | None = None
        self._port: Port | None = None
        if address is not None:
            from importlib.metadata import version

            from copbot.monitor.metrics import Metrics
            from copbot.monitor.port import Port

            self._version = version("copbot")
            self._metrics = Metrics(sight.ticks, self._version)
            self._port = Port(*address, {"/health": self._health, "/metrics": self._prometheus})

    def note(self, sign: Sign) -> None:
        """Hear a sign: the meter of all parts."""
        self._vitals.note(sign)
        if self._metrics is not None:
            self._metrics.note(sign)

    def beat(self) -> None:
        """A round of syncing has ended: show life, if there is any in the other parts."""
        now = self._sight.ticks()
        if not self._failing.intersection(VITAL) and not 0 <= now - self._beaten < BEAT:
            self._beaten = now
            # A disk that can't be written must not end what else may work; the old beat tells by itself.
            with suppress(OSError):
                self._heartbeat()

    def watched(self, tick: Callable[[], Awaitable[T]]) -> Callable[[], Awaitable[T]]:
        """A tick that tells whether it was done."""

        async def one() -> T:
            try:
                found = await tick()
            except Exception as trouble:
                stored = isinstance(trouble, StoreFailed)
                self.note(Troubled("tick", str(trouble) if stored else type(trouble).__name__, stored=stored))
                raise
            self.note(Ticked())
            return found

        return one

    async def run(self) -> None:
        """Look regularly, and answer on the port, until cancelled. Nothing that goes wrong here ends copbot."""
        serving = None if self._port is None else asyncio.create_task(self._port.run())
        try:
            while True:
                try:
                    self._tell(await self._look())
                except Exception:
                    log.exception("the monitor could not look")
                await asyncio.sleep(EVERY)
        finally:
            if serving is not None:
                serving.cancel()
                with suppress(asyncio.CancelledError):
                    await serving

    async def report(self) -> Report:
        """How copbot is now, or was a second ago."""
        async with self._looking:
            now = self._sight.ticks()
            if self._report is None or now - self._report[0] > FRESH:
                self._report = (now, await self._look())
            return self._report[1]

    async def _look(self) -> Report:
        self._vitals.compare(
            self._sight.clock().timestamp()
        )  # the alarm clock logs a jump; here it is remembered
        backlog, disk = None, None
        with suppress(TimeoutError, StoreFailed):
            backlog = await asyncio.wait_for(self._sight.backlog(), LOOK_WITHIN)
        with suppress(OSError):
            disk = self._sight.disk()
        now = self._sight.ticks()
        wall = self._sight.clock()
        return diagnose(Known(self._vitals, backlog, disk, now, wall, self._patience, self._left_out))

    def _tell(self, report: Report) -> None:
        failing = frozenset(name for name, part in report.parts.items() if part.status is Status.FAILING)
        for name in sorted(failing - self._failing):
            log.error("a part of copbot is failing", part=name, figures=_figures(report.parts[name]))
        for name in sorted(self._failing - failing):
            log.info("a part of copbot is well again", part=name)
        self._failing = failing

    async def _health(self) -> Answer:
        report = await self.report()
        shown = {
            "status": report.status,
            "version": self._version,
            "uptime_seconds": round(report.uptime, 1),
            "parts": {
                name: {"status": part.status, "says": part.says} | _figures(part)
                for name, part in report.parts.items()
            },
        }
        failing = report.status is Status.FAILING
        status = HTTPStatus.SERVICE_UNAVAILABLE if failing else HTTPStatus.OK
        return Answer(json.dumps(shown, indent=2) + "\n", JSON, status)

    async def _prometheus(self) -> Answer:
        from copbot.monitor.metrics import KIND

        assert self._metrics is not None
        return Answer(self._metrics.text(await self.report()), KIND)


def _figures(part: Part) -> dict[str, float | int | None]:
    return {
        name: None if value is None else int(value) if value == int(value) else round(value, 1)
        for name, value in part.figures.items()
    }
