"""A courier on a real database, with a sender that fails as it is told to, and hands to put wishes in."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime

from copbot.core.records import Settings
from copbot.core.text import text
from copbot.core.wishes import Say, Wish
from copbot.engine.courier import Courier
from copbot.engine.outgoing import Outgoing
from copbot.engine.ports import Parcel
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from tests.dialogs.stage import Lots

START = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


class FakeSender:
    """Takes parcels; fails as it is told to. ``accepted`` is what a homeserver would have."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, str, str]] = []
        self.parcels: list[Parcel] = []
        self.trouble: list[Exception] = []
        self.after_accepting: list[Exception] = []
        self.found: str | None = None
        self.begun = asyncio.Event()

    async def send(self, parcel: Parcel) -> str | None:
        await asyncio.sleep(0)
        self.parcels.append(parcel)
        self.begun.set()
        if self.trouble:
            raise self.trouble.pop(0)
        known = [key for key in self.accepted if key[2] == parcel.txn]
        if not known:
            self.accepted.append((parcel.lane, f"{parcel.act}:{parcel.key}:{parcel.rev}", parcel.txn))
        if self.after_accepting:
            raise self.after_accepting.pop(0)
        return f"$event-{parcel.txn}"

    async def find(self, parcel: Parcel) -> str | None:
        return self.found

    async def make_direct(self, member: str) -> str:
        return f"!direct-{member}"


class Post:
    """A courier on a database, with hands to put wishes in and to let time pass."""

    def __init__(self, database: Database) -> None:
        self.now = START
        self.lots = Lots()
        self.moments: list[str] = []
        self.desk = SqlDesk(database)
        self.sender = FakeSender()
        self.courier = Courier(self.desk, self.sender, lambda: self.now, lambda: 1.0, self.moments.append)

    async def put(self, *wishes: Wish) -> None:
        def unit(work: object) -> None:
            Outgoing(work, self.lots, self.now, Settings()).carry_out(wishes)  # type: ignore[arg-type]

        await self.desk.work(unit)

    async def send(self, while_: Callable[[], bool] = lambda: False) -> list[str]:
        """Send until nothing more goes; returns what the homeserver accepted, in order."""
        before = len(self.sender.accepted)
        while True:
            self.courier._gather()
            started = await self.courier.start_waiting()
            if not started and not self.courier._busy and not while_():
                return [what for _, what, _ in self.sender.accepted[before:]]
            await asyncio.gather(*self.courier._busy.values(), return_exceptions=True)

    async def waiting(self) -> int:
        def count(sql: sqlite3.Connection) -> int:
            return int(sql.execute("SELECT count(*) FROM outbox").fetchone()[0])

        return await self.desk._database.read(count)


def say(key: str, room: str = "!a", **more: object) -> Say:
    return Say(key, (text("help.title"),), "reply", {"command": "help", "ok": True}, room=room, **more)  # type: ignore[arg-type]
