"""``!helped``: the opener alone says that it worked, and the room celebrates."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.commitments.ladder import Helped, Item, Status, open_pledge
from copbot.core.errors import Error
from copbot.core.text import Text, Who, text
from copbot.core.wishes import About, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command
from copbot.dialogue.ladder import (
    FINDING,
    Found,
    Step,
    find,
    move,
    no_longer_asked,
    numbered,
    opened_by_sender,
    tell,
)
from copbot.dialogue.ladder_keeping import keep
from copbot.dialogue.ladder_phrases import HELPED, NOT_YET, SOMETHING_ELSE
from copbot.dialogue.ladder_words import names, standing, stuck


def run(call: Call, line: str) -> Sequence[Wish]:
    """It worked. In words of everyday a supporter says by it that their own support is done."""
    found = find(call, line, "helped", opened_by_sender, (Error.NOTHING_OPEN, "ladder.nothing-of-yours"))
    if not isinstance(found, Found):
        return found
    item = found.kept.item
    if call.by is By.PHRASE and item.opener != call.sender and open_pledge(item, call.sender):
        return keep(call, line)
    made = move(call, found.kept, Helped(call.sender), "helped")
    if not isinstance(made, Step):
        return made
    return [
        *made.saved,
        *no_longer_asked(call, made.kept),
        *tell(call, made.item, *_celebration(made.item), told_as="ladder.told-helped"),
    ]


def _celebration(item: Item) -> list[Text]:
    lines = [
        text("ladder.helped", n=item.number, text=stuck(item)),
        text("ladder.helped-joy", opener=Who(item.opener)),
    ]
    others = [
        member
        for member in (item.ground_by, *(p.member for p in standing(item)))
        if member not in (None, item.opener)
    ]
    if others:
        who = names(member for member in others if member)
        lines.append(text("ladder.helped-thanks", who=who, count=len(who)))
    return lines


def not_yet(call: Call, line: str) -> Sequence[Wish]:
    """Not yet: the item stays where it is, and nobody is hurried."""
    return _stays(call, line, "ladder.not-yet")


def something_else(call: Call, line: str) -> Sequence[Wish]:
    """Something else is needed: how to say so to the room."""
    return _stays(call, line, "ladder.something-else")


def _stays(call: Call, line: str, id: str) -> Sequence[Wish]:
    if call.by is By.PHRASE and not call.spot.direct:
        return ()  # it was asked in private; in a room it is talk
    number = numbered(line)[0] or 0
    kept = call.read.item(number)
    if kept is None or kept.item.status is not Status.OPEN:
        told = text("ladder.refused-item-closed", n=number, p=call.prefix)
        return answers.refuse(call, Error.ITEM_CLOSED, told, about=About("item", number))
    return [answers.reply(call, text(id, n=number, p=call.prefix), about=About("item", number))]


COMMANDS = (
    Command(
        names=("helped",),
        dutch=("gelukt",),
        section="ladder",
        run=run,
        reads=FINDING,
        phrases=HELPED,
    ),
    Command(
        names=("not-yet",),
        part_of="helped",
        dutch=(),
        section="ladder",
        run=not_yet,
        reads=("item",),
        hidden=True,
        phrases=NOT_YET,
    ),
    Command(
        names=("something-else",),
        part_of="helped",
        dutch=(),
        section="ladder",
        run=something_else,
        reads=("item",),
        hidden=True,
        phrases=SOMETHING_ELSE,
    ),
)
