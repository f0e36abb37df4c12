"""The answer to "mag wel, want …?" in a harvest: the item is opened with the ground that was missing."""

from __future__ import annotations

from copbot.dialogue.command import Command
from copbot.dialogue.harvesting import READS, VERB, with_ground

COMMANDS = (
    Command(
        names=(VERB,), part_of="may", dutch=(), section="ladder", run=with_ground, reads=READS, hidden=True
    ),
)
