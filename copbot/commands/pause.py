"""The word that ends a scene or a step, said to copbot itself: in the direct chat, where the group does not see whose it was. No typed command."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.facts import Posted
from copbot.core.wishes import Wish
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_kept import READS, running
from copbot.leading import hearing
from copbot.phases.registry import reads as kinds_read

USUAL = r"(?:copbot[,:]? )?(?:ik wil |i want |i need )?(?:even |een |a )*(?:pauze|pause|time[ -]?out)(?: nu| now)?(?: graag| alsjeblieft| aub| please)?[.!]*"
"""The words that scripts use. Any other that a script names is heard in the room alone."""


def run(call: Call, line: str) -> Sequence[Wish]:
    """The step is over, if one runs that knows this word; else it was no word for copbot."""
    words = call.fact.body if isinstance(call.fact, Posted) else ""
    for now in running(call):
        if (over := hearing.stopping(call, now, words)) is not None:
            return over
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
