"""What each move of the ladder changes on an item, apart from the rung, which the table of the ladder
decides.

Every function here may count on whose move it is and on the rung: the ladder has checked both. What is left
to refuse is words that are missing and offers that are not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from copbot.commitments.items import WAITING, Item, Pledge, Standing, open_pledge
from copbot.commitments.moves import (
    AllKept,
    Cannot,
    Checked,
    CheckedHappened,
    Close,
    ClosedHappened,
    Decline,
    Declined,
    Done,
    Happening,
    Helped,
    HelpedHappened,
    Kept,
    May,
    Move,
    NameObstacle,
    ObstacleNamed,
    Offered,
    OnBehalf,
    PutBack,
    Release,
    Released,
    Reschedule,
    Rescheduled,
    SpokenFor,
    Support,
    Turned,
    Unwelcome,
    Welcome,
    Welcomed,
    WelcomeTakenBack,
)
from copbot.core.machine import Illegal
from copbot.core.names import shows


def _said(words: str, code: str) -> str:
    if not shows(words):
        raise Illegal(code)
    return words.strip()


def _stand(item: Item, members: frozenset[str], standing: Standing) -> Item:
    """The waiting offers of these members get this standing; all others are left alone."""
    changed = (
        replace(p, standing=standing) if p.member in members and p.standing in WAITING else p
        for p in item.pledges
    )
    return replace(item, pledges=tuple(changed))


def _all_kept(item: Item) -> tuple[Happening, ...]:
    standings = {p.standing for p in item.pledges}
    return (AllKept(),) if Standing.DONE in standings and not standings & WAITING else ()


def _chosen(item: Item, member: str | None, standings: frozenset[Standing]) -> tuple[str, ...]:
    """Whose offers the opener means: never the opener's own, which nobody needs to welcome."""
    found = [p.member for p in item.pledges if p.standing in standings and member in (None, p.member)]
    others = tuple(m for m in found if m != item.opener)
    if not others:
        raise Illegal("own-offer" if found else "no-offer")
    return others


Effect = tuple[Item, tuple[Happening, ...]]


def _cannot(item: Item, move: Cannot) -> Effect:
    back = replace(
        item,
        ground=None,
        ground_by=None,
        ground_source=None,
        checked=False,
        decider=None,
        decider_source=None,
    )
    return back, (PutBack(move.by, move.why.strip()),)


def _may(item: Item, move: May) -> Effect:
    ground = _said(move.because, "needs-ground")
    after = replace(item, ground=ground, ground_by=move.by, ground_source=move.source)
    return after, (Turned(move.by, ground, move.source),)


def _aware(due: date | datetime | None) -> None:
    if isinstance(due, datetime) and due.tzinfo is None:
        raise ValueError("a due moment must be aware")


def _support(item: Item, move: Support) -> Effect:
    what = _said(move.what, "needs-what")
    _aware(move.due)
    # counted before the earlier offer is dropped, so that no number is ever used twice
    number = max((p.number for p in item.pledges), default=0) + 1
    old = open_pledge(item, move.by)
    # the same person speaks for the same people, so the answer to "for yourself?" is kept
    new = Pledge(number, move.by, what, move.due, Standing.OFFERED, old.behalf if old else None, move.source)
    kept = tuple(p for p in item.pledges if p is not old)
    return replace(item, pledges=(*kept, new)), (Offered(new, old),)


def _welcome(item: Item, move: Welcome) -> Effect:
    members = _chosen(item, move.member, frozenset({Standing.OFFERED}))
    return _stand(item, frozenset(members), Standing.WELCOME), (Welcomed(members),)


def _unwelcome(item: Item, move: Unwelcome) -> Effect:
    members = _chosen(item, move.member, WAITING)
    return _stand(item, frozenset(members), Standing.OFFERED), (WelcomeTakenBack(members),)


def _decline(item: Item, move: Decline) -> Effect:
    members = _chosen(item, move.member, WAITING)
    after = _stand(item, frozenset(members), Standing.DECLINED)
    return after, (Declined(members), *_all_kept(after))


def _done(item: Item, move: Done) -> Effect:
    after = _stand(item, frozenset({move.by}), Standing.DONE)
    return after, (Kept(move.by), *_all_kept(after))


def _release(item: Item, move: Release) -> Effect:
    after = _stand(item, frozenset({move.by}), Standing.RELEASED)
    return after, (Released(move.by), *_all_kept(after))


def _reschedule(item: Item, move: Reschedule) -> Effect:
    _aware(move.due)
    old = open_pledge(item, move.by)
    assert old is not None  # whose move it is was checked
    new = replace(old, due=move.due)
    return replace(item, pledges=tuple(new if p is old else p for p in item.pledges)), (Rescheduled(new),)


def _helped(item: Item, move: Helped) -> Effect:
    return item, (HelpedHappened(move.by),)


def _checked(item: Item, move: Checked) -> Effect:
    decider = _said(move.decider, "needs-who")
    after = replace(item, checked=True, decider=decider, decider_source=move.source)
    return after, (CheckedHappened(move.by, decider),)


def _close(item: Item, move: Close) -> Effect:
    return item, (ClosedHappened(move.by),)


def _name_obstacle(item: Item, move: NameObstacle) -> Effect:
    if item.obstacle is not None and move.by != item.opener:
        raise Illegal("not-yours")
    return replace(item, obstacle=move.obstacle), (ObstacleNamed(move.by, move.obstacle),)


def _on_behalf(item: Item, move: OnBehalf) -> Effect:
    changed = (
        replace(p, behalf=move.behalf) if p.member == move.by and p.standing in WAITING else p
        for p in item.pledges
    )
    return replace(item, pledges=tuple(changed)), (SpokenFor(move.by, move.behalf),)


EFFECTS: Mapping[type[Move], Callable[[Item, Any], Effect]] = MappingProxyType({
    Cannot: _cannot,
    May: _may,
    Support: _support,
    Welcome: _welcome,
    Unwelcome: _unwelcome,
    Decline: _decline,
    Done: _done,
    Release: _release,
    Reschedule: _reschedule,
    OnBehalf: _on_behalf,
    Checked: _checked,
    NameObstacle: _name_obstacle,
    Helped: _helped,
    Close: _close,
})  # fmt: skip
