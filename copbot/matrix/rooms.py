"""What copbot knows of its rooms from the homeserver's state: in memory only, so that no name is ever stored.

Only real state counts here. An event that came out of a ciphertext is never state, whatever it claims to be.
Written by the sync loop alone, read from the database's thread as well: what can be read while it is being changed is
replaced as a whole, never changed in place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from copbot.core.names import likeness, one_line
from copbot.crypto.megolm import Habit, habit
from copbot.dialogue.people import People
from copbot.engine.ports import Unsent
from copbot.matrix.http import Refused, Requests
from copbot.matrix.ingest import unreadable
from copbot.matrix.room_state import RoomState, creators_of, level, name_of, speak, to_speak

Event = Mapping[str, Any]
SIDE_BY_SIDE = 8
ASKED_AGAIN = 3  # times that a room's members are asked for while they come and go
ENCRYPTION = "m.room.encryption"
DIRECT_MARK = "nl.copbot.dm"  # in the create event of a direct chat that copbot made: with whom


class Rooms:
    """The port ``Directory``: who is where, as the homeserver said last."""

    def __init__(self, requests: Requests, me: str, bots: frozenset[str]) -> None:
        self._requests = requests
        self._me = me
        self._bots = bots
        self._rooms: dict[str, RoomState] = {}
        self._unlearned: set[str] = set()  # of those, whose members are not known
        self._rooms_by_member: dict[str, dict[str, None]] = {}
        self._encrypted: set[str] = (
            set()
        )  # once encrypted, encrypted for ever: also when copbot has been away
        self._width = asyncio.Semaphore(SIDE_BY_SIDE)
        self.deaf: Callable[[frozenset[str]], frozenset[str]] = lambda _: frozenset()
        """Who of these has no device that reads what is encrypted."""

    def apply(self, room: str, events: Iterable[object]) -> None:
        """Take in events of a room's state or timeline, in their order; one that can't be read is left out."""
        state = self._state(room)
        for event in events:
            if (
                isinstance(event, Mapping)
                and event.get("type") == ENCRYPTION
                and event.get("state_key") == ""
            ):
                self._encrypted.add(room)  # whatever it says else, and also when it was taken away since
            if isinstance(event, Mapping) and isinstance(event.get("content"), Mapping):
                try:
                    self._apply(room, state, event)
                except Exception as trouble:  # noqa: BLE001 - whatever is odd in one event, the others count
                    unreadable(event, trouble)

    def _state(self, room: str) -> RoomState:
        state = self._rooms.get(room)
        if state is None:
            state = self._rooms[room] = RoomState()
            self._unlearned.add(room)
        return state

    def forget(self, room: str) -> None:
        """copbot left the room, or came in anew; that the room is encrypted is never forgotten."""
        state = self._rooms.pop(room, None)
        self._unlearned.discard(room)
        for user in state.names if state else ():
            self._gone(user, room)

    def lock(self, rooms: Iterable[str]) -> None:
        """These rooms are or were encrypted, whatever their state says now."""
        self._encrypted.update(rooms)

    def encrypted(self, room: str) -> bool:
        """Whether the room is, or ever was, encrypted."""
        return room in self._encrypted

    def heard_of(self, room: str) -> bool:
        """Whether the homeserver told a room's state; that somebody is in it may be known before that."""
        state = self._rooms.get(room)
        return state is not None and state.told

    def knows(self, room: str) -> bool:
        """Whether the members of a room are known."""
        state = self._rooms.get(room)
        return state is not None and state.known

    def unlearn(self, room: str) -> None:
        """Others may be in a room, or asked in, than was told: who needs to know asks again."""
        state = self._state(room)
        state.changes += 1  # an answer that is under way may be from before
        state.known = False
        self._unlearned.add(room)

    async def learn_encrypted(self) -> None:
        """Ask for the members of all encrypted rooms that are not known yet. Raises Unsent."""
        await self.learn(self._unlearned & self._encrypted)

    def near(self, user: str) -> bool | None:
        """Whether a user shares a room with copbot; None as long as nobody asked who is in some encrypted room."""
        if self._rooms_by_member.get(user):
            return True
        return False if self._unlearned.isdisjoint(self._encrypted) else None

    def unlearned(self) -> frozenset[str]:
        """The rooms whose members are not known."""
        # Copying a set is one step for all threads.
        return frozenset(self._unlearned)

    async def learn(self, rooms: Iterable[str]) -> None:
        """Ask for the members of rooms that are not known yet. Raises Unsent."""
        await asyncio.gather(*(self._learn(room) for room in rooms if not self.knows(room)))

    async def _learn(self, room: str) -> None:
        """A room that refuses to tell is empty for copbot, until it comes in there again."""
        for _ in range(ASKED_AGAIN):
            state = self._state(room)
            changes = state.changes
            names, invited = await self._ask(room)
            if room not in self._rooms:
                return  # copbot left meanwhile
            # A sync may tell meanwhile of copbot's coming in: then what was asked for belongs to the room as it was before.
            if self._rooms[room] is state and state.changes == changes:
                break
        else:
            raise Unsent("members come and go faster than they can be asked for")
        self._set_names(room, state, names)
        state.invited = invited
        state.known = True
        self._unlearned.discard(room)

    async def _ask(self, room: str) -> tuple[dict[str, str], frozenset[str]]:
        """Who is in a room, under which name, and who is asked in. Raises Unsent."""
        async with self._width:
            try:
                answer = await self._requests.request(
                    "GET", "rooms", room, "members", query={"not_membership": "leave"}
                )
            except Refused:
                return {}, frozenset()
        chunk = answer.get("chunk")
        if not isinstance(chunk, list):
            raise Unsent("an answer without members")
        names: dict[str, str] = {}
        invited: set[str] = set()
        for event in chunk:
            user, content = (
                (event.get("state_key"), event.get("content")) if isinstance(event, Mapping) else (0, 0)
            )
            if isinstance(user, str) and isinstance(content, Mapping):
                if content.get("membership") == "join":
                    names[user] = name_of(user, content)
                elif content.get("membership") == "invite":
                    invited.add(user)
        return names, frozenset(invited)

    def begin_direct(self, rooms: Mapping[str, str]) -> None:
        """These rooms are direct chats, of whom."""
        for room, member in rooms.items():
            self._state(room).direct_with = member

    def direct_with(self, room: str) -> str | None:
        """Whose direct chat a room is."""
        state = self._rooms.get(room)
        return state.direct_with if state else None

    def direct_rooms(self, member: str) -> tuple[str, ...]:
        """The direct chats with a member."""
        # Copying a dict is one step for all threads; listing its items is not, for making the pairs may wake the collector.
        return tuple(room for room, state in self._rooms.copy().items() if state.direct_with == member)

    def company(self, room: str) -> frozenset[str]:
        """Everybody who is in a room or asked into it, without copbot, as far as known."""
        state = self._rooms.get(room)
        return (frozenset(state.names) | state.invited) - {self._me} if state else frozenset()

    def audience(self, room: str) -> frozenset[str]:
        """Those who may read what is said in a room now, without copbot; who is asked in as well, where the room lets them."""
        state = self._rooms.get(room)
        if state is None:
            return frozenset()
        return (frozenset(state.names) | (frozenset() if state.guarded else state.invited)) - {self._me}

    def habit(self, room: str) -> Habit:
        """How long one key serves in an encrypted room."""
        state = self._rooms.get(room)
        return habit(state.encryption if state else {})

    def spoken(self, room: str, events: Iterable[Event]) -> None:
        """Who said what came out of ciphertexts: people and bots are told apart by it. Never state, whatever it claims."""
        for event in events:
            speak(self._state(room), event)

    def people(self, room: str) -> People:
        """The joined members, without copbot."""
        state = self._rooms.get(room)
        if state is None:
            return People()
        members = frozenset(state.names) - {self._me}
        users = state.powers.get("users")
        powers = {user: level(theirs) for user, theirs in users.items()} if isinstance(users, Mapping) else {}
        default = level(state.powers.get("users_default", 0))
        bots = (self._bots | (state.noticing - state.speaking)) & members
        deaf = self.deaf(members) if room in self._encrypted else frozenset[str]()
        public = state.free or state.readable
        own = powers.get(self._me, default)
        mute = self._me not in state.creators and own < to_speak(state.powers)
        successor = state.successor
        return People(
            members, powers, default, state.creators, frozenset(bots), public, deaf, successor, mute
        )

    def rooms_of(self, user: str) -> tuple[str, ...]:
        """The rooms that a user shares with copbot, as far as known."""
        # Taking a dict's keys is one step for all threads.
        return tuple(sorted(self._rooms_by_member.get(user, ())))

    def name(self, room: str, user: str) -> str:
        """The user's name in the room; with the Matrix id where another member's looks the same."""
        state = self._rooms.get(room)
        names = state.names if state else {}
        name = names.get(user) or name_of(user, {})
        like = likeness(name)
        if any(other != user and likeness(theirs) == like for other, theirs in names.items()):
            return f"{name} ({one_line(user)})"
        return name

    def title(self, room: str) -> str:
        """The room's name, or its id."""
        state = self._rooms.get(room)
        return (state.name if state else None) or room

    def _apply(self, room: str, state: RoomState, event: Event) -> None:
        kind, content, sender = event.get("type"), event["content"], event.get("sender")
        speak(state, event)
        key = event.get("state_key")
        if kind == "m.room.member" and isinstance(key, str):
            self._member(room, state, key, content)
        if key != "":
            return
        match kind:
            case "m.room.power_levels":
                state.powers = content
            case "m.room.create":
                state.told = True
                state.creators = creators_of(event)
                mark = content.get(DIRECT_MARK)
                if sender == self._me and isinstance(mark, str):
                    state.direct_with = mark
            case _ if kind == ENCRYPTION:
                state.encryption = content
            case "m.room.history_visibility":
                state.guarded = content.get("history_visibility") == "joined"
                state.readable = content.get("history_visibility") == "world_readable"
            case "m.room.join_rules":
                state.free = content.get("join_rule") == "public"
            case "m.room.name":
                name = content.get("name")
                state.name = (one_line(name) or None) if isinstance(name, str) else None
            case "m.room.tombstone":
                successor = content.get("replacement_room")
                state.successor = successor if isinstance(successor, str) else None

    def _member(self, room: str, state: RoomState, user: str, content: Event) -> None:
        state.changes += 1
        membership = content.get("membership")
        names = dict(state.names)
        names.pop(user, None)
        if membership == "join":
            names[user] = name_of(user, content)
        self._set_names(room, state, names)
        state.invited = state.invited | {user} if membership == "invite" else state.invited - {user}

    def _set_names(self, room: str, state: RoomState, names: Mapping[str, str]) -> None:
        for user in state.names.keys() - names.keys():
            self._gone(user, room)
        for user in names.keys() - state.names.keys():
            self._rooms_by_member[user] = {**self._rooms_by_member.get(user, {}), room: None}
        state.names = names

    def _gone(self, user: str, room: str) -> None:
        rooms = {other: None for other in self._rooms_by_member.get(user, ()) if other != room}
        if rooms:
            self._rooms_by_member[user] = rooms
        else:
            self._rooms_by_member.pop(user, None)
