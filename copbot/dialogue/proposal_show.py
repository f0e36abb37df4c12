"""A proposal shown to who asks: its words, and how far it is; what was said in a round that runs is not shown."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.records import Option
from copbot.core.text import Text, Who, text
from copbot.core.wishes import Wish
from copbot.decisions.state import OPEN, Phase, Stance, tally
from copbot.dialogue import answers, proposal_words, proposals
from copbot.dialogue.call import Call

LISTED = 5
"""So many proposals are shown at a time."""


def show(call: Call, line: str) -> Sequence[Wish]:
    """One proposal."""
    found = proposals.find(call, line, "proposal")
    if not isinstance(found, proposals.Found):
        return found
    now = found.kept.proposal
    lines: list[Text] = [
        text(
            "proposal.one",
            n=now.number,
            version=now.version,
            who=Who(now.proposer),
            words=proposals.words(now),
        ),
        text(f"proposal.state-{now.phase.value}", n=now.number, p=call.prefix),
    ]
    if now.phase in (Phase.INTEGRATE, Phase.UNDECIDED):
        lines += [
            proposal_words.voice_line(voice)
            for voice in now.voices
            if voice.stance in (Stance.OBJECTION, Stance.CONCERN)
        ]
    if now.phase is Phase.CONSENT:
        counted = tally(now, proposals.circle(call, found.kept))
        lines.append(text("proposal.heard", heard=counted.heard, of=counted.of))
    if now.phase in OPEN:
        lines.append(text("proposal.lasts", until=proposal_words.ending(call, found.kept)))
    return [answers.reply(call, *lines, about=proposals.about(now))]


def listed(call: Call) -> Sequence[Wish]:
    """All proposals that run, or how one is made."""
    running = call.read.open_proposals(LISTED)
    if not running:
        key = call.chance.key()
        asked = answers.asking(call, key, (), free=Option("proposal"))
        return [answers.reply(call, text("proposal.how", p=call.prefix), key=key), asked]
    lines = [proposals.labelled(kept.proposal) for kept in running]
    last = text("proposal.list-on", n=running[0].proposal.number, p=call.prefix)
    return [answers.reply(call, text("proposal.list"), *lines, last)]
