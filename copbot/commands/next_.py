"""``!next``: the facilitator goes on to the next one; in one physical room it means that this one has spoken."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import proposal_leading, proposals, rounds
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.round_kept import live
from copbot.dialogue.round_refusals import nothing_runs
from copbot.rituals.moves import Next


def run(call: Call, line: str) -> Sequence[Wish]:
    """Go on."""
    now = live(call)
    if now is None or (call.about is not None and call.about.what == "proposal"):
        led = proposal_leading.go_on(call, line)
        if led is not None:
            return led
    if now is None:
        return nothing_runs(call)
    return rounds.play(call, now, Next(call.sender), rounds.goes_on(call))


COMMANDS = (
    Command(
        names=("next",),
        dutch=("volgende",),
        section="round",
        run=run,
        reads=tuple(dict.fromkeys((*rounds.READS, *proposals.READS))),
    ),
)
