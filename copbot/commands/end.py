"""``!end``: the facilitator, or a host, ends the round. The outcome is the answer.

The facilitator may then add a sentence to the outcome, by replying to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import Said, Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import round_messages, rounds
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_kept import SCRIPT, kept, live
from copbot.dialogue.round_refusals import nothing_runs
from copbot.rituals.moves import End


def run(call: Call, line: str) -> Sequence[Wish]:
    """End the round."""
    now = live(call)
    if now is None:
        return nothing_runs(call)
    by = now.round.facilitator if call.is_host(call.sender) else call.sender
    return rounds.play(call, now, End(by), text("round.ended", who=Who(call.sender)))


def sentence(call: Call, line: str) -> Sequence[Wish]:
    """The facilitator's own words in the outcome; a newer sentence takes the place of an older one."""
    ritual = call.read.ritual_number(call.about.number) if call.about else None
    if ritual is None or ritual.script != SCRIPT or ritual.outcome is None:
        return ()
    if ritual.facilitator != call.sender:
        return ()
    return (round_messages.outcome_with(ritual, kept(ritual).round, Said(line, call.source)),)


COMMANDS = (
    Command(names=("end",), dutch=("einde",), section="round", run=run, reads=rounds.READS),
    Command(
        names=("outcome-sentence",),
        dutch=(),
        section="round",
        run=sentence,
        reads=("ritual_number",),
        hidden=True,
        phrases=(Phrase(r"(?P<words>.+)", about="outcome", line="{words}"),),
    ),
)
