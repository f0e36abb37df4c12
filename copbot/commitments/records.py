"""What is kept of the ladder: the items, and the moves that made them what they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from copbot.commitments.ladder import Item
from copbot.core.records import Record


@dataclass(frozen=True, slots=True)
class Kept(Record):
    """An item on the ladder, with when it was opened, changed and closed (UTC)."""

    room: str
    item: Item
    opened: datetime
    changed: datetime
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moved(Record):
    """One step of an item's history: who, when, which, and why in their words."""

    room: str
    item: int
    at: datetime
    member: str
    move: str
    why: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Asked(Record):
    """Up to when (UTC) a supporter was asked how it goes with their offer, pledge ``number`` of an item."""

    room: str
    item: int
    number: int
    through: datetime


@dataclass(frozen=True, slots=True)
class Dated:
    """An open offer with a date, and up to when its supporter was asked about it."""

    item: int
    number: int
    due: date | datetime
    through: datetime
