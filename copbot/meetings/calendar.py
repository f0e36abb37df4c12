"""A meeting as a calendar file (RFC 5545), for the calendars that people have: Google, Outlook, Nextcloud, Apple.

The file is written here by hand, and read in tests by libraries that did not write it
(docs/decisions/0038-calendar-files.md). It always tells the whole meeting with all its changes, under the same UID and a
higher SEQUENCE, so that whoever takes in only the last one has everything. It is published (METHOD:PUBLISH) and never asks for
an answer: nobody's name or address is in it, and no room. What was cancelled is told by STATUS, what was moved by
RECURRENCE-ID, a single occurrence that was cancelled by EXDATE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from copbot.core.names import one_line
from copbot.core.recurrence import between, in_zone, occurrences
from copbot.meetings.zones import WALL, changes, timezone

MEDIA: Final = "text/calendar"
ALARM: Final = timedelta(hours=1)
"""How long before the start the calendar itself rings."""

SURE: Final = 10
"""For so many years ahead what takes place while the clock is changed is told by itself."""

LINE: Final = 75  # bytes of a content line
LONGEST: Final = 250  # characters of a title or a place: more is no use in a calendar
_PART: Final = re.compile(r"[A-Z]+=[A-Z0-9,+-]+")


@dataclass(frozen=True, slots=True)
class Moved:
    """One occurrence that is not as the rule has it: ``of`` is its name (naive), ``wall`` (naive) when it is, None: not at all."""

    of: datetime
    wall: datetime | None
    minutes: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar shows of a meeting, in words. Wall times are naive, in ``zone`` (IANA); ``at`` (aware) is the moment of writing.

    ``rule`` is that of `copbot.core.recurrence`, ``more`` a line for who opens it; ``excepted`` are occurrences left out.
    """

    uid: str
    sequence: int
    title: str
    start: datetime
    minutes: int
    zone: str
    at: datetime
    rule: str | None = None
    excepted: Sequence[datetime] = ()
    moved: Sequence[Moved] = field(default=())
    place: str = ""
    more: str = ""
    cancelled: bool = False


def calendar(entry: Entry) -> str:
    """The file: content lines of at most 75 bytes that end in CRLF. Raises ValueError for a rule that is none."""
    zone = ZoneInfo(entry.zone)
    until = max(entry.at.year, entry.start.year)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//copbot//meetings//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *timezone(entry.zone, entry.start.year, until),
        *_events(entry, zone),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _events(entry: Entry, zone: ZoneInfo) -> Iterator[str]:
    if entry.rule is None:
        yield from _once(entry, zone)
        return
    first = next(islice(occurrences(entry.rule, entry.start, zone), 1), None)
    start = entry.start if first is None else _meant(first.replace(tzinfo=None, fold=0), entry, zone)
    gone = {*entry.excepted, *(one.of for one in entry.moved if one.wall is None)}
    times = [
        _when("DTSTART", start, zone),
        _length(start, entry.minutes, zone),
        f"RRULE:{_rule(entry.rule, zone)}",
        *(_when("EXDATE", of, zone) for of in sorted(gone)),
    ]
    yield from _event(entry, times, entry.place, cancelled=entry.cancelled)
    moved = {one.of: one for one in (*_unsure(entry, zone), *entry.moved) if one.of not in gone}
    for of, one in sorted(moved.items()):
        assert one.wall is not None
        times = [_when("RECURRENCE-ID", of, zone), *_single(one.wall, one.minutes, zone)]
        yield from _event(entry, times, one.place, cancelled=entry.cancelled)


def _once(entry: Entry, zone: ZoneInfo) -> Iterator[str]:
    """A meeting that takes place one time, where that was last put."""
    agreed = Moved(entry.start, entry.start, entry.minutes, entry.place)
    now = next((one for one in entry.moved if one.of == entry.start), agreed)
    cancelled = entry.cancelled or now.wall is None or entry.start in entry.excepted
    times = _single(now.wall or entry.start, now.minutes, zone)
    yield from _event(entry, times, now.place, cancelled=cancelled)


