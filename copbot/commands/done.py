"""``!done`` has two meanings: with a number, or in reply to an item, it keeps support; without, it ends a turn. ``!gedaan``
always means the first and ``!klaar``, without a number, the second.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.ladder import numbered
from copbot.dialogue.ladder_keeping import READS, keep
from copbot.dialogue.ladder_phrases import DONE
from copbot.leading import rounds


def run(call: Call, line: str) -> Sequence[Wish]:
    """``!done``: about an item, or when no ritual runs, support is kept; else a turn ends."""
    if not _about_an_item(call, line) and call.read.ritual() is not None:
        return rounds.end_turn(call)
    return keep(call, line)


def end_turn(call: Call, line: str) -> Sequence[Wish]:
    """``!klaar``: a turn ends, unless a number or the message replied to says which support was kept."""
    return keep(call, line) if _about_an_item(call, line) else rounds.end_turn(call)


def _about_an_item(call: Call, line: str) -> bool:
    return numbered(line)[0] is not None or (call.about is not None and call.about.what == "item")


BOTH = tuple(dict.fromkeys((*READS, *rounds.READS)))

COMMANDS = (
    Command(names=("done",), dutch=(), section="ladder", run=run, reads=BOTH),
    Command(names=("klaar",), part_of="done", dutch=("klaar",), section="round", run=end_turn, reads=BOTH),
    Command(
        names=("gedaan",),
        part_of="done",
        dutch=("gedaan",),
        section="ladder",
        run=keep,
        reads=READS,
        phrases=DONE,
    ),
)
