"""``!may``: it may, because … Any reason will do; it is to be checked until somebody confirms it."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.facts import Redacted
from copbot.core.wishes import Retract, Wish, Withdraw
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Touch
from copbot.dialogue.ladder import FINDING, Found, anyones, find
from copbot.dialogue.ladder_phrases import MAY
from copbot.dialogue.ladder_refusals import question_key
from copbot.dialogue.ladder_turning import turned


def run(call: Call, line: str) -> Sequence[Wish]:
    """The ground of an item, or the question what it is."""
    found = find(call, line, "may", anyones, (Error.NOTHING_OPEN, "ladder.nothing-open"))
    if not isinstance(found, Found):
        return found
    return turned(call, found.kept, found.rest)


def take_back(call: Call, line: str) -> Sequence[Wish]:
    """The tap that opened a question was taken away: the question goes too."""
    key = question_key(call.fact.target) if isinstance(call.fact, Redacted) else ""
    return () if call.read.message(key) is None else (Withdraw(key), Retract(key))


COMMANDS = (
    Command(
        names=("may",),
        dutch=("magwel",),
        section="ladder",
        run=run,
        reads=FINDING,
        wordy=True,
        phrases=MAY,
        touches=(Touch("🔑", "item", line="{n}", undo="unasked"),),
    ),
    Command(
        names=("unasked",),
        part_of="may",
        dutch=(),
        section="ladder",
        run=take_back,
        reads=("message",),
        hidden=True,
    ),
)
