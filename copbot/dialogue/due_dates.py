"""When a supporter is asked how it goes with an offer that has a date, and the alarms for that.

Twice: two days before, and on the day. A day's questions come at nine. For a time of the day the first comes at that same
time, and the second at nine as well, or three hours before if that is later; for what is due by nine, the evening
before at seven. What would come on the very day of the promise is left out: it was only just said.

Each offer has one alarm, for the next of its moments. Up to when its supporter was asked is kept beside the offer;
so several moments that were missed become one question, and none comes twice.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from copbot.commitments.items import WAITING, Item, Pledge, Status
from copbot.commitments.records import Asked, Dated
from copbot.core.wishes import Ring, Save, Silence, Wish
from copbot.dialogue.call import Call
from copbot.dialogue.until import MORNING, morning
from copbot.dialogue.waiting import DUE, waits_for

DAYS_BEFORE = timedelta(days=2)
HOURS_BEFORE = timedelta(hours=3)
EVENING = time(19)


def moments(due: date | datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Two days before, and on the day (UTC); of a wall time that comes twice the first, a skipped one shifted forward."""
    if not isinstance(due, datetime):
        return morning(due - DAYS_BEFORE, zone).astimezone(UTC), morning(due, zone).astimezone(UTC)
    local = due.astimezone(zone)
    day, clock = local.date(), local.time().replace(fold=0)
    before = datetime.combine(day - DAYS_BEFORE, clock, zone).astimezone(UTC)
    if clock <= MORNING:
        return before, datetime.combine(day - timedelta(days=1), EVENING, zone).astimezone(UTC)
    return before, max(morning(day, zone).astimezone(UTC), local.astimezone(UTC) - HOURS_BEFORE)


def following(due: date | datetime, through: datetime, zone: ZoneInfo) -> datetime | None:
    """The first of the moments after ``through`` (UTC), or None."""
    return min((at for at in moments(due, zone) if at > through), default=None)


def is_over(due: date | datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the date has passed."""
    return due <= now if isinstance(due, datetime) else due < now.astimezone(zone).date()


def alarm(room: str, dated: Dated, member: str, at: datetime) -> Ring:
    """The alarm of an offer: it rings at its next moment."""
    return Ring(_name(room, dated.item, member), at, room, DUE, member)


def alarms(call: Call, before: Item, after: Item) -> tuple[Wish, ...]:
    """What a move on an item changes in its alarms: set with a date, taken back with the offer, or when the item ends."""
    was, now = _dated(before), _dated(after)
    gone = [Silence(_name(call.room.id, after.number, member)) for member in was if member not in now]
    new = [
        wish
        for member, pledge in now.items()
        if member not in was or (was[member].number, was[member].due) != (pledge.number, pledge.due)
        for wish in _set(call, after.number, pledge)
    ]
    return (*gone, *new)


def _set(call: Call, item: int, pledge: Pledge) -> tuple[Wish, ...]:
    assert pledge.due is not None
    midnight = datetime.combine(
        call.now.astimezone(call.zone).date() + timedelta(days=1), time(), call.zone
    ).astimezone(UTC)
    dated = Dated(item, pledge.number, pledge.due, midnight)
    saved = Save(Asked(call.room.id, item, pledge.number, midnight))
    at = following(pledge.due, midnight, call.zone)
    name = _name(call.room.id, item, pledge.member)
    return saved, Silence(name) if at is None else alarm(call.room.id, dated, pledge.member, at)


def _dated(item: Item) -> dict[str, Pledge]:
    if item.status is not Status.OPEN:
        return {}
    return {p.member: p for p in item.pledges if p.standing in WAITING and p.due is not None}


def _name(room: str, item: int, member: str) -> str:
    return f"{waits_for(member)}{room}:{item}"
