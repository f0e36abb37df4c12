"""What is kept of a meeting.

A meeting is what was agreed: a clock time on the wall of a place, and how it repeats. Each time it takes place is an
occurrence, named for ever by the wall time that the meeting itself gives it, also when that one time was moved (the
RECURRENCE-ID of RFC 5545); what was changed about it, who comes and how it went is kept by that name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Literal

from copbot.core.records import Record

KIND = "meeting"
"""By this kind meetings are numbered in a room (`copbot.core.records.Count`), and messages are about them."""

Coming = Literal["yes", "maybe", "no"]


class Standing(Enum):
    """How far a meeting is."""

    PLANNED = "planned"  # it is still to take place, or to take place again
    CANCELLED = "cancelled"
    OVER = "over"  # it took place for the last time


@dataclass(frozen=True, slots=True)
class Meeting(Record):
    """A meeting of a room, numbered there.

    ``title`` and ``place`` are words of people, each with the event they are from; None: taken away, or never given.
    ``member`` called it, ``host`` is who receives people. ``start`` is the first occurrence, naive in ``zone``; ``rule`` an
    RFC 5545 rule in local wall time (`copbot.core.recurrence`), None for once; ``excepted`` are occurrences that it leaves out
    (EXDATE, naive). It lasts so many ``minutes``. ``uid`` and ``sequence`` are those of its calendar file.
    ``reminders`` are how long before the start the room is told, None: as the room's settings say.
    ``key`` is the message that shows it. ``told`` (UTC) is until when all there was to tell has been told, ``due`` (UTC) when
    there is something to tell again, and ``wall`` what the clock says then. ``ended`` (UTC) since when nothing more is to come.
    """

    room: str
    number: int
    title: str | None
    source: str | None
    place: str | None
    place_source: str | None
    member: str
    host: str
    rule: str | None
    start: datetime
    zone: str
    minutes: int
    uid: str
    key: str
    called: datetime
    told: datetime
    excepted: tuple[datetime, ...] = ()
    sequence: int = 0
    standing: Standing = Standing.PLANNED
    reminders: tuple[timedelta, ...] | None = None
    due: datetime | None = None
    wall: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change(Record):
    """What ``member`` changed about one occurrence (naive wall, as the meeting gives it): moved, or cancelled.

    ``wall`` (naive, in the meeting's zone) is when it is instead, None: not at all. ``minutes`` and ``place`` are None where
    they are the meeting's own. ``sequence`` is the meeting's at that change.
    """

    room: str
    number: int
    occurrence: datetime
    member: str
    wall: datetime | None
    minutes: int | None = None
    place: str | None = None
    place_source: str | None = None
    sequence: int = 1


@dataclass(frozen=True, slots=True)
class Answer(Record):
    """Whether a member comes to one occurrence; ``event`` is the reaction or message that says so. Times are in UTC.

    ``over`` is when that occurrence ends: some time after that it is forgotten who came.
    """

    room: str
    number: int
    occurrence: datetime
    member: str
    answer: Coming
    event: str
    at: datetime
    over: datetime


@dataclass(frozen=True, slots=True)
class Held(Record):
    """How one occurrence took place. Times are in UTC.

    ``announced`` is when the room was told that it begins, by the clock or by hand: that happens once. ``started`` and
    ``ended`` are when ``leader`` began and ended it, ``how`` where it is (``chat``, ``room`` or ``video``), ``ritual`` the
    ritual that runs it, ``key`` the message that announced it.
    """

    room: str
    number: int
    occurrence: datetime
    announced: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    leader: str | None = None
    how: str | None = None
    ritual: int | None = None
    key: str | None = None


def alarm_name(room: str, number: int) -> str:
    """The name of a meeting's one alarm."""
    return f"meeting:{room}:{number}"
