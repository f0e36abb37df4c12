"""The people and rooms of a rehearsal: who is where, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from copbot.dialogue.people import People

SERVER = "localhost"
ME = f"@copbot:{SERVER}"
ROOM = f"!rehearsal:{SERVER}"


def user(name: str) -> str:
    """The Matrix id of a member."""
    return f"@{name.lower()}:{SERVER}"


@dataclass
class Crowd:
    """Who is where. Stands for what the homeserver says: the port ``Directory``, and what people and rooms are called."""

    names: dict[str, str]
    titles: dict[str, str]
    powers: dict[str, int] = field(default_factory=dict)
    rooms: dict[str, set[str]] = field(default_factory=dict)
    locked: bool = False

    async def learn(self, rooms: Iterable[str]) -> None:
        """Everybody is known."""

    def knows(self, room: str) -> bool:
        return room in self.rooms

    def unlearned(self) -> frozenset[str]:
        return frozenset()

    def people(self, room: str) -> People:
        return People(frozenset(self.rooms.get(room, ())), self.powers)

    def encrypted(self, room: str) -> bool:
        return self.locked

    def rooms_of(self, user: str) -> tuple[str, ...]:
        return tuple(sorted(room for room, members in self.rooms.items() if user in members))

    def name(self, room: str, user: str) -> str:
        """A member's name."""
        return self.names.get(user, user)

    def title(self, room: str) -> str:
        """A room's name."""
        return self.titles.get(room, room)

    def private(self, member: str) -> str:
        """The direct chat with a member."""
        room = f"!chat-{member[1:]}"
        self.rooms[room] = {member}
        return room
