"""The form of a command file: names, who may, what it reads, in which words and taps it also comes, and a pure ``run``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from copbot.core.wishes import Wish
from copbot.dialogue.call import Call


class Who(Enum):
    """Who may give a command; finer rules (one's own item, one's own turn) belong to the machines."""

    MEMBER = "member"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of everyday that mean this command.

    ``pattern`` must fit the whole message (case aside). ``about`` limits it to replies to messages about that kind of
    thing; "ritual" means anywhere in a room while a ritual runs; "proposal-thread" in the thread of a proposal; None means wherever copbot is spoken to. ``line`` is
    the command's text; ``{n}`` becomes the number of what the message is about, other names groups of the pattern.
    """

    pattern: str
    about: str | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Touch:
    """A reaction that means this command, on copbot's messages about one kind of thing; "message": on anybody's else."""

    emoji: str
    about: str
    line: str = ""
    undo: str | None = None  # the command that taking the reaction away means
    words: bool = False  # on a message of somebody's, what it says comes along
    forgeable: bool = True  # may count in an encrypted room, where the server could forge it
    instead: str | None = None  # where it may not: the text that tells who tapped which message it takes


@dataclass(frozen=True, slots=True)
class Command:
    """A command. ``names`` are English ones, ``dutch`` Dutch ones; the first of each is shown in help."""

    names: tuple[str, ...]
    dutch: tuple[str, ...]
    section: str
    run: Callable[[Call, str], Sequence[Wish]]
    reads: tuple[str, ...] = ()
    who: Who = Who.MEMBER
    early: bool = False  # answered before the notice is accepted
    roomless: bool = False  # in a direct chat it is about that chat, not about a shared room
    part_of: str | None = (
        None  # the command that machines read in its answers, where it is only a part of one
    )
    homeless: bool = False  # in a direct chat of somebody who shares no room, it is about that chat
    hidden: bool = False  # no typed command: reached by choices, phrases, taps and alarms only
    silent: bool = False  # no answer is owed: what it does shows by itself
    peopled: bool = True  # its alarms wait until copbot knows who is in the room
    wordy: bool = False  # without the prefix, its name may be followed by free text and not only by a number
    hears: tuple[str, ...] = ()  # kinds of fact (posted, edited, departed …) that it is told of in its room
    phrases: tuple[Phrase, ...] = ()
    touches: tuple[Touch, ...] = ()
    rings: Mapping[str, Callable[[Call, str], Sequence[Wish]]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name by which the rest of the house knows it."""
        return self.names[0]
