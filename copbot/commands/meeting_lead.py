"""Leading a meeting: what was asked before it opens, what is written down while it runs, and the clock that closes it."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import minutes
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.leading import meeting_noting, meeting_opening
from copbot.phases._sitting import OVER, SHOW

_WHAT = r"(?:de |het )?(?:bijeenkomst|vergadering|meeting|overleg)"


def _start(call: Call, line: str) -> Sequence[Wish]:
    return meeting_opening.start(call, line)


COMMANDS = (
    Command(
        names=("meeting-start",),
        part_of="meeting",
        dutch=(),
        section="meeting",
        run=_start,
        reads=meeting_opening.READS,
        hidden=True,
        phrases=(
            Phrase(rf"(?:kun je |wil je )?(?:start|begin|open)(?: maar)?(?: met)? {_WHAT}(?: maar)?[.!]*"),
            Phrase(r"(?:please )?(?:start|begin|open) the meeting[.!]*"),
        ),
    ),
    Command(
        names=("meeting-go-on",),
        part_of="meeting",
        dutch=(),
        section="meeting",
        run=meeting_opening.go_on,
        reads=meeting_opening.READS,
        hidden=True,
    ),
    Command(
        names=("meeting-end",),
        part_of="meeting",
        dutch=(),
        section="meeting",
        run=meeting_opening.end,
        reads=tuple(dict.fromkeys((*meeting_opening.READS, *minutes.READS))),
        hidden=True,
        phrases=(
            Phrase(
                rf"(?:kun je |wil je )?(?:sluit|stop|beëindig|eindig)(?: maar)?(?: met)? {_WHAT}(?: maar)?(?: af)?[.!]*"
            ),
            Phrase(r"(?:please )?(?:end|close|stop) the meeting[.!]*"),
        ),
        rings={OVER: meeting_opening.forgotten, SHOW: minutes.after},
    ),
    Command(
        names=("agreed",),
        dutch=("afspraak", "afgesproken"),
        section="meeting",
        run=meeting_noting.agreed,
        reads=meeting_noting.READS,
    ),
    Command(
        names=("decided",),
        dutch=("besloten",),
        section="meeting",
        run=meeting_noting.decided,
        reads=meeting_noting.READS,
    ),
)
