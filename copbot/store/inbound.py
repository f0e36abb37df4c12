"""The door for the sync loop: facts and the token that stands behind them, in one commit with what they lead to.

News of copbot's own messages only is no reason for a commit: it waits in memory, with its token, for the next one. A
copbot that ends before that asks from the earlier token, and is told the same again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from copbot.core.facts import Fact, Posted, Sent
from copbot.crypto.rows import KeyRow
from copbot.engine.ports import Commit
from copbot.store import inbox, rooms
from copbot.store.database import Database
from copbot.store.troubles import told

ECHOES = 50  # of copbot's own messages that may wait for a commit


class SqlInbox:
    """Where the sync loop puts what it read. Of a room that is not open, it writes only words that are ``addressed``.

    ``commit`` runs what writes it, with more in the same commit.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        addressed: Callable[[Posted], bool],
        commit: Commit,
    ) -> None:
        self._database = database
        self._commit = commit
        self._clock = clock
        self._addressed = addressed
        self._token: str | None = None
        self._echoes: tuple[Sent, ...] = ()

    async def token(self) -> str | None:
        """The token of the last sync that was taken in. Raises StoreFailed."""
        if self._token is None:
            with told():
                self._token = await self._database.read(lambda sql: inbox.meta(sql, "sync_token"))
        return self._token

    async def known_rooms(self) -> frozenset[str]:
        """The rooms that copbot is in, as far as it knows; what waits to be handled counts."""
        return await self._database.read(_known)

    async def direct_rooms(self) -> Mapping[str, str]:
        """The direct chats, and whose they are; what waits to be handled counts."""
        return await self._database.read(_direct)

    async def open_rooms(self, among: Iterable[str]) -> frozenset[str]:
        """Those of the rooms in which copbot may keep what people give to it. Raises StoreFailed."""
        with told():
            return await self._database.read(lambda sql: rooms.open_rooms(sql, among))

    async def encrypted_rooms(self) -> frozenset[str]:
        """The rooms that are or ever were encrypted."""
        return await self._database.read(rooms.encrypted)

    async def ingest(self, facts: Iterable[Fact], token: str, keys: Iterable[KeyRow] = ()) -> int:
        """Commit keys, facts and token together. Returns how many facts were new. Raises StoreFailed."""
        found, changed = tuple(facts), tuple(keys)
        echoes = (*self._echoes, *(fact for fact in found if isinstance(fact, Sent)))
        if found and not changed and len(echoes) - len(self._echoes) == len(found) and len(echoes) < ECHOES:
            self._echoes, self._token = echoes, token
            return 0
        now, addressed, everything = self._clock(), self._addressed, (*self._echoes, *found)
        new = await self._commit(lambda work: work.take_in(everything, token, now, addressed, changed))
        self._echoes, self._token = (), token
        return new


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
