"""``!concern``: I have something to note. It is written down beside the decision, and holds nothing up."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.decisions.state import Stance
from copbot.dialogue import proposal_voices, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.proposal_phrases import CONCERN, CONCERN_PLAINLY


def run(call: Call, line: str) -> Sequence[Wish]:
    """A concern, with why."""
    return proposal_voices.say(call, line, Stance.CONCERN)


COMMANDS = (
    Command(
        names=("concern",),
        dutch=("kanttekening",),
        section="decisions",
        run=run,
        reads=proposals.READS,
        wordy=True,
        phrases=(
            *(Phrase(pattern, about="proposal", line="#{n} {words}") for pattern in CONCERN),
            *(Phrase(pattern, line="{words}") for pattern in CONCERN_PLAINLY),
            *(Phrase(pattern, about="proposal-thread", line="#{n} {words}") for pattern in CONCERN_PLAINLY),
        ),
    ),
)
