"""``!begin``: the facilitator does not wait for the time to join to end."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import rounds
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.round_kept import live
from copbot.dialogue.round_opening import in_order
from copbot.dialogue.round_refusals import nothing_runs
from copbot.rituals.moves import Begin


def run(call: Call, line: str) -> Sequence[Wish]:
    """Begin."""
    now = live(call)
    if now is None:
        return nothing_runs(call)
    order = in_order(call, now.round.members)
    return rounds.play(call, now, Begin(call.sender, order), rounds.goes_on(call))


COMMANDS = (Command(names=("begin",), dutch=("begin",), section="round", run=run, reads=rounds.READS),)
