"""A database as it would be after months: rooms that have accepted, and what is kept in them. Made by the store itself."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from copbot.commitments.ladder import opened
from copbot.commitments.records import Kept, Moved
from copbot.core.records import Count, Room, Settings
from copbot.core.wishes import Ring
from copbot.dialogue.digest_time import alarm_name, chosen
from copbot.dialogue.reminders import alarm
from copbot.digests.records import Told
from copbot.digests.weekly import Weekly
from copbot.reminders.records import Reminder
from copbot.store import inbox
from copbot.store.database import Database
from copbot.store.turns import Turns
from copbot.store.work import SqlWork
from tests.bench.stub import person, room_id

SETTINGS = Settings(quiet="03:00-03:01")
LONG_AGO = timedelta(days=30)
WEEK = timedelta(days=7)


async def seed(data: Path, *, rooms: int, items: int = 0) -> None:
    """Make the database in the data folder: the first rooms of the stub with so many ladder items in all."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with Database(data / "copbot.db") as database:
        await database.write(lambda sql: _rooms(sql, rooms))
        await database.write(lambda sql: _items(sql, rooms, items))


def _rooms(sql: sqlite3.Connection, rooms: int) -> None:
    work, now = SqlWork(sql, Turns()), datetime.now(UTC)
    for number in range(rooms):
        work.save(_room(number, SETTINGS, now), now)
    inbox.set_meta(sql, "sync_token", "s0")


def _room(number: int, settings: Settings, now: datetime) -> Room:
    return Room(room_id(number), settings, joined=True, accepted=now - LONG_AGO, settled=True)


def _items(sql: sqlite3.Connection, rooms: int, items: int) -> None:
    """All of them open: what is closed costs less."""
    now = datetime.now(UTC)
    for number in range(items):
        _item(sql, number % rooms, number // rooms + 1, now - LONG_AGO + timedelta(seconds=number))


def _item(sql: sqlite3.Connection, room: int, number: int, at: datetime) -> None:
    work = SqlWork(sql, Turns())
    opener, event = person(room, number % 3), f"$seeded-{room}-{number}"
    item = opened(number, opener, f"Het lukt nog niet met nummer {number}", event)
    work.save(Kept(room_id(room), item, at, at), at)
    work.save(Moved(room_id(room), number, at, opener, "cannot", item.text, event), at)
    work.save(Count(room_id(room), "item", number), at)


async def seed_storm(data: Path, *, rooms: int, each: int, due: datetime) -> None:
    """Add to it: so many reminders in each of the rooms, and the digest of each, all due at the same moment (UTC)."""
    async with Database(data / "copbot.db") as database:
        await database.write(lambda sql: _storm(sql, rooms, each, due))


def _storm(sql: sqlite3.Connection, rooms: int, each: int, due: datetime) -> None:
    work, now = SqlWork(sql, Turns()), datetime.now(UTC)
    zone = ZoneInfo(SETTINGS.timezone)
    local = due.astimezone(zone)
    weekly = Weekly(local.weekday(), local.time().replace(second=0, microsecond=0))
    settings = replace(SETTINGS, digest=str(weekly))
    for number in range(rooms):
        room = _room(number, settings, now)
        work.save(room, now)
        work.save(Told(room.id, due - WEEK, due - WEEK, due - WEEK), now)
        _item(sql, number, 1, due - WEEK / 2)
        work.ring(Ring(alarm_name(room.id), due, room.id, "digest", chosen(room)))
        for index in range(1, each + 1):
            reminder = Reminder(
                room.id,
                index,
                person(number, index % 3),
                private=False,
                words=f"de spullen voor {index} klaarleggen",
                source=f"$reminder-{number}-{index}",
                rule=None,
                start=local.replace(tzinfo=None),
                zone=SETTINGS.timezone,
                wall=local.replace(tzinfo=None),
                due=due,
            )
            work.save(reminder, now)
            work.ring(alarm(reminder))
        work.save(Count(room.id, "reminder", each), now)
