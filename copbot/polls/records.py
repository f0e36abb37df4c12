"""What is kept of a poll: the poll itself with its messages, and every ballot that was cast in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from copbot.core.records import Record
from copbot.polls.poll import Poll


@dataclass(frozen=True, slots=True)
class KeptPoll(Record):
    """A poll in a room, with the keys of the messages that open it, end it and tell its outcome. Times are in UTC.

    ``limited`` tells whether its starter named the deadline; otherwise it is only there so that every poll has an end.
    """

    room: str
    poll: Poll
    opening: str
    opened: datetime
    limited: bool
    closing: str | None = None
    outcome: str | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ballot(Record):
    """What a member chose, in one message or by one tap; without selections the vote is withdrawn."""

    room: str
    poll: int
    event: str
    member: str
    selections: tuple[str, ...]
