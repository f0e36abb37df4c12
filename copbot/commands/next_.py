"""``!next``: who leads goes on to the next one; in one physical room it means that this one has spoken.

``!next step`` goes on to the next step of the script in any case, without waiting for who was not heard.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import proposal_leading, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.round_kept import live
from copbot.dialogue.which_ritual import Found, find
from copbot.leading import rounds
from copbot.rituals.moves import Next, Skip

STEP = ("step", "phase", "stap", "fase", "volgende stap", "next step")


def run(call: Call, line: str) -> Sequence[Wish]:
    """Go on."""
    if live(call) is None or (call.about is not None and call.about.what == "proposal"):
        led = proposal_leading.go_on(call, line)
        if led is not None:
            return led
    found = find(call, line, "next")
    if not isinstance(found, Found):
        return found
    now = found.now
    step = found.rest.strip().strip(".!").lower() in STEP
    return rounds.play(call, now, Skip(call.sender) if step else Next(call.sender), rounds.goes_on(call, now))


COMMANDS = (
    Command(
        names=("next",),
        dutch=("volgende",),
        section="round",
        run=run,
        reads=tuple(dict.fromkeys((*rounds.READS, *proposals.READS))),
    ),
)
