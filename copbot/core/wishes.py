"""What copbot wants to happen: the wishes that go out, in the imperative. Only the engine carries them out.

Everything is data: a wish can be compared in a test, written to the outbox and read back. ``key`` names a logical
message for ever; editing keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from copbot.core.records import Question, Record
from copbot.core.text import Said, Text, Value, Wording


class Turn(IntEnum):
    """What goes first, within a room and among rooms: what people wait for, then what changes, then what nobody asked for.

    Seeded reactions go last.
    """

    PROMPT = 0
    EDIT = 1
    UNPROMPTED = 2
    SEED = 3


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about, so that a reply to it or a tap on it is understood: ("item", 4), ("notice", 0) …"""

    what: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """What makes a message a native poll: its answers by id, and the question; or, with ``ends``, the end of one.

    ``most`` is how many answers may be chosen, ``ends`` the key of the message that opened the poll.
    """

    answers: tuple[tuple[str, Said], ...]
    question: Text | None = None
    most: int = 1
    ends: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """What makes a message a file (``m.file``): its name, without ending, and what it is made of when it is sent.

    ``media`` is its type, and names who makes it (`copbot.texts.files`): ``text/markdown`` puts ``lines`` one below the
    other, None for an empty one, whole and with what people wrote escaped. ``text/calendar`` is made of ``values``. Like the words of any message they are data until then, and people's words travel as `Said`.
    """

    name: Text | Wording
    media: str
    lines: tuple[Text | Wording | None, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Late:
    """When a message is due (UTC), and its lines where it is sent more than five minutes after that.

    Whether it is late shows only when it is sent: then its field gets ``late``, and its words say when it should have
    come.
    """

    due: datetime
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """Send a new message to a room, or with ``to`` to a member's direct chat; ``scope`` is the room that it is about.

    ``thread`` is the event at the thread's root (or the key of copbot's own message there); ``ping`` mentions and makes
    a telephone ring; ``choices`` are shown as a numbered list,
    ``closing`` lines after it; ``unprompted`` goes behind what was asked for, and waits for the end of the quiet hours
    and until its member is back; with ``timely`` it keeps its time, which somebody asked for. ``behind`` comes a moment
    later: what the room is told in the same breath should be read first.
    With ``poll`` it opens or ends a native poll, and the lines are for clients that show none. ``late`` is set where it
    has a time of its own. With ``file`` it is a file: nobody is meant, no emoji or choices go with it, it is never edited
    (a newer file is a new message), and the lines are said instead where the homeserver takes no files.
    """

    key: str
    lines: tuple[Text, ...]
    kind: str
    field: Mapping[str, Any] = field(default_factory=dict)
    room: str | None = None
    to: str | None = None
    scope: str | None = None
    about: About | None = None
    reply_to: str | None = None
    thread: str | None = None
    thread_key: str | None = None
    ping: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    choices: tuple[Text, ...] = ()
    closing: tuple[Text, ...] = ()
    unprompted: bool = False
    timely: bool = False
    behind: bool = False
    aloud: bool = False  # m.text that means the member whose chat it is: a private question that waits
    poll: Paper | None = None
    late: Late | None = None
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Change an earlier message of copbot's; only the newest of several unsent ones is sent."""

    key: str
    lines: tuple[Text, ...]
    field: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Text, ...] = ()
    poll: Paper | None = None


@dataclass(frozen=True, slots=True)
class React:
    """Put an emoji on a message of copbot's own, named by key."""

    key: str
    emoji: str


@dataclass(frozen=True, slots=True)
class Unseed:
    """Put no more emoji on a message: those that still wait to be seeded are of no use any more."""

    key: str


@dataclass(frozen=True, slots=True)
class Retract:
    """Remove a message of copbot's own, with every revision of it, from the room."""

    key: str


@dataclass(frozen=True, slots=True)
class Enter:
    """Accept an invitation, not before ``not_before``."""

    room: str
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Quit:
    """Leave a room or refuse an invitation; ``reason`` may be seen by those who invited."""

    room: str
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Remember a question that copbot asked, so that its answer is understood."""

    question: Question


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Forget a question: it was answered or is of no use any more."""

    key: str


@dataclass(frozen=True, slots=True)
class Ring:
    """Wake me at a time (UTC). The same name again replaces the earlier alarm."""

    name: str
    at: datetime
    room: str
    purpose: str
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Take back an alarm, if it still waits."""

    name: str


@dataclass(frozen=True, slots=True)
class Rouse:
    """Alarms whose names begin so ring at this time (UTC) instead: what they waited for has changed."""

    prefix: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """What is held for a member goes now, as one message; where they are still to be left alone, it is held on."""

    member: str


@dataclass(frozen=True, slots=True)
class Bring:
    """A message that is held goes now, as the answer to an event."""

    key: str
    event: str


@dataclass(frozen=True, slots=True)
class Hush:
    """What copbot would have told a member of its own accord is not sent; with ``listed``, only what it has told of."""

    member: str
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Save:
    """Write a record: new, or in place of the one with the same identity."""

    record: Record


@dataclass(frozen=True, slots=True)
class Erase:
    """Remove a record by its identity."""

    record: Record


@dataclass(frozen=True, slots=True)
class Unquote:
    """Take the words of a removed event out of every table, and out of every message that quotes them."""

    source: str


Wish = (
    Say
    | Edit
    | React
    | Unseed
    | Retract
    | Enter
    | Quit
    | Ask
    | Withdraw
    | Ring
    | Silence
    | Rouse
    | Release
    | Bring
    | Hush
    | Save
    | Erase
    | Unquote
)
