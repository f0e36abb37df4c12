"""What copbot knows of its rooms from the homeserver's state: in memory only, so that no name is ever stored.

Only real state counts here. An event that came out of a ciphertext is never state, whatever it claims to be.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from copbot.dialogue.people import People
from copbot.matrix.http import Refused, Requests

Event = Mapping[str, Any]
SIDE_BY_SIDE = 8
DIRECT_MARK = "nl.copbot.dm"  # in the create event of a direct chat that copbot made: with whom
CREATORS_SINCE = 12  # room version from which creators stand above every power level


@dataclass(slots=True)
class RoomState:
    """One room: who is in it under which name, who may what, and whether it is encrypted."""

    names: dict[str, str] = field(default_factory=dict)
    known: bool = False  # whether the members are all known
    powers: Mapping[str, Any] = field(default_factory=dict)
    creators: frozenset[str] = frozenset()
    encrypted: bool = False
    name: str | None = None
    successor: str | None = None
    direct_with: str | None = None  # whose direct chat it is, where copbot made it
    noticing: set[str] = field(default_factory=set)  # who has sent notices
    speaking: set[str] = field(default_factory=set)  # who has sent anything else


class Rooms:
    """The port ``Directory``: who is where, as the homeserver said last."""

    def __init__(self, requests: Requests, me: str, bots: frozenset[str]) -> None:
        self._requests = requests
        self._me = me
        self._bots = bots
        self._rooms: dict[str, RoomState] = defaultdict(RoomState)
        self._width = asyncio.Semaphore(SIDE_BY_SIDE)

    def apply(self, room: str, events: Iterable[object]) -> None:
        """Take in events of a room's state or timeline, in their order."""
        state = self._rooms[room]
        for event in events:
            if isinstance(event, Mapping) and isinstance(event.get("content"), Mapping):
                self._apply(state, event)

    def forget(self, room: str) -> None:
        """copbot left the room."""
        self._rooms.pop(room, None)

    def lock(self, rooms: Iterable[str]) -> None:
        """These rooms are or were encrypted, whatever their state says now."""
        for room in rooms:
            self._rooms[room].encrypted = True

    def encrypted(self, room: str) -> bool:
        """Whether the room is, or ever was, encrypted."""
        return self._rooms[room].encrypted if room in self._rooms else False

    def knows(self, room: str) -> bool:
        """Whether the members of a room are known."""
        return room in self._rooms and self._rooms[room].known

    async def learn(self, rooms: Iterable[str]) -> None:
        """Ask for the members of rooms that are not known yet. Raises Unsent."""
        await asyncio.gather(*(self._learn(room) for room in rooms if not self.knows(room)))

    async def _learn(self, room: str) -> None:
        async with self._width:
            try:
                answer = await self._requests.request("GET", "rooms", room, "joined_members")
            except Refused:
                answer = {}
        joined = answer.get("joined")
        names = joined if isinstance(joined, Mapping) else {}
        state = self._rooms[room]
        state.names = {user: _name(user, entry) for user, entry in names.items()}
        state.known = True

    def direct_with(self, room: str) -> str | None:
        """Whose direct chat a room is, where copbot made it."""
        return self._rooms[room].direct_with if room in self._rooms else None

    def people(self, room: str) -> People:
        """The joined members, without copbot."""
        if room not in self._rooms:
            return People()
        state = self._rooms[room]
        members = frozenset(state.names) - {self._me}
        users = state.powers.get("users")
        powers = {user: _level(level) for user, level in users.items()} if isinstance(users, Mapping) else {}
        default = _level(state.powers.get("users_default", 0))
        bots = (self._bots | (state.noticing - state.speaking)) & members
        return People(members, powers, default, state.creators, frozenset(bots))

    def rooms_of(self, user: str) -> tuple[str, ...]:
        """The rooms that a user shares with copbot, as far as known."""
        return tuple(sorted(room for room, state in self._rooms.items() if user in state.names))

    def name(self, room: str, user: str) -> str:
        """The user's name in the room; with the Matrix id where another member has the same."""
        names = self._rooms[room].names if room in self._rooms else {}
        name = names.get(user) or user[1:].partition(":")[0]
        if sum(other.casefold() == name.casefold() for other in names.values()) > 1:
            return f"{name} ({user})"
        return name

    def title(self, room: str) -> str:
        """The room's name, or its id."""
        return (self._rooms[room].name if room in self._rooms else None) or room

    def _apply(self, state: RoomState, event: Event) -> None:
        kind, content, sender = event.get("type"), event["content"], event.get("sender")
        if kind in ("m.room.message", "m.room.encrypted") and isinstance(sender, str):
            (state.noticing if content.get("msgtype") == "m.notice" else state.speaking).add(sender)
        if "state_key" not in event:
            return
        match kind:
            case "m.room.member" if isinstance(event["state_key"], str):
                self._member(state, event["state_key"], content)
            case "m.room.power_levels":
                state.powers = content
            case "m.room.create":
                state.creators = _creators(event)
                mark = content.get(DIRECT_MARK)
                state.direct_with = mark if sender == self._me and isinstance(mark, str) else None
            case "m.room.encryption":
                state.encrypted = True
            case "m.room.name":
                name = content.get("name")
                state.name = name if isinstance(name, str) and name.strip() else None
            case "m.room.tombstone":
                successor = content.get("replacement_room")
                state.successor = successor if isinstance(successor, str) else None

    @staticmethod
    def _member(state: RoomState, user: str, content: Event) -> None:
        if content.get("membership") == "join":
            state.names[user] = _name(user, {"display_name": content.get("displayname")})
        else:
            state.names.pop(user, None)


def _name(user: str, entry: object) -> str:
    name = entry.get("display_name") if isinstance(entry, Mapping) else None
    return name.strip()[:60] if isinstance(name, str) and name.strip() else user[1:].partition(":")[0]


def _level(level: object) -> int:
    return level if isinstance(level, int) and not isinstance(level, bool) else 0


def _creators(event: Event) -> frozenset[str]:
    """Who made the room, where its version sets creators above every level; in experimental versions nobody."""
    content = event["content"]
    version = str(content.get("room_version", "1"))
    if not version.isdecimal() or int(version) < CREATORS_SINCE:
        return frozenset()
    more = content.get("additional_creators")
    others = [user for user in more if isinstance(user, str)] if isinstance(more, list) else []
    sender = event.get("sender")
    return frozenset(([sender] if isinstance(sender, str) else []) + others)
