"""A stage for whole conversations: the real engine, courier, texts and SQLite, with a clock, lots and a homeserver of ours.

What people say goes in as the events that a homeserver sends; what copbot says comes out as the requests that it makes.
Every message is checked against the schema of ``nl.copbot``, and against what copbot promises of every message.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from copbot.core.facts import Fact, Locked, Posted, Sealed
from copbot.core.records import Settings
from copbot.crypto.rows import KeyRow, SealedRow, Unsealed
from copbot.dialogue.notice import Operator
from copbot.engine.addressed import Addressed
from copbot.engine.coming import House
from copbot.engine.courier import Courier
from copbot.engine.engine import Engine
from copbot.engine.ports import Directory
from copbot.engine.registry import Registry, discover
from copbot.engine.ticking import Ticking
from copbot.matrix.http import Requests
from copbot.matrix.ingest import Reading
from copbot.matrix.rooms import Rooms
from copbot.matrix.sending import MatrixSender
from copbot.rituals.library import Library
from copbot.shelf import shelf
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from copbot.store.inbound import SqlInbox
from copbot.texts.renderer import Renderer
from tests.databases import at_hand
from tests.dialogs.homeserver import ME, FakeHomeserver, Heard
from tests.encryption import encryption

__all__ = ["ME", "ROOM", "START", "Heard", "Lots", "Stage", "library", "stage", "user"]

ROOM = "!kring:localhost"
START = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)  # a Tuesday, eight in the evening in Amsterdam


def user(name: str) -> str:
    """The Matrix id of somebody on stage."""
    return name if name.startswith("@") else f"@{name.lower()}:localhost"


@cache
def commands() -> Registry:
    """All that copbot understands, found once for every stage."""
    return discover()


@cache
def library() -> Library:
    """All scripts of copbot's own, read once for every stage."""
    return shelf(None, commands().by_name)


class Lots:
    """Keys in counting order, and lots that leave the order as it is."""

    def __init__(self) -> None:
        self._given = 0

    def key(self) -> str:
        self._given += 1
        return f"key-{self._given:06d}"

    def shuffled(self, members: Sequence[str]) -> tuple[str, ...]:
        return tuple(members)


class Seen:
    """Who is where, with rooms that are encrypted for the engine: the stage hands their messages over as already opened."""

    def __init__(self, rooms: Rooms, locked: set[str]) -> None:
        self._rooms = rooms
        self._locked = locked

    def encrypted(self, room: str) -> bool:
        return room in self._locked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rooms, name)


