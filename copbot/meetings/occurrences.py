"""When a meeting takes place: what its rule gives, with what was changed about single times.

The rule is worked out by `copbot.core.recurrence`, in local wall time; here the times that were moved or cancelled are put
in their place. An occurrence keeps its name, the wall time that the rule gives it, wherever it is moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from zoneinfo import ZoneInfo

from copbot.core.recurrence import HORIZON, between, in_zone
from copbot.core.text import Said
from copbot.meetings.records import Change, Meeting

FAR = timedelta(days=366 * HORIZON)
"""How far ahead an occurrence is looked for."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a meeting takes place.

    ``of`` is its name, naive: when the meeting's own rule has it. ``start`` and ``end`` are aware, in the meeting's zone.
    A ``cancelled`` one has the times that it had.
    """

    of: datetime
    start: datetime
    end: datetime
    place: Said | None
    moved: bool = False
    cancelled: bool = False


def occurrences(
    meeting: Meeting,
    changes: Sequence[Change],
    after: datetime,
    until: datetime,
    *,
    cancelled: bool = False,
) -> Iterator[Occurrence]:
    """What starts after ``after`` up to and including ``until`` (both aware), by start.

    What was cancelled is left out unless asked for. Raises ValueError for a meeting whose rule is none.
    """
    changed = {change.occurrence: change for change in changes}
    elsewhere = sorted(
        (
            one
            for change in changes
            if change.wall is not None and change.occurrence not in meeting.excepted
            if after < (one := _changed(meeting, change)).start <= until
        ),
        key=_by_start,
    )
    as_agreed = (
        occurrence
        for of, start in _originals(meeting, after, until)
        if of not in meeting.excepted
        and (occurrence := _as_agreed(meeting, of, start, changed.get(of))) is not None
        and (cancelled or not occurrence.cancelled)
    )
    return merge(as_agreed, elsewhere, key=_by_start)


def coming(meeting: Meeting, changes: Sequence[Change], now: datetime) -> Occurrence | None:
    """The next occurrence that starts after ``now`` (aware), whatever the meeting's standing."""
    return next(occurrences(meeting, changes, now, now + FAR), None)


def at_hand(meeting: Meeting, changes: Sequence[Change], now: datetime) -> Occurrence | None:
    """The occurrence that runs at ``now`` (aware), else the next one."""
    longest = max(meeting.minutes, *(change.minutes or 0 for change in changes), 0)
    before = now - timedelta(minutes=longest)
    return next((one for one in occurrences(meeting, changes, before, now + FAR) if one.end > now), None)


def named(meeting: Meeting, changes: Sequence[Change], of: datetime) -> Occurrence | None:
    """The occurrence of that name (naive), also one that was cancelled; None for one that the meeting does not have."""
    change = next((one for one in changes if one.occurrence == of), None)
    if change is not None and change.wall is not None and of not in meeting.excepted:
        return _changed(meeting, change)
    at = in_zone(of, ZoneInfo(meeting.zone))
    near = occurrences(meeting, changes, at - timedelta(seconds=1), at, cancelled=True)
    return next((one for one in near if one.of == of), None)


def _originals(meeting: Meeting, after: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """What the meeting's rule gives: the name of each occurrence, and its start."""
    zone = ZoneInfo(meeting.zone)
    if meeting.rule is None:
        start = in_zone(meeting.start, zone)
        if after < start <= until:
            yield meeting.start, start
        return
    for start in between(meeting.rule, meeting.start, after, until, zone):
        yield _name(meeting, start, zone), start


def _name(meeting: Meeting, start: datetime, zone: ZoneInfo) -> datetime:
    """The wall time that the rule means: in the gap of a clock change not the one to which it was shifted."""
    wall = start.replace(tzinfo=None, fold=0)
    meant = datetime.combine(wall.date(), meeting.start.time())
    return meant if wall != meant and in_zone(meant, zone) == start else wall


def _as_agreed(meeting: Meeting, of: datetime, start: datetime, change: Change | None) -> Occurrence | None:
    """The occurrence where the rule has it; None where it was moved elsewhere."""
    if change is not None and change.wall is not None:
        return None
    end = _after(start, meeting.minutes)
    return Occurrence(of, start, end, _place(meeting), cancelled=change is not None)


def _changed(meeting: Meeting, change: Change) -> Occurrence:
    assert change.wall is not None
    start = in_zone(change.wall, ZoneInfo(meeting.zone))
    place = _place(meeting)
    if change.place_source is not None:
        place = None if change.place is None else Said(change.place, change.place_source)
    moved = change.wall != change.occurrence
    return Occurrence(
        change.occurrence, start, _after(start, change.minutes or meeting.minutes), place, moved=moved
    )


def _after(start: datetime, minutes: int) -> datetime:
    """So many minutes later by the clock that never changes."""
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)


def _place(meeting: Meeting) -> Said | None:
    return None if meeting.place is None else Said(meeting.place, meeting.place_source)


def _by_start(occurrence: Occurrence) -> datetime:
    return occurrence.start.astimezone(UTC)
