"""What is kept of digests: how far a room has been told, and who asked for one of their own every week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from copbot.core.records import Record


@dataclass(frozen=True, slots=True)
class Told(Record):
    """How far a room has been told (times in UTC).

    ``until``: by its weekly digests. ``seen``: by the newest digest that it saw, asked for or not, which began at
    ``since`` and is the message ``key``. ``turn`` is the last item that was shown as seeking somebody.
    """

    room: str
    until: datetime
    seen: datetime
    since: datetime
    turn: int = 0
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Subscriber(Record):
    """A member who asked to hear every week, in their direct chat, what is theirs in a room."""

    room: str
    member: str
