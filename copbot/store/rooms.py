"""Rooms, who hosts them and what members bring: rows and back."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from copbot.core.records import Arrival, Count, Focus, Host, Role, Room, Settings, Tap
from copbot.store.stamps import stamp, stamp_or_none, time, time_or_none

ROOM = "SELECT * FROM rooms WHERE room = ?"
JOINED_ROOMS = (
    "SELECT * FROM rooms WHERE joined AND direct_with IS NULL AND room IN (SELECT value FROM json_each(?))"
)
KNOWN_ROOMS = "SELECT room FROM rooms WHERE joined"
OPEN_ROOMS = """
    SELECT room FROM rooms WHERE room IN (SELECT value FROM json_each(?)) AND joined
      AND (accepted IS NOT NULL OR direct_with IS NOT NULL)
"""
DIRECT_ROOMS = "SELECT room, direct_with FROM rooms WHERE joined AND direct_with IS NOT NULL"
ENCRYPTED_ROOMS = "SELECT room FROM rooms WHERE encrypted"
DIRECT_ROOM = (
    "SELECT room FROM rooms WHERE direct_with = ? AND joined ORDER BY encrypted DESC, rowid DESC LIMIT 1"
)
SAVE_ROOM = """
    INSERT INTO rooms (room, joined, direct_with, encrypted, settings, accepted, settled, notice_key, refused_on)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (room) DO UPDATE SET joined = excluded.joined, direct_with = excluded.direct_with,
      encrypted = max(encrypted, excluded.encrypted), settings = excluded.settings, accepted = excluded.accepted,
      settled = excluded.settled, notice_key = excluded.notice_key, refused_on = excluded.refused_on
"""
ROLES = "SELECT member, role FROM roles WHERE room = ?"
SAVE_ROLE = "INSERT OR IGNORE INTO roles (room, member, role) VALUES (?, ?, ?)"
ERASE_ROLE = "DELETE FROM roles WHERE room = ? AND member = ? AND role = ?"
HOSTS = "SELECT member FROM hosts WHERE room = ?"
SAVE_HOST = "INSERT OR IGNORE INTO hosts (room, member) VALUES (?, ?)"
ERASE_HOST = "DELETE FROM hosts WHERE room = ? AND member = ?"
LAST = "SELECT last FROM counts WHERE room = ? AND kind = ?"
SAVE_COUNT = (
    "INSERT INTO counts (room, kind, last) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last = excluded.last"
)
FOCUS = "SELECT room FROM focus WHERE member = ? AND until > ?"
SAVE_FOCUS = "INSERT OR REPLACE INTO focus (member, room, until) VALUES (?, ?, ?)"
TAP = "SELECT * FROM taps WHERE event = ?"
SAVE_TAP = "INSERT OR IGNORE INTO taps (event, room, member, key, emoji, at) VALUES (?, ?, ?, ?, ?, ?)"
ERASE_TAP = "DELETE FROM taps WHERE event = ?"
ARRIVALS = "SELECT at FROM arrivals WHERE inviter = ? AND at > ? ORDER BY at DESC"
ASKED_DIRECTLY = "SELECT direct_with FROM arrivals WHERE room = ? ORDER BY id DESC LIMIT 1"
SAVE_ARRIVAL = "INSERT INTO arrivals (room, inviter, at, direct_with) VALUES (?, ?, ?, ?)"


def room(sql: sqlite3.Connection, id: str) -> Room | None:
    """A room that copbot knows."""
    row = sql.execute(ROOM, (id,)).fetchone()
    return None if row is None else _room(row)


def _room(row: sqlite3.Row) -> Room:
    return Room(
        id=row["room"],
        settings=_settings(row["settings"]),
        joined=bool(row["joined"]),
        direct_with=row["direct_with"],
        encrypted=bool(row["encrypted"]),
        accepted=time_or_none(row["accepted"]),
        settled=bool(row["settled"]),
        notice_key=row["notice_key"],
        refused_on=row["refused_on"],
    )


@lru_cache(maxsize=256)  # most rooms have the same
def _settings(plain: str) -> Settings:
    return Settings(**json.loads(plain))


def joined_rooms(sql: sqlite3.Connection, among: tuple[str, ...]) -> tuple[Room, ...]:
    """Those of the given rooms that copbot is in and that are no direct chats."""
    return tuple(_room(row) for row in sql.execute(JOINED_ROOMS, (json.dumps(among),)))


def known(sql: sqlite3.Connection) -> frozenset[str]:
    """Every room that copbot is in, as far as it knows."""
    return frozenset(row[0] for row in sql.execute(KNOWN_ROOMS))


def open_rooms(sql: sqlite3.Connection, among: Iterable[str]) -> frozenset[str]:
    """Those of the given rooms where copbot may keep what people give to it."""
    return frozenset(row[0] for row in sql.execute(OPEN_ROOMS, (json.dumps(sorted(among)),)))


def direct_rooms(sql: sqlite3.Connection) -> dict[str, str]:
    """Every direct chat that copbot is in, and whose it is."""
    return {row[0]: row[1] for row in sql.execute(DIRECT_ROOMS)}


def encrypted(sql: sqlite3.Connection) -> frozenset[str]:
    """Every room that is or ever was encrypted."""
    return frozenset(row[0] for row in sql.execute(ENCRYPTED_ROOMS))


def direct_room(sql: sqlite3.Connection, member: str) -> str | None:
    """The member's direct chat with copbot."""
    row = sql.execute(DIRECT_ROOM, (member,)).fetchone()
    return None if row is None else str(row[0])


