"""``!may``: it may, because … Any reason will do; it is to be checked until somebody confirms it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.commitments.ladder import May
from copbot.core.errors import Error
from copbot.core.facts import Redacted
from copbot.core.text import Who, text
from copbot.core.wishes import Retract, Wish, Withdraw
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Touch
from copbot.dialogue.ladder import FINDING, Found, Step, anyones, find, move, tell
from copbot.dialogue.ladder_phrases import MAY
from copbot.dialogue.ladder_refusals import question_key
from copbot.dialogue.ladder_words import ground, unquoted

# "want" is said by copbot itself, so that "mag wel, want" does not stand there twice
_BECAUSE = re.compile(
    r"(?:(?:het |dat |it )?(?:mag wel|may)\b[\s,.:…]*)?(?:(?:want|because)\b[\s,:…]*)?", re.IGNORECASE
)


def run(call: Call, line: str) -> Sequence[Wish]:
    """The ground of an item, or the question what it is."""
    found = find(call, line, "may", anyones, (Error.NOTHING_OPEN, "ladder.nothing-open"))
    if not isinstance(found, Found):
        return found
    words, quoted = unquoted(found.rest)
    match = _BECAUSE.match(words)
    because = words if quoted or match is None else words[match.end() :]
    made = move(call, found.kept, May(call.sender, because, call.source), "may", because)
    if not isinstance(made, Step):
        return made
    item = made.item
    return [
        *made.saved,
        *tell(
            call,
            item,
            text("ladder.may", n=item.number, who=Who(call.sender)),
            ground(item),
            text("ladder.ask-check"),
            text("ladder.think-along-support"),
        ),
    ]


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
