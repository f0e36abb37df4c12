"""The ladder: a machine whose states are rungs.

Why a ladder. Somebody says "it can't be done". Most talk then goes to whether that is so. The ladder takes
another way, in three rungs, and each rung is held by somebody else:

* **cannot**: the opener is heard. Nothing is asked of anybody; a question after the obstacle may stay
  unanswered.
* **may**: anyone turns it, with a *ground* ("it worked elsewhere", "nothing forbids it"). Any reason will
  do; it is *to be checked* until somebody confirms it and says who decides.
* **support**: somebody stands beside the opener with an offer of their own. Nobody can promise for another.

The one rule under all the others: **an item is on support exactly when it has a ground and somebody stands
beside it** (an offer made, welcomed or done). A ground without that is may; no ground is cannot. So support
offered to a thing that still cannot be done is welcome and waits there, and a ground given later lifts the
item over may at once; and when the last support goes, the item is on may again and seeks support, whoever
let go and why. Putting an item back takes away the ground, never the support.

Two states are ends, `helped` and `closed`; nothing moves from there. Only the opener can say that it
helped: the ladder assesses nobody, and an item on any rung may have helped, also when the help came from
elsewhere.

How it is built. `TABLE` says for every move and every rung where it leads, or with which code it is
refused; `RIGHTS` says whose move it is. `step` reads both, then lets the move change what it changes
(`copbot.commitments.effects`), and takes the rung from the table: where the table names two rungs, it is
whether somebody still stands beside the item that chooses. The order of refusals is fixed: an ended item
first, then whose move it is, then the rung, then the words that are missing. The diagram (`mermaid`) and
half of the tests are made from the same tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from copbot.commitments.effects import EFFECTS
from copbot.commitments.items import (
    STANDS,
    WAITING,
    Behalf,
    Item,
    Obstacle,
    Pledge,
    Rung,
    Standing,
    Status,
    open_pledge,
    pledge_field,
)
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
    SeeksSupport,
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

__all__ = [
    "RIGHTS",
    "STANDS",
    "TABLE",
    "WAITING",
    "AllKept",
    "Behalf",
    "Cannot",
    "Checked",
    "CheckedHappened",
    "Close",
    "ClosedHappened",
    "Decline",
    "Declined",
    "Done",
    "Goes",
    "Happening",
    "Helped",
    "HelpedHappened",
    "Illegal",
    "Item",
    "Kept",
    "May",
    "Move",
    "NameObstacle",
    "Obstacle",
    "ObstacleNamed",
    "Offered",
    "OnBehalf",
    "Pledge",
    "PutBack",
    "Refused",
    "Release",
    "Released",
    "Reschedule",
    "Rescheduled",
    "Rung",
    "SeeksSupport",
    "SpokenFor",
    "Standing",
    "Status",
    "Support",
    "Turned",
    "Unwelcome",
    "Welcome",
    "WelcomeTakenBack",
    "Welcomed",
    "Who",
    "mermaid",
    "open_pledge",
    "opened",
    "pledge_field",
    "step",
]


class Who(StrEnum):
    """Whose move it is."""

    ANYONE = "anyone"
    OPENER = "opener"
    OPENER_OR_HOST = "opener or host"
    SUPPORTER = "supporter"


@dataclass(frozen=True, slots=True)
class Goes:
    """Where a move leads; ``alone`` is where it leads instead when nobody stands beside the item after it."""

    to: Rung | Status
    alone: Rung | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The move is not for this rung; ``code`` says why."""

    code: str


_C, _M, _S = Rung.CANNOT, Rung.MAY, Rung.SUPPORT
_STAYS = MappingProxyType({_C: Goes(_C), _M: Goes(_M), _S: Goes(_S)})
_NO_OFFER = Refused("no-offer")  # on may nobody stands beside the item, or it would be on support

