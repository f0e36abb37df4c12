"""``!cannot``: somebody is heard. With ``#n`` an item is put back on this rung; any other text opens a new one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.commitments.ladder import Cannot, PutBack, Rung
from copbot.core.errors import Error
from copbot.core.facts import Posted
from copbot.core.names import shows
from copbot.core.records import Option
from copbot.core.text import Place, Said, Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command
from copbot.dialogue.ladder import Step, move, tell
from copbot.dialogue.ladder_opening import READS, open_item
from copbot.dialogue.ladder_phrases import PUT_BACK, STUCK
from copbot.dialogue.ladder_words import said, standing, stuck

_BACK = re.compile(r"#([0-9]{1,9})(?!\w)[\s:.,]*")  # only with its sign: "2 dagen naar school" is no item


def run(call: Call, line: str) -> Sequence[Wish]:
    """Open an item, or put one back."""
    back = _BACK.match(line)
    if back:
        return _put_back(call, int(back[1]), line[back.end() :].strip())
    if shows(line) and _plainly_elsewhere(call):
        return _sure(call, line)
    return open_item(call, line)


def _plainly_elsewhere(call: Call) -> bool:
    """Whether it was said in a direct chat without the prefix: it may be talk, and everybody would read it."""
    plain = isinstance(call.fact, Posted) and not call.fact.body.startswith(call.prefix)
    return call.elsewhere and plain and call.by in (By.COMMAND, By.PHRASE)


def _sure(call: Call, line: str) -> Sequence[Wish]:
    """From a direct chat nothing new is put in a room without a yes."""
    question = text("ladder.sure-cannot", room=Place(call.room.id), text=Said(line, call.source))
    choices = [
        (text("ladder.sure-yes"), Option("stuck", line, means="yes")),
        (text("ladder.sure-no"), Option("never-mind", means="no")),
    ]
    return answers.ask(call, Error.NOT_UNDERSTOOD, question, choices=choices)


def _put_back(call: Call, number: int, why: str) -> Sequence[Wish]:
    kept = call.read.item(number)
    if kept is None:
        return answers.refuse(call, Error.NO_SUCH_ITEM, text("ladder.no-such-item", n=number, p=call.prefix))
    host = call.is_host(call.sender)
    if call.by is By.PHRASE and not (
        kept.item.rung is not Rung.CANNOT and (host or kept.item.opener == call.sender)
    ):
        return ()  # "it can't after all" is talk from anybody else
    made = move(call, kept, Cannot(call.sender, why, host), "cannot", why)
    if not isinstance(made, Step):
        return made
    lines = [text("ladder.back", n=number, text=stuck(made.item), who=Who(call.sender))]
    if any(isinstance(happening, PutBack) and happening.why for happening in made.happened):
        lines.append(text("ladder.back-why", why=said(why, call.source)))
    lines.append(text("ladder.back-support") if standing(made.item) else text("ladder.back-fine"))
    return [*made.saved, *tell(call, made.item, *lines, text("ladder.think-along"))]


def stuck_text(call: Call, line: str) -> Sequence[Wish]:
    """The text of a new item, asked for or confirmed."""
    if call.free and call.elsewhere and shows(line):
        return _sure(call, line)
    return open_item(call, line)


def never_mind(call: Call, line: str) -> Sequence[Wish]:
    """Rather not, after all."""
    told = [text("ladder.never-mind")]
    if call.spot.direct and isinstance(call.fact, Posted) and call.fact.body.strip(" .!").lower() == "stop":
        told.append(text("ladder.never-mind-stop"))
    return [answers.reply(call, *told)]


COMMANDS = (
    Command(
        names=("cannot",),
        dutch=("kanniet",),
        section="ladder",
        run=run,
        reads=("item", "hosts", *READS),
        wordy=True,
        phrases=(*PUT_BACK, *STUCK),
    ),
    Command(
        names=("stuck",),
        part_of="cannot",
        dutch=(),
        section="ladder",
        run=stuck_text,
        reads=READS,
        hidden=True,
    ),
    Command(
        names=("never-mind",),
        part_of="cannot",
        dutch=(),
        section="ladder",
        run=never_mind,
        homeless=True,
        hidden=True,
    ),
)
