"""``!pass``: let the turn go by; also ahead, and never with a reason. In one physical room the facilitator taps it."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import rounds
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.round_kept import live, past
from copbot.dialogue.round_refusals import nothing_runs
from copbot.dialogue.round_words import PASSING
from copbot.rituals.moves import Pass


def run(call: Call, line: str) -> Sequence[Wish]:
    """Pass."""
    now = live(call)
    if now is None:
        return nothing_runs(call)
    if past(call, now):
        return ()
    meant = rounds.meant_for_copbot(call, now)
    member = rounds.tapped_for(call, now) if call.by is By.TAP else call.sender
    if meant is None or member is None:
        return ()
    said = text("round.passed", who=Who(member))
    return rounds.play(meant, now, Pass(member, by=call.sender), said, aside=True)


COMMANDS = (
    Command(
        names=("pass",),
        dutch=("pas",),
        section="round",
        run=run,
        reads=rounds.READS,
        phrases=(Phrase(PASSING, about="ritual"),),
        touches=(Touch("⏭", "turn", undo="pass-undone"), Touch("⏭", "phase", undo="pass-undone")),
    ),
)
