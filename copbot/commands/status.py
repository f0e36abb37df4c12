"""``!status``: where the round is: who takes part, whose turn it is, who follows. Never who kept silent."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import answers, phase_messages
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_kept import live
from copbot.dialogue.round_refusals import nothing_runs
from copbot.dialogue.round_words import WHERE
from copbot.leading import rounds


def run(call: Call, line: str) -> Sequence[Wish]:
    """Where we are."""
    now = live(call)
    if call.by is By.PHRASE and call.about is not None and call.about.what in ("turn", "phase"):
        return ()  # asked among people, in answer to a prompt
    if now is None:
        return nothing_runs(call)
    waiting = len(call.read.waiting_rituals())
    return [answers.reply(call, *phase_messages.status_lines(now, waiting))]


COMMANDS = (
    Command(
        names=("status",),
        dutch=("waarzijnwe",),
        section="round",
        run=run,
        reads=rounds.READS,
        phrases=(Phrase(WHERE),),
    ),
)
