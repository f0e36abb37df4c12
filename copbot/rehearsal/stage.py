"""The stage of a rehearsal: the engine, the courier, the database and the texts that run, put together around a crowd."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from copbot.core.facts import Entered, Fact, Invited, Posted, Voted
from copbot.core.records import Language, Settings
from copbot.dialogue.notice import Operator
from copbot.engine.addressed import Addressed
from copbot.engine.coming import House
from copbot.engine.courier import Courier
from copbot.engine.engine import Engine
from copbot.engine.registry import Registry
from copbot.engine.ticking import Ticking
from copbot.rehearsal.crowd import ME, ROOM, Crowd, user
from copbot.rehearsal.ears import Ears, Heard
from copbot.rituals.library import Library
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from copbot.store.inbound import SqlInbox
from copbot.texts.renderer import Renderer

BEGIN = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)  # a Tuesday, eight in the evening in Amsterdam
PREFIX = "!"


class Lots:
    """Keys in counting order, and lots that leave the order as it is: a rehearsal goes the same every time."""

    def __init__(self) -> None:
        self._given = 0

    def key(self) -> str:
        """The next key."""
        self._given += 1
        return f"key-{self._given:06d}"

    def shuffled(self, members: Sequence[str]) -> tuple[str, ...]:
        """The same order."""
        return tuple(members)


class Stage:
    """One copbot and the people around it. Members are called by their names. ``time`` is UTC."""

    def __init__(
        self, database: Database, registry: Registry, library: Library, crowd: Crowd, language: Language
    ) -> None:
        self.time = BEGIN
        self.crowd = crowd
        self._said = 0
        self._token = 0
        self._desk = SqlDesk(database)
        self._ears = Ears(crowd, Renderer(crowd, self.clock), self.clock)
        self._courier = Courier(self._desk, self._ears, self.clock, lambda: 0.5, lambda _: None)
        house = House(
            me=ME,
            operator=Operator("copbot", "copbot", PREFIX),
            defaults=Settings(language=language, digest="off"),
            may_invite=lambda _: True,
            invites_per_hour=100,
            secret=b"rehearsal",
            library=library,
        )
        self._engine = Engine(crowd, registry, house, self.clock, Lots(), lambda _: None, self._courier.along)
        self._inbox = SqlInbox(database, self.clock, Addressed(ME, PREFIX), self._engine.take_in)
        self._ticking = Ticking(self._desk, self.clock, self._engine.ring)

    def clock(self) -> datetime:
        """The time on stage."""
        return self.time

    async def open(self) -> None:
        """copbot comes into the room, and is welcome; every member has a direct chat with it."""
        host = next(iter(self.crowd.powers))
        self.crowd.rooms[ROOM] = {user(name) for name in self.crowd.names.values()}
        await self._happens(Entered(ROOM, ME, self._event(), self.time))
        for _ in range(2):
            await self._happens(self._posted(host, f"{PREFIX}start", ROOM))
        for member in sorted(self.crowd.rooms[ROOM]):
            chat = self.crowd.private(member)
            await self._happens(Invited(chat, member, self._event(), self.time, direct=True))
            await self._happens(Entered(chat, ME, self._event(), self.time, member))

    async def says(
        self, member: str, words: str, *, private: bool = False, reply_to: str | None = None
    ) -> list[Heard]:
        """A member (a Matrix id) writes, in the room or to copbot alone; returns what copbot says then."""
        room = self.crowd.private(member) if private else ROOM
        return await self._happens(self._posted(member, words, room, reply_to))

    async def votes(self, member: str, poll: str, *options: str) -> list[Heard]:
        """A member taps answers of a poll, named by its event."""
        return await self._happens(Voted(ROOM, member, self._event(), self.time, poll, options))

    async def passes(self, span: timedelta) -> list[Heard]:
        """Time goes by, with the alarms that ring meanwhile in their order; returns what copbot said."""
        end = self.time + span
        before = len(self._ears.heard)
        while (following := await self.next_due()) is not None and following <= end:
            self.time = max(self.time, following)
            await self._ticking.tick()
            await self._settled(before)
        self.time = end
        self._engine.wake.set()  # what is held may go now
        return await self._settled(before)

    async def next_due(self) -> datetime | None:
        """When something happens by itself next: an alarm rings, or a held message may go (UTC)."""
        moments = await self._desk.work(lambda work: (work.next_due(), work.next_held()))
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def unsaid(self) -> Sequence[str]:
        """What copbot could not say: keys of messages that could not be made."""
        return self._ears.unsaid

    def _posted(self, member: str, words: str, room: str, reply_to: str | None = None) -> Posted:
        return Posted(room, member, self._event(), self.time, words, reply_to=reply_to)

    def _event(self) -> str:
        self._said += 1
        return f"$said-{self._said}"

    async def _happens(self, *facts: Fact) -> list[Heard]:
        self._token += 1
        before = len(self._ears.heard)
        await self._inbox.ingest(facts, f"s{self._token}")
        return await self._settled(before)

    async def _settled(self, before: int) -> list[Heard]:
        """Handle and send all that waits; returns what copbot said after the first so many."""
        await self._engine.settle()
        await self._courier.empty()
        return self._ears.heard[before:]


@asynccontextmanager
async def stage(
    registry: Registry, library: Library, crowd: Crowd, language: Language
) -> AsyncIterator[Stage]:
    """A stage on a database of its own, which is thrown away in the end."""
    with TemporaryDirectory(prefix="copbot-rehearsal-") as folder:
        async with Database(Path(folder) / "copbot.db") as database:
            set_up = Stage(database, registry, library, crowd, language)
            await set_up.open()
            yield set_up
