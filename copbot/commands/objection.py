"""``!objection``: something goes wrong here, for somebody. Only who raised it takes it back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.decisions.state import Stance
from copbot.dialogue import proposal_voices, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.proposal_phrases import OBJECTION, OBJECTION_PLAINLY

_BACK = re.compile(
    r"(?:ik )?(?:trek (?:hem |het |mijn bezwaar )?in|intrekken|withdraw(?:n)?|take back)[.!]*", re.IGNORECASE
)
_NUMBER = re.compile(r"(#?[0-9]{1,9})\s+")


def run(call: Call, line: str) -> Sequence[Wish]:
    """An objection, perhaps with why; or taking it back."""
    number = _NUMBER.match(line)
    words = line[number.end() :] if number else line
    if _BACK.fullmatch(words.strip()):
        return proposal_voices.say(call, number[1] if number else "", Stance.CONSENT)
    return proposal_voices.say(call, line, Stance.OBJECTION)


COMMANDS = (
    Command(
        names=("objection",),
        dutch=("bezwaar",),
        section="decisions",
        run=run,
        reads=proposals.READS,
        wordy=True,
        phrases=(
            *(Phrase(pattern, about="proposal", line="#{n} {words}") for pattern in OBJECTION),
            *(Phrase(pattern, line="{words}") for pattern in OBJECTION_PLAINLY),
            *(Phrase(pattern, about="proposal-thread", line="#{n} {words}") for pattern in OBJECTION_PLAINLY),
        ),
    ),
)
