"""``!support``: the sender's own offer, on any rung. Nobody can promise for another."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.commitments.ladder import Behalf, OnBehalf, Status, open_pledge
from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Said, Who, text
from copbot.core.wishes import About, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Touch
from copbot.dialogue.ladder import Step, move
from copbot.dialogue.ladder_phrases import BEHALF, PERHAPS_SUPPORT, SUPPORT
from copbot.dialogue.ladder_support import READS, support, support_by


def run(call: Call, line: str) -> Sequence[Wish]:
    """Offer support, or hear what is still missing."""
    return support(call, line)


def perhaps(call: Call, line: str) -> Sequence[Wish]:
    """Words that are likely an offer are asked back: nobody is held to what was talk."""
    number, _, what = line.partition(" ")
    kept = call.read.item(int(number))
    if kept is None or kept.item.status is not Status.OPEN:
        return ()
    question = text("ladder.sure-support", n=int(number), what=Said(what, call.source))
    choices = [
        (text("ladder.yes"), Option("support", line, means="yes")),
        (text("ladder.no"), Option("never-mind", means="no")),
    ]
    return answers.ask(call, Error.NOT_UNDERSTOOD, question, choices=choices)


def behalf(call: Call, line: str) -> Sequence[Wish]:
    """For oneself or for one's organisation."""
    number, _, name = line.partition(" ")
    kept = call.read.item(int(number))
    if kept is None:
        return answers.refuse(
            call, Error.NO_SUCH_ITEM, text("ladder.no-such-item", n=int(number), p=call.prefix)
        )
    if call.by is By.PHRASE and open_pledge(kept.item, call.sender) is None:
        return ()
    made = move(call, kept, OnBehalf(call.sender, Behalf(name)), "behalf")
    if not isinstance(made, Step):
        return made
    id = "ladder.speaks-self" if Behalf(name) is Behalf.SELF else "ladder.speaks-organisation"
    line_told = text(id, who=Who(call.sender), n=made.item.number)
    return [*made.saved, answers.reply(call, line_told, about=About("item", made.item.number))]


COMMANDS = (
    Command(
        names=("support",),
        dutch=("iksteun", "ikondersteun", "ikhelp"),
        section="ladder",
        run=run,
        reads=READS,
        wordy=True,
        phrases=SUPPORT,
        touches=(Touch("🤝", "item", line="{n}", undo="unasked"),),
    ),
    Command(
        names=("perhaps-support",),
        part_of="support",
        dutch=(),
        section="ladder",
        run=perhaps,
        reads=("item",),
        hidden=True,
        phrases=PERHAPS_SUPPORT,
    ),
    Command(
        names=("support-by",),
        part_of="support",
        dutch=(),
        section="ladder",
        run=support_by,
        reads=READS,
        hidden=True,
    ),
    Command(
        names=("behalf",),
        part_of="support",
        dutch=(),
        section="ladder",
        run=behalf,
        reads=("item",),
        hidden=True,
        phrases=BEHALF,
    ),
)
