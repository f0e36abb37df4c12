"""What stands on the ladder: an item and the support pledged to it.

Kept apart from the rules (`copbot.commitments.ladder`) so that the store and the commands can name these
things without reading how they change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Rung(StrEnum):
    """How far a stuck thing has come."""

    CANNOT = "cannot"
    MAY = "may"
    SUPPORT = "support"


class Status(StrEnum):
    """Whether the item still moves; `HELPED` and `CLOSED` are ends."""

    OPEN = "open"
    HELPED = "helped"
    CLOSED = "closed"


class Standing(StrEnum):
    """What has become of one offer of support."""

    OFFERED = "offered"
    WELCOME = "welcome"
    DONE = "done"
    RELEASED = "released"
    DECLINED = "declined"


class Behalf(StrEnum):
    """For whom a supporter speaks."""

    SELF = "self"
    ORGANISATION = "organisation"


class Obstacle(StrEnum):
    """What stands in the way: never who."""

    RULE = "rule"
    MEANS = "means"
    HABIT = "habit"
    FEAR = "fear"
    UNKNOWN = "unknown"


WAITING = frozenset({Standing.OFFERED, Standing.WELCOME})
"""An offer still to be kept: a member has at most one of these on an item."""

STANDS = WAITING | {Standing.DONE}
"""An offer that carries the rung `support`; what was released or declined carries nothing."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """One member's own offer; ``number`` counts per item from 1.

    ``due`` is a day in the room's time zone, an aware moment, or None. ``source`` is the id of the event in
    which the words were said; ``what`` is None once they were taken away.
    """

    number: int
    member: str
    what: str | None
    due: date | datetime | None
    standing: Standing
    behalf: Behalf | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One stuck thing; ``number`` counts per room from 1. Members are Matrix ids.

    ``ground`` is why it may after all, ``ground_by`` who said so; ``checked`` tells that somebody confirmed
    it and ``decider`` names who decides on it. ``source`` is the id of the event in which ``text`` was
    said, ``ground_source`` and ``decider_source`` likewise. Words that their writer took away are None
    (a ground: empty).
    """

    number: int
    opener: str
    text: str | None
    rung: Rung
    status: Status
    obstacle: Obstacle | None
    ground: str | None
    ground_by: str | None
    checked: bool
    decider: str | None
    pledges: tuple[Pledge, ...]
    source: str | None
    ground_source: str | None = None
    decider_source: str | None = None


def open_pledge(item: Item, member: str) -> Pledge | None:
    """The member's offer that is still to be kept (offered or welcome), if there is one; there is never
    more than one.
    """
    return next((p for p in item.pledges if p.member == member and p.standing in WAITING), None)


def pledge_field(item: Item) -> list[dict[str, str | None]]:
    """The pledges as the ``nl.copbot`` field shows them: an ISO date, an RFC 3339 time, or None for
    ``due``.
    """
    return [{"member": p.member, "due": _due_text(p), "standing": p.standing.value} for p in item.pledges]


def _due_text(pledge: Pledge) -> str | None:
    if pledge.due is None:
        return None
    return (
        pledge.due.isoformat(timespec="seconds")
        if isinstance(pledge.due, datetime)
        else pledge.due.isoformat()
    )
