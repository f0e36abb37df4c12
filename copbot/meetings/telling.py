"""When the room is told of a meeting: before it, when it begins, and what becomes of what was missed.

The clock may have stood still, or jumped: each look tells at most one thing, the most useful at that moment, and what is
looked at next lies always after it. So nothing comes twice. What would come in the quiet hours comes before them; what is
late waits for their end, and is judged anew then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import islice
from zoneinfo import ZoneInfo

from copbot.core.quiet import quiet_from, quiet_until
from copbot.meetings.occurrences import FAR, Occurrence, at_hand, occurrences
from copbot.meetings.records import Change, Meeting

BEFORE_QUIET = timedelta(minutes=15)
"""So long before the quiet hours comes what would come in them."""
USUAL = (timedelta(hours=24), timedelta(hours=1))
"""How long before a meeting the room is told, unless it says otherwise."""
MOST = 3
"""Reminders of one occurrence."""
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=14)
"""How long before a meeting a reminder may come."""
_MOST_COUNTED = 1000  # things that were missed; whoever missed more does not count them


class What(Enum):
    """What there is to tell."""

    BEFORE = "before"  # it is going to be
    BEGINS = "begins"


@dataclass(frozen=True, slots=True)
class Habits:
    """How a room wants to be told: how long before, and in which time zone its quiet hours (as its settings say) are."""

    before: tuple[timedelta, ...]
    zone: ZoneInfo
    quiet: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to tell at a time (UTC); ``before`` is how long before the start it was meant to be."""

    at: datetime
    what: What
    occurrence: Occurrence
    before: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Look:
    """What a look came to: what is told, which occurrences have been and were not told, and when to look again (UTC).

    ``told`` is until when all there was to tell is told then. Without ``next`` the meeting is over.
    """

    thing: Thing | None
    missed: tuple[Occurrence, ...]
    told: datetime
    next: datetime | None


def look(meeting: Meeting, changes: Sequence[Change], habits: Habits, now: datetime) -> Look:
    """What there is to tell at ``now`` (aware), one thing at most."""
    now = now.astimezone(UTC)
    due = list(islice(_due(meeting, changes, habits, now), _MOST_COUNTED))
    over = quiet_until(now, habits.zone, habits.quiet)
    if due and over is not None:
        return Look(None, (), meeting.told, over)
    told = max(meeting.told, now)  # a clock that was put back makes nothing due twice
    missed = {thing.occurrence.of: thing.occurrence for thing in due if thing.occurrence.end <= now}
    return Look(_most_useful(due, now), (*missed.values(),), told, upcoming(meeting, changes, habits, told))


def upcoming(meeting: Meeting, changes: Sequence[Change], habits: Habits, after: datetime) -> datetime | None:
    """When there is something to tell after a time (aware), or else when its last occurrence ends; None: it is over."""
    found = [
        thing.at for thing in _things(meeting, changes, habits, after, _near(habits)) if thing.at > after
    ]
    if found:
        return min(found)
    following = at_hand(meeting, changes, after)
    if following is None:
        return None
    later = _things(meeting, changes, habits, following.start - timedelta(seconds=1), timedelta(seconds=1))
    return min((thing.at for thing in later if thing.at > after), default=following.end.astimezone(UTC))


def _near(habits: Habits) -> timedelta:
    """How far ahead something may be told already."""
    return max(habits.before, default=timedelta()) + timedelta(days=2)  # quiet hours take less than one


def _most_useful(due: Sequence[Thing], now: datetime) -> Thing | None:
    """That it has begun, where it runs now; else that the nearest is coming, as near as was meant to be told."""
    running = [thing for thing in due if thing.occurrence.start <= now < thing.occurrence.end]
    if running:
        last = max(running, key=lambda thing: thing.occurrence.start).occurrence
        return Thing(last.start.astimezone(UTC), What.BEGINS, last)
    coming = [thing for thing in due if thing.occurrence.start > now]
    return min(coming, key=lambda thing: (thing.occurrence.start, thing.before), default=None)


def _due(meeting: Meeting, changes: Sequence[Change], habits: Habits, now: datetime) -> Iterator[Thing]:
    """What was to be told since all was told."""
    after = meeting.told - timedelta(seconds=1)
    for thing in _things(meeting, changes, habits, after, now - after + _near(habits)):
        if meeting.told < thing.at <= now:
            yield thing


def _things(
    meeting: Meeting, changes: Sequence[Change], habits: Habits, after: datetime, span: timedelta
) -> Iterator[Thing]:
    """Everything there is to tell of what starts after ``after`` (aware), within a span of time."""
    for one in occurrences(meeting, changes, after, after + min(span, FAR)):
        start = one.start.astimezone(UTC)
        for before in habits.before:
            yield Thing(_before_quiet(start - before, habits), What.BEFORE, one, before)
        if quiet_until(start, habits.zone, habits.quiet) is None:
            yield Thing(start, What.BEGINS, one)


def _before_quiet(at: datetime, habits: Habits) -> datetime:
    begun = quiet_from(at, habits.zone, habits.quiet)
    return at if begun is None else begun - BEFORE_QUIET


# -- how long before, as people and machines write it


def iso(span: timedelta) -> str:
    """A span of whole minutes as ISO 8601: PT24H, PT1H30M."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if not hours and not minutes:
        return "PT0S"
    return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"


_LEAD = re.compile(
    r"(?P<n>[0-9]{1,5})\s*(?P<unit>m|min|minuut|minuten|minutes?|u|uur|uren|h|hours?|d|dag|dagen|days?)?(?![\w])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:\s|,|;|\+|&|en|and|van tevoren|tevoren|before|ervoor|vooraf)*", re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "u": timedelta(hours=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
NONE = frozenset({"uit", "off", "geen", "none", "niet", "nee", "no"})


def kept_leads(before: tuple[timedelta, ...]) -> str:
    """As a room's settings keep it; `leads` reads it."""
    return " ".join(f"{int(one.total_seconds()) // 60} min" for one in before) or "off"


def leads(words: str) -> tuple[timedelta, ...] | None:
    """ "24 uur en 1 uur", "48 2", "30 min": how long before, the longest first; "uit": none. None for anything else.

    A number without a unit counts hours.
    """
    wanted = words.strip().strip(".!").casefold()
    if wanted in NONE:
        return ()
    found, at = set(), 0
    while at < len(wanted):
        match = _LEAD.match(wanted, at)
        if match is None:
            return None
        found.add(int(match["n"]) * _UNITS[(match["unit"] or "u")[0]])
        between = _BETWEEN.match(wanted, match.end())
        at = match.end() if between is None else between.end()
    if not found or len(found) > MOST or min(found) < SHORTEST or max(found) > LONGEST:
        return None
    return tuple(sorted(found, reverse=True))
