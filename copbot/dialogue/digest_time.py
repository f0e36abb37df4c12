"""When a room's digest comes: read from the words of a person, shown, and set as an alarm."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from copbot.core.records import Room
from copbot.core.text import Text, text
from copbot.core.when import Ambiguous, Day, Moment, read_due
from copbot.core.wishes import Ring, Wish
from copbot.digests.weekly import USUAL, Weekly, following, share, weekly

_WEEK = r"(?:elke|iedere|every|each)\s+week|wekelijks|weekly"
_EVERY = re.compile(rf"(?:(?:{_WEEK}|elke|iedere|every|each|steeds|altijd|op|on)[\s,]+)+", re.IGNORECASE)
_EVERY_WEEK = re.compile(rf"(?<![\s,])[\s,]++(?:{_WEEK})\Z", re.IGNORECASE)
_PLURAL = re.compile(r"(?:['’]s\s+)?\b(?!(?:na)?mid)(\w{2,6}da[gy])s\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b(?:u|uur|om|at|am|pm)\b|(?<=\d)(?:u|am|pm)(?=\d|\b)", re.IGNORECASE)
_UTC = ZoneInfo("UTC")
_SOME_DAY = datetime(
    2026, 1, 14, 0, 0, 30, tzinfo=UTC
)  # any would do: a weekday and a clock time name no date


def read(line: str, before: Weekly | None) -> tuple[tuple[Weekly, ...], bool]:
    """The times that the words can mean, and whether they surely mean the only one.

    A weekday alone keeps the clock time of ``before``; a clock time alone is asked back with its day.
    """
    begun = _EVERY.match(line.strip())
    words = line.strip()[begun.end() if begun else 0 :]
    phrase = _PLURAL.sub(r"\1", _EVERY_WEEK.sub("", words))
    kept = before or USUAL
    today = _named(phrase, _SOME_DAY, kept)
    week = timedelta(days=7)
    if not today or [day + week for _, day in today] != [
        day for _, day in _named(phrase, _SOME_DAY + week, kept)
    ]:
        return (), False  # a date names one day of one year
    found = tuple(dict.fromkeys(one for one, _ in today))
    tomorrow = _named(phrase, _SOME_DAY + timedelta(days=1), kept)
    if set(found) == {one for one, _ in tomorrow}:
        return found, len(found) == 1
    if any(sign.isalpha() for sign in _CLOCK.sub("", phrase)):
        return (), False  # "tomorrow" is no day of the week
    clocks = dict.fromkeys(one.clock for one in found)
    return tuple(Weekly(kept.day, clock) for clock in clocks), False


def _named(phrase: str, now: datetime, kept: Weekly) -> list[tuple[Weekly, date]]:
    """The weekdays and clock times that the words can mean, each with the day that they mean, seen from ``now``."""
    reading = read_due(phrase, now, _UTC)
    found: list[tuple[Weekly, date]] = []
    for one in reading.readings if isinstance(reading, Ambiguous) else (reading,):
        if isinstance(one, Day):
            found.append((Weekly(one.value.weekday(), kept.clock), one.value))
        elif isinstance(one, Moment):
            clock = time(one.value.hour, one.value.minute)
            found.append((Weekly(one.value.weekday(), clock), one.value.date()))
    return found


def shown(when: Weekly) -> Text:
    """A weekday and a clock time in words."""
    named = text(f"digest.day-{when.day}")
    return text("digest.time", day=named, clock=f"{when.clock:%H:%M}")


def alarm_name(room: str) -> str:
    """The one alarm of a room's digest."""
    return f"digest:{room}"


def chosen(room: Room) -> str:
    """What an alarm was set for: one that rings for another choice than the room's rings in vain."""
    return f"{room.settings.digest} {room.settings.timezone}"


def rhythm(room: Room) -> Weekly:
    """When the week is over: at the room's own time, or where it wants no digest at the usual one."""
    return weekly(room.settings.digest) or USUAL


def next_alarm(room: Room, now: datetime) -> tuple[Wish, ...]:
    """Wake for the room's next digest, and for those of members who want their own; nothing in a direct chat.

    Every room that accepted has this alarm, also one that wants no digest: its members may.
    """
    if room.direct_with is not None or room.accepted is None:
        return ()
    delay = share(room.id)
    at = following(rhythm(room), now - delay, ZoneInfo(room.settings.timezone)) + delay
    return (Ring(alarm_name(room.id), at, room.id, "digest", chosen(room)),)