TABLE: Mapping[type[Move], Mapping[Rung, Goes | Refused]] = MappingProxyType({
    Cannot: {_C: Refused("already-cannot"), _M: Goes(_C), _S: Goes(_C)},
    May: {_C: Goes(_S, alone=_M), _M: Refused("already-may"), _S: Refused("already-may")},
    Support: {_C: Goes(_C), _M: Goes(_S), _S: Goes(_S)},
    Welcome: {_C: Goes(_C), _M: _NO_OFFER, _S: Goes(_S)},
    Unwelcome: {_C: Goes(_C), _M: _NO_OFFER, _S: Goes(_S)},
    Decline: {_C: Goes(_C), _M: _NO_OFFER, _S: Goes(_S, alone=_M)},
    Done: {_C: Goes(_C), _M: _NO_OFFER, _S: Goes(_S)},
    Release: {_C: Goes(_C), _M: _NO_OFFER, _S: Goes(_S, alone=_M)},
    Reschedule: {_C: Goes(_C), _M: _NO_OFFER, _S: Goes(_S)},
    OnBehalf: {_C: Goes(_C), _M: _NO_OFFER, _S: Goes(_S)},
    Checked: {_C: Refused("no-ground"), _M: Goes(_M), _S: Goes(_S)},
    NameObstacle: _STAYS,
    Helped: dict.fromkeys(Rung, Goes(Status.HELPED)),
    Close: dict.fromkeys(Rung, Goes(Status.CLOSED)),
})  # fmt: skip

RIGHTS: Mapping[type[Move], Who] = MappingProxyType({
    Cannot: Who.OPENER_OR_HOST,
    May: Who.ANYONE,
    Support: Who.ANYONE,
    Welcome: Who.OPENER,
    Unwelcome: Who.OPENER,
    Decline: Who.OPENER,
    Done: Who.SUPPORTER,
    Release: Who.SUPPORTER,
    Reschedule: Who.SUPPORTER,
    OnBehalf: Who.SUPPORTER,
    Checked: Who.ANYONE,
    NameObstacle: Who.ANYONE,  # the first time; after that the opener's own, see `_name_obstacle`
    Helped: Who.OPENER,
    Close: Who.OPENER_OR_HOST,
})  # fmt: skip


def opened(number: int, opener: str, text: str, source: str | None) -> Item:
    """A new item on rung cannot; raises `Illegal` ``needs-text`` when nothing was said."""
    if not shows(text):
        raise Illegal("needs-text")
    return Item(number, opener, text.strip(), _C, Status.OPEN, None, None, None, False, None, (), source)


def step(item: Item, move: Move) -> tuple[Item, tuple[Happening, ...]]:
    """The item after the move, and what happened.

    Raises `Illegal` with one of item-closed, not-yours, already-cannot, already-may, needs-ground,
    needs-what, needs-who, no-offer, own-offer, no-ground; ``item`` is frozen, so then nothing has changed.
    """
    if item.status is not Status.OPEN:
        raise Illegal("item-closed")
    _check_right(item, move)
    way = TABLE[type(move)][item.rung]
    if isinstance(way, Refused):
        raise Illegal(way.code)
    after, happened = EFFECTS[type(move)](item, move)
    to = way.to if way.alone is None or _stands(after) else way.alone
    if isinstance(to, Status):
        return replace(after, status=to), happened
    if item.rung is _S and to is _M:
        happened += (SeeksSupport(),)
    return replace(after, rung=to), happened


def mermaid() -> str:
    """The ladder as a Mermaid state diagram, drawn from `TABLE`; moves that leave the rung as it is are
    left out.
    """
    arrows: dict[tuple[str, str], list[str]] = {}
    for move, ways in TABLE.items():
        for rung, way in ways.items():
            if isinstance(way, Refused):
                continue
            for to, when in ((way.to, "somebody stands"), (way.alone, "nobody stands")):
                if to is None or to is rung:
                    continue
                label = move.__name__ if way.alone is None else f"{move.__name__} ({when})"
                arrows.setdefault((rung.value, to.value), []).append(label)
    lines = [f"    {a} --> {b}: {', '.join(labels)}" for (a, b), labels in arrows.items()]
    ends = [f"    {status.value} --> [*]" for status in (Status.HELPED, Status.CLOSED)]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {_C.value}", *lines, *ends]) + "\n"


def _check_right(item: Item, move: Move) -> None:
    who = RIGHTS[type(move)]
    host = isinstance(move, Cannot | Close) and move.host
    if who is Who.SUPPORTER:
        if open_pledge(item, move.by) is None:
            raise Illegal("no-offer")
    elif who is not Who.ANYONE and move.by != item.opener and not (who is Who.OPENER_OR_HOST and host):
        raise Illegal("not-yours")


def _stands(item: Item) -> bool:
    return any(p.standing in STANDS for p in item.pledges)
