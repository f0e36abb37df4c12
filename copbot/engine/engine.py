"""The engine: one fact after another, each in a part of a unit of work of its own.

A fact is read, what it means is found, the command runs on what it declared to read, its wishes become rows, and the
fact leaves the inbox: all of that is one commit, or nothing. Up to ``BATCH`` facts share a commit. What goes wrong in
one fact (a fault of ours) is told to who asked, and does not stop the others; what goes wrong in the store stops all.

What the clock says stands in the table of alarms until it is handled. People go first: it comes behind what they say,
in small steps.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from copbot.core.facts import (
    Departed,
    Edited,
    Entered,
    Fact,
    Invited,
    Locked,
    Posted,
    Rang,
    Reacted,
    Redacted,
)
from copbot.core.records import Hint, Room, Settings
from copbot.core.wishes import Erase, Quit, Wish
from copbot.dialogue.call import Chance
from copbot.engine import coming, hearing, understand
from copbot.engine.coming import House
from copbot.engine.doors import Doors
from copbot.engine.meaning import Listening
from copbot.engine.outgoing import Outgoing
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
from copbot.engine.running import Runner
from copbot.engine.signs import Handled, Handling, Meter, Troubled, unmetered

BATCH = 20
CLOCKS = 32  # alarms in a batch: people never wait long for the one before theirs
CLOCKS_BESIDE = 1  # the same beside what people say, so that a flood of theirs does not stop the clock
RETRY = 5.0  # seconds to wait when the store or the homeserver can't be reached
log = structlog.get_logger("copbot.engine")


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
        self._registry = registry
        self._house = house
        self._clock = clock
        self._chance = chance
        self._checkpoint = checkpoint
        self._commit = commit
        self.expect: Callable[[datetime | None], None] = lambda _: None
        self.calmed: Callable[[], None] = lambda: None  # called once nothing that people said waits any more
        self._meter = meter
        self._facts: list[str] = []  # what the batch under way has done so far, told once it is committed
        self._commands: list[tuple[str, bool]] = []
        self._faults = 0
        doors = Doors(house, directory, chance)
        self._runner = Runner(registry, doors, lambda name, done: self._commands.append((name, done)))
        self._more = True  # whether facts wait that were not taken yet
        self._until: datetime | None = None  # up to when alarms are due, as the timer said last
        self.wake = asyncio.Event()
        self.heard = asyncio.Event()  # while nothing that people said waits to be handled

    def arrived(self) -> None:
        """Something was put in the inbox."""
        self.heard.clear()
        self.wake.set()

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

    async def handle(self) -> int:
        """Handle up to one batch. Returns how many facts were handled. Raises Unsent, StoreFailed."""
        unknown: set[str] = set()
        self._meter(Handling())
        until = None if self._until is None else min(self._until, self._clock())  # it may have been put back
        handled, (people, clocks), next_due = await self._commit(
            lambda work: (self._batch(work, until, unknown), work.more(until), work.next_due(until))
        )
        self._more = people or clocks
        if not people and not self.heard.is_set():
            self.heard.set()
            self.calmed()
        if handled:
            self._checkpoint(AFTER_COMMIT)
            self.expect(next_due)  # an alarm may have been set that is due before the next tick
        self._meter(Handled(tuple(self._facts), tuple(self._commands), self._faults, len(unknown)))
        if unknown:
            await self._directory.learn(unknown)
            return handled or 1
        return handled

    def _batch(self, work: Work, until: datetime | None, unknown: set[str]) -> int:
        self._facts, self._commands, self._faults = [], [], 0
        said = work.take(BATCH)
        for waiting in said:
            if self._ready(work, waiting.fact, unknown):
                self._one(work, waiting)
        if until is not None:
            self._alarms(work, work.due(until, CLOCKS_BESIDE if said else CLOCKS), unknown)
        return len(self._facts)

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
                self._handle(work, waiting.fact)
                self._facts.append("rang")

    def _ready(self, work: Work, fact: Fact, unknown: set[str]) -> bool:
        missing = self._missing(work, fact)
        if fact.room not in unknown and not missing:
            return True
        unknown.update(missing, {fact.room})  # the room keeps its order meanwhile
        return False

    def _missing(self, work: Work, fact: Fact) -> set[str]:
        """Rooms whose members must be known before this fact can be handled."""
        if isinstance(fact, Invited) or fact.sender == self._house.me:
            return set()
        if isinstance(fact, Rang) and not self._registry.peopled(fact.purpose):
            return set()
        here = set() if self._directory.knows(fact.room) else {fact.room}
        known = work.room(fact.room)
        if known is not None and known.direct_with is not None:
            here |= self._directory.unlearned()  # any of them may be shared with who writes
        return here

    def _one(self, work: Work, waiting: Waiting) -> None:
        now, before = self._clock(), len(self._commands)
        if not work.done(waiting, now):
            return
        try:
            work.part(lambda: self._handle(work, waiting.fact))
        except StoreFailed:
            raise
        except Exception:
            # A fault of ours: it must neither be tried for ever nor take others down. No words of people in the log.
            log.exception("a fact could not be handled", fact=type(waiting.fact).__name__)
            del self._commands[before:]
            self._faults += 1
            work.part(lambda: self._apologise(work, waiting.fact))
        self._facts.append(type(waiting.fact).__name__.lower())

    def _handle(self, work: Work, fact: Fact) -> None:
        now = self._clock()
        known = work.room(fact.room) or Room(fact.room, self._house.defaults)
        encrypted = known.encrypted or isinstance(fact, Locked) or self._directory.encrypted(fact.room)
        room = known if encrypted == known.encrypted else dataclasses.replace(known, encrypted=encrypted)
        wishes: list[Wish]
        match fact:
            case Invited():
                wishes = coming.invited(fact, self._house, work, now)
            case Entered() if fact.sender == self._house.me:
                room = coming.entering(room, work)
                begun = self._settings(work, room, room.direct_with or fact.direct_with)
                wishes = coming.entered(fact, room, self._house, self._chance, begun)
            case Departed() if fact.sender == self._house.me:
                wishes = coming.departed(fact, work, now)
            case Locked():
                wishes = []
            case _ if not room.joined:
                wishes = []
            case Posted():
                wishes = self._runner.posted(fact, self._listening(work, room, now))
                if room.encrypted:
                    wishes.append(
                        Erase(Hint(room.id, fact.sender, "sealed", now))
                    )  # something of theirs was read
            case Reacted():
                wishes = self._runner.reacted(fact, self._listening(work, room, now))
            case Edited():
                wishes = self._runner.edited(fact, self._listening(work, room, now))
            case Redacted():
                wishes = self._runner.redacted(fact, self._listening(work, room, now))
            case Rang():
                wishes = self._runner.rang(fact, self._listening(work, room, now))
            case Entered() if room.direct_with not in (None, fact.sender):
                wishes = coming.shared(fact, self._house, work, self._chance)
            case Departed() if room.direct_with == fact.sender:
                wishes = [Quit(room.id)]
            case Departed():
                heard = self._runner.heard(fact, self._listening(work, room, now))
                wishes = [*heard, *coming.member_departed(fact, work, now)]
            case Entered():
                here = self._directory.people(room.id).members
                heard = self._runner.heard(fact, self._listening(work, room, now))
                wishes = [*heard, *coming.member_entered(fact, work, here)]
            case _:
                wishes = self._runner.heard(fact, self._listening(work, room, now))
        if encrypted and not known.encrypted and (known.joined or isinstance(fact, Locked)):
            log.info("the room is encrypted, from now on for ever", room=fact.room)
            wishes = [*coming.locked(room, self._house), *wishes]
        Outgoing(work, self._chance, now, room.settings).carry_out(wishes)

    def _apologise(self, work: Work, fact: Fact) -> None:
        room = work.room(fact.room)
        if room is not None and isinstance(fact, Posted) and self._meant(work, fact, room):
            wishes = self._runner.apology(fact, room)
            Outgoing(work, self._chance, self._clock(), room.settings).carry_out(wishes)

    def _meant(self, work: Work, said: Posted, room: Room) -> bool:
        replied = work.message_by_event(said.reply_to) if said.reply_to else None
        here = self._listening(work, room, self._clock())
        return hearing.typed(said.body, here.prefix) is not None or understand.spoken_to(said, here, replied)

    def _settings(self, work: Work, room: Room, member: str | None) -> Settings:
        """A direct chat begins in the language and time zone of the room that its member came from."""
        if member is None:
            return room.settings
        shared = work.joined_rooms(self._directory.rooms_of(member))
        return shared[0].settings if shared else room.settings

    def _listening(self, work: Work, room: Room, now: datetime) -> Listening:
        return Listening(
            registry=self._registry,
            work=work,
            room=room,
            me=self._house.me,
            prefix=self._house.operator.prefix,
            now=now,
            names=("copbot",),
        )
