"""What is kept of a ritual: the ritual itself, and what members said in their turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from copbot.core.records import Record


@dataclass(frozen=True, slots=True)
class Ritual(Record):
    """A ritual that waits, runs or ran. ``state`` is the machine's own JSON; ``threaded`` says where its middle part stands.

    ``copy`` is its script as it was when it was asked for, as JSON (`copbot.rituals.script_json`); None for a round from
    before there were scripts. ``mode`` is live or days; ``owner`` brought the topic, where somebody did.
    """

    room: str
    number: int
    script: str
    facilitator: str
    question: str | None
    source: str | None
    state: str
    opening: str
    threaded: bool
    started: datetime
    acted: datetime
    prompt: str | None = None
    outcome: str | None = None
    ended: datetime | None = None
    copy: str | None = None
    mode: str = "live"
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Contribution(Record):
    """What a member said in a turn. ``event`` is the message; one row for each.

    ``phase`` is the phase of the script in which it was said. ``revision`` is the edit that the words are from, if it was
    edited. Without words it was a picture, sound or file.
    """

    room: str
    ritual: int
    event: str
    member: str
    words: str
    at: datetime
    revision: str | None = None
    phase: str = "round"
