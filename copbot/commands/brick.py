"""🧱 on a message: it tells what is stuck. On one's own it opens an item; somebody else is asked to put it themself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.commitments.ladder import Close, Rung, Status
from copbot.core.errors import Error
from copbot.core.facts import Reacted, Redacted
from copbot.core.records import Option
from copbot.core.text import Who, text
from copbot.core.wishes import About, Ask, Edit, Wish, Withdraw
from copbot.dialogue import answers, hints
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Touch
from copbot.dialogue.ladder import Step, move
from copbot.dialogue.ladder_opening import READS, open_item
from copbot.dialogue.ladder_words import fields

_NO = re.compile(r"\W*(?:nee|no|niet|not|liever niet|rather not)\b", re.IGNORECASE)


def run(call: Call, line: str) -> Sequence[Wish]:
    """Open an item with the message, or ask its author; a message that is an item already is left alone."""
    tap = call.fact
    if not isinstance(tap, Reacted) or not tap.body or tap.author is None:
        return ()
    if tap.author not in call.people.humans or tap.body.startswith(call.prefix):
        return ()
    if call.read.item_from(tap.target) is not None:
        return ()
    if tap.author != call.sender:
        return _ask_author(call, tap, tap.author)
    asked = _asked_for(tap.target)
    answered = () if call.read.message(asked) is None else (Withdraw(asked),)
    return [*answered, *open_item(call, tap.body, key=_opened_by(tap.event), reply_to=tap.target)]


def _opened_by(reaction: str) -> str:
    return f"brick-{reaction}"


def _asked_for(message: str) -> str:
    return f"brick-{message}"


def _ask_author(call: Call, tap: Reacted, author: str) -> Sequence[Wish]:
    """Only the author may make an item of their words, and gives them by a 🧱 of their own; until then none are kept.

    They are asked once, whoever else taps.
    """
    key = _asked_for(tap.target)
    if call.read.message(key) is not None:
        return ()
    question = text("ladder.ask-author", author=Who(author), who=Who(call.sender))
    message = answers.say(
        call,
        "question",
        (question,),
        {"about": "item"},
        key=key,
        about=About("brick"),
        reply_to=tap.target,
        ping=(author,),
    )
    free = Option("bricks-author", tap.target)
    return message, Ask(answers.question(call, key, (), free, asked=author))


def authors_words(call: Call, line: str) -> Sequence[Wish]:
    """What the author replies: a no is fine, and to anything else belongs how it is done."""
    event, _, words = line.partition(" ")
    kept = call.read.item_from(event)
    if kept is not None:
        given = text("ladder.given-already", n=kept.item.number, p=call.prefix)
        return answers.refuse(call, Error.NOT_UNDERSTOOD, given)
    if _NO.match(words):
        return [answers.reply(call, text("ladder.never-mind"))]
    return [answers.reply(call, text(hints.fitting(call, "ladder.put-brick"), p=call.prefix))]


def take_back(call: Call, line: str) -> Sequence[Wish]:
    """🧱 was taken away: as long as nobody did anything with the item, it is put away again."""
    kept = call.read.item_from(call.touched or "")
    if kept is None or not isinstance(call.fact, Redacted):
        return ()
    item = kept.item
    untouched = item.rung is Rung.CANNOT and not item.pledges and item.obstacle is None
    key = _opened_by(call.fact.target)
    if item.opener != call.sender or item.status is not Status.OPEN or not untouched:
        return ()
    if call.read.message(key) is None:
        return ()
    made = move(call, kept, Close(call.sender, host=False), "close")
    if not isinstance(made, Step):
        return made
    lines = (text("ladder.taken-back", n=item.number),)
    return [*made.saved, Withdraw(key), Edit(key, lines, fields(made.item))]


COMMANDS = (
    Command(
        names=("brick",),
        part_of="cannot",
        dutch=(),
        section="ladder",
        run=run,
        reads=("item_from", "message", *READS),
        hidden=True,
        touches=(Touch("🧱", "message", undo="unbrick", words=True, forgeable=False, instead="taps.brick"),),
    ),
    Command(
        names=("bricks-author",),
        part_of="cannot",
        dutch=(),
        section="ladder",
        run=authors_words,
        reads=("item_from",),
        hidden=True,
    ),
    Command(
        names=("unbrick",),
        part_of="cannot",
        dutch=(),
        section="ladder",
        run=take_back,
        reads=("item_from", "message"),
        hidden=True,
    ),
)
