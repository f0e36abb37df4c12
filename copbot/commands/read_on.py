"""The rest of what was answered over days: the next message of it, for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.text import text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, compiled
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.round_kept import kept


def run(call: Call, line: str) -> Sequence[Wish]:
    """The page that was asked for, as an answer to who asked."""
    number, at, phase = line.split(maxsplit=2)
    ritual = call.read.ritual_number(int(number))
    now = None if ritual is None else kept(ritual, call.prefix)
    if now is None or now.script.forgets:
        return answers.refuse(call, Error.ROUND_CLOSED, text("days.nothing-more"))
    said = call.read.contributions(int(number))
    return compiled.answered(call, now, said, phase, int(at))


COMMANDS = (
    Command(
        names=("read-on",),
        part_of="ritual",
        dutch=(),
        section="round",
        run=run,
        reads=("ritual_number", "contributions"),
        hidden=True,
    ),
)
