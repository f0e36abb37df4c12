"""A database as it would be after months: rooms that have accepted, and what is kept in them. Made by the store itself."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from vodozemac import Account, GroupSession, InboundGroupSession

from copbot.commitments.ladder import opened
from copbot.commitments.records import Kept, Moved
from copbot.core.records import Count, Room, Settings
from copbot.core.wishes import Ring
from copbot.crypto.rows import GroupRow, KeyRow, OlmRow
from copbot.dialogue.digest_time import alarm_name, chosen
from copbot.dialogue.reminders import alarm
from copbot.digests.records import Told
from copbot.digests.weekly import Weekly
from copbot.entry.own_keys import PICKLE_KEY
from copbot.matrix.encryption.vault import Seal
from copbot.meetings.records import Answer, Change, Meeting
from copbot.meetings.records import alarm_name as meeting_alarm
from copbot.reminders.records import Reminder
from copbot.store import inbox
from copbot.store.database import Database
from copbot.store.keys import SqlKeys
from copbot.store.turns import Turns
from copbot.store.work import SqlWork
from tests.bench.stub import person, room_id

SETTINGS = Settings(quiet="03:00-03:01")
LONG_AGO = timedelta(days=30)
WEEK = timedelta(days=7)


async def seed(data: Path, *, rooms: int, items: int = 0, encrypted: bool = False) -> None:
    """Make the database in the data folder: the first rooms of the stub with so many ladder items in all."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with Database(data / "copbot.db") as database:
        await database.write(lambda sql: _rooms(sql, rooms, encrypted))
        await database.write(lambda sql: _items(sql, rooms, items))


def _rooms(sql: sqlite3.Connection, rooms: int, encrypted: bool) -> None:
    work, now = SqlWork(sql, Turns()), datetime.now(UTC)
    for number in range(rooms):
        id, begun = room_id(number), now - LONG_AGO
        room = Room(id, SETTINGS, joined=True, encrypted=encrypted, accepted=begun, settled=True)
        work.save(room, now)
    inbox.set_meta(sql, "sync_token", "s0")


def _items(sql: sqlite3.Connection, rooms: int, items: int) -> None:
    """All of them open: what is closed costs less."""
    work, began = SqlWork(sql, Turns()), datetime.now(UTC) - LONG_AGO
    for index in range(items):
        room, number = index % rooms, index // rooms + 1
        _item(work, room_id(room), person(room, number % 3), number, began + timedelta(seconds=index))


def _item(work: SqlWork, room: str, opener: str, number: int, at: datetime) -> None:
    event = f"$seeded-{number}-{room}"
    item = opened(number, opener, f"Het lukt nog niet met nummer {number}", event)
    work.save(Kept(room, item, at, at), at)
    work.save(Moved(room, number, at, opener, "cannot", item.text, event), at)
    work.save(Count(room, "item", number), at)


async def seed_keys(data: Path, sessions: int) -> None:
    """Add so many conversations with devices, and as many keys that read rooms, as months bring; all of them whole."""
    seal, account, now = Seal((data / PICKLE_KEY).read_bytes()), Account(), datetime.now(UTC)
    async with Database(data / "copbot.db") as database:
        await SqlKeys(database).save(_keys(seal, account, sessions, now))


def _keys(seal: Seal, account: Account, sessions: int, now: datetime) -> Iterator[KeyRow]:
    for number in range(sessions):
        other = Account()
        other.generate_one_time_keys(1)
        (key,) = other.one_time_keys.values()
        curve = other.curve25519_key
        talk = account.create_outbound_session(curve, key)
        yield OlmRow(curve.to_base64(), talk.session_id, talk.pickle(seal), now)
        spoken = GroupSession()
        reads = InboundGroupSession(spoken.session_key)
        room, ed = room_id(number % 20), other.ed25519_key.to_base64()
        owner = seal.owner(person(number % 20, 0))
        yield GroupRow(room, spoken.session_id, curve.to_base64(), ed, owner, 0, reads.pickle(seal), now)


async def seed_storm(data: Path, rooms: Mapping[str, str], *, each: int, due: datetime) -> None:
    """Add so many reminders in each of the rooms, for the member named with it, and its digest; all due at once (UTC)."""
    async with Database(data / "copbot.db") as database:
        await database.write(lambda sql: _storm(SqlWork(sql, Turns()), rooms, each, due))


async def seed_meetings(data: Path, rooms: Mapping[str, str], *, each: int, due: datetime) -> None:
    """Add so many meetings in each of the rooms, called by the member named with it, who comes.

    Of all of them the room is reminded at once (UTC), an hour before. Every other one repeats, with one time moved.
    """
    async with Database(data / "copbot.db") as database:
        await database.write(lambda sql: _meetings(SqlWork(sql, Turns()), rooms, each, due))


def _meetings(work: SqlWork, rooms: Mapping[str, str], each: int, due: datetime) -> None:
    zone = ZoneInfo(SETTINGS.timezone)
    start = (due + timedelta(hours=1)).astimezone(zone).replace(tzinfo=None, microsecond=0)
    for id, member in rooms.items():
        for number in range(1, each + 1):
            event = f"$meeting-{number}-{id}"
            meeting = Meeting(
                id,
                number,
                f"Kring {number}",
                event,
                "De Eik",
                event,
                member,
                member,
                "FREQ=WEEKLY" if number % 2 else None,
                start,
                SETTINGS.timezone,
                90,
                f"uid-{number}-{id}",
                f"key-{number}-{id}",
                due - WEEK,
                due - timedelta(minutes=1),
                due=due,
                wall=due.astimezone(zone).replace(tzinfo=None),
            )
            work.save(meeting, due)
            over = due + timedelta(hours=3)
            work.save(Answer(id, number, start, member, "yes", f"{event}-yes", due - WEEK, over), due)
            if number % 2:
                later = start + timedelta(days=14)
                work.save(Change(id, number, later, member, later + timedelta(days=1)), due)
            work.ring(Ring(meeting_alarm(id, number), due, id, "meeting", str(number)))
        work.save(Count(id, "meeting", each), due)


def _storm(work: SqlWork, rooms: Mapping[str, str], each: int, due: datetime) -> None:
    local = due.astimezone(ZoneInfo(SETTINGS.timezone))
    weekly = Weekly(local.weekday(), local.time().replace(second=0, microsecond=0))
    for id, member in rooms.items():
        room = work.room(id)
        assert room is not None
        room = replace(room, settings=replace(SETTINGS, digest=str(weekly)))
        work.save(room, due)
        work.save(Told(id, due - WEEK, due - WEEK, due - WEEK), due)
        _item(work, id, member, work.reader(id).last("item") + 1, due - WEEK / 2)
        work.ring(Ring(alarm_name(id), due, id, "digest", chosen(room)))
        for number in range(1, each + 1):
            reminder = Reminder(
                id,
                number,
                member,
                private=False,
                words=f"de spullen voor {number} klaarleggen",
                source=f"$reminder-{number}-{id}",
                rule=None,
                start=local.replace(tzinfo=None),
                zone=SETTINGS.timezone,
                wall=local.replace(tzinfo=None),
                due=due,
            )
            work.save(reminder, due)
            work.ring(alarm(reminder))
        work.save(Count(id, "reminder", each), due)