class Stage:
    """One copbot and the people around it. Members are called by their display name."""

    def __init__(
        self, database: Database, language: str, clock: datetime, before: Stage | None = None
    ) -> None:
        self.time: datetime = before.time if before else clock
        self.server: FakeHomeserver = before.server if before else FakeHomeserver()
        requests = cast("Requests", self.server)
        self.rooms = Rooms(requests, ME, frozenset({"@otherbot:localhost"}))
        self.desk = SqlDesk(database)
        self.database = database
        registry = commands()
        self.lots: Lots = before.lots if before else Lots()
        self.encryption = self.server.encryption = encryption(requests, database, self.rooms, ME, clock)
        sender = MatrixSender(requests, self.rooms, Renderer(self.rooms, self.clock), self.encryption, ME)
        self.courier = Courier(self.desk, sender, self.clock, lambda: 0.5, lambda _: None)
        house = House(
            me=ME,
            operator=Operator("Stichting Voorbeeld", "privacy@voorbeeld.example"),
            defaults=Settings(language=cast("Any", language)),
            may_invite=lambda inviter: inviter.endswith(":localhost"),
            invites_per_hour=3,
            secret=b"secret",
            library=library(),
        )
        self.locked = self.server.locked
        self.server.in_vain = {touch.emoji for touch, _ in registry.touches.values() if not touch.forgeable}
        self.server.answered = {emoji for emoji, about in registry.touches if about == "meeting"}
        self.engine = Engine(
            cast("Directory", Seen(self.rooms, self.locked)),
            registry,
            house,
            self.clock,
            self.lots,
            lambda _: None,
            self.courier.along,
        )
        self.inbox = SqlInbox(database, self.clock, Addressed(ME, "!"), self.engine.take_in)
        self.reading = Reading(requests, ME, registry.given_messages, self.inbox.open_rooms)
        self.ticking = Ticking(self.desk, self.clock, self.engine.ring)
        self._token: int = before._token if before else 0

    def clock(self) -> datetime:
        return self.time

    async def room(
        self,
        *names: str,
        room: str = ROOM,
        accepted: bool = True,
        title: str = "De kring",
        encrypted: bool = False,
    ) -> str:
        """A room with copbot in it; the first member is its host. With ``accepted``, the notice is and settings are."""
        if encrypted:
            self.locked.add(room)
        host, *_ = [user(name) for name in names]
        state = [
            {"type": "m.room.create", "state_key": "", "sender": host, "content": {"room_version": "10"}},
            {
                "type": "m.room.power_levels",
                "state_key": "",
                "sender": host,
                "content": {"users": {host: 100}},
            },
            {"type": "m.room.name", "state_key": "", "sender": host, "content": {"name": title}},
        ]
        self.server.members[room] = {ME: "copbot"} | {user(name): name for name in names}
        self.rooms.apply(room, state)
        await self.rooms.learn([room])
        from copbot.core.facts import Entered

        await self.happens(Entered(room, ME, self.server.event_id(), self.time))
        if accepted:
            await self.says(names[0], "!start", room=room)
            await self.says(names[0], "!start", room=room)
        self.server.sent.clear()
        self.server.reactions.clear()
        return room

    async def direct(self, name: str, *, encrypted: bool = False) -> str:
        """A direct chat that the member began."""
        from copbot.core.facts import Entered, Invited

        room = f"!chat-{name.lower()}:localhost"
        if encrypted:
            self.locked.add(room)
        self.server.members[room] = {ME: "copbot", user(name): name}
        self.rooms.begin_direct({room: user(name)})
        await self.happens(Invited(room, user(name), self.server.event_id(), self.time, direct=True))
        await self.happens(Entered(room, ME, self.server.event_id(), self.time, user(name)))
        self.server.sent.clear()
        return room

    async def says(
        self,
        name: str,
        body: str,
        *,
        room: str = ROOM,
        reply_to: Heard | str | None = None,
        thread: str | None = None,
        mention: bool = False,
        msgtype: str = "m.text",
        doubt: str = "",
    ) -> list[Heard]:
        """Somebody writes; returns what copbot says then. A ``doubt`` is that of an encrypted room: "clear" or "device"."""
        content: dict[str, Any] = {"msgtype": msgtype, "body": body, "m.mentions": {}}
        target = reply_to.edited or reply_to.event if isinstance(reply_to, Heard) else reply_to
        relation: dict[str, Any] = {}
        if thread:
            relation = {"rel_type": "m.thread", "event_id": thread, "is_falling_back": target is None}
        if target or thread:
            relation["m.in_reply_to"] = {"event_id": target or thread}
            content["m.relates_to"] = relation
        if mention:
            content["m.mentions"] = {"user_ids": [ME]}
        return await self.event(name, "m.room.message", content, room=room, doubt=doubt)

    async def seals(self, name: str, *, room: str = ROOM) -> list[Heard]:
        """A message of somebody's comes of which copbot has no key yet."""
        self._last = self.server.event_id()
        kept = SealedRow(self._last, room, user(name), "session", "{}", self.time)
        fact = Sealed(room, user(name), f"sealed:{self._last}", self.time, self._last)
        return await self._taken_in([fact], [kept])

    async def opens(self, name: str, event: str, body: str, *, room: str = ROOM) -> list[Heard]:
        """The key of such a message has come."""
        return await self._taken_in([Posted(room, user(name), event, self.time, body)], [Unsealed(event)])

    async def locks(self, name: str, *, room: str = ROOM) -> list[Heard]:
        """Somebody encrypts the room."""
        self.locked.add(room)
        return await self.happens(Locked(room, user(name), self.server.event_id(), self.time))

    async def edits(self, name: str, target: str, body: str, *, room: str = ROOM) -> list[Heard]:
        """Somebody replaces a message of theirs."""
        content = {
            "msgtype": "m.text",
            "body": f"* {body}",
            "m.new_content": {"msgtype": "m.text", "body": body},
            "m.relates_to": {"rel_type": "m.replace", "event_id": target},
        }
        return await self.event(name, "m.room.message", content, room=room)

    async def taps(self, name: str, target: Heard | str, emoji: str, *, room: str = ROOM) -> list[Heard]:
        """Somebody reacts; ``self.last`` is the reaction's event, to be taken away again."""
        event = (target.edited or target.event) if isinstance(target, Heard) else target
        relation = {"rel_type": "m.annotation", "event_id": event, "key": emoji}
        return await self.event(name, "m.reaction", {"m.relates_to": relation}, room=room)

    async def votes(
        self, name: str, target: Heard | str, *ids: str, room: str = ROOM, stable: bool = False, **more: Any
    ) -> list[Heard]:
        """Somebody taps answers of a native poll; ``more`` are fields of the event, such as its time."""
        event = (target.edited or target.event) if isinstance(target, Heard) else target
        kind = "m.poll.response" if stable else "org.matrix.msc3381.poll.response"
        chosen = {"m.selections": list(ids)} if stable else {kind: {"answers": list(ids)}}
        relation = {"rel_type": "m.reference", "event_id": event}
        return await self.event(name, kind, {"m.relates_to": relation, **chosen}, room=room, more=more)

    async def ends(self, name: str, target: Heard, *, room: str = ROOM, stable: bool = False) -> list[Heard]:
        """Somebody ends a native poll."""
        kind = "m.poll.end" if stable else "org.matrix.msc3381.poll.end"
        relation = {"rel_type": "m.reference", "event_id": target.event}
        return await self.event(name, kind, {"m.relates_to": relation, kind: {}}, room=room)

    async def takes_away(self, name: str, target: str, *, room: str = ROOM) -> list[Heard]:
        """Somebody redacts a message or a reaction."""
        return await self.event(name, "m.room.redaction", {"redacts": target}, room=room)

    async def leaves(self, name: str, *, room: str = ROOM) -> list[Heard]:
        """Somebody leaves the room."""
        content = {"membership": "leave"}
        return await self._member(name, content, {"membership": "join"}, room)

    async def enters(self, name: str, *, room: str = ROOM) -> list[Heard]:
        """Somebody joins the room."""
        content = {"membership": "join", "displayname": name}
        return await self._member(name, content, {"membership": "invite"}, room)

    async def _member(
        self, name: str, content: dict[str, Any], before: dict[str, Any], room: str
    ) -> list[Heard]:
        event = {"state_key": user(name), "unsigned": {"prev_content": before}}
        return await self.event(name, "m.room.member", content, room=room, more=event)

    @property
    def last(self) -> str:
        """The last event that somebody sent."""
        return self._last

    async def event(
        self,
        name: str,
        kind: str,
        content: dict[str, Any],
        *,
        room: str = ROOM,
        more: Mapping[str, Any] | None = None,
        doubt: str = "",
    ) -> list[Heard]:
        """Any event, as the homeserver would show it."""
        self._last = self.server.event_id()
        event = {
            "type": kind,
            "sender": user(name),
            "event_id": self._last,
            "origin_server_ts": int(self.time.timestamp() * 1000),
            "content": content,
            **(more or {}),
        }
        hidden = {**event, "type": "m.room.encrypted", "content": {"ciphertext": "…"}}
        self.server.events[self._last] = hidden if room in self.locked and kind == "m.room.message" else event
        self.rooms.apply(room, [event])
        direct_with = self.rooms.direct_with(room)
        facts = await self.reading.completed(self.reading.timeline(room, [event], direct_with))
        return await self.happens(
            *(replace(fact, doubt=doubt) if isinstance(fact, Posted) else fact for fact in facts)
        )

    async def happens(self, *facts: Fact) -> list[Heard]:
        """Facts come in; everything is handled and sent; returns what copbot said."""
        return await self._taken_in(facts)

    async def _taken_in(self, facts: Iterable[Fact], keys: Iterable[KeyRow] = ()) -> list[Heard]:
        self._token += 1
        before = len(self.server.sent)
        await self.inbox.ingest(facts, f"s{self._token}", keys)
        await self._settled()
        return self.server.sent[before:]

    async def wait(self, *facts: Fact) -> None:
        """Facts come in, and wait to be handled."""
        self._token += 1
        alone = SqlInbox(self.database, self.clock, Addressed(ME, "!"), self.desk.work)
        await alone.ingest(facts, f"s{self._token}")

    async def settle(self) -> list[Heard]:
        """Handle and send all that waits."""
        before = len(self.server.sent)
        self.engine.wake.set()
        await self._settled()
        return self.server.sent[before:]

    async def _settled(self) -> None:
        await self.engine.settle()
        await self.courier.empty()
        assert self.server.inviting == [], "in an encrypted room nothing invites to what does not count there"

    async def waits(self, **span: float) -> list[Heard]:
        """Time goes by, with the alarms that ring meanwhile in their order; returns what copbot said."""
        end = self.time + timedelta(**span)
        before = len(self.server.sent)
        while True:
            following = await self.desk.work(lambda work: work.next_due())
            if following is None or following > end:
                break
            self.time = max(self.time, following)
            await self.ticking.tick()
            await self.settle()
        self.time = end
        await self.settle()
        return self.server.sent[before:]

    async def comes(self, until: datetime) -> list[Heard]:
        """Time goes by to the next minute in which copbot may speak by itself, until then at most; returns what it said."""
        moments = await self.desk.work(lambda work: (work.next_due(), work.next_held()))
        nearest = min((at for at in moments if at is not None), default=until)
        soon = max(nearest, self.time + timedelta(minutes=1))
        return await self.waits(seconds=(min(soon, until) - self.time).total_seconds())


@asynccontextmanager
async def stage(
    folder: Path, language: str = "nl", clock: datetime = START, *, before: Stage | None = None
) -> AsyncIterator[Stage]:
    """A stage on a database of its own; with ``before``, copbot was stopped there and starts again on what it kept."""
    async with at_hand(folder / "copbot.db") as opened:
        again = Stage(opened, language, clock, before)
        if before is not None:
            await again.rooms.learn(before.server.members)
        yield again
