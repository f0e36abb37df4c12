"""What is kept of proposals and of decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from copbot.core.records import Record
from copbot.decisions.state import Proposal, Voice


@dataclass(frozen=True, slots=True)
class KeptProposal(Record):
    """A proposal in a room (times in UTC). ``live``: its rounds last minutes, not days.

    ``prompt`` is the message of the present round, ``began`` when that round began, ``nudged`` how often those were
    reminded who were not heard in it. ``ritual`` is the one in whose consent phase it is, or was. ``thread`` is the message in
    whose thread stands what lies between its opening and its outcome; None: in the main timeline.
    """

    room: str
    proposal: Proposal
    live: bool
    prompt: str
    opened: datetime
    began: datetime
    deadline: datetime
    nudged: int = 0
    ended: datetime | None = None
    ritual: int | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Decision(Record):
    """What was decided: the words of the version that was adopted, its concerns, who was heard, and when it is looked at again.

    ``review`` is a local date. ``items`` are the numbers of those on the ladder who do what. ``key`` is the message that
    told of it. Without words they were taken away. ``proposal`` is 0 where it was decided aloud, in a meeting.
    """

    room: str
    number: int
    proposal: int
    version: int
    proposer: str
    words: str | None
    source: str | None
    adopted: datetime
    review: date
    heard: int
    of: int
    key: str
    concerns: tuple[Voice, ...] = ()
    items: tuple[int, ...] = ()
