"""Writing together instead of in turn: the facilitator's "samen" in reply to the opening, before the round begins."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import text
from copbot.core.wishes import Wish
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_kept import live, past
from copbot.dialogue.round_refusals import nothing_runs, over
from copbot.dialogue.round_words import TOGETHER
from copbot.leading import rounds
from copbot.rituals.moves import SwitchToTogether


def run(call: Call, line: str) -> Sequence[Wish]:
    """Write together."""
    now = live(call)
    if now is None:
        return nothing_runs(call)
    if past(call, now):
        return over(call)
    return rounds.play(call, now, SwitchToTogether(call.sender), text("round.will-write"))


COMMANDS = (
    Command(
        names=("write-together",),
        dutch=(),
        section="round",
        run=run,
        reads=rounds.READS,
        hidden=True,
        phrases=(Phrase(TOGETHER, about="opening"),),
    ),
)
