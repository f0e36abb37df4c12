"""What a meeting's line comes to: a meeting, several to choose from, or why it is none yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from copbot.core.recurrence import rrule

Why = Literal[
    "no-title",  # `next` is the meeting without its title
    "no-time",  # nothing in it is a time
    "no-clock",  # a day, or a repeat, without its clock time: at what time?
    "vague",  # a time, but no clear day and clock time that exist
    "past",  # `next` is the next one that is possible
    "school-holidays",  # which differ by region and year: cancel those meetings one by one
    "never",  # a day is excepted on which there is no meeting, or nothing is left
    "length",  # too short, too long, or two lengths that do not agree
    "long",  # more text than is read
]


@dataclass(frozen=True, slots=True)
class Meets:
    """When a meeting is: once, or by an RFC 5545 rule in local wall time, which `copbot.core.recurrence` reads.

    ``first`` is the first start, aware in the room's zone, and never left out. ``without`` are the starts that are left
    out, naive in local wall time, as EXDATE has them; ``but`` says it in the words that were written.
    """

    first: datetime
    rule: str | None = None
    without: tuple[datetime, ...] = ()
    but: str = ""

    def rrule(self) -> str:
        """The rule as a calendar file wants it beside a DTSTART with a zone: UNTIL in UTC. Empty for a single meeting."""
        zone = self.first.tzinfo
        assert isinstance(zone, ZoneInfo)
        return rrule(self.rule, zone) if self.rule is not None else ""


@dataclass(frozen=True, slots=True)
class MeetingPhrase:
    """A meeting as it was written. ``length`` is None where it was not said; so is ``place``, which is words or a link."""

    title: str
    when: Meets
    length: timedelta | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingAsked:
    """Two to five meetings that it can be, to be asked back; ``phrase`` is the part that tells the time."""

    readings: tuple[MeetingPhrase, ...]
    phrase: str


@dataclass(frozen=True, slots=True)
class MeetingRefused:
    """Why it is no meeting yet, with all that was understood of it, so that `completed` can make one of an answer.

    ``phrase`` is the part that tells the time; ``rest`` is all that stands behind the title.
    """

    why: Why
    phrase: str = ""
    title: str = ""
    length: timedelta | None = None
    place: str | None = None
    next: MeetingPhrase | None = None
    rest: str = ""


MeetingReading = MeetingPhrase | MeetingAsked | MeetingRefused
