"""The sync loop: ask, fill the gaps, then one commit of facts and token, with what they lead to where that can be.

nio's own loop saves its token before anything is handled and hammers a sick homeserver; this one does neither. Trouble
is met with growing pauses and jitter; a token that the homeserver no longer knows stops copbot, aloud.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Protocol

import structlog

from copbot.core.facts import Entered, Fact
from copbot.crypto.rows import KeyRow
from copbot.engine.ports import AFTER_INGEST, Checkpoint, Clock, StoreFailed, Unsent
from copbot.engine.signs import Meter, Synced, Troubled, unmetered
from copbot.matrix import polls
from copbot.matrix.encryption.door import Encryption
from copbot.matrix.encryption.opening import ENCRYPTION, Batch
from copbot.matrix.events import writable
from copbot.matrix.gaps import Event, Gaps, Older
from copbot.matrix.http import PATIENCE, Refused, Requests
from copbot.matrix.ingest import Reading
from copbot.matrix.rooms import Rooms
from copbot.matrix.shapes import events as events_of
from copbot.matrix.shapes import mapping, sections

LONG_POLL = 25_000  # milliseconds that the homeserver may hold a sync without news
ODD_POLL = 1_000  # milliseconds below which the first sync of all may ask to be held, only to differ from an earlier one
FIRST_WAIT = 1.0  # seconds
LONGEST_WAIT = 60.0  # seconds
STATE = (
    "m.room.create",
    "m.room.power_levels",
    "m.room.encryption",
    "m.room.history_visibility",
    "m.room.name",
    "m.room.tombstone",
    "m.room.member",
)
TIMELINE = (*STATE, "m.room.message", "m.room.encrypted", "m.room.redaction", "m.reaction", *polls.KINDS)


def _filter(**lazy: bool) -> str:
    return json.dumps(
        {
            "presence": {"types": []},
            "account_data": {"types": []},
            "room": {
                "ephemeral": {"types": []},
                "account_data": {"types": []},
                "state": {"types": list(STATE), **lazy},
                "timeline": {"types": list(TIMELINE), "limit": 100, **lazy},
            },
        },
        separators=(",", ":"),
    )


# The first sync of a process brings the state of all rooms: without the members of each, who are asked for where they are
# needed. Later ones bring what changes, and a homeserver that loads members lazily would tell of who speaks once more in each
# room, and with it that their devices changed.
FIRST_FILTER = _filter(lazy_load_members=True)
FILTER = _filter()
log = structlog.get_logger("copbot.sync")


class Inbox(Protocol):
    """Where facts go, with the token that stands behind them."""

    async def token(self) -> str | None:
        """The token of the last sync that was committed."""

    async def known_rooms(self) -> frozenset[str]:
        """The rooms that copbot is in, as far as it knows."""

    async def direct_rooms(self) -> Mapping[str, str]:
        """The direct chats, and whose they are."""

    async def encrypted_rooms(self) -> frozenset[str]:
        """The rooms that are or ever were encrypted."""

    async def ingest(self, facts: Iterable[Fact], token: str, keys: Iterable[KeyRow] = ()) -> int:
        """Commit keys, facts and token together; facts may be handled with that. Returns how many were new.

        Raises StoreFailed.
        """


class Syncing:
    """Asks the homeserver for news, for ever."""

    def __init__(
        self,
        requests: Requests,
        rooms: Rooms,
        inbox: Inbox,
        reading: Reading,
        encryption: Encryption,
        clock: Clock,
        jitter: Callable[[], float],
        checkpoint: Checkpoint,
        alive: Callable[[], None],
        calm: Callable[[], Awaitable[None]] | None = None,
        meter: Meter = unmetered,
    ) -> None:
        """``calm`` returns when what arrived was answered, or a moment later: a homeserver does one thing at a time."""
        self._requests = requests
        self._rooms = rooms
        self._inbox = inbox
        self._reading = reading
        self._encryption = encryption
        self._gaps = Gaps(requests, FILTER, meter)
        self._clock = clock
        self._jitter = jitter
        self._checkpoint = checkpoint
        self._alive = alive
        self._meter = meter
        self._calm = calm
        self._known: set[str] = set()
        self._first = True
        self.caught_up = asyncio.Event()

    async def run(self) -> None:
        """Sync for ever. Raises TokenDead."""
        wait = FIRST_WAIT
        self._known = set(await self._inbox.known_rooms())
        self._rooms.lock(await self._inbox.encrypted_rooms())
        self._rooms.begin_direct(await self._inbox.direct_rooms())
        while True:
            try:
                await self.once()
                wait = FIRST_WAIT
            except (Unsent, Refused, StoreFailed) as trouble:
                after = trouble.after if isinstance(trouble, Unsent) else None
                pause = max(wait * (1 + self._jitter()), after or 0.0)
                self._meter(Troubled("sync", str(trouble), pause, stored=isinstance(trouble, StoreFailed)))
                if isinstance(trouble, StoreFailed):
                    log.error("the database can't be written", why=str(trouble), again_in=round(pause, 1))
                else:
                    log.warning("no news from the homeserver", why=str(trouble), again_in=round(pause, 1))
                await asyncio.sleep(pause)
                wait = min(wait * 2, LONGEST_WAIT)

    async def once(self) -> int:
        """One sync: read, fill gaps, commit. Returns how many facts were new. Raises Unsent, Refused, StoreFailed."""
        await self._encryption.begin()
        since = await self._inbox.token()
        query = {
            "filter": FIRST_FILTER if self._first else FILTER,
            "timeout": "0" if self._first else str(LONG_POLL),
        }
        if since is not None:
            query["since"] = since
        else:
            # Synapse answers the same question as it did minutes ago; without a token that would be the past once more.
            query["timeout"] = str(round(self._jitter() * ODD_POLL))
        if self._first:
            query["full_state"] = "true"
        asked = asyncio.get_running_loop().time()
        answer = await self._requests.request(
            "GET", "sync", query=query, patience=PATIENCE + LONG_POLL / 1000
        )
        came = asyncio.get_running_loop().time()
        token = answer.get("next_batch")
        if not isinstance(token, str) or not writable(token):
            raise Unsent("a sync without a token")
        known = set(self._known) if self._moved(answer) else self._known
        self._encryption.told(answer)
        # Before anything is read: while that goes on, nobody is given a room's key.
        older = await self._gaps.all(mapping(answer.get("rooms")), since, known, self._reading.begins)
        async with self._encryption.reading(answer) as batch:
            facts = await self._facts(answer, since, token, known, batch, older)
            new = await self._inbox.ingest(facts, token, batch.rows)
            batch.kept()
        self._known = known  # not before: what could not be committed is read again as if for the first time
        self._first = False
        self._checkpoint(AFTER_INGEST)
        self._told(facts, asked, came)
        self._alive()
        self.caught_up.set()
        await self._encryption.tend(answer, batch)
        if new and self._calm is not None:
            await self._calm()
        return new

    def _moved(self, answer: Mapping[str, Any]) -> bool:
        """Whether the rooms that copbot is in may be others after this; in most syncs they stay, however many they are."""
        rooms = mapping(answer.get("rooms"))
        joined = mapping(rooms.get("join"))
        return bool(rooms.get("leave") or rooms.get("invite") or joined.keys() - self._known)

    def _told(self, facts: Iterable[Fact], asked: float, came: float) -> None:
        ended = asyncio.get_running_loop().time()
        arrived = tuple((type(fact).__name__.lower(), fact.event) for fact in facts)
        self._meter(Synced(ended - asked, ended - came, arrived))

    async def _facts(
        self,
        answer: Mapping[str, Any],
        since: str | None,
        token: str,
        known: set[str],
        batch: Batch,
        older: Older,
    ) -> list[Fact]:
        """What the answer says happened, and what it left out (``older``); ``known`` becomes the rooms that copbot is in then."""
        rooms = mapping(answer.get("rooms"))
        facts: list[Fact] = []
        for room, late in batch.late.items():
            facts += self._reading.timeline(room, late, self._rooms.direct_with(room))
        # Leaving first: whoever is put out and asked back between two syncs finds the room in both places.
        for room, section in sections(rooms, "leave"):
            inside = room in known and since is not None
            facts += await self._left(
                room, section, token, batch, older.get(("leave", room), []), inside=inside
            )
            self._encryption.left(room)
            known.discard(room)
        for room, section in sections(rooms, "invite"):
            if room in known:
                facts += self._reading.left(room, (), token)
                self._rooms.forget(room)
                known.discard(room)
            invited = self._reading.invitation(room, events_of(section.get("invite_state")), token)
            self._rooms.lock(fact.room for fact in invited if fact.encrypted)
            facts += invited
        for room, section in sections(rooms, "join"):
            left_out = older.get(("join", room), [])
            facts += await self._joined(room, section, since, batch, left_out, inside=room in known)
            known.add(room)
        return await self._reading.completed(facts)

    async def _left(
        self,
        room: str,
        section: Mapping[str, Any],
        token: str,
        batch: Batch,
        older: list[Event],
        *,
        inside: bool,
    ) -> Iterable[Fact]:
        """What was said in a room until copbot was out of it, as far as the homeserver still lets it read that."""
        events = older + events_of(section.get("timeline"))
        direct_with = self._rooms.direct_with(room)
        self._rooms.forget(room)
        heard = self._reading.since_own_joining(events, inside=inside, direct_with=direct_with)
        opened = await batch.opened(
            room, heard, locked=self._locked(room, heard, self._rooms.encrypted(room))
        )
        return self._reading.left(room, opened, token, direct_with=direct_with)

    def _locked(self, room: str, events: Iterable[Mapping[str, Any]], before: bool) -> bool:
        """Whether a room was encrypted before events: it is now, and none of them says that it became so."""
        if before or not self._rooms.encrypted(room):
            return before
        return not any(event.get("type") == ENCRYPTION and event.get("state_key") == "" for event in events)

    async def _joined(
        self,
        room: str,
        section: Mapping[str, Any],
        since: str | None,
        batch: Batch,
        older: list[Event],
        *,
        inside: bool,
    ) -> list[Fact]:
        """What happened in a room, since that token if copbot was in it, else since it came in.

        Without any token copbot begins anew in rooms that it was in before: it says that it is there, and acts on
        nothing of what was said earlier.
        """
        events = events_of(section.get("timeline"))
        all_events = older + events
        begins = not inside or self._reading.begins(all_events, inside=inside)
        if begins:
            self._rooms.forget(room)
        encrypted = self._rooms.encrypted(room)
        # The state that the homeserver tells is that of after the gap, and it has resolved what contradicts itself.
        for told in (older, events_of(section.get("state")), events):
            self._rooms.apply(room, told)
        if not begins:
            opened = await batch.opened(room, all_events, locked=self._locked(room, all_events, encrypted))
            self._rooms.spoken(room, opened)
            return self._reading.timeline(room, opened, self._rooms.direct_with(room))
        direct_with = await self._whose(room, all_events)
        now = self._clock()
        entered = Entered(room, self._reading.me, f"entered:{room}:{now.isoformat()}", now, direct_with)
        if since is None:
            return [entered]
        heard = self._reading.since_own_joining(all_events, inside=inside, direct_with=direct_with)
        opened = await batch.opened(room, heard, locked=self._locked(room, heard, encrypted))
        self._rooms.spoken(room, opened)
        return [entered, *self._reading.timeline(room, opened, direct_with)]

    async def _whose(self, room: str, events: list[Mapping[str, Any]]) -> str | None:
        """Whose direct chat a room is that copbot came into: two people are in it, whoever called it what."""
        made = self._rooms.direct_with(room)
        if made is None and not self._reading.asked_directly(events):
            return None
        await self._rooms.learn([room])
        company = self._rooms.company(room)
        if made is not None:
            return made if company <= {made} else None
        if len(company) != 1:
            return None
        (member,) = company
        self._rooms.begin_direct({room: member})
        return member
