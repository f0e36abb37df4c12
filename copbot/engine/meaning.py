"""What somebody may have meant, and where it was heard: what understanding gives, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from copbot.core.records import Question, Room
from copbot.core.wishes import About
from copbot.dialogue.call import By
from copbot.dialogue.command import Command, Touch
from copbot.engine.ports import Work
from copbot.engine.registry import Registry


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading of what somebody did. ``answered`` is a question to forget once the reading holds.

    ``source`` is the message whose words are in ``line``, where that is not the one at hand; ``free`` marks words that
    answer a question; ``asked`` is a question that still waits, to be asked again; ``touch`` is what was tapped.
    """

    command: Command
    line: str
    by: By
    addressed: bool = True
    scope: str | None = None
    chosen_scope: bool = False
    answered: str | None = None
    source: str | None = None
    free: bool = False
    asked: Question | None = None
    about: About | None = None
    touched: str | None = None
    touched_kind: str | None = None
    touch: Touch | None = None


@dataclass(frozen=True, slots=True)
class Listening:
    """What understanding needs to know of where it listens."""

    registry: Registry
    work: Work
    room: Room
    me: str
    prefix: str
    now: datetime
    names: tuple[str, ...] = ()
