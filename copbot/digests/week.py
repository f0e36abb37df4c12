"""A room's week: what of it a digest tells, in which order, and what counts as news.

Told is what everybody could see already, and only what still holds: an offer that was declined or let go of is not
there, and nobody hears who did not do what. A section is one function; a later feature adds its own to `SECTIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from copbot.commitments.ladder import WAITING, Item, Pledge, Rung, Standing, Status
from copbot.commitments.records import Kept, Moved

AHEAD = timedelta(days=7)  # how far a digest looks ahead
MOST_REMINDERS = 3
PUBLIC = frozenset({"cannot", "may", "checked", "support", "done", "helped", "close"})
"""The moves that a digest tells of, and counts; all others concern one or two people."""


class Kind(StrEnum):
    """What an entry tells; in each section they stand in this order."""

    HELPED = "helped"
    MAY = "may"
    CHECKED = "checked"
    SUPPORT = "support"
    DONE = "done"
    DECIDED = "decided"
    ADOPTED = "adopted"
    MEETING = "meeting"
    DUE = "due"
    POLL = "poll"
    REMINDER = "reminder"
    REVIEW = "review"
    NEW = "new"
    BACK = "back"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Announced:
    """Something that is no support: a poll that closes, a reminder, a decision made or looked at again; ``at`` is in UTC.

    What ``repeats`` is no news by itself.
    """

    kind: Kind
    number: int
    words: str | None
    source: str | None
    at: datetime
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A poll that was closed (``at`` is in UTC), with the options that won; more than one: they are equal."""

    number: int
    question: str
    source: str | None
    winners: tuple[str, ...]
    options_source: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to tell: about an item, and perhaps an offer on it, a poll's outcome, or something announced.

    ``at`` is when it happened, or when it will: a day, or an aware time.
    """

    kind: Kind
    kept: Kept | None = None
    pledge: Pledge | None = None
    at: date | datetime | None = None
    announced: Announced | None = None
    decided: Decided | None = None

    @property
    def item(self) -> Item | None:
        """The item that it is about."""
        return None if self.kept is None else self.kept.item

    @property
    def number(self) -> int:
        """The number of the item, the poll or the reminder."""
        if self.announced is not None:
            return self.announced.number
        if self.decided is not None:
            return self.decided.number
        return 0 if self.kept is None else self.kept.item.number

    @property
    def name(self) -> str:
        """What tells it from every other entry of the same digest."""
        return f"{self.number}{self.kind.value}{self.pledge.number if self.pledge else ''}"


@dataclass(frozen=True, slots=True)
class Week:
    """What a digest is made from: the moves after ``since`` up to ``until`` (aware), and what they and the dates concern.

    ``items`` holds every item that moved, as it is now; ``due`` those with a date of support in the week to come, ``announced`` what else comes then.
    ``decided`` are the polls that were closed, ``adopted`` the decisions that were made.
    """

    since: datetime
    until: datetime
    zone: ZoneInfo
    members: frozenset[str]
    moves: Sequence[Moved] = ()
    items: Mapping[int, Kept] = field(default_factory=dict)
    due: Sequence[Kept] = ()
    announced: Sequence[Announced] = ()
    decided: Sequence[Decided] = ()
    adopted: Sequence[Announced] = ()

    @property
    def today(self) -> date:
        """The day on which it is told, in the room's time zone."""
        return self.until.astimezone(self.zone).date()

    def local(self, at: date | datetime) -> date:
        """The day of a date or a time, in the room's time zone."""
        return at.astimezone(self.zone).date() if isinstance(at, datetime) else at

    def last(self, number: int, move: str, member: str | None = None) -> Moved | None:
        """The newest move of a kind on an item, by a member if one is named."""
        found = (
            moved
            for moved in reversed(self.moves)
            if moved.item == number and moved.move == move and member in (None, moved.member)
        )
        return next(found, None)


def moved(week: Week) -> list[Entry]:
    """What went a rung up: celebrated first, then grounds."""
    return [entry for entry in _moves(week) if entry.kind in (Kind.HELPED, Kind.MAY, Kind.CHECKED)]


def stuck(week: Week) -> list[Entry]:
    """What is new, was put back or put away; of what is new, only that which no support has told of already."""
    told = {entry.number for entry in supported(week)}
    return [
        entry
        for entry in _moves(week)
        if entry.kind in (Kind.BACK, Kind.OFF) or (entry.kind is Kind.NEW and entry.number not in told)
    ]


def _moves(week: Week) -> list[Entry]:
    found = [entry for kept in week.items.values() if (entry := _moved(week, kept)) is not None]
    kinds = list(Kind)
    return sorted(found, key=lambda entry: (kinds.index(entry.kind), entry.number))


