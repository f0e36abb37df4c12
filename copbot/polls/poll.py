"""A poll: open until its deadline, or until its starter or a host closes it; gone when its words are taken away.

Which moves there are in which phase is the table ``MOVES``. Ballots are no part of the state: each is a row of its own
(`copbot.polls.ballots`), because there may be many and they come one by one. A ballot is cast until the deadline, by the
time that the homeserver stamped on it, so that nothing changes when copbot was down at the deadline.

The starter may correct the words while there is no ballot. The options get new ids then: a tap on an old one that was
still under way counts for nothing, instead of for words that its member never saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from copbot.core.errors import Error
from copbot.core.machine import Illegal


class Phase(StrEnum):
    """How far a poll is."""

    OPEN = "open"
    CLOSED = "closed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen. ``id`` is what native votes name; it never means another text.

    ``source`` is the message whose words it is, where options are from several. Without text they were taken away.
    """

    id: str
    text: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """The state of a poll. ``source`` and ``options_source`` are the messages whose words its question and options are.

    ``deadline`` is in UTC. Without a question its words were taken away.
    """

    number: int
    method: str
    starter: str
    question: str | None
    options: tuple[Option, ...]
    deadline: datetime
    source: str | None = None
    options_source: str | None = None
    version: int = 0
    phase: Phase = Phase.OPEN


@dataclass(frozen=True, slots=True)
class Cast:
    """A member votes, at the time that the homeserver stamped on the vote (UTC)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Other words, and perhaps another deadline or method; ``voted`` tells whether there is any ballot."""

    by: str
    method: str
    question: str
    texts: tuple[str, ...]
    deadline: datetime
    source: str | None
    options_source: str | None
    voted: bool


@dataclass(frozen=True, slots=True)
class Close:
    """A member closes it; ``host`` tells whether they are a host of the room."""

    by: str
    host: bool


@dataclass(frozen=True, slots=True)
class Lapse:
    """The deadline has come."""


@dataclass(frozen=True, slots=True)
class Remove:
    """Its words, or its message, were taken away."""


Move = Cast | Change | Close | Lapse | Remove

MOVES: Mapping[Phase, Mapping[type[Move], Phase]] = {
    Phase.OPEN: {
        Cast: Phase.OPEN,
        Change: Phase.OPEN,
        Close: Phase.CLOSED,
        Lapse: Phase.CLOSED,
        Remove: Phase.GONE,
    },
    Phase.CLOSED: {Remove: Phase.GONE},
    Phase.GONE: {},
}


def numbered(texts: tuple[str, ...], version: int = 0) -> tuple[Option, ...]:
    """Options with ids: their numbers, and from the first correction on which correction they are of."""
    mark = f".{version}" if version else ""
    return tuple(Option(f"{number}{mark}", text) for number, text in enumerate(texts, 1))


def step(poll: Poll, move: Move) -> Poll:
    """The poll after a move. Raises Illegal, and then nothing has changed."""
    after = MOVES[poll.phase].get(type(move))
    if after is None:
        raise Illegal(Error.POLL_CLOSED)
    match move:
        case Cast(at) if at > poll.deadline:
            raise Illegal(Error.POLL_CLOSED)
        case Close(by, host) if by != poll.starter and not host:
            raise Illegal(Error.NOT_ALLOWED)
        case Change():
            return _changed(poll, move)
        case Remove():
            return replace(poll, phase=after, question=None, options=())
        case _:
            return replace(poll, phase=after)


def _changed(poll: Poll, move: Change) -> Poll:
    if move.by != poll.starter:
        raise Illegal(Error.NOT_ALLOWED)
    if move.voted:
        raise Illegal(Error.ALREADY_VOTED)
    version = poll.version + 1
    return replace(
        poll,
        method=move.method,
        question=move.question,
        options=numbered(move.texts, version),
        deadline=move.deadline,
        source=move.source,
        options_source=move.options_source,
        version=version,
    )
