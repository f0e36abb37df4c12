"""What happened: the facts that come in. They are in the past tense and carry no objects, only what was seen.

Every fact can be written to the inbox as JSON and read back; that is the only way into the engine, but for what its
own clock says.
Times are aware and in UTC: the homeserver's own stamp where the fact came from it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Posted:
    """Somebody wrote a message. ``reply_to`` is set for real replies only, not for a thread's fallback.

    ``media`` is a picture, a sound, a film, a file or a place: without text, not even its name. ``own`` tells that it
    replies to a message of the same person. With a ``doubt`` (see `Overheard.why`) it counts for nothing and is never
    written down; it becomes `Overheard` where copbot was spoken to.
    """

    room: str
    sender: str
    event: str
    at: datetime
    body: str
    notice: bool = False
    reply_to: str | None = None
    thread: str | None = None
    mentions: tuple[str, ...] = ()
    media: bool = False
    own: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """Somebody replaced the text of an earlier message of their own. Never a command."""

    room: str
    sender: str
    event: str
    at: datetime
    target: str
    body: str


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody put an emoji on a message; skin tone and U+FE0F are already taken off ``emoji``.

    ``author`` and ``body`` of the message come along only for an emoji that gives the message to copbot (🧱).
    """

    room: str
    sender: str
    event: str
    at: datetime
    target: str
    emoji: str
    author: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Redacted:
    """Somebody removed an event: a message, or a reaction that is thereby taken away."""

    room: str
    sender: str
    event: str
    at: datetime
    target: str


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody asks copbot to come into a room."""

    room: str
    sender: str
    event: str
    at: datetime
    direct: bool = False
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """A member (or copbot itself) joined a room; into a direct chat of somebody else's, being asked in counts as well.

    ``direct_with`` is told of copbot's own coming: whose direct chat the room is, where two people are in it.
    """

    room: str
    sender: str
    event: str
    at: datetime
    direct_with: str | None = None


@dataclass(frozen=True, slots=True)
class Departed:
    """A member (or copbot itself) left a room, or was made to; who refuses to come into a direct chat has left it."""

    room: str
    sender: str
    event: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Locked:
    """A room was encrypted; from now on it is, for ever."""

    room: str
    sender: str
    event: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A room was upgraded: its people go on in another one, ``successor``. Nobody may write in it from now on, as a rule."""

    room: str
    sender: str
    event: str
    at: datetime
    successor: str


@dataclass(frozen=True, slots=True)
class Overheard:
    """Somebody spoke to copbot in an encrypted room in a way that anybody may have forged: what it said is not kept.

    ``why`` is ``clear``: it was not encrypted; or ``device``: it came from a device that its owner has not verified.
    Without ``spoken`` it was said to nobody in particular while a ritual runs, which may wait for just that member.
    """

    room: str
    sender: str
    event: str
    at: datetime
    why: str = "clear"
    spoken: bool = True


@dataclass(frozen=True, slots=True)
class Sealed:
    """A message came that copbot has no key for yet; ``of`` is its event. When the key comes, the message is told as if new."""

    room: str
    sender: str
    event: str
    at: datetime
    of: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The homeserver shows a message of copbot's own: from here on people can answer it. ``key`` is its logical message."""

    room: str
    sender: str
    event: str
    at: datetime
    key: str
    rev: int


@dataclass(frozen=True, slots=True)
class Voted:
    """Somebody tapped an answer of a native poll; ``selections`` are ids of answers as they came, none to withdraw.

    ``target`` is the event that opened the poll.
    """

    room: str
    sender: str
    event: str
    at: datetime
    target: str
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PollEnded:
    """Somebody ended a native poll. ``target`` is the event that opened it."""

    room: str
    sender: str
    event: str
    at: datetime
    target: str


@dataclass(frozen=True, slots=True)
class Rang:
    """A due time came. ``sender`` is empty: copbot's own clock speaks."""

    room: str
    sender: str
    event: str
    at: datetime
    alarm: str
    purpose: str
    payload: str = ""


Fact = (
    Posted
    | Edited
    | Reacted
    | Redacted
    | Invited
    | Entered
    | Departed
    | Locked
    | Moved
    | Overheard
    | Sealed
    | Sent
    | Voted
    | PollEnded
    | Rang
)

KINDS: Mapping[str, type[Fact]] = {
    kind.__name__.lower(): kind
    for kind in (
        Posted,
        Edited,
        Reacted,
        Redacted,
        Invited,
        Entered,
        Departed,
        Locked,
        Moved,
        Overheard,
        Sealed,
        Sent,
        Voted,
        PollEnded,
        Rang,
    )
}


NAMES = {kind: tuple(field.name for field in dataclasses.fields(kind)) for kind in KINDS.values()}


def to_json(fact: Fact) -> dict[str, Any]:
    """The fact as plain JSON values."""
    # Every value is plain already; asdict would copy each of them deeply.
    plain: dict[str, Any] = {name: getattr(fact, name) for name in NAMES[type(fact)]}
    plain["at"] = fact.at.isoformat()
    plain["fact"] = type(fact).__name__.lower()
    return plain


def from_json(plain: Mapping[str, Any]) -> Fact:
    """The fact that `to_json` wrote. Raises KeyError or TypeError on anything else."""
    values = dict(plain)
    kind = KINDS[values.pop("fact")]
    values["at"] = datetime.fromisoformat(values["at"])
    for name in ("mentions", "selections"):
        if name in values:
            values[name] = tuple(values[name])
    return kind(**values)