def _moved(week: Week, kept: Kept) -> Entry | None:
    item = kept.item
    new = kept.opened > week.since
    if item.status is Status.HELPED:
        return _entry(week, Kind.HELPED, kept, "helped")
    if item.status is Status.CLOSED:
        return None if new else _entry(week, Kind.OFF, kept, "close")
    if item.ground is not None and (found := _entry(week, Kind.MAY, kept, "may")) is not None:
        return found
    if item.rung is Rung.CANNOT:
        return _entry(week, Kind.NEW if new else Kind.BACK, kept, "cannot")
    return _entry(week, Kind.CHECKED, kept, "checked") if item.checked else None


def _entry(week: Week, kind: Kind, kept: Kept, move: str) -> Entry | None:
    found = week.last(kept.item.number, move)
    return None if found is None else Entry(kind, kept, at=found.at)


def supported(week: Week) -> list[Entry]:
    """New support that stands, and support that was given; of members who are here."""
    found = []
    for number, kept in sorted(week.items.items()):
        if kept.item.status is not Status.OPEN:
            continue
        for pledge in kept.item.pledges:
            if pledge.member not in week.members:
                continue
            done = pledge.standing is Standing.DONE
            if not done and pledge.standing not in WAITING:
                continue
            move = week.last(number, "done" if done else "support", pledge.member)
            if move is not None:
                found.append(Entry(Kind.DONE if done else Kind.SUPPORT, kept, pledge, move.at))
    return sorted(found, key=lambda entry: entry.kind is Kind.DONE)


def decided(week: Week) -> list[Entry]:
    """What was decided by consent, and what polls came to that were closed."""
    return [
        *(Entry(Kind.ADOPTED, at=one.at, announced=one) for one in week.adopted),
        *(Entry(Kind.DECIDED, at=one.at, decided=one) for one in week.decided),
    ]


def coming(week: Week) -> list[Entry]:
    """Dates of support in the week to come that are not told among the new support, polls that close, and reminders.

    The nearest come first. Of reminders the nearest few: more would only hide what people do for each other.
    """
    told = {(entry.number, entry.pledge) for entry in supported(week)}
    found = [
        Entry(Kind.DUE, kept, pledge, pledge.due)
        for kept, pledge in dates(week)
        if (kept.item.number, pledge) not in told
    ]
    near = [one for one in week.announced if week.until < one.at and week.local(one.at) <= week.today + AHEAD]
    reminders = sorted((one for one in near if one.kind is Kind.REMINDER), key=lambda one: one.at)
    near = [one for one in near if one.kind is not Kind.REMINDER or one in reminders[:MOST_REMINDERS]]
    found += [Entry(one.kind, at=one.at, announced=one) for one in near]
    kinds = list(Kind)
    return sorted(
        found,
        key=lambda entry: (week.local(entry.at or week.today), kinds.index(entry.kind), entry.number),
    )


def dates(week: Week) -> list[tuple[Kept, Pledge]]:
    """Every date of support in the week to come: of offers that wait to be kept, by members who are here."""
    return [
        (kept, pledge)
        for kept in week.due
        if kept.item.status is Status.OPEN
        for pledge in kept.item.pledges
        if pledge.due is not None
        and pledge.standing in WAITING
        and pledge.member in week.members
        and week.today <= week.local(pledge.due) <= week.today + AHEAD
    ]


Section = Callable[[Week], list[Entry]]
SECTIONS: tuple[Section, ...] = (moved, supported, decided, stuck, coming)
"""The sections in the order in which they are told: what is to come last, because it has a heading of its own.

What seeks somebody comes after them, as numbers to choose from."""


def entries(week: Week) -> tuple[tuple[Entry, ...], ...]:
    """What there is to tell, a tuple for each section."""
    return tuple(tuple(section(week)) for section in SECTIONS)


def news(week: Week, told: Sequence[Sequence[Entry]], seen: datetime) -> bool:
    """Whether any of it is new to who saw a digest at ``seen`` (aware): it happened since, or its date comes into view."""
    looked = seen.astimezone(week.zone).date() + AHEAD
    return any(_new(week, entry, seen, looked) for section in told for entry in section)


def _new(week: Week, entry: Entry, seen: datetime, looked: date) -> bool:
    if entry.announced is not None and entry.announced.repeats:
        return False
    if entry.kind in (Kind.DUE, Kind.MEETING, Kind.POLL, Kind.REMINDER, Kind.REVIEW):
        return entry.at is not None and week.local(entry.at) > looked
    return isinstance(entry.at, datetime) and entry.at > seen


def changes(week: Week) -> int:
    """How many moves of the period are told or counted."""
    return sum(one.move in PUBLIC for one in week.moves)
