"""What one room's state says, event by event: who has which name, who made it, who speaks there as a bot does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from copbot.core.names import one_line

Event = Mapping[str, Any]
LONGEST_NAME = 60
CREATORS_SINCE = 12  # room version from which creators stand above every power level


@dataclass(slots=True)
class RoomState:
    """One room: who is in it under which name, who may what, and whether it is encrypted."""

    names: Mapping[str, str] = field(default_factory=dict)
    invited: frozenset[str] = frozenset()
    told: bool = False  # whether its state is known
    known: bool = False  # whether the members are all known
    changes: int = 0  # of membership, so far
    powers: Mapping[str, Any] = field(default_factory=dict)
    creators: frozenset[str] = frozenset()
    name: str | None = None
    successor: str | None = None
    encryption: Mapping[str, Any] = field(default_factory=dict)
    guarded: bool = False  # who is asked in reads nothing before coming in
    free: bool = False  # anybody may come in
    readable: bool = False  # anybody may read it, without being in it
    direct_with: str | None = None  # whose direct chat it is
    noticing: frozenset[str] = frozenset()  # who has sent notices
    speaking: frozenset[str] = frozenset()  # who has sent anything else


def speak(state: RoomState, event: Event) -> None:
    """Note who sent a notice, and who anything else: by that bots are told from people."""
    sender, content = event.get("sender"), event.get("content")
    if event.get("type") != "m.room.message" or "state_key" in event:
        return
    if not isinstance(sender, str) or not isinstance(content, Mapping):
        return
    if content.get("msgtype") != "m.notice":
        if sender not in state.speaking:
            state.speaking |= {sender}
    elif sender not in state.noticing:
        state.noticing |= {sender}


def name_of(user: str, content: Event) -> str:
    """The name that a member chose, or else the beginning of the Matrix id."""
    name = content.get("displayname")
    chosen = one_line(name)[:LONGEST_NAME].rstrip() if isinstance(name, str) else ""
    return chosen or one_line(user[1:].partition(":")[0])


def level(found: object) -> int:
    """A power level, or 0 for what is none."""
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def to_speak(powers: Mapping[str, Any]) -> int:
    """The power that it takes to write a message."""
    events = powers.get("events")
    usual = powers.get("events_default", 0)
    return level(events.get("m.room.message", usual) if isinstance(events, Mapping) else usual)


def creators_of(event: Event) -> frozenset[str]:
    """Who made the room, where its version sets creators above every level; in experimental versions nobody."""
    content = event["content"]
    version = str(content.get("room_version", "1"))
    if not version.isdecimal() or int(version) < CREATORS_SINCE:
        return frozenset()
    more = content.get("additional_creators")
    others = [user for user in more if isinstance(user, str)] if isinstance(more, list) else []
    sender = event.get("sender")
    return frozenset(([sender] if isinstance(sender, str) else []) + others)
