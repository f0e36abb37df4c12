"""``!close``: an item is put away, helped or not; by its opener or a host."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.commitments.ladder import Close
from copbot.commitments.records import Kept
from copbot.core.errors import Error
from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command
from copbot.dialogue.ladder import (
    FINDING,
    Found,
    Step,
    anyones,
    find,
    move,
    no_longer_asked,
    opened_by_sender,
    tell,
)
from copbot.dialogue.ladder_phrases import CLOSE
from copbot.dialogue.ladder_support import told_offer
from copbot.dialogue.ladder_words import stuck


def run(call: Call, line: str) -> Sequence[Wish]:
    """Put the item away."""
    host = call.is_host(call.sender)
    found = find(call, line, "close", _closable, (Error.NOTHING_OPEN, "ladder.nothing-of-yours"))
    if not isinstance(found, Found):
        return found
    if call.by is By.PHRASE and not _plainly(call, found.kept, host=host):
        return ()
    made = move(call, found.kept, Close(call.sender, host), "close")
    if not isinstance(made, Step):
        return made
    told = text("ladder.close", n=made.item.number, text=stuck(made.item), who=Who(call.sender))
    shown = tell(call, made.item, told, text("ladder.close-on", p=call.prefix))
    return [*made.saved, *no_longer_asked(call, made.kept), *shown]


def _closable(call: Call) -> Sequence[Kept]:
    return anyones(call) if call.is_host(call.sender) else opened_by_sender(call)


def _plainly(call: Call, kept: Kept, *, host: bool) -> bool:
    """Whether words of everyday can mean this: in reply to an offer, "no longer needed" may be about the offer."""
    return (host or kept.item.opener == call.sender) and told_offer(call, kept.item) is None


COMMANDS = (
    Command(
        names=("close",),
        dutch=("sluit",),
        section="ladder",
        run=run,
        reads=(*FINDING, "hosts"),
        phrases=CLOSE,
    ),
)
