"""What came in and waits to be handled: each event once, in its room's order, rooms taking turns."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime

from copbot.core import facts
from copbot.core.facts import Edited, Fact, Overheard, PollEnded, Posted, Reacted, Sent, Voted
from copbot.crypto.rows import KeyRow, SealedRow
from copbot.engine.ports import Waiting
from copbot.store import keys, messages, rituals
from copbot.store.stamps import stamp
from copbot.store.turns import LAST, Turns

ADD = """
    INSERT OR IGNORE INTO inbox (room, sender, event, fact, at)
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM seen WHERE event = ?3)
"""
# From room to room by the index, however much waits in each.
ROOMS = """
    WITH RECURSIVE found (room) AS (
      SELECT min(room) FROM inbox WHERE room > ?1 AND room <= ?2
      UNION ALL
      SELECT (SELECT min(room) FROM inbox WHERE room > found.room AND room <= ?2)
      FROM found WHERE room IS NOT NULL
    )
    SELECT room FROM found WHERE room IS NOT NULL LIMIT ?3
"""
WAITING_IN = "SELECT id, fact FROM inbox WHERE room = ? ORDER BY id LIMIT ?"
MORE = "SELECT min(id) FROM inbox"
REMOVE = "DELETE FROM inbox WHERE id = ?"
REMEMBER = "INSERT OR IGNORE INTO seen (event, at) VALUES (?, ?)"
COMINGS = """
    SELECT room, event LIKE 'entered:%', json_extract(fact, '$.direct_with') FROM inbox
    WHERE event LIKE 'entered:%' OR event LIKE 'left:%' ORDER BY id
"""
META = "SELECT value FROM meta WHERE name = ?"
SET_META = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
# A room is open once its notice was accepted, and a direct chat from its invitation on; where something waits by which
# it may be opened, that is not known yet.
DIRECT = "SELECT 1 FROM rooms WHERE room = ? AND direct_with IS NOT NULL"
MAY_BE_OPEN = """
    SELECT 1 WHERE EXISTS (SELECT 1 FROM rooms WHERE room = ?1 AND (accepted IS NOT NULL OR direct_with IS NOT NULL))
    OR EXISTS (
      SELECT 1 FROM arrivals WHERE id = (SELECT max(id) FROM arrivals WHERE room = ?1) AND direct_with IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM rooms WHERE rooms.room = ?1 AND joined)
    )
    OR EXISTS (
      SELECT 1 FROM inbox WHERE room = ?1 AND (
        json_extract(fact, '$.fact') IN ('posted', 'reacted') OR json_extract(fact, '$.direct_with') IS NOT NULL
      )
    )
"""


def ingest(
    sql: sqlite3.Connection,
    found: Iterable[Fact],
    token: str,
    now: datetime,
    addressed: Callable[[Posted], bool],
    changed: Iterable[KeyRow] = (),
) -> int:
    """Changed keys, facts and the sync token that stands behind them, together. Returns how many facts were new.

    copbot's own messages are known by their events from here on: an answer to one may be the very next fact, also when
    copbot ended before it could mark the message as sent.
    """
    new = 0
    for fact in found:
        if isinstance(fact, Sent):
            messages.seen(sql, fact, now)
        elif (kept := _kept(sql, fact, addressed)) is not None:
            new += add(sql, kept, now)
        else:
            sql.execute(REMEMBER, (fact.event, stamp(now)))
    # What somebody said is not kept where nobody accepted that, encrypted or not.
    keys.save(sql, (key for key in changed if not isinstance(key, SealedRow) or _may_be_open(sql, key.room)))
    sql.execute(SET_META, ("sync_token", token))
    return new


def _kept(sql: sqlite3.Connection, fact: Fact, addressed: Callable[[Posted], bool]) -> Fact | None:
    """What may be written of a fact: where nobody accepted that copbot keeps anything, nothing said among people."""
    if isinstance(fact, Posted) and fact.doubt:
        spoken = addressed(fact) or sql.execute(DIRECT, (fact.room,)).fetchone() is not None
        if not spoken and rituals.running(sql, fact.room) is None:
            return None
        return Overheard(fact.room, fact.sender, fact.event, fact.at, fact.doubt, spoken)
    if isinstance(fact, Voted | PollEnded) and messages.by_event(sql, fact.target) is None:
        return None  # in somebody else's poll: not given to copbot
    if not isinstance(fact, Posted | Edited | Reacted | Voted | PollEnded):
        return fact
    if _may_be_open(sql, fact.room):
        return fact
    if isinstance(fact, Reacted):
        return dataclasses.replace(fact, author=None, body=None)
    return fact if isinstance(fact, Posted) and addressed(fact) else None


def _may_be_open(sql: sqlite3.Connection, room: str) -> bool:
    return sql.execute(MAY_BE_OPEN, (room,)).fetchone() is not None


def add(sql: sqlite3.Connection, fact: Fact, now: datetime) -> bool:
    """Put a fact in the inbox, unless it is there or was handled already."""
    plain = json.dumps(facts.to_json(fact), ensure_ascii=False)
    return sql.execute(ADD, (fact.room, fact.sender, fact.event, plain, stamp(now))).rowcount > 0


def take(sql: sqlite3.Connection, limit: int, turns: Turns) -> tuple[Waiting, ...]:
    """The next facts to handle: rooms in rotation, every room a fair share, each room in its own order."""
    if not more(sql):
        return ()
    rooms = [row[0] for row in sql.execute(ROOMS, (turns.room, LAST, limit))]
    rooms += [row[0] for row in sql.execute(ROOMS, ("", turns.room, limit - len(rooms)))]
    turns.room = rooms[-1]
    share = limit // len(rooms)
    found = [row for room in rooms for row in sql.execute(WAITING_IN, (room, share))]
    rows = sorted(found, key=lambda row: int(row["id"]))
    return tuple(Waiting(row["id"], facts.from_json(json.loads(row["fact"]))) for row in rows)


def more(sql: sqlite3.Connection) -> bool:
    """Whether anything waits."""
    return sql.execute(MORE).fetchone()[0] is not None


def done(sql: sqlite3.Connection, waiting: Waiting, now: datetime) -> None:
    """The fact is handled: it leaves the inbox, and its event is remembered as seen."""
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
