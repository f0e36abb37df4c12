"""Encrypted rooms without a network: a homeserver in memory that does as it is told, and before it copbot's own sync loop, sender and
database.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

from copbot.core import facts
from copbot.core.facts import Fact
from copbot.core.records import Room
from copbot.crypto.account import SIGNED
from copbot.crypto.identity import Identity
from copbot.engine.ports import Work
from copbot.matrix.encryption.door import Encryption
from copbot.matrix.encryption.vault import Seal
from copbot.matrix.http import Refused, Requests
from copbot.matrix.ingest import Reading
from copbot.matrix.rooms import Rooms
from copbot.matrix.sending import MatrixSender, Words
from copbot.matrix.syncing import Syncing
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from copbot.store.inbound import SqlInbox
from copbot.store.keys import SqlKeys
from tests.encryption import DEVICE, Anonymous
from tests.phones import KARIN, ME, ROOM, Object, Phone

NOW = datetime.fromisoformat("2026-11-24T19:00:00+00:00")
_names = count()


class Server:
    """A homeserver: ``members`` by room, ``phones`` by member. ``trouble`` sees each request first, and may raise or answer."""

    def __init__(self) -> None:
        self.members: dict[str, dict[str, str]] = defaultdict(dict)
        self.phones: dict[str, list[Phone]] = defaultdict(list)
        self.identities: dict[str, Identity] = {}
        self.state: dict[tuple[str, str], Object] = {}
        self.uploaded: Object = {}
        self.own_keys: Object = {}
        self.own_fallback: Object = {}
        self.asked: list[tuple[str, tuple[str, ...], Any]] = []
        self.syncs: list[Object] = []
        self.history: list[Object] = []
        self.trouble: Callable[[tuple[str, ...], Any], Object | None] = lambda *_: None
        self.pause: Callable[[tuple[str, ...]], Any] | None = None

    def claim_own(self) -> str:
        """One of copbot's one-time keys, or its fallback key."""
        name = next(iter(self.own_keys), None)
        found = self.own_keys.pop(name) if name is not None else next(iter(self.own_fallback.values()))
        return str(found["key"])

    async def request(self, method: str, *path: str, body: Any = None, **more: Any) -> Object:
        """Answer as a homeserver does."""
        self.asked.append((method, path, body))
        if self.pause is not None:
            await self.pause(path)
        answer = self.trouble(path, body)
        return self._answer(path, body) if answer is None else answer

    async def upload(self, content: bytes, media: str, name: str | None = None) -> str:
        """Keep a file; it is shown as any other request."""
        found = await self.request(
            "POST", "media", "upload", name or "", media, body=content.decode("latin-1")
        )
        return str(found["content_uri"])

    def _answer(self, path: tuple[str, ...], body: Any) -> Object:
        match path:
            case ("sync",):
                return self.syncs.pop(0)
            case ("keys", "upload"):
                self.uploaded = body.get("device_keys", self.uploaded)
                self.own_keys |= body.get("one_time_keys", {})
                self.own_fallback = body.get("fallback_keys", self.own_fallback)
                return {"one_time_key_counts": {SIGNED: len(self.own_keys)}}
            case ("keys", "query"):
                return self._devices(body["device_keys"])
            case ("keys", "claim"):
                return {"one_time_keys": self._claimed(body["one_time_keys"]), "failures": {}}
            case ("sendToDevice", kind, _):
                self._deliver(kind, body["messages"])
                return {}
            case ("rooms", room, "members"):
                chunk = [
                    {"type": "m.room.member", "state_key": user, "content": {"membership": how}}
                    for user, how in self.members[room].items()
                ]
                return {"chunk": chunk}
            case ("rooms", room, "state", kind) if (room, kind) in self.state:
                return {"type": kind, "state_key": "", "sender": KARIN, "content": self.state[room, kind]}
            case ("rooms", room, "send", _, _):
                return {"event_id": f"$sent{len(self.asked)}"}
            case ("rooms", _, "messages"):
                return {"chunk": self.history}
            case ("rooms", _, "state", _) if body is None:
                raise Refused(404, "M_NOT_FOUND")
            case ("createRoom",):
                return {"room_id": "!new:x"}
            case ("joined_rooms",):
                return {"joined_rooms": sorted(self.members)}
            case ("media", "upload", *_):
                return {"content_uri": f"mxc://x/{len(self.asked)}"}
        return {}

    def _devices(self, asked: Iterable[str]) -> Object:
        users = [user for user in asked if user in self.phones]
        found: Object = {
            "device_keys": {user: {phone.id: phone.keys for phone in self.phones[user]} for user in users}
        }
        for user in users:
            if user in self.identities:
                keys = self.identities[user].keys()
                found.setdefault("master_keys", {})[user] = keys["master_key"]
                found.setdefault("self_signing_keys", {})[user] = keys["self_signing_key"]
        return found

    def _claimed(self, asked: Mapping[str, Mapping[str, str]]) -> Object:
        found: Object = {}
        for user, ids in asked.items():
            for phone in self.phones[user]:
                if phone.id in ids and phone.one_time:
                    name, key = phone.one_time.popitem()
                    found.setdefault(user, {})[phone.id] = {name: key}
        return found

    def _deliver(self, kind: str, messages: Mapping[str, Mapping[str, Object]]) -> None:
        for user, theirs in messages.items():
            for phone in self.phones[user]:
                if phone.id in theirs and kind == "m.room.encrypted":
                    phone.received.append(theirs[phone.id])

    def said(self) -> list[Object]:
        """The bodies of what copbot sent to rooms."""
        return [body for _, path, body in self.asked if len(path) == 5 and path[2] == "send"]

    def times(self, *path: str) -> int:
        """How often something was asked whose path begins so."""
        return sum(found[: len(path)] == path for _, found, _ in self.asked)


