"""``!amend``: other words for a proposal, with what is different told, and a fresh consent round."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import proposal_leading, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command


def run(call: Call, line: str) -> Sequence[Wish]:
    """A new version."""
    return proposal_leading.amend(call, line)


COMMANDS = (
    Command(
        names=("amend",),
        dutch=("wijzig",),
        section="decisions",
        run=run,
        reads=proposals.READS,
        wordy=True,
    ),
)
