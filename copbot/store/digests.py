"""What a digest reads and keeps: a room's week by index, how far it was told, and who asked for one of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from copbot.commitments.records import Kept, Moved
from copbot.digests.records import Subscriber, Told
from copbot.store import ladder, unreported
from copbot.store.stamps import stamp, time

TOLD = "SELECT * FROM digests WHERE room = ?"
SAVE_TOLD = """
    INSERT INTO digests (room, until, seen, since, turn, key) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET until = excluded.until, seen = excluded.seen, since = excluded.since,
      turn = excluded.turn, key = excluded.key
"""
MOVES_BETWEEN = f"""
    SELECT * FROM moves WHERE room = ? AND at > ? AND at <= ? AND {unreported.told("moves", "item", "item")}
      AND {unreported.told("moves", unreported.MOVE, "id")}
    ORDER BY at DESC, id DESC LIMIT ?
"""  # noqa: S608 - names of our own
# A due time begins with its day in the room's zone, so that text order is the order of days.
DUE_BETWEEN = f"""
    SELECT item FROM pledges
    WHERE room = ? AND due >= ? AND due < ? AND standing IN ('offered', 'welcome')
      AND {unreported.told("pledges", "item", "item")} AND NOT EXISTS (
        SELECT 1 FROM moves JOIN unreported AS hidden ON (hidden.room, hidden.kind, hidden.number) = (moves.room, '{unreported.MOVE}', moves.id)
        WHERE (moves.room, moves.item, moves.member, moves.move) = (pledges.room, pledges.item, pledges.member, 'support')
      ) ORDER BY due LIMIT ?
"""  # noqa: S608 - names of our own
SEEKING = f"""
    SELECT number FROM items
    WHERE room = ? AND status = 'open' AND rung <> 'support' AND number > ? AND {unreported.told("items", "item")}
    ORDER BY number LIMIT ?
"""  # noqa: S608 - names of our own
RUNGS = """
    SELECT rung, open - (
      SELECT count(*) FROM unreported JOIN items USING (room, number)
      WHERE room = rungs.room AND kind = 'item' AND status = 'open' AND items.rung = rungs.rung
    ) AS open FROM rungs WHERE room = ?
"""
SUBSCRIBERS = "SELECT member FROM subscribers WHERE room = ? ORDER BY member"
SUBSCRIBED = "SELECT 1 FROM subscribers WHERE room = ? AND member = ?"
SAVE_SUBSCRIBER = "INSERT OR IGNORE INTO subscribers (room, member) VALUES (?, ?)"
ERASE_SUBSCRIBER = "DELETE FROM subscribers WHERE room = ? AND member = ?"


def told(sql: sqlite3.Connection, room: str) -> Told | None:
    """How far a room has been told."""
    row = sql.execute(TOLD, (room,)).fetchone()
    if row is None:
        return None
    until, seen, since = time(row["until"]), time(row["seen"]), time(row["since"])
    return Told(row["room"], until, seen, since, row["turn"], row["key"])


def save_told(sql: sqlite3.Connection, told: Told) -> None:
    """Write how far a room has been told."""
    times = (stamp(told.until), stamp(told.seen), stamp(told.since))
    sql.execute(SAVE_TOLD, (told.room, *times, told.turn, told.key))


def moves_between(
    sql: sqlite3.Connection, room: str, after: datetime, until: datetime, limit: int
) -> tuple[Moved, ...]:
    """The newest moves in a room after a time up to another, at most ``limit``; oldest first."""
    rows = sql.execute(MOVES_BETWEEN, (room, stamp(after), stamp(until), limit)).fetchall()
    return tuple(ladder.as_move(row) for row in reversed(rows))


def due_between(sql: sqlite3.Connection, room: str, first: date, last: date, limit: int) -> tuple[Kept, ...]:
    """Items with support that is due from a day up to and including another; the nearest first, at most ``limit``."""
    days = (first.isoformat(), (last + timedelta(days=1)).isoformat())
    numbers = [row[0] for row in sql.execute(DUE_BETWEEN, (room, *days, limit))]
    found = (ladder.item(sql, room, number) for number in dict.fromkeys(numbers))
    return tuple(kept for kept in found if kept is not None)


def seeking(sql: sqlite3.Connection, room: str, after: int, limit: int) -> tuple[int, ...]:
    """Open items that nobody supports yet: those after a number first, then from the oldest on."""
    found = [row[0] for row in sql.execute(SEEKING, (room, after, limit))]
    if len(found) < limit and after > 0:
        found += [row[0] for row in sql.execute(SEEKING, (room, 0, limit - len(found)))]
    return tuple(dict.fromkeys(found))


def rungs(sql: sqlite3.Connection, room: str) -> Mapping[str, int]:
    """How many items are open on each rung."""
    return {row["rung"]: row["open"] for row in sql.execute(RUNGS, (room,))}


def subscribers(sql: sqlite3.Connection, room: str) -> tuple[str, ...]:
    """Members who asked for a digest of their own every week."""
    return tuple(row[0] for row in sql.execute(SUBSCRIBERS, (room,)))


def subscribed(sql: sqlite3.Connection, room: str, member: str) -> bool:
    """Whether a member did."""
    return sql.execute(SUBSCRIBED, (room, member)).fetchone() is not None


def save_subscriber(sql: sqlite3.Connection, who: Subscriber) -> None:
    """A member wants one."""
    sql.execute(SAVE_SUBSCRIBER, (who.room, who.member))


def erase_subscriber(sql: sqlite3.Connection, who: Subscriber) -> None:
    """A member wants it no more, or left."""
    sql.execute(ERASE_SUBSCRIBER, (who.room, who.member))
