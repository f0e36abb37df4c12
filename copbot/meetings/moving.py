"""A meeting is moved or cancelled, whole or one time of it.

Moved whole, it begins anew at its next time: what has been is over, and calendars are given what is still to come under
the same name. Its rule goes along to the other day of the week or the month, where one is meant. What was changed about
single times stays changed: the third time from now is still the third.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from copbot.core.recurrence import WEEKDAYS, in_zone
from copbot.meetings.occurrences import FAR, Occurrence, occurrences
from copbot.meetings.records import Change, Meeting

SPAN = 60
"""So many times from now on keep what was changed about them, when the whole is moved."""


class NeedsRepeat(Exception):
    """The rule does not say by itself what it is on another day: how it repeats must be said anew."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The meeting as it is then, and what was changed about single times; ``gone`` are changes that hold no more.

    ``stay`` are the times that were elsewhere already and stay there: their old name, and the one they have now.
    """

    meeting: Meeting
    changes: tuple[Change, ...]
    gone: tuple[Change, ...]
    stay: Mapping[datetime, datetime] = field(default_factory=dict)


def one_moved(
    meeting: Meeting,
    occurrence: Occurrence,
    member: str,
    wall: datetime,
    minutes: int | None,
    place: tuple[str, str | None] | None,
    before: Change | None,
) -> tuple[Meeting, Change]:
    """One time of it is at another wall time (naive); how long and where stay unless they are given."""
    after = replace(meeting, sequence=meeting.sequence + 1)
    words, source = place or ((before.place, before.place_source) if before else (None, None))
    lasts = minutes or (before.minutes if before else None)
    made = Change(
        meeting.room, meeting.number, occurrence.of, member, wall, lasts, words, source, after.sequence
    )
    return after, made


def one_cancelled(meeting: Meeting, occurrence: Occurrence, member: str) -> tuple[Meeting, Change]:
    """One time of it does not take place."""
    after = replace(meeting, sequence=meeting.sequence + 1)
    return after, Change(meeting.room, meeting.number, occurrence.of, member, None, sequence=after.sequence)


def all_moved(
    meeting: Meeting,
    changes: Sequence[Change],
    occurrence: Occurrence,
    wall: datetime,
    rule: str | None = None,
    excepted: tuple[datetime, ...] = (),
) -> Moved:
    """All from ``occurrence`` on is moved, so that this one is at ``wall`` (naive); with ``rule`` it repeats otherwise.

    Raises NeedsRepeat where the rule does not say what it is on another day.
    """
    sequence = meeting.sequence + 1
    if meeting.rule is None or rule is not None:
        after = replace(meeting, start=wall, rule=rule, excepted=excepted, sequence=sequence)
        return Moved(after, (), tuple(changes))
    left = _left(meeting, occurrence)
    new_rule = shifted(_remaining(meeting, occurrence), occurrence.of, wall)
    bare = replace(meeting, start=wall, rule=new_rule, excepted=(), sequence=sequence)
    names = dict(zip(left, _left(bare, None), strict=False))
    kept = tuple(
        replace(change, occurrence=names[change.occurrence], sequence=sequence)
        for change in changes
        if change.occurrence in names and change.occurrence != occurrence.of
    )
    after = replace(bare, excepted=tuple(names[one] for one in meeting.excepted if one in names))
    elsewhere = {one.occurrence for one in changes if one.wall is not None} - {occurrence.of}
    return Moved(after, kept, tuple(changes), {of: names[of] for of in elsewhere if of in names})


def _left(meeting: Meeting, first: Occurrence | None) -> list[datetime]:
    """The names of what is still to come, the first of them ``first``; also of what is left out or elsewhere now."""
    bare = replace(meeting, excepted=())
    at = in_zone(meeting.start if first is None else first.of, ZoneInfo(meeting.zone))
    found = occurrences(bare, (), at - timedelta(seconds=1), at + FAR)
    return [one.of for one in islice(found, SPAN)]


def _remaining(meeting: Meeting, first: Occurrence) -> str:
    """The rule for what is still to come: of what is counted, so many fewer; an end is that whole day."""
    assert meeting.rule is not None
    parts = _parts(meeting.rule)
    if "COUNT" in parts:
        zone = ZoneInfo(meeting.zone)
        begin = in_zone(meeting.start, zone) - timedelta(seconds=1)
        until = in_zone(first.of, zone) - timedelta(seconds=1)
        been = sum(1 for _ in occurrences(replace(meeting, excepted=()), (), begin, until))
        parts["COUNT"] = str(max(int(parts["COUNT"]) - been, 1))
    if "UNTIL" in parts:
        parts["UNTIL"] = f"{parts['UNTIL'][:8]}T235959"
    return _joined(parts)


def shifted(rule: str, before: datetime, wall: datetime) -> str:
    """The rule of what was on one day (naive wall), for another: each Tuesday becomes each Wednesday.

    Raises NeedsRepeat where that may mean several things.
    """
    parts = _parts(rule)
    if "BYHOUR" in parts or "BYMINUTE" in parts:
        raise NeedsRepeat
    if before.date() == wall.date() or parts["FREQ"] == "DAILY":
        return rule
    if parts["FREQ"] == "WEEKLY":
        return _joined(parts | _of_week(parts, before, wall))
    if parts["FREQ"] == "MONTHLY" and "BYSETPOS" not in parts:
        return _joined(parts | _of_month(parts, wall))
    raise NeedsRepeat


def _of_week(parts: Mapping[str, str], before: datetime, wall: datetime) -> dict[str, str]:
    days = parts.get("BYDAY", WEEKDAYS[before.weekday()]).split(",")
    by = (wall.date() - before.date()).days
    if len(days) > 1 and by % 7:
        raise NeedsRepeat  # one of several days: are they all meant?
    return {"BYDAY": ",".join(WEEKDAYS[(WEEKDAYS.index(day) + by) % 7] for day in days)}


def _of_month(parts: Mapping[str, str], wall: datetime) -> dict[str, str]:
    if "BYDAY" in parts:
        if "," in parts["BYDAY"]:
            raise NeedsRepeat
        last = wall.day + 7 > monthrange(wall.year, wall.month)[1]
        nth = -1 if last and (parts["BYDAY"].startswith("-1") or wall.day > 28) else (wall.day - 1) // 7 + 1
        return {"BYDAY": f"{nth}{WEEKDAYS[wall.weekday()]}"}
    if "," in parts.get("BYMONTHDAY", "") or wall.day > 28:
        raise NeedsRepeat  # not every month has that day
    return {"BYMONTHDAY": str(wall.day)}


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.split(";"))


def _joined(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())
