"""What came in and waits to be handled: each event once, in its room's order, rooms taking turns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from copbot.core import facts
from copbot.core.facts import Fact, Sent
from copbot.engine.ports import Waiting
from copbot.store import outbox
from copbot.store.stamps import stamp

ADD = """
    INSERT OR IGNORE INTO inbox (room, sender, event, fact, at)
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM seen WHERE event = ?3)
"""
ROOMS = "SELECT room FROM inbox GROUP BY room ORDER BY min(id) LIMIT ?"
HEAD = "SELECT id, room, event, fact FROM inbox WHERE room = ? ORDER BY id LIMIT ?"
REMOVE = "DELETE FROM inbox WHERE id = ?"
REMEMBER = "INSERT OR IGNORE INTO seen (event, at) VALUES (?, ?)"
COMINGS = """
    SELECT room, event LIKE 'entered:%', json_extract(fact, '$.direct_with') FROM inbox
    WHERE event LIKE 'entered:%' OR event LIKE 'left:%' ORDER BY id
"""
WAITING = "SELECT count(*) FROM inbox"
META = "SELECT value FROM meta WHERE name = ?"
SET_META = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
SAVE_KEY = "INSERT OR REPLACE INTO keys (kind, name, pickle) VALUES (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An encryption key that changed, already encrypted itself."""

    kind: str
    name: str
    pickle: bytes


def ingest(
    sql: sqlite3.Connection, found: Iterable[Fact], token: str, now: datetime, keys: Iterable[KeyRow] = ()
) -> int:
    """Keys, facts and the sync token that stands behind them, together. Returns how many facts were new.

    copbot's own messages are known by their events from here on: an answer to one may be the very next fact, also when
    copbot ended before it could mark the message as sent.
    """
    for key in keys:
        sql.execute(SAVE_KEY, (key.kind, key.name, key.pickle))
    new = 0
    for fact in found:
        if isinstance(fact, Sent):
            outbox.seen(sql, fact, now)
        else:
            new += add(sql, fact, now)
    sql.execute(SET_META, ("sync_token", token))
    return new


def add(sql: sqlite3.Connection, fact: Fact, now: datetime) -> bool:
    """Put a fact in the inbox, unless it is there or was handled already."""
    plain = json.dumps(facts.to_json(fact), ensure_ascii=False)
    return sql.execute(ADD, (fact.room, fact.sender, fact.event, plain, stamp(now))).rowcount > 0


def take(sql: sqlite3.Connection, limit: int) -> tuple[Waiting, ...]:
    """The next facts to handle: oldest room first, every room a fair share, each room in its own order."""
    rooms = [row[0] for row in sql.execute(ROOMS, (limit,))]
    share = max(1, limit // len(rooms)) if rooms else 0
    found: list[Waiting] = []
    for room in rooms:
        rows = sql.execute(HEAD, (room, share))
        found.extend(Waiting(row["id"], facts.from_json(json.loads(row["fact"]))) for row in rows)
    return tuple(found)


def done(sql: sqlite3.Connection, waiting: Waiting, now: datetime) -> None:
    """The fact was handled: it leaves the inbox, and its event is remembered as seen."""
    sql.execute(REMOVE, (waiting.id,))
    sql.execute(REMEMBER, (waiting.fact.event, stamp(now)))


def comings(sql: sqlite3.Connection) -> list[tuple[str, bool, str | None]]:
    """copbot's own comings and goings that wait to be handled: where, whether it came, and whose direct chat it is."""
    return [(row[0], bool(row[1]), row[2]) for row in sql.execute(COMINGS)]


def meta(sql: sqlite3.Connection, name: str) -> str | None:
    """A fact about this copbot."""
    row = sql.execute(META, (name,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(sql: sqlite3.Connection, name: str, value: str) -> None:
    """Write a fact about this copbot."""
    sql.execute(SET_META, (name, value))


def count(sql: sqlite3.Connection) -> int:
    """How many facts wait."""
    return int(sql.execute(WAITING).fetchone()[0])
