"""Writing together instead of in turn: the facilitator's "samen" in reply to the opening, before the round begins."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import text
from copbot.core.wishes import Wish
from copbot.dialogue import rounds
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_refusals import nothing_runs
from copbot.rituals.moves import SwitchToTogether


def run(call: Call, line: str) -> Sequence[Wish]:
    """Write together."""
    now = rounds.live(call)
    if now is None:
        return nothing_runs(call)
    return rounds.play(call, now, SwitchToTogether(call.sender), text("round.will-write"))


COMMANDS = (
    Command(
        names=("write-together",),
        dutch=(),
        section="round",
        run=run,
        reads=rounds.READS,
        hidden=True,
        phrases=(Phrase(r"(?:allemaal )?(?:samen|tegelijk|together)[.!]*", about="opening"),),
    ),
)
