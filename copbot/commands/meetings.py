"""``!meetings``: what is to come, the next first."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import meeting_list
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase


def run(call: Call, line: str) -> Sequence[Wish]:
    """The list."""
    return meeting_list.show(call)


COMMANDS = (
    Command(
        names=("meetings",),
        dutch=("bijeenkomsten",),
        section="meeting",
        run=run,
        reads=meeting_list.READS,
        phrases=(
            Phrase(
                r"(?:en )?wanneer (?:is|zijn|komen we|zien we elkaar)(?: (?:de|onze|het|volgende|eerstvolgende|bijeenkomst(?:en)?|weer|bij elkaar)){0,4}\??"
                r"|(?:welke|wat voor) bijeenkomsten (?:zijn|komen|staan) er(?: (?:nog|gepland|aan)){0,4}\??"
            ),
            Phrase(
                r"(?:so )?when (?:is|are|do we)(?: (?:the|our|next|meetings?|meet|again)){0,4}\??"
                r"|(?:which|what) meetings are (?:there|planned|coming)(?: up)?\??"
            ),
        ),
    ),
)
