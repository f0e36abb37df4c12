"""The parts of a sync's answer, whatever a homeserver put in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copbot.matrix.events import writable

Event = Mapping[str, Any]


def sections(rooms: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rooms of one kind in a sync; one whose id can't even be written down is left alone."""
    return ((room, mapping(section)) for room, section in mapping(rooms.get(name)).items() if writable(room))


def token(value: object) -> str | None:
    """A token, if it is one."""
    return value if isinstance(value, str) else None


def mapping(value: object) -> Mapping[str, Any]:
    """An object; nothing in it where it is none."""
    return value if isinstance(value, Mapping) else {}


def events(section: object) -> list[Event]:
    """The events of a section, those that are objects."""
    found = mapping(section).get("events")
    return [event for event in found if isinstance(event, Mapping)] if isinstance(found, list) else []
