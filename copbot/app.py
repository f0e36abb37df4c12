"""The composition root: the only file that knows every class. It opens, wires, runs, and closes in the right order."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import signal
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from copbot.config import Config
from copbot.core.failures import TokenDead
from copbot.crypto.canonical import signed_by_both
from copbot.crypto.identity import Standing
from copbot.dialogue.notice import Operator
from copbot.engine.addressed import Addressed
from copbot.engine.coming import House
from copbot.engine.courier import FORGOTTEN, Courier
from copbot.engine.engine import Engine
from copbot.engine.ports import Checkpoint, Clock
from copbot.engine.registry import discover
from copbot.engine.ticking import Ticking
from copbot.entry import session as entry
from copbot.entry.identity_file import IdentityFile
from copbot.health import beat
from copbot.matrix import device, identity
from copbot.matrix.check import Finding
from copbot.matrix.device import KeysElsewhere
from copbot.matrix.encryption.door import Encryption, Keys, Sign
from copbot.matrix.encryption.vault import Seal
from copbot.matrix.http import Requests, connected
from copbot.matrix.ingest import Reading
from copbot.matrix.rooms import Rooms
from copbot.matrix.sending import MatrixSender
from copbot.matrix.session import Session
from copbot.matrix.syncing import Syncing
from copbot.monitor.diagnosis import PATIENCE, Disk
from copbot.monitor.monitor import Monitor, Sight
from copbot.store.backlog import backlog
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from copbot.store.inbound import SqlInbox
from copbot.store.keys import SqlKeys
from copbot.store.lock import hold
from copbot.store.starts import SqlStarts
from copbot.texts.renderer import Renderer
from copbot.timer.alarm_clock import AlarmClock

if TYPE_CHECKING:
    from copbot.entry.login import Entered

__all__ = ["Finding", "check", "login", "run"]

T = TypeVar("T")

DATABASE = "copbot.db"
INVITERS_KEY = "inviters.key"
PICKLE_KEY = "pickle.key"  # all encryption keys in the database are kept encrypted under it
KEY_BYTES = 32
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

    Raises TokenDead, LoginRefused, DataFolderLocked, DatabaseRefused, KeysElsewhere, UnsafeSecret.
    """
    folder = config.bot.data_dir
    stopping = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stopping.set)
    with hold(folder):
        IdentityFile(folder, config.homeserver.user_id).safe()
        async with connected(config.homeserver.url, config.homeserver.user_id) as requests:
            session = await _unless(stopping, entry.session(config, requests))
            moved = False
            while session is not None:
                try:
                    async with Database(folder / DATABASE) as database:
                        desk = SqlDesk(database)
                        await desk.speak_from(session.device_id, clock() - FORGOTTEN)
                        await desk.realign()
                        monitor = _monitor(config, database, clock, patience)
                        running = _Running(
                            config, session, requests, database, checkpoint, clock, announce, monitor
                        )
                        await running.run(stopping)
                    break
                except KeysElsewhere:
                    if moved:
                        raise
                    session, moved = await _unless(stopping, entry.moved(config, requests, session)), True


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


class _Identity:
    """What stands behind copbot's device: the identity in the data folder."""

    def __init__(self, config: Config, requests: Requests, database: Database) -> None:
        self._requests = requests
        self._starts = SqlStarts(database)
        self._file = IdentityFile(config.bot.data_dir, config.homeserver.user_id)
        self._password = entry.password(config)

    async def before(self, keys: Keys) -> None:
        await device.begin(self._requests, keys, self._starts)

    async def after(self, keys: Keys, sign: Sign) -> Keys:
        reached = await identity.establish(self._requests, self._file, keys, sign, self._password)
        own = self._file.kept()
        if own is None or reached is not Standing.SIGNED:
            return keys
        return signed_by_both(keys, own.signed_device(keys))


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
    ) -> None:
        me, registry = session.user_id, discover()
        desk = SqlDesk(database)
        inbox = SqlInbox(database, clock, Addressed(me, config.bot.prefix))
        rooms = Rooms(requests, me, frozenset(config.access.bots))
        encryption = Encryption(
            requests,
            SqlKeys(database),
            Seal(_secret(config.bot.data_dir / PICKLE_KEY)),
            me,
            session.device_id,
            rooms,
            clock,
            asyncio.get_running_loop().time,
            Dice().key,
            _Identity(config, requests, database),
        )
        sender = MatrixSender(requests, rooms, Renderer(rooms, clock), encryption, me)
        self._announce = announce
        self._monitor = monitor
        self._courier = Courier(desk, sender, clock, _random.random, checkpoint, monitor.note)
        self._engine = Engine(
            rooms, registry, _house(config, me), clock, Dice(), checkpoint, self._courier.along, monitor.note
        )
        self._syncing = Syncing(
            requests,
            rooms,
            inbox,
            Reading(requests, me, registry.given_messages, inbox.open_rooms),
            encryption,
            clock,
            _random.random,
            checkpoint,
            self._engine.arrived,
            monitor.beat,
            self._calm,
            monitor.note,
        )
        ticking = Ticking(desk, clock, self._engine.ring)
        self._alarms = AlarmClock(monitor.watched(ticking.tick), ticking.tidy, clock)
        self._engine.expect = self._alarms.expect

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


def _monitor(config: Config, database: Database, clock: Clock, patience: float) -> Monitor:
    folder = config.bot.data_dir
    sight = Sight(
        lambda: backlog(database),
        lambda: Disk(shutil.disk_usage(folder).free, (folder / DATABASE).stat().st_size),
        clock,
        asyncio.get_running_loop().time,
    )
    return Monitor(sight, lambda: beat(folder), config.http.address, patience)


async def login(config: Config, *, new_device: bool = False, new_identity: bool = False) -> Entered:
    """Log in and keep the session; device and identity stay what they were, unless told otherwise. Raises what its own says."""
    from copbot.entry.login import login as log_in

    with hold(config.bot.data_dir):
        async with connected(config.homeserver.url, config.homeserver.user_id) as requests:
            return await log_in(config, requests, new_device=new_device, new_identity=new_identity)


async def check(config: Config) -> list[Finding]:
    """Everything that can be looked at from outside, also while copbot runs."""
    from copbot.checking import look

    return await look(config, config.bot.data_dir / DATABASE, now())


def _house(config: Config, me: str) -> House:
    distress = {name: words for name, words in config.bot.distress.model_dump().items() if words}
    return House(
        me=me,
        operator=Operator(config.bot.operator, config.bot.contact, config.bot.prefix, distress),
        defaults=config.bot.for_new_rooms(),
        may_invite=lambda user: _allowed(user, config.access.invite_from),
        invites_per_hour=config.access.invites_per_hour,
        secret=_secret(config.bot.data_dir / INVITERS_KEY),
    )


def _allowed(user: str, patterns: Sequence[str]) -> bool:
    server = user.partition(":")[2]
    return any(pattern in (user, f"*:{server}") for pattern in patterns)


def _secret(path: Path) -> bytes:
    """A key of this copbot's own, made once: whole, or not there."""
    if not path.exists() or path.stat().st_size != KEY_BYTES:
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_bytes(secrets.token_bytes(KEY_BYTES))
        fresh.replace(path)
    return path.read_bytes()
