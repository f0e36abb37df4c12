"""The door for the sync loop: facts and the token that stands behind them, in one commit."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from copbot.core.facts import Fact, Posted
from copbot.store import inbox, rooms
from copbot.store.database import Database
from copbot.store.keys import KeyRow
from copbot.store.troubles import told


class SqlInbox:
    """Where the sync loop puts what it read. Of a room that is not open, it writes only words that are ``addressed``."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], addressed: Callable[[Posted], bool]
    ) -> None:
        self._database = database
        self._clock = clock
        self._addressed = addressed

    async def token(self) -> str | None:
        """The token of the last sync that was committed. Raises StoreFailed."""
        with told():
            return await self._database.read(lambda sql: inbox.meta(sql, "sync_token"))

    async def known_rooms(self) -> frozenset[str]:
        """The rooms that copbot is in, as far as it knows; what waits to be handled counts."""
        return await self._database.read(_known)

    async def direct_rooms(self) -> Mapping[str, str]:
        """The direct chats, and whose they are; what waits to be handled counts."""
        return await self._database.read(_direct)

    async def open_rooms(self) -> frozenset[str]:
        """The rooms in which copbot may keep what people give to it. Raises StoreFailed."""
        with told():
            return await self._database.read(rooms.open_rooms)

    async def encrypted_rooms(self) -> frozenset[str]:
        """The rooms that are or ever were encrypted."""
        return await self._database.read(rooms.encrypted)

    async def ingest(self, facts: Iterable[Fact], token: str, keys: Iterable[KeyRow] = ()) -> int:
        """Commit keys, facts and token together. Returns how many facts were new. Raises StoreFailed."""
        now, addressed = self._clock(), self._addressed
        with told():
            return await self._database.write(
                lambda sql: inbox.ingest(sql, facts, token, now, addressed, keys)
            )


def _known(sql: sqlite3.Connection) -> frozenset[str]:
    known = set(rooms.known(sql))
    for room, came, _ in inbox.comings(sql):
        (known.add if came else known.discard)(room)
    return frozenset(known)


def _direct(sql: sqlite3.Connection) -> dict[str, str]:
    direct = rooms.direct_rooms(sql)
    for room, came, member in inbox.comings(sql):
        direct.pop(room, None)
        if came and member is not None:
            direct[room] = member
    return direct
