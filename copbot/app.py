"""The composition root: the only file that knows every class. It opens, wires, runs, and closes in the right order."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from random import SystemRandom
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from copbot.config import Config
from copbot.core.failures import HomeserverUnreachable, TokenDead
from copbot.dialogue.notice import Operator
from copbot.engine.addressed import Addressed
from copbot.engine.coming import House
from copbot.engine.courier import FORGOTTEN, Courier
from copbot.engine.engine import Engine
from copbot.engine.ports import Checkpoint, Clock, Unsent
from copbot.engine.registry import Registry, discover
from copbot.engine.ticking import Ticking
from copbot.entry import session as entry
from copbot.entry.home import at_home, encryption
from copbot.entry.identity_file import IdentityFile
from copbot.entry.own_keys import DATABASE
from copbot.entry.secret_key import made_once
from copbot.health import beat
from copbot.matrix.check import Finding
from copbot.matrix.http import Requests, connected
from copbot.matrix.ingest import Reading
from copbot.matrix.rooms import Rooms
from copbot.matrix.sending import MatrixSender
from copbot.matrix.session import Session
from copbot.matrix.syncing import Syncing
from copbot.monitor.diagnosis import PATIENCE, Disk
from copbot.monitor.monitor import Monitor, Sight
from copbot.rituals.library import Library
from copbot.shelf import shelf, tell
from copbot.store.backlog import backlog
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from copbot.store.inbound import SqlInbox
from copbot.store.lock import hold
from copbot.texts.renderer import Renderer
from copbot.timer.alarm_clock import AlarmClock

if TYPE_CHECKING:
    from copbot.entry.login import Entered

__all__ = ["Finding", "check", "login", "run"]

T = TypeVar("T")

INVITERS_KEY = "inviters.key"
FINISH_WITHIN = 3.5  # seconds that sending may still take after SIGTERM; all is over within 5
LULL = 0.1  # seconds that asking for more news may wait for the answers to the last
log = structlog.get_logger("copbot")
_random = SystemRandom()


def now() -> datetime:
    """The present moment, in UTC: the only clock of the house."""
    return datetime.now(UTC)


class Dice:
    """Chance: keys that nobody can guess and lots that nobody can foresee."""

    def key(self) -> str:
        """A key for a logical message or a transaction: when it was made (UTC, in milliseconds), and 12 bytes by lot.

        So new ones stand together at the end of every index: a commit writes a few pages of it, and not one for each.
        """
        return f"{time.time_ns() // 1_000_000:011x}{secrets.token_urlsafe(12)}"

    def shuffled(self, members: Sequence[str]) -> tuple[str, ...]:
        """The members in an order by lot."""
        return tuple(_random.sample(list(members), len(members)))


async def run(
    config: Config,
    announce: Callable[[], None],
    checkpoint: Checkpoint = lambda _: None,
    clock: Clock = now,
    patience: float = PATIENCE,
) -> None:
    """Run copbot until it is told to stop; what is late for longer than ``patience`` (seconds) is told as failing.

    Raises TokenDead, LoginRefused, DataFolderLocked, DatabaseRefused, KeysElsewhere, UnsafeSecret, ShippedBroken.
    """
    folder = config.bot.data_dir
    registry = discover()
    library = shelf(config.rituals.folder, registry.by_name).sound()
    tell(library)
    stopping = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stopping.set)
    with hold(folder):
        IdentityFile(folder, config.homeserver.user_id).safe()
        async with connected(config.homeserver.url, config.homeserver.user_id) as requests:
            session = await _unless(stopping, entry.session(config, requests))
            if session is None:
                return

            async def serve(session: Session, database: Database) -> None:
                await SqlDesk(database).realign()
                monitor = _monitor(config, database, clock, patience, len(library.left_out))
                running = _Running(
                    config,
                    session,
                    requests,
                    database,
                    checkpoint,
                    clock,
                    announce,
                    monitor,
                    registry,
                    library,
                )
                await running.run(stopping)

            def move(old: Session) -> Awaitable[Session | None]:
                return _unless(stopping, entry.moved(config, requests, old))

            await at_home(config, session, clock() - FORGOTTEN, serve, move)


async def _unless(stopping: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What the work gives; None if copbot is told to stop before that. Raises what the work raises."""
    working, told = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait([working, told], return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, told):
            task.cancel()
        await asyncio.wait([working, told])


