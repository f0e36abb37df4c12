"""``!support``: the sender's own offer, on any rung. Nobody can promise for another."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.commitments.ladder import Behalf, OnBehalf
from copbot.core.errors import Error
from copbot.core.text import Who, text
from copbot.core.wishes import About, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.ladder import Step, move
from copbot.dialogue.ladder_support import READS, support, support_by


def run(call: Call, line: str) -> Sequence[Wish]:
    """Offer support, or hear what is still missing."""
    return support(call, line)


def behalf(call: Call, line: str) -> Sequence[Wish]:
    """For oneself or for one's organisation."""
    number, _, name = line.partition(" ")
    kept = call.read.item(int(number))
    if kept is None:
        return answers.refuse(
            call, Error.NO_SUCH_ITEM, text("ladder.no-such-item", n=int(number), p=call.prefix)
        )
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
        phrases=(
            Phrase(
                r"ik\s+(?:help|steun|ondersteun)\b(?!\s+(?:\w+\s+){0,2}(?:niet|geen)\b)(?:\s+(?:jou|je|jullie|dit)\b)?"
                r"(?:\s+(?:graag|wel|mee)\b)*(?:[\s,:]+(?:met|door|bij)\b)?[\s,:…]*(?P<what>.*?)",
                about="item",
                line="{n} {what}",
            ),
            Phrase(
                r"i(?:['’]?ll|\s+will|\s+can)?\s+(?:help|support)\b(?!\s+(?:\w+\s+){0,2}not\b)(?:\s+(?:you|this)\b)?"
                r"(?:[\s,:]+(?:with|by)\b)?[\s,:…]*(?P<what>.*?)",
                about="item",
                line="{n} {what}",
            ),
        ),
        touches=(Touch("🤝", "item", line="{n}", undo="unasked"),),
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
    ),
)