def _unsure(entry: Entry, zone: ZoneInfo) -> Iterator[Moved]:
    """Occurrences during which the clock is changed: calendars do not agree about those, so each is told by itself."""
    assert entry.rule is not None
    since = max(entry.at.year, entry.start.year)
    longest = timedelta(minutes=entry.minutes) // timedelta(days=1) + 1  # days
    for change in changes(entry.zone, since, since + SURE):
        for days in range(-longest, 1):
            of = datetime.combine(change.wall.date() + timedelta(days=days), entry.start.time())
            if _is_plain(of, entry.minutes, zone):
                continue
            start = in_zone(of, zone).astimezone(UTC)
            just_before = start - timedelta(seconds=1)
            if any(between(entry.rule, entry.start, just_before, start, zone)):
                yield Moved(of, of, entry.minutes, entry.place)


def _event(entry: Entry, times: Sequence[str], place: str, *, cancelled: bool) -> Iterator[str]:
    title, at = escaped(entry.title), _utc(entry.at)
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{at}"
    yield f"LAST-MODIFIED:{at}"
    yield from times
    yield f"SUMMARY:{title}"
    if place := escaped(place):
        yield f"LOCATION:{place}"
    if more := escaped(entry.more):
        yield f"DESCRIPTION:{more}"
    yield f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}"
    yield "CLASS:PRIVATE"  # a calendar that is shared shows others that there is something, and no more
    if not cancelled:
        minutes = int(ALARM / timedelta(minutes=1))
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{title}", f"TRIGGER:-PT{minutes}M")
        yield "END:VALARM"
    yield "END:VEVENT"


def _single(wall: datetime, minutes: int, zone: ZoneInfo) -> list[str]:
    """Start and end of something that takes place one time: as the clock will show them, in UTC where it is changed meanwhile."""
    if _is_plain(wall, minutes, zone):
        return [_when("DTSTART", wall, zone), _length(wall, minutes, zone)]
    start = in_zone(wall, zone).astimezone(UTC)
    return [f"DTSTART:{_utc(start)}", f"DTEND:{_utc(start + timedelta(minutes=minutes))}"]


def _length(wall: datetime, minutes: int, zone: ZoneInfo) -> str:
    """When it ends; how long it lasts, where the clock is changed meanwhile."""
    if _is_plain(wall, minutes, zone):
        return _when("DTEND", wall + timedelta(minutes=minutes), zone)
    return f"DURATION:PT{minutes}M"


def _is_plain(wall: datetime, minutes: int, zone: ZoneInfo) -> bool:
    """Whether the clock shows the start and the end once, and is not changed in between."""
    ends = (wall, wall + timedelta(minutes=minutes))
    return len({one.replace(tzinfo=zone, fold=fold).utcoffset() for one in ends for fold in (0, 1)}) == 1


def _meant(shown: datetime, entry: Entry, zone: ZoneInfo) -> datetime:
    """The wall time that the rule means: in the gap of a clock change not the one to which it was shifted."""
    meant = datetime.combine(shown.date(), entry.start.time())
    return meant if in_zone(meant, zone) == in_zone(shown, zone) else shown


def _when(name: str, wall: datetime, zone: ZoneInfo) -> str:
    return f"{name};TZID={zone.key}:{wall.strftime(WALL)}"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(f"{WALL}Z")


def _rule(rule: str, zone: ZoneInfo) -> str:
    """The rule as calendars want it: FREQ first, UNTIL in UTC. Raises ValueError for what is no rule."""
    parts = [part for part in rule.upper().split(";") if part]
    if not parts or not all(_PART.fullmatch(part) for part in parts):
        raise ValueError(f"not a rule: {rule}")
    parts.sort(key=lambda part: not part.startswith("FREQ="))
    return ";".join(
        f"UNTIL={_until(part[6:], zone)}" if part.startswith("UNTIL=") else part for part in parts
    )


def _until(until: str, zone: ZoneInfo) -> str:
    """The last moment that counts, in UTC; a date is meant to its end, as `copbot.core.recurrence` has it."""
    if until.endswith("Z"):
        return until
    wall = datetime.strptime(until if "T" in until else f"{until}T235959", WALL)  # noqa: DTZ007  # a wall time
    return _utc(in_zone(wall, zone))


def escaped(words: str) -> str:
    """Words as the text of a content line: on one line, without signs that nobody sees, what RFC 5545 gives a meaning marked."""
    line = one_line(words)
    line = line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
    return line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """A content line in pieces of at most 75 bytes, never within a character; what goes on begins with a space."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    return "\r\n".join([*pieces, piece])
