"""``!commitments``: what is open in the room, or what is mine. ``!steun`` lists too; with a number and a text it offers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Said, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.ladder import numbered
from copbot.dialogue.ladder_list import READS, show_item, show_list
from copbot.dialogue.ladder_support import READS as SUPPORT_READS
from copbot.dialogue.ladder_support import support

WHICH = {"": "open", "open": "open", "mine": "mine", "mijn": "mine", "vanmij": "mine"}


def run(call: Call, line: str) -> Sequence[Wish]:
    """A list; with a number that item; with a number and a text an offer of support."""
    if line in WHICH:
        return show_list(call, WHICH[line])
    number, rest = numbered(line)
    if number is not None and rest:
        return support(call, line)
    if number is not None:
        kept = call.read.item(number)
        if kept is not None:
            return show_item(call, kept)
        return answers.refuse(call, Error.NO_SUCH_ITEM, text("ladder.no-such-item", n=number, p=call.prefix))
    choices = [
        (text("ladder.list-or-support", what=Said(line, call.source)), Option("support", line)),
        (text("ladder.list-or-list"), Option("commitments")),
    ]
    return answers.ask(call, Error.NOT_UNDERSTOOD, text("ladder.list-or"), choices=choices)


def more(call: Call, line: str) -> Sequence[Wish]:
    """The rest of a list, after the last one shown."""
    which, after, *words = line.split(" ", 2)
    if words and not re.fullmatch(rf"(?:{MORE})[.!]*", words[0], re.IGNORECASE):
        return ()
    return show_list(call, which, int(after))


MORE = r"(?:ja,? )?(?:meer|de rest)|(?:yes,? )?(?:more|the rest)"

COMMANDS = (
    Command(
        names=("commitments",),
        dutch=("steun", "toezeggingen", "ladder"),
        section="ladder",
        run=run,
        reads=tuple(dict.fromkeys((*READS, *SUPPORT_READS))),
    ),
    Command(
        names=("commitments-more",),
        dutch=(),
        section="ladder",
        run=more,
        reads=READS,
        hidden=True,
        phrases=(Phrase(MORE, about="items-open", line="open {n}"),),
    ),
)
