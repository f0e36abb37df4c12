"""``!commitment``: one item, with all that carries it."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.wishes import Wish
from copbot.dialogue import apart
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.ladder import FINDING, Found, anyones, find
from copbot.dialogue.ladder_list import show_item


def run(call: Call, line: str) -> Sequence[Wish]:
    """Show an item, open or not."""
    found = find(call, line, "commitment", anyones, (Error.NOTHING_OPEN, "ladder.nothing-open"))
    if not isinstance(found, Found):
        return found
    item = found.kept.item
    theirs = (item.opener, *(pledge.member for pledge in item.pledges))
    return apart.refused(call, "item", item.number, theirs) or show_item(call, found.kept)


COMMANDS = (
    Command(
        names=("commitment",),
        dutch=("punt", "toezegging"),
        section="ladder",
        run=run,
        reads=(*FINDING, *apart.READS),
    ),
)
