"""A database as it would be after months: rooms that have accepted, and what is kept in them. Made by the store itself."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from copbot.commitments.ladder import opened
from copbot.commitments.records import Kept, Moved
from copbot.core.records import Count, Room, Settings
from copbot.store import inbox
from copbot.store.database import Database
from copbot.store.turns import Turns
from copbot.store.work import SqlWork
from tests.bench.stub import person, room_id

SETTINGS = Settings(quiet="03:00-03:01")
LONG_AGO = timedelta(days=30)


async def seed(data: Path, *, rooms: int, items: int = 0) -> None:
    """Make the database in the data folder: the first rooms of the stub with so many ladder items in all."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with Database(data / "copbot.db") as database:
        await database.write(lambda sql: _rooms(sql, rooms))
        await database.write(lambda sql: _items(sql, rooms, items))


def _rooms(sql: sqlite3.Connection, rooms: int) -> None:
    work, now = SqlWork(sql, Turns()), datetime.now(UTC)
    for number in range(rooms):
        work.save(Room(room_id(number), SETTINGS, joined=True, accepted=now - LONG_AGO, settled=True), now)
    inbox.set_meta(sql, "sync_token", "s0")


def _items(sql: sqlite3.Connection, rooms: int, items: int) -> None:
    """All of them open: what is closed costs less."""
    work, now = SqlWork(sql, Turns()), datetime.now(UTC)
    for number in range(items):
        room, within = number % rooms, number // rooms + 1
        opener, event = person(room, within % 3), f"$seeded-{number}"
        at = now - LONG_AGO + timedelta(seconds=number)
        item = opened(within, opener, f"Het lukt nog niet met nummer {within}", event)
        work.save(Kept(room_id(room), item, at, at), now)
        work.save(Moved(room_id(room), within, at, opener, "cannot", item.text, event), now)
    for room in range(min(rooms, items)):
        last = (items - 1 - room) // rooms + 1
        work.save(Count(room_id(room), "item", last), now)