class House:
    """copbot between a database and a homeserver: one process."""

    def __init__(self, database: Database, server: Server, words: Words | None = None) -> None:
        requests = cast("Requests", server)
        self.database, self.server, self.words = database, server, words
        self.now, self.seconds = NOW, 0.0
        self.introductions: list[int] = []
        """How often keys had been given when somebody was given the time to ask whose device copbot's is."""
        self.keys = SqlKeys(database)
        self.inbox = SqlInbox(database, lambda: self.now, lambda _: True, SqlDesk(database).work)
        self.rooms = Rooms(requests, ME, frozenset())
        names = count()
        self.encryption = Encryption(
            requests,
            self.keys,
            Seal(b"k" * 32),
            ME,
            DEVICE,
            self.rooms,
            lambda: self.now,
            lambda: self.seconds,
            lambda: f"request-{next(names)}",
            Anonymous(),
            introduced=self._introduced,
        )
        reading = Reading(requests, ME, frozenset(), self.inbox.open_rooms)
        self.syncing = Syncing(
            requests,
            self.rooms,
            self.inbox,
            reading,
            self.encryption,
            lambda: self.now,
            float,
            lambda _: None,
            lambda: None,
        )
        self.sender = MatrixSender(requests, self.rooms, cast("Words", words), self.encryption, ME)

    async def _introduced(self) -> None:
        self.introductions.append(self.server.times("sendToDevice"))

    async def begin(self) -> House:
        """What the loop does before it asks for the first time."""
        self.syncing._known = set(await self.inbox.known_rooms())
        self.rooms.lock(await self.inbox.encrypted_rooms())
        self.rooms.begin_direct(await self.inbox.direct_rooms())
        await self.encryption.begin()
        return self

    async def welcome(self, *rooms: str) -> House:
        """Be in encrypted rooms that accepted copbot, with a token."""

        def save(work: Work) -> None:
            for room in rooms:
                work.save(Room(room, joined=True, accepted=NOW - timedelta(days=1), encrypted=True), NOW)

        await SqlDesk(self.database).work(save)
        await self.inbox.ingest([], "s0")
        return await self.begin()

    async def again(self) -> House:
        """The next process on the same database."""
        return await House(self.database, self.server, self.words).begin()

    async def sync(
        self, *events: Object, to_device: Iterable[object] = (), room: str = ROOM, **more: Any
    ) -> list[Fact]:
        """One sync with events of a room and messages between devices; returns the facts that are new."""
        before = len(await self.facts())
        answer: Object = {"next_batch": f"s{next(_names)}", "to_device": {"events": list(to_device)}, **more}
        joined = {room: {"timeline": {"events": list(events)}}} if events else {}
        # The first sync of a process has all rooms that copbot is in.
        joined = {known: {} for known in self.syncing._known if self.syncing._first} | joined
        if joined:
            answer.setdefault("rooms", {"join": joined})
        answer.setdefault("device_one_time_keys_count", {SIGNED: len(self.server.own_keys)})
        self.server.syncs.append(answer)
        await self.syncing.once()
        return (await self.facts())[before:]

    async def facts(self) -> list[Fact]:
        """What stands in the inbox."""
        rows = await self.database.read(
            lambda sql: sql.execute("SELECT fact FROM inbox ORDER BY id").fetchall()
        )
        return [facts.from_json(json.loads(row[0])) for row in rows]

    async def burst(self, table: str) -> None:
        """From now on a commit that writes to this table fails midway."""

        def prepare(sql: sqlite3.Connection) -> None:
            sql.create_function("burst", 0, lambda: 1 / 0)
            sql.execute(f"CREATE TEMP TRIGGER burst BEFORE INSERT ON {table} BEGIN SELECT burst(); END")

        await self.database.read(prepare)

    async def mend(self) -> None:
        """Commits are whole again."""
        await self.database.read(lambda sql: sql.execute("DROP TRIGGER burst"))

    async def rows(self, table: str) -> list[tuple[Any, ...]]:
        """All of a table."""
        return await self.database.read(
            lambda sql: [tuple(row) for row in sql.execute(f"SELECT * FROM {table}")]
        )
