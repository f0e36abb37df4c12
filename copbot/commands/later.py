"""``!later``: to the end of the row. In one physical room the facilitator taps it."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.round_words import POSTPONING
from copbot.leading import rounds
from copbot.rituals.moves import Later


def run(call: Call, line: str) -> Sequence[Wish]:
    """Move to the end."""
    return rounds.give_up_turn(call, Later, "round.postponed")


COMMANDS = (
    Command(
        names=("later",),
        dutch=("later", "straks"),
        section="round",
        run=run,
        reads=rounds.READS,
        phrases=(Phrase(POSTPONING, about="ritual"),),
        touches=(Touch("⏳", "turn"),),
    ),
)