class _Running:
    """Everything that runs, wired together."""

    def __init__(
        self,
        config: Config,
        session: Session,
        requests: Requests,
        database: Database,
        checkpoint: Checkpoint,
        clock: Clock,
        announce: Callable[[], None],
        monitor: Monitor,
        registry: Registry,
        library: Library,
    ) -> None:
        me = session.user_id
        desk = SqlDesk(database)
        rooms = Rooms(requests, me, frozenset(config.access.bots))
        monotonic = asyncio.get_running_loop().time
        door = encryption(
            config,
            requests,
            session,
            database,
            rooms,
            clock,
            monotonic,
            Dice().key,
            checkpoint,
            monitor.note,
        )
        rooms.deaf = door.deaf
        sender = MatrixSender(requests, rooms, Renderer(rooms, clock), door, me)
        self._announce = announce
        self._monitor = monitor
        self._courier = Courier(desk, sender, clock, _random.random, checkpoint, monitor.note)
        self._engine = Engine(
            rooms,
            registry,
            _house(config, me, library),
            clock,
            Dice(),
            checkpoint,
            self._courier.along,
            monitor.note,
        )
        inbox = SqlInbox(database, clock, Addressed(me, config.bot.prefix), self._engine.take_in)
        self._syncing = Syncing(
            requests,
            rooms,
            inbox,
            Reading(requests, me, registry.given_messages, inbox.open_rooms),
            door,
            clock,
            _random.random,
            checkpoint,
            monitor.beat,
            self._calm,
            monitor.note,
        )
        ticking = Ticking(desk, clock, self._engine.ring)
        self._alarms = AlarmClock(monitor.watched(ticking.tick), ticking.tidy, clock)
        self._engine.expect = self._alarms.expect
        self._engine.calmed = self._courier.calmed
        self._courier.spoken = lambda: not self._engine.heard.is_set()

    async def _calm(self) -> None:
        """What came in is handled, and the answers are with the homeserver; or it takes too long to wait for that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LULL):
                await self._engine.heard.wait()
                await self._courier.answering()

    async def run(self, stopping: asyncio.Event) -> None:
        syncing = asyncio.create_task(self._syncing.run())
        told = asyncio.create_task(stopping.wait())
        tasks = [syncing, told]
        watching = asyncio.create_task(self._monitor.run())
        try:
            caught_up = asyncio.create_task(self._syncing.caught_up.wait())
            await asyncio.wait([*tasks, caught_up], return_when=asyncio.FIRST_COMPLETED)
            caught_up.cancel()
            if not stopping.is_set() and not syncing.done():
                # What happened while copbot was away is in the inbox before any alarm rings.
                tasks += [asyncio.create_task(self._engine.run()), asyncio.create_task(self._courier.run())]
                self._alarms.start()
                self._announce()
                log.info("running")
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {told}:
                task.result()
        finally:
            self._alarms.stop()
            await self._end([*tasks, watching])

    async def _end(self, tasks: Sequence[asyncio.Task[Any]]) -> None:
        await self._courier.stop(FINISH_WITHIN)
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, TokenDead):
                await task


def _monitor(config: Config, database: Database, clock: Clock, patience: float, left_out: int) -> Monitor:
    folder = config.bot.data_dir
    sight = Sight(
        lambda: backlog(database),
        lambda: Disk(shutil.disk_usage(folder).free, (folder / DATABASE).stat().st_size),
        clock,
        asyncio.get_running_loop().time,
    )
    return Monitor(sight, lambda: beat(folder), config.http.address, patience, left_out)


async def login(config: Config, *, new_device: bool = False, new_identity: bool = False) -> Entered:
    """Log in, keep the session, sign the device; device and identity stay what they were, unless told otherwise.

    Raises what `run` raises, and what `copbot.entry.login` says of choices.
    """
    from copbot.entry.login import login as log_in

    with hold(config.bot.data_dir):
        async with connected(config.homeserver.url, config.homeserver.user_id) as requests:
            entered = await log_in(config, requests, new_device=new_device, new_identity=new_identity)

            async def ready(session: Session, database: Database) -> None:
                rooms, monotonic = (
                    Rooms(requests, session.user_id, frozenset()),
                    asyncio.get_running_loop().time,
                )
                door = encryption(config, requests, session, database, rooms, now, monotonic, Dice().key)
                await door.begin()

            def move(old: Session) -> Awaitable[Session]:
                return entry.moved(config, requests, old)

            try:
                session = await at_home(config, entered.session, now() - FORGOTTEN, ready, move)
            except Unsent as trouble:
                raise HomeserverUnreachable(config.homeserver.url) from trouble
            return replace(entered, session=session)


async def check(config: Config) -> list[Finding]:
    """Everything that can be looked at from outside, also while copbot runs."""
    from copbot.checking import look

    return await look(config, config.bot.data_dir / DATABASE, now())


def _house(config: Config, me: str, library: Library) -> House:
    distress = {name: words for name, words in config.bot.distress.model_dump().items() if words}
    return House(
        me=me,
        operator=Operator(config.bot.operator, config.bot.contact, config.bot.prefix, distress),
        defaults=config.bot.for_new_rooms(),
        may_invite=lambda user: _allowed(user, config.access.invite_from),
        invites_per_hour=config.access.invites_per_hour,
        secret=made_once(config.bot.data_dir / INVITERS_KEY),
        library=library,
    )


def _allowed(user: str, patterns: Sequence[str]) -> bool:
    server = user.partition(":")[2]
    return any(pattern in (user, f"*:{server}") for pattern in patterns)
