"""A proposal shown to who asks: its words, and how far it is; what was said in a round that runs is not shown."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import Text, Who, text
from copbot.core.wishes import Wish
from copbot.decisions.state import OPEN, Phase, Stance, tally
from copbot.dialogue import answers, proposal_words, proposals
from copbot.dialogue.call import Call


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
    if now.phase is Phase.INTEGRATE:
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
