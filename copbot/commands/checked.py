"""``!checked``: somebody asked around, and says who decides on the ground."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.commitments.ladder import Checked
from copbot.core.errors import Error
from copbot.core.text import Who, text
from copbot.core.wishes import About, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command
from copbot.dialogue.ladder import FINDING, Found, Step, anyones, find, move, tell
from copbot.dialogue.ladder_phrases import CHECKED, WILL_CHECK
from copbot.dialogue.ladder_words import ground, said, unquoted

_AT = re.compile(r"(?:bij|with)\b[\s:,]*", re.IGNORECASE)


def run(call: Call, line: str) -> Sequence[Wish]:
    """The ground is confirmed."""
    found = find(call, line, "checked", anyones, (Error.NOTHING_OPEN, "ladder.nothing-open"))
    if not isinstance(found, Found):
        return found
    item = found.kept.item
    if call.by is By.PHRASE and (item.ground is None or item.checked):
        return ()  # talk about who decides
    words, _ = unquoted(found.rest)
    decider = _AT.sub("", words, count=1) if _AT.match(words) else words
    made = move(call, found.kept, Checked(call.sender, decider, call.source), "checked", decider)
    if not isinstance(made, Step):
        return made
    item = made.item
    return [
        *made.saved,
        *tell(
            call,
            item,
            text("ladder.checked", n=item.number, who=Who(call.sender)),
            ground(item),
            text("ladder.decides", who=said(item.decider, item.decider_source)),
        ),
    ]


def will_check(call: Call, line: str) -> Sequence[Wish]:
    """Somebody will ask around: thanks, and how to tell what came of it."""
    kept = None if call.about is None else call.read.item(call.about.number)
    if kept is None or kept.item.ground is None or kept.item.checked:
        return ()
    number = kept.item.number
    told = text("ladder.will-check", who=Who(call.sender), n=number)
    return [answers.reply(call, told, about=About("item", number))]


COMMANDS = (
    Command(
        names=("checked",),
        dutch=("nagevraagd",),
        section="ladder",
        run=run,
        reads=FINDING,
        wordy=True,
        phrases=CHECKED,
    ),
    Command(
        names=("will-check",),
        part_of="checked",
        dutch=(),
        section="ladder",
        run=will_check,
        reads=("item",),
        hidden=True,
        phrases=WILL_CHECK,
    ),
)
