"""``!pass``: let the turn go by; also ahead, and never with a reason. In one physical room the facilitator taps it."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import proposal_hearing, proposals
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.round_kept import live, on_prompt
from copbot.dialogue.round_words import PASSING
from copbot.dialogue.scene import Scene
from copbot.leading import rounds
from copbot.rituals.moves import Next, Pass
from copbot.rituals.state import Phase


def run(call: Call, line: str) -> Sequence[Wish]:
    """Pass: one's turn, or where a proposal is meant or nothing else runs, one's question or reaction."""
    if proposal_hearing.passing_meant(call):
        return proposal_hearing.passes(call, line)
    if (now := live(call)) is not None and _taps_on(call, now):
        return rounds.play(call, now, Next(call.sender), rounds.goes_on(call, now))
    return rounds.give_up_turn(call, Pass, "round.passed", line)


def _taps_on(call: Call, now: Scene) -> bool:
    """In one physical room, who leads taps on from talk to talk."""
    led = now.round.options.here and call.sender == now.round.facilitator
    return led and call.by is By.TAP and now.round.phase is Phase.TALKING and on_prompt(call, now)


COMMANDS = (
    Command(
        names=("pass",),
        dutch=("pas",),
        section="round",
        run=run,
        reads=tuple(dict.fromkeys((*rounds.READS, *proposals.READS))),
        phrases=(Phrase(PASSING, about="ritual"),),
        touches=(Touch("⏭", "turn", undo="pass-undone"), Touch("⏭", "phase", undo="pass-undone")),
    ),
)
