"""The store for encryption keys: in the same database, so that keys that changed, the facts that they opened and the sync
token are one commit.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from copbot.crypto.rows import (
    AccountRow,
    GroupRow,
    IndexRow,
    KeyRow,
    OlmRow,
    SealedRow,
    Tried,
    Unpaired,
    Unsealed,
    Untried,
)
from copbot.store.database import Database
from copbot.store.stamps import stamp, time
from copbot.store.troubles import told

ACCOUNT = "account"
SAVE_ACCOUNT = "INSERT OR REPLACE INTO keys (kind, name, pickle) VALUES (?, ?, ?)"
SAVE_OLM = "INSERT OR REPLACE INTO olm_sessions (peer, session, pickle, used) VALUES (?, ?, ?, ?)"
SAVE_GROUP = """
    INSERT OR REPLACE INTO group_sessions (room, session, peer, signing, owner, first, pickle, since)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
SAVE_INDEX = "INSERT OR IGNORE INTO group_indexes (room, session, number, event) VALUES (?, ?, ?, ?)"
MOST_SEALED = 2_000  # of one member's: whoever sends more that nobody can open fills no disk
SAVE_SEALED = f"""
    INSERT OR IGNORE INTO sealed (event, room, sender, session, raw, at) SELECT ?1, ?2, ?3, ?4, ?5, ?6
    WHERE (SELECT count(*) FROM sealed WHERE sender = ?3) < {MOST_SEALED}
"""  # noqa: S608  # a number of our own
GONE_SEALED = "DELETE FROM sealed WHERE event = ?"
GONE_OLM = "DELETE FROM olm_sessions WHERE peer = ? AND session = ?"
# Only a device of which nothing was kept before.
UNTRIED = """
    INSERT OR IGNORE INTO untried (peer, since)
    SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM olm_sessions WHERE peer = ?1)
"""
TRIED = "DELETE FROM untried WHERE peer = ?"
GET_ACCOUNT = "SELECT pickle FROM keys WHERE kind = ? AND name = ?"
GET_OLM = "SELECT peer, session, pickle, used FROM olm_sessions WHERE peer = ? ORDER BY used DESC, session"
GET_GROUPS = "SELECT * FROM group_sessions WHERE room = ? AND session = ? ORDER BY since, peer"
GET_INDEX = "SELECT event FROM group_indexes WHERE room = ? AND session = ? AND number = ?"
GET_NEWEST = "SELECT coalesce(max(number), -1) FROM group_indexes WHERE room = ? AND session = ?"
GET_SEALED = "SELECT * FROM sealed WHERE room = ? AND session = ? ORDER BY at, event"
GET_DOUBTFUL = """
    SELECT DISTINCT room, session FROM sealed WHERE sender IN (SELECT value FROM json_each(?)) AND EXISTS (
      SELECT 1 FROM group_sessions WHERE group_sessions.room = sealed.room AND group_sessions.session = sealed.session
    )
    ORDER BY room, session
"""
FORGET = (
    "DELETE FROM keys",
    "DELETE FROM olm_sessions",
    "DELETE FROM untried",
    "DELETE FROM group_indexes",
    "DELETE FROM group_sessions",
    "DELETE FROM sealed",
)


