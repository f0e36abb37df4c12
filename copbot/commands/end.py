"""``!end``: the facilitator, or a host, ends the round; also in words spoken to copbot. The outcome is the answer.

The facilitator may then add a sentence to the outcome, by replying to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.core.text import Said, Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import round_messages
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.ritual_words import own
from copbot.dialogue.round_kept import kept, live, past
from copbot.dialogue.round_words import END_ROUND, THANKS
from copbot.dialogue.scene import Scene
from copbot.dialogue.which_ritual import Found, find
from copbot.leading import rounds
from copbot.rituals.moves import End

_THANKS = re.compile(THANKS, re.IGNORECASE)


def run(call: Call, line: str) -> Sequence[Wish]:
    """End the round."""
    found = find(call, line, "end")
    if not isinstance(found, Found):
        return found
    now = found.now
    by = now.round.facilitator if _may(call, now) else call.sender
    return rounds.play(call, now, End(by), text(own(now.script, "round.ended"), who=Who(call.sender)))


def _may(call: Call, now: Scene) -> bool:
    """Who may end it beside who leads: a host, who brought the topic, and anybody in a private one of which nobody did."""
    course, member = now.course, call.sender
    private = now.script.sensitive and not now.script.owned and member in course.taking_part
    return call.is_host(member) or member == course.owner or private


def in_words(call: Call, line: str) -> Sequence[Wish]:
    """End the round, in words of everyday; by somebody else in their turn they are a contribution."""
    now = live(call)
    if now is None or past(call, now):
        return ()
    leads = call.sender == now.round.facilitator or _may(call, now)
    if not leads and call.about is not None:
        return ()
    return run(call, "")


def sentence(call: Call, line: str) -> Sequence[Wish]:
    """The facilitator's own words in the outcome; a newer sentence takes the place of an older one."""
    ritual = call.read.ritual_number(call.about.number) if call.about else None
    if ritual is None or ritual.outcome is None:
        return ()
    if ritual.facilitator != call.sender or _THANKS.fullmatch(line):
        return ()
    over = kept(ritual, call.prefix)
    if over.script.forgets:
        return ()  # nothing that is said of it stays
    return (round_messages.outcome_with(over, Said(line, call.source)),)


COMMANDS = (
    Command(names=("end",), dutch=("einde",), section="round", run=run, reads=rounds.READS),
    Command(
        names=("end-in-words",),
        part_of="end",
        dutch=(),
        section="round",
        run=in_words,
        reads=rounds.READS,
        hidden=True,
        phrases=(Phrase(END_ROUND),),
    ),
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
