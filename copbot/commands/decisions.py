"""``!decisions``: what was decided here."""

from __future__ import annotations

from copbot.dialogue import decision_register
from copbot.dialogue.command import Command

COMMANDS = (
    Command(
        names=("decisions",),
        dutch=("besluiten",),
        section="decisions",
        run=decision_register.listed,
        reads=decision_register.READS,
    ),
)
