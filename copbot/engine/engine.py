"""The engine: one fact after another, each in a part of a unit of work of its own.

A fact is read, what it means is found, the command runs on what it declared to read, its wishes become rows, and the
fact leaves the inbox: all of that is one commit, or nothing. Up to ``BATCH`` facts share a commit, and what has
just come in is handled in the very commit that writes it down. What can't be handled yet waits in the inbox. What goes
wrong in one fact (a fault of ours) is told to who asked, and does not stop the others; what goes wrong in the store
stops all.

What the clock says stands in the table of alarms until it is handled. People go first: it comes behind what they say,
in small steps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import structlog

from copbot.core.facts import Fact
from copbot.dialogue.call import Chance
from copbot.engine.coming import House
from copbot.engine.handling import Handler
from copbot.engine.ports import (
    AFTER_COMMIT,
    Checkpoint,
    Clock,
    Commit,
    Directory,
    StoreFailed,
    Unsent,
    Waiting,
    Work,
)
from copbot.engine.registry import Registry
from copbot.engine.signs import Handled, Handling, Meter, Troubled, unmetered

BATCH = 20  # facts; their answers leave together, so that the homeserver tells all who wait in one sync
CLOCKS = 32  # alarms in a batch: people never wait long for the one before theirs
CLOCKS_BESIDE = 1  # the same beside what people say, so that a flood of theirs does not stop the clock
RETRY = 5.0  # seconds to wait when the store or the homeserver can't be reached
T = TypeVar("T")
log = structlog.get_logger("copbot.engine")


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """What a batch did, told once it is committed; ``came`` is what the unit gave that brought what it handles."""

    came: T
    done: Handled
    unknown: frozenset[str]  # rooms whose members must be known first
    people: bool  # whether more of what people said waits
    clocks: bool  # whether more alarms are due
    next_due: datetime | None


class Engine:
    """Handles the inbox. ``wake`` is set by whoever puts something in it.

    ``commit`` runs a batch, with what the courier has to write in the same commit.
    """

    def __init__(
        self,
        directory: Directory,
        registry: Registry,
        house: House,
        clock: Clock,
        chance: Chance,
        checkpoint: Checkpoint,
        commit: Commit,
        meter: Meter = unmetered,
    ) -> None:
        self._directory = directory
        self._clock = clock
        self._checkpoint = checkpoint
        self._commit = commit
        self.expect: Callable[[datetime | None], None] = lambda _: None
        self.calmed: Callable[[], None] = lambda: None  # called once nothing that people said waits any more
        self._meter = meter
        self._facts: list[str] = []  # what the batch under way has done so far
        self._commands: list[tuple[str, bool]] = []
        self._faults = 0
        self._handler = Handler(
            directory, registry, house, clock, chance, lambda name, done: self._commands.append((name, done))
        )
        self._more = True  # whether facts wait that were not taken yet
        self._until: datetime | None = None  # up to when alarms are due, as the timer said last
        self.wake = asyncio.Event()
        self.heard = asyncio.Event()  # while nothing that people said waits to be handled

    async def take_in(self, unit: Callable[[Work], T]) -> T:
        """Write what comes in, and handle what waits, in one commit. Returns what the unit returns.

        Raises what the unit raises, and StoreFailed; then nothing came in.
        """
        calm = self.heard.is_set()
        self.heard.clear()  # somebody waits for what it leads to
        try:
            batch = await self._batch(unit)
        except BaseException as trouble:
            if calm:
                self.heard.set()
            if isinstance(trouble, StoreFailed):
                self._meter(Troubled("engine", str(trouble), None, stored=True))
            raise
        if self._more or batch.unknown:
            self.wake.set()
        return batch.came

    def ring(self, until: datetime) -> None:
        """Alarms are due, up to that time (UTC)."""
        self._until = until
        self.wake.set()

    async def run(self) -> None:
        """Handle what comes, for ever."""
        while True:
            self.wake.clear()
            try:
                busy = await self.handle()
            except Unsent as trouble:
                log.warning("members unknown for now", why=str(trouble))
                self._meter(Troubled("engine", str(trouble), RETRY))
                busy = 0
                await asyncio.sleep(RETRY)
                continue
            except StoreFailed as trouble:
                log.error("the database can't be written", why=str(trouble))
                self._meter(Troubled("engine", str(trouble), RETRY, stored=True))
                await asyncio.sleep(RETRY)
                continue
            if not busy or not self._more:
                await self.wake.wait()

    async def settle(self) -> None:
        """Handle what waits, until nothing does. Raises Unsent, StoreFailed."""
        while self.wake.is_set():
            self.wake.clear()
            while await self.handle() and self._more:
                pass

    async def handle(self) -> int:
        """Handle up to one batch. Returns how many facts were handled. Raises Unsent, StoreFailed."""
        batch = await self._batch(lambda _: None)
        if batch.unknown:
            await self._directory.learn(batch.unknown)
            return len(batch.done.facts) or 1
        return len(batch.done.facts)

    async def _batch(self, unit: Callable[[Work], T]) -> Batch[T]:
        self._meter(Handling())
        until = None if self._until is None else min(self._until, self._clock())  # it may have been put back
        batch = await self._commit(lambda work: self._whole(work, unit(work), until))
        self._more = batch.people or batch.clocks
        if not batch.people and not self.heard.is_set():
            self.heard.set()
            self.calmed()
        if batch.done.facts:
            self._checkpoint(AFTER_COMMIT)
            self.expect(batch.next_due)  # an alarm may have been set that is due before the next tick
        self._meter(batch.done)
        return batch

    def _whole(self, work: Work, came: T, until: datetime | None) -> Batch[T]:
        self._facts, self._commands, self._faults = [], [], 0
        unknown: set[str] = set()
        said = work.take(BATCH)
        for waiting in said:
            if self._ready(work, waiting.fact, unknown):
                self._one(work, waiting)
        if until is not None:
            self._alarms(work, work.due(until, CLOCKS_BESIDE if said else CLOCKS), unknown)
        done = Handled(tuple(self._facts), tuple(self._commands), self._faults, len(unknown))
        return Batch(came, done, frozenset(unknown), *work.more(until), work.next_due(until))

    def _alarms(self, work: Work, due: Sequence[Waiting], unknown: set[str]) -> None:
        """All of them in one part, which costs less; where one goes wrong (a fault of ours), each in its own."""
        before = len(self._facts)
        try:
            work.part(lambda: self._ring(work, due, unknown))
        except StoreFailed:
            raise
        except Exception:  # noqa: BLE001 - it is met again, and told, where each has its own part
            del self._facts[before:]
            for waiting in due:
                if self._ready(work, waiting.fact, unknown):
                    self._one(work, waiting)

    def _ring(self, work: Work, due: Sequence[Waiting], unknown: set[str]) -> None:
        for waiting in due:
            if self._ready(work, waiting.fact, unknown) and work.done(waiting, self._clock()):
                self._handler.handle(work, waiting.fact)
                self._facts.append("rang")

    def _ready(self, work: Work, fact: Fact, unknown: set[str]) -> bool:
        missing = self._handler.missing(work, fact)
        if fact.room not in unknown and not missing:
            return True
        unknown.update(missing, {fact.room})  # the room keeps its order meanwhile
        return False

    def _one(self, work: Work, waiting: Waiting) -> None:
        now, before = self._clock(), len(self._commands)
        if not work.done(waiting, now):
            return
        try:
            work.part(lambda: self._handler.handle(work, waiting.fact))
        except StoreFailed:
            raise
        except Exception:
            # A fault of ours: it must neither be tried for ever nor take others down. No words of people in the log.
            log.exception("a fact could not be handled", fact=type(waiting.fact).__name__)
            del self._commands[before:]
            self._faults += 1
            work.part(lambda: self._handler.apologise(work, waiting.fact))
        self._facts.append(type(waiting.fact).__name__.lower())
