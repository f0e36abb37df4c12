"""When a reminder comes, what is to come after it, and what becomes of the ones that were missed.

The clock may have stood still, or jumped: whatever is due at the moment of looking is told once, and what comes next is
always after that moment. So nothing comes twice, and many missed ones are one message.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from copbot.core.recurrence import between, following
from copbot.reminders.records import Reminder, Standing

SNOOZE = timedelta(hours=1)
SNOOZABLE = timedelta(days=1)
"""For so long after it was sent, a reminder may be asked for once more."""

MOST_COUNTED = 1000  # missed ones; whoever missed more does not count them


@dataclass(frozen=True, slots=True)
class Fallen:
    """A reminder that is due: the first moment for which it was not told yet, how many there were, and what comes next."""

    due: datetime
    count: int
    after: Reminder


def moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment (UTC) of a naive local wall time: in a gap shifted forward, of a time that comes twice the first."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def on_the_wall(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall (naive) says at a moment (aware)."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def fall_due(reminder: Reminder, now: datetime) -> Fallen:
    """What is told of a reminder that is due, and the reminder as it is then. ``now`` is aware."""
    zone = ZoneInfo(reminder.zone)
    until = max(now.astimezone(UTC), reminder.due)  # a clock that was put back makes nothing due twice
    if reminder.rule is None:
        return Fallen(reminder.due, 1, _over(reminder, now))
    missed = between(reminder.rule, reminder.start, reminder.due, until, zone)
    count = 1 + sum(1 for _ in islice(missed, MOST_COUNTED - 1))
    coming = following(reminder.rule, reminder.start, until, zone)
    if coming is None:
        return Fallen(reminder.due, count, _over(reminder, now))
    wall = coming.replace(tzinfo=None, fold=0)
    return Fallen(reminder.due, count, replace(reminder, wall=wall, due=coming.astimezone(UTC)))


def _over(reminder: Reminder, now: datetime) -> Reminder:
    return replace(reminder, standing=Standing.TOLD, ended=None if reminder.again is not None else now)


def snoozed(reminder: Reminder, now: datetime) -> Reminder:
    """The reminder as it is to be repeated in an hour; where that was asked for already, as it is."""
    if reminder.again is not None:
        return reminder
    return replace(reminder, again=now.astimezone(UTC) + SNOOZE, ended=None)


def awake(reminder: Reminder, now: datetime) -> Reminder:
    """The reminder without its repetition: it came, or nobody wants it any more."""
    return replace(reminder, again=None, ended=None if reminder.standing is Standing.WAITING else now)


def cancelled(reminder: Reminder, now: datetime) -> Reminder:
    """The reminder when nothing more is to come of it."""
    standing = Standing.CANCELLED if reminder.standing is Standing.WAITING else reminder.standing
    return replace(reminder, standing=standing, again=None, ended=now)


def moved(reminder: Reminder, zone: ZoneInfo, now: datetime) -> Reminder:
    """The reminder in another time zone: what the wall says stays, for that is what was promised.

    "In an hour" stays the moment that it was: such a time, and no other, has seconds of its own. A wall time that has
    been in the new zone is due at once, or for a repeat at its next occurrence after ``now`` (aware).
    """
    if reminder.wall.second or reminder.wall.microsecond:
        wall = on_the_wall(reminder.due, zone)
        return replace(
            reminder, zone=zone.key, wall=wall, start=wall if reminder.rule is None else reminder.start
        )
    due = moment(reminder.wall, zone)
    if reminder.rule is None or due > now:
        return replace(reminder, zone=zone.key, due=due)
    coming = following(reminder.rule, reminder.start, now, zone)
    if coming is None:
        return replace(reminder, zone=zone.key, due=due)
    wall = coming.replace(tzinfo=None, fold=0)
    return replace(reminder, zone=zone.key, wall=wall, due=coming.astimezone(UTC))
