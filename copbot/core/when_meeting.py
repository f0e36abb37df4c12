"""What people write after `!meeting`: what it is called, when it is, how long it lasts and where, in one line.

The title comes first and may be anything, so the time is looked for from the end: what is left in front is the title.
Nothing is guessed: two meanings are asked back whole, each a meeting that can be tapped, and what is missing is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from copbot.core.recurrence import rrule
from copbot.core.when import Ambiguous, Moment, NotTime, Past, Reading, Repeat, read_reminder
from copbot.core.when_duration import Duration, duration

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
    out, naive in local wall time, as EXDATE has them.
    """

    first: datetime
    rule: str | None = None
    without: tuple[datetime, ...] = ()

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
    """Why it is no meeting yet, with all that was understood of it, so that an answer can complete it."""

    why: Why
    phrase: str = ""
    title: str = ""
    length: timedelta | None = None
    place: str | None = None
    next: MeetingPhrase | None = None


MeetingReading = MeetingPhrase | MeetingAsked | MeetingRefused


def meeting_phrase(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> MeetingReading:
    """What ``text`` (title, when, perhaps a repeat, how long and where) means, seen from ``now`` (aware) in ``zone``.

    Raises ValueError if ``now`` has no time zone, KeyError for a language that is not there.
    """
    words = list(re.finditer(r"\S+", text))
    for at in range(len(words)):
        reading = meeting_time(text[words[at].start() :], now, zone, languages)
        if isinstance(reading, MeetingRefused) and reading.why == "no-time":
            continue
        title = text[: words[at].start()].strip().rstrip(" ,;:-–")
        match reading:
            case MeetingPhrase():
                named = replace(reading, title=title)
                return named if title else MeetingRefused("no-title", text, next=named)
            case MeetingAsked(readings, phrase):
                return MeetingAsked(tuple(replace(one, title=title) for one in readings), phrase)
            case MeetingRefused():
                return replace(reading, title=title)
    return MeetingRefused("no-time", title=text.strip())


def meeting_time(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> MeetingReading:
    """As `meeting_phrase` for text that has no title, as when a meeting is moved: the titles are empty."""
    for found in re.finditer(r"\b(?:duur|for)\s+(?P<length>.+)$", text):
        length = duration(found["length"], languages)
        if isinstance(length, Duration):
            reading = meeting_time(text[: found.start()], now, zone, languages)
            return _with_length(reading, length.value)
    for found in re.finditer(r"\b(?:in|at|op)\s+(?P<place>.+)$", text):
        reading = meeting_time(text[: found.start()], now, zone, languages)
        if isinstance(reading, MeetingPhrase):
            return replace(reading, place=found["place"])
    return _meeting(read_reminder(text, now, zone, languages), text.strip())


def _with_length(reading: MeetingReading, length: timedelta) -> MeetingReading:
    match reading:
        case MeetingAsked(readings, phrase):
            return MeetingAsked(tuple(replace(one, length=length) for one in readings), phrase)
        case _:
            return replace(reading, length=length)


def _meeting(reading: Reading, phrase: str) -> MeetingReading:
    match reading:
        case Moment(value):
            return MeetingPhrase("", Meets(value))
        case Repeat(rule, first):
            return MeetingPhrase("", Meets(first, rule))
        case Ambiguous(readings):
            each = tuple(
                found for one in readings if isinstance(found := _meeting(one, phrase), MeetingPhrase)
            )
            return MeetingAsked(each, phrase)
        case Past(possible):
            found = _meeting(possible, phrase)
            return MeetingRefused("past", phrase, next=found if isinstance(found, MeetingPhrase) else None)
        case NotTime():
            return MeetingRefused("no-time", phrase)
        case _:
            return MeetingRefused("vague", phrase)