def save_room(sql: sqlite3.Connection, room: Room) -> None:
    """Write a room; the mark of encryption is never taken off."""
    settings = json.dumps(dataclasses.asdict(room.settings))
    sql.execute(
        SAVE_ROOM,
        (
            room.id,
            room.joined,
            room.direct_with,
            room.encrypted,
            settings,
            stamp_or_none(room.accepted),
            room.settled,
            room.notice_key,
            room.refused_on,
        ),
    )


def begin_direct(sql: sqlite3.Connection, member: str, id: str, scope: str | None) -> None:
    """A member's direct chat was made: a new one has the language and hours of the room that it was begun for."""
    known = room(sql, id) or Room(id)
    shared = room(sql, scope) if scope and not known.joined else None
    settings = shared.settings if shared else known.settings
    save_room(sql, Room(id, settings, True, member, known.encrypted))


def roles(sql: sqlite3.Connection, room: str) -> Mapping[str, frozenset[str]]:
    """What each member says to bring."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in sql.execute(ROLES, (room,)):
        found[row["member"]].add(row["role"])
    return {member: frozenset(brought) for member, brought in found.items()}


def hosts(sql: sqlite3.Connection, room: str) -> frozenset[str]:
    """Members whom a host named."""
    return frozenset(row[0] for row in sql.execute(HOSTS, (room,)))


def last(sql: sqlite3.Connection, room: str, kind: str) -> int:
    """The last number given out."""
    row = sql.execute(LAST, (room, kind)).fetchone()
    return 0 if row is None else int(row[0])


def focus(sql: sqlite3.Connection, member: str, now: datetime) -> str | None:
    """Which room the member's direct chat is about, if that was settled within the hour."""
    row = sql.execute(FOCUS, (member, stamp(now))).fetchone()
    return None if row is None else str(row[0])


def tap(sql: sqlite3.Connection, event: str) -> Tap | None:
    """A reaction that counted."""
    row = sql.execute(TAP, (event,)).fetchone()
    if row is None:
        return None
    return Tap(row["event"], row["room"], row["member"], row["key"], row["emoji"], time(row["at"]))


def arrivals(sql: sqlite3.Connection, inviter: str, after: datetime) -> tuple[datetime, ...]:
    """For when the inviter's invitations since ``after`` were let in, newest first."""
    return tuple(time(row[0]) for row in sql.execute(ARRIVALS, (inviter, stamp(after))))


def asked_directly(sql: sqlite3.Connection, room: str) -> str | None:
    """Whose direct chat a room is to be, as the last invitation to it said."""
    row = sql.execute(ASKED_DIRECTLY, (room,)).fetchone()
    return None if row is None else row["direct_with"]


def save(sql: sqlite3.Connection, record: Role | Host | Count | Focus | Tap | Arrival, now: datetime) -> None:
    """Write one of the small records. A tap counts from ``now``: the homeserver's stamp can be anything."""
    match record:
        case Role(room, member, role):
            sql.execute(SAVE_ROLE, (room, member, role))
        case Host(room, member):
            sql.execute(SAVE_HOST, (room, member))
        case Count(room, kind, last):
            sql.execute(SAVE_COUNT, (room, kind, last))
        case Focus(member, room, until):
            sql.execute(SAVE_FOCUS, (member, room, stamp(until)))
        case Tap(event, room, member, key, emoji):
            sql.execute(SAVE_TAP, (event, room, member, key, emoji, stamp(now)))
        case Arrival(room, inviter, at, direct_with):
            sql.execute(SAVE_ARRIVAL, (room, inviter, stamp(at), direct_with))


def erase(sql: sqlite3.Connection, record: Role | Host | Tap) -> None:
    """Remove one of the small records."""
    match record:
        case Role(room, member, role):
            sql.execute(ERASE_ROLE, (room, member, role))
        case Host(room, member):
            sql.execute(ERASE_HOST, (room, member))
        case Tap(event=event):
            sql.execute(ERASE_TAP, (event,))