class SqlKeys:
    """The port ``Vault``: keys as the encryption behind the Matrix door asks for them. Every method raises StoreFailed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def account(self, device: str) -> AccountRow | None:
        """copbot's own keys on a device."""
        with told():
            return await self._database.read(lambda sql: _account(sql, device))

    async def olm(self, peers: Iterable[str]) -> dict[str, tuple[OlmRow, ...]]:
        """The conversations with other devices, by their Curve25519 keys; of each the one that served last is the first."""
        asked = tuple(peers)
        with told():
            return await self._database.read(lambda sql: {peer: _olm(sql, peer) for peer in asked})

    async def groups(self, room: str, session: str) -> tuple[GroupRow, ...]:
        """What reads the messages of one session in a room, by the devices that gave it; at most one of them is its owner."""
        with told():
            return await self._database.read(lambda sql: _groups(sql, room, session))

    async def event_at(self, room: str, session: str, index: int) -> str | None:
        """Which event the message of a session was that stands at an index, if it was read before."""
        with told():
            return await self._database.read(lambda sql: _event_at(sql, room, session, index))

    async def newest(self, room: str, session: str) -> int:
        """The highest index of a session's messages that were read; -1 if none was."""
        with told():
            return await self._database.read(
                lambda sql: int(sql.execute(GET_NEWEST, (room, session)).fetchone()[0])
            )

    async def sealed(self, room: str, session: str) -> tuple[SealedRow, ...]:
        """What waits for the key of a session, oldest first."""
        with told():
            return await self._database.read(lambda sql: _sealed(sql, GET_SEALED, (room, session)))

    async def doubtful(self, senders: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """The sessions, each in its room, of which a key is there and something that one of these sent waits all the same."""
        asked = json.dumps(sorted(senders))
        with told():
            return await self._database.read(
                lambda sql: tuple((row[0], row[1]) for row in sql.execute(GET_DOUBTFUL, (asked,)))
            )

    async def save(self, rows: Iterable[KeyRow]) -> None:
        """Write keys in a commit of their own."""
        changed = tuple(rows)
        with told():
            await self._database.write(lambda sql: save(sql, changed))

    async def forget(self) -> None:
        """Drop all keys and all that waits for one: copbot begins anew, as a new device."""
        with told():
            await self._database.write(forget)


def save(sql: sqlite3.Connection, changed: Iterable[KeyRow]) -> None:
    """Write keys that changed."""
    for row in changed:
        match row:
            case AccountRow():
                sql.execute(SAVE_ACCOUNT, (ACCOUNT, row.device, row.pickle.encode()))
            case OlmRow():
                sql.execute(SAVE_OLM, _values(row))
            case GroupRow():
                sql.execute(SAVE_GROUP, _values(row))
            case IndexRow():
                sql.execute(SAVE_INDEX, (row.room, row.session, row.index, row.event))
            case SealedRow():
                sql.execute(SAVE_SEALED, _values(row))
            case Unsealed():
                sql.execute(GONE_SEALED, (row.event,))
            case Unpaired():
                sql.execute(GONE_OLM, (row.peer, row.session))
            case Untried():
                sql.execute(UNTRIED, (row.peer, stamp(row.since)))
            case Tried():
                sql.execute(TRIED, (row.peer,))
            case _ as never:
                assert_never(never)


def forget(sql: sqlite3.Connection) -> None:
    """Drop all keys."""
    for statement in FORGET:
        sql.execute(statement)


def _values(row: OlmRow | GroupRow | SealedRow) -> tuple[object, ...]:
    """A row's fields in their order, which is that of the columns in the statements."""
    return tuple(
        stamp(value) if isinstance(value, datetime) else value
        for value in (getattr(row, name) for name in row.__slots__)
    )


def _account(sql: sqlite3.Connection, device: str) -> AccountRow | None:
    row = sql.execute(GET_ACCOUNT, (ACCOUNT, device)).fetchone()
    return None if row is None else AccountRow(device, bytes(row[0]).decode())


def _olm(sql: sqlite3.Connection, peer: str) -> tuple[OlmRow, ...]:
    return tuple(OlmRow(**{**dict(row), "used": time(row["used"])}) for row in sql.execute(GET_OLM, (peer,)))


def _groups(sql: sqlite3.Connection, room: str, session: str) -> tuple[GroupRow, ...]:
    rows = sql.execute(GET_GROUPS, (room, session))
    return tuple(GroupRow(**{**dict(row), "since": time(row["since"])}) for row in rows)


def _event_at(sql: sqlite3.Connection, room: str, session: str, index: int) -> str | None:
    row = sql.execute(GET_INDEX, (room, session, index)).fetchone()
    return None if row is None else str(row[0])


def _sealed(sql: sqlite3.Connection, query: str, values: tuple[str, ...]) -> tuple[SealedRow, ...]:
    return tuple(SealedRow(**{**dict(row), "at": time(row["at"])}) for row in sql.execute(query, values))
