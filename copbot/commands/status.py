"""``!status``: where the round is: who takes part, whose turn it is, who follows. Never who kept silent.

Where no ritual runs it is how far the proposal is that the group decides about.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import Text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, days_messages, phase_messages, proposal_show, proposals
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_kept import running
from copbot.dialogue.round_refusals import nothing_runs
from copbot.dialogue.round_words import WHERE
from copbot.leading import rounds


def run(call: Call, line: str) -> Sequence[Wish]:
    """Where we are."""
    if call.by is By.PHRASE and call.about is not None and call.about.what in ("turn", "phase"):
        return ()  # asked among people, in answer to a prompt
    scenes = running(call)
    if not scenes and (open_ := call.read.open_proposals(2)):
        return proposal_show.show(call, "") if len(open_) == 1 else proposal_show.listed(call)
    if not scenes:
        return nothing_runs(call)
    waiting = len(call.read.waiting_rituals())
    lines: list[Text] = []
    for now in scenes:
        lines += (
            days_messages.status(call, now) if now.over_days else phase_messages.status_lines(now, waiting)
        )
    return [answers.reply(call, *lines)]


COMMANDS = (
    Command(
        names=("status",),
        dutch=("waarzijnwe",),
        section="round",
        run=run,
        reads=tuple(dict.fromkeys((*rounds.READS, *proposals.READS))),
        phrases=(Phrase(WHERE),),
    ),
)
