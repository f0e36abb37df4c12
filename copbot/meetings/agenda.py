"""What is kept of agendas and minutes.

An item of the agenda waits for the next meeting of the room (or for that of one meeting), until it was dealt with. What came
of it at each time is kept beside it, so that minutes need no copy of anything: they are read from what is there, and what
was taken away is not in them any more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Literal

from copbot.core.records import Record

KIND = "agenda"
"""By this kind the items of agendas are numbered in a room (`copbot.core.records.Count`)."""
MINUTES = "minutes"
"""What the messages of minutes are about, with the number of the meeting."""
LONGEST = 200
"""Characters that an item of the agenda has at most: it is a heading, not the talk itself."""
MOST_OPEN = 30
"""So many items wait in a room at most."""

Purpose = Literal["hear", "explore", "decide"]
Refers = Literal["item", "decision"]


class Standing(Enum):
    """How far an item of the agenda is."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class AgendaItem(Record):
    """An item of the agenda, numbered in its room. Times are in UTC.

    ``words`` are those of ``member``, from the event ``source``. One that only ``refers`` to something of the room, by its
    number ``to``, has none. ``meeting`` is the one that it is for, None: the next one, whichever that is. ``carried`` counts
    the meetings that did not come to it.
    """

    room: str
    number: int
    words: str | None
    source: str | None
    member: str
    added: datetime
    purpose: Purpose | None = None
    refers: Refers | None = None
    to: int | None = None
    meeting: int | None = None
    carried: int = 0
    standing: Standing = Standing.OPEN
    ended: datetime | None = None

    @property
    def empty(self) -> bool:
        """Whether its words were taken away: then it is nothing to talk about any more."""
        return self.words is None and self.refers is None

    def meant_for(self, meeting: int) -> bool:
        """Whether it is for that meeting, or for any."""
        return self.meeting in (None, meeting)


Outcome = Literal["done", "carried", "dropped"]


@dataclass(frozen=True, slots=True)
class Dealt(Record):
    """What became of one item at one time of a meeting (``occurrence``, naive): ``at`` is when (UTC)."""

    room: str
    meeting: int
    occurrence: datetime
    item: int
    outcome: Outcome
    at: datetime


@dataclass(frozen=True, slots=True)
class Session(Record):
    """One time of a meeting, from when somebody opened it until it was closed (UTC). Its minutes are read from this.

    ``how`` is where it is held, ``ritual`` what runs it. ``present`` is how many were there by role, ``expected`` how many
    had said that they would come: numbers only, no names. ``key`` is the message of its minutes, once they were shown.
    """

    room: str
    meeting: int
    occurrence: datetime
    started: datetime
    leader: str
    how: How
    ritual: int
    ended: datetime | None = None
    present: Mapping[str, int] = field(default_factory=dict)
    expected: Mapping[str, int] = field(default_factory=dict)
    key: str | None = None


How = Literal["chat", "room", "video"]
LineKind = Literal["agreement", "objection", "correction"]


@dataclass(frozen=True, slots=True)
class Line(Record):
    """A line of the minutes in a member's own words: what was agreed about an item, an objection, or a correction. ``at`` is in UTC."""

    room: str
    meeting: int
    occurrence: datetime
    number: int
    kind: LineKind
    words: str | None
    source: str | None
    member: str
    at: datetime
    item: int | None = None


# -- what somebody writes

_PURPOSES: Mapping[Purpose, str] = {
    "hear": r"horen|luisteren|informeren|mededeling|mededelen|to hear|hear|listen|inform",
    "explore": r"verkennen|bespreken|to explore|explore|discuss|talk about it",
    "decide": r"besluiten|beslissen|to decide|decide",
}
_BY_END = [
    (
        purpose,
        re.compile(
            rf"(?P<words>.+?)\s*(?:\((?:om te )?(?:{words})\)|[-–—:,]\s*(?:om te )?(?:{words}))[.!]?",
            re.IGNORECASE | re.DOTALL,
        ),
    )
    for purpose, words in _PURPOSES.items()
]
_BY_BEGIN = [
    (purpose, re.compile(rf"(?:{words})\s*:\s*(?P<words>.+)", re.IGNORECASE | re.DOTALL))
    for purpose, words in _PURPOSES.items()
]
_DECISION = re.compile(r"(?:besluit|decision)\s*#?\s*([1-9][0-9]{0,8})[.!]?", re.IGNORECASE)
_ITEM = re.compile(r"(?:punt |item )?#\s*([1-9][0-9]{0,8})[.!]?", re.IGNORECASE)


def purposed(said: str) -> tuple[str, Purpose | None]:
    """What an item is about, and what it is for where that was written in front of it or behind it."""
    for purpose, pattern in (*_BY_END, *_BY_BEGIN):
        if match := pattern.fullmatch(said.strip()):
            return match["words"].strip(), purpose
    return said.strip(), None


def referred(said: str) -> tuple[Refers, int] | None:
    """What an item refers to by its number, where it says nothing else."""
    if match := _DECISION.fullmatch(said.strip()):
        return "decision", int(match[1])
    if match := _ITEM.fullmatch(said.strip()):
        return "item", int(match[1])
    return None
