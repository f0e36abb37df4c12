"""The data folder as a home for keys: encryption over what it holds, and what happens when that must not be used.

Used by whoever needs the keys of copbot's device: the daemon, and the login that has the device signed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from copbot.config import Config
from copbot.engine.ports import Checkpoint, Clock
from copbot.engine.signs import Meter, unmetered
from copbot.entry.identity_file import IdentityFile
from copbot.entry.own_keys import DATABASE, PICKLE_KEY
from copbot.entry.papers import Papers
from copbot.entry.secret_key import made_once
from copbot.entry.session import password
from copbot.matrix.device import KeysElsewhere
from copbot.matrix.encryption.door import Encryption
from copbot.matrix.encryption.sharing import Audience
from copbot.matrix.encryption.vault import Seal
from copbot.matrix.http import Requests
from copbot.matrix.session import Session
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from copbot.store.keys import SqlKeys
from copbot.store.starts import SqlStarts

# Seconds. A client that gets a message before it knows whose device that is from may go on warning of it.
INTRODUCTION = 1.0
T = TypeVar("T")


def encryption(
    config: Config,
    requests: Requests,
    session: Session,
    database: Database,
    audience: Audience,
    clock: Clock,
    time: Callable[[], float],
    name: Callable[[], str],
    checkpoint: Checkpoint = lambda _: None,
    meter: Meter = unmetered,
) -> Encryption:
    """Encryption with the keys in the data folder; ``time`` is a monotonic clock in seconds, ``name`` makes names of requests."""
    folder, me = config.bot.data_dir, session.user_id
    papers = Papers(requests, IdentityFile(folder, me), SqlStarts(database), password(config))
    seal = Seal(made_once(folder / PICKLE_KEY))
    vault = SqlKeys(database)
    return Encryption(
        requests,
        vault,
        seal,
        me,
        session.device_id,
        audience,
        clock,
        time,
        name,
        papers,
        checkpoint,
        lambda: asyncio.sleep(INTRODUCTION),
        meter,
    )


async def at_home(
    config: Config,
    session: Session,
    long_ago: datetime,
    work: Callable[[Session, Database], Awaitable[None]],
    move: Callable[[Session], Awaitable[Session | None]],
) -> Session:
    """Do the work with the database; if the keys in there must not be used, ``move`` to another device and do it again.

    What was tried from another device counts as tried ``long_ago`` (UTC). Returns the session that was good in the end, or the
    first one when ``move`` gave none. Raises KeysElsewhere, DatabaseRefused, and what the work raises.
    """
    moved: Session | None = None
    while True:
        speaking = moved or session
        try:
            async with Database(config.bot.data_dir / DATABASE) as database:
                await SqlDesk(database).speak_from(speaking.device_id, long_ago)
                await work(speaking, database)
                return speaking
        except KeysElsewhere:
            if moved is not None:
                raise
            moved = await move(session)
            if moved is None:
                return session
