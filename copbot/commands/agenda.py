"""``!agenda``: what the next meeting talks about; put something there, or take it off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import agenda
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase

_FOR = re.compile(
    r"@([1-9][0-9]{0,8})(?:\s+|$)"
)  # the number of a meeting, as the question for the words hands it on


def _add(call: Call, line: str) -> Sequence[Wish]:
    """Something is put there: chosen from what was offered, asked for, or said in words of everyday."""
    number, words = None, line
    if match := _FOR.match(line):
        number, words = int(match[1]), line[match.end() :]
    return agenda.added(call, words.strip(), number)


COMMANDS = (
    Command(
        names=("agenda",),
        dutch=("agenda",),
        section="meeting",
        run=agenda.run,
        reads=agenda.READS,
    ),
    Command(
        names=("agenda-add",),
        part_of="agenda",
        dutch=(),
        section="meeting",
        run=_add,
        reads=agenda.READS,
        hidden=True,
        phrases=(
            Phrase(
                r"(?:kun je |wil je )?(?:zet|op)(?: dit)?(?: alsjeblieft)?(?: op)? de agenda(?: van de volgende keer)?\s*[:,-]\s*(?P<words>.+)",
                line="{words}",
            ),
            Phrase(
                r"(?:kunnen|zullen|mogen) we het(?: (?:de |een )?volgende keer| een keer| dan| ook| nog){0,3} over (?P<words>.+?) hebben(?: (?:de )?volgende keer)?\s*[?.!]*"
                r"|(?:can|could|shall) we talk about (?P<about>.+?)(?: next time)?\s*[?.!]*",
                line="{words}{about}",
            ),
            Phrase(
                r"(?:ik wil|ik zou|wij willen|we willen)(?: (?:het|graag|de volgende keer|volgende keer|een keer|ook)){1,4} over (?P<words>.+?) hebben\s*[.!]*"
                r"|(?:i|we)(?:['’]d like| want| would like) to talk about (?P<about>.+?)(?: next time)?\s*[.!]*",
                line="{words}{about}",
            ),
            Phrase(
                r"(?:can you |please )?(?:put|add)(?: this)? (?:to|on) the agenda\s*[:,-]\s*(?P<words>.+)",
                line="{words}",
            ),
        ),
    ),
    Command(
        names=("agenda-more",),
        part_of="agenda",
        dutch=(),
        section="meeting",
        run=agenda.more,
        reads=agenda.READS,
        hidden=True,
    ),
)
