"""``!done`` has two meanings: with a number it keeps support, without one it ends a turn. ``!gedaan`` always means the
first and ``!klaar``, without a number, the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.commitments.ladder import Done, Kept, Pledge, Standing
from copbot.core.errors import Error
from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import rounds
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.ladder import FINDING, Found, Step, all_kept, find, move, numbered, tell, with_own_offer
from copbot.dialogue.ladder_words import offer


def run(call: Call, line: str) -> Sequence[Wish]:
    """``!done``: with a number, or when no ritual runs, support is kept; else a turn ends."""
    if numbered(line)[0] is None and call.read.ritual() is not None:
        return rounds.end_turn(call)
    return keep(call, line)


def end_turn(call: Call, line: str) -> Sequence[Wish]:
    """``!klaar``: a turn ends, unless a number says which support was kept."""
    return rounds.end_turn(call) if numbered(line)[0] is None else keep(call, line)


def keep_support(call: Call, line: str) -> Sequence[Wish]:
    """``!gedaan``: support is kept."""
    return keep(call, line)


def keep(call: Call, line: str) -> Sequence[Wish]:
    """The sender did what they offered; when all support is done the opener is asked whether it helped."""
    found = find(call, line, "gedaan", with_own_offer, (Error.NO_OFFER, "ladder.no-offer-of-yours"))
    if not isinstance(found, Found):
        return found
    made = move(call, found.kept, Done(call.sender), "done")
    if not isinstance(made, Step):
        return made
    pledge = _kept(call, made)
    told = text("ladder.done", n=made.item.number, who=Who(call.sender))
    return [
        *made.saved,
        *tell(call, made.item, told, offer(replace(pledge, due=None), call.zone)),
        *all_kept(call, made),
    ]


def _kept(call: Call, made: Step) -> Pledge:
    """The offer that was kept just now: the member's last one that is done."""
    (member,) = [happening.member for happening in made.happened if isinstance(happening, Kept)]
    return [p for p in made.item.pledges if p.member == member and p.standing is Standing.DONE][-1]


READS = tuple(dict.fromkeys((*FINDING, *rounds.READS)))

COMMANDS = (
    Command(names=("done",), dutch=(), section="ladder", run=run, reads=READS),
    Command(names=("klaar",), part_of="done", dutch=("klaar",), section="round", run=end_turn, reads=READS),
    Command(
        names=("gedaan",),
        part_of="done",
        dutch=("gedaan",),
        section="ladder",
        run=keep_support,
        reads=FINDING,
    ),
)
