"""The word that ends a scene, said to copbot itself: in the direct chat, where the group does not see whose it was. No typed command."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.facts import Posted
from copbot.core.wishes import Wish
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_kept import READS, running
from copbot.leading import rounds
from copbot.phases.registry import kinds
from copbot.phases.registry import reads as kinds_read
from copbot.rituals.state import Phase

USUAL = r"(?:copbot[,:]? )?(?:ik wil |i want |i need )?(?:even |een |a )*(?:pauze|pause|time[ -]?out)(?: nu| now)?(?: graag| alsjeblieft| aub| please)?[.!]*"
"""The words that scripts use. Any other that a script names is heard in the room alone."""


def run(call: Call, line: str) -> Sequence[Wish]:
    """The scene is over, if one runs that knows this word; else it was no word for copbot."""
    words = call.fact.body if isinstance(call.fact, Posted) else ""
    for now in running(call):
        if now.round.phase is not Phase.TALKING:
            continue
        told = kinds()[now.phase.kind].heard(call, now, words)
        if told is not None and told.over:
            return rounds.carry_out(call, now, told)
    return ()


COMMANDS = (
    Command(
        names=("scene-over",),
        dutch=(),
        section="round",
        run=run,
        reads=(*READS, *kinds_read()),
        hidden=True,
        phrases=(Phrase(USUAL),),
    ),
)
