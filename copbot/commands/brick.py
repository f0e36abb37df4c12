"""🧱 on a message: it tells what is stuck. On one's own it opens an item; somebody else is asked first."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.commitments.ladder import Close, Rung, Status
from copbot.core.errors import Error
from copbot.core.facts import Reacted, Redacted
from copbot.core.records import Option
from copbot.core.text import Who, text
from copbot.core.wishes import About, Ask, Edit, Wish, Withdraw
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Touch
from copbot.dialogue.ladder import Step, move
from copbot.dialogue.ladder_opening import READS, open_item
from copbot.dialogue.ladder_words import fields


def run(call: Call, line: str) -> Sequence[Wish]:
    """Open an item with the message, or ask its author; a message that is an item already is left alone."""
    tap = call.fact
    if not isinstance(tap, Reacted) or not tap.body or tap.author is None:
        return ()
    if tap.author not in call.people.humans or tap.body.startswith(call.prefix):
        return ()
    if call.read.item_from(tap.target) is not None:
        return ()
    if tap.author == call.sender:
        return open_item(call, tap.body, key=_opened_by(tap.event), reply_to=tap.target)
    return _ask_author(call, tap, tap.author, tap.body)


def _opened_by(reaction: str) -> str:
    return f"brick-{reaction}"


def _ask_author(call: Call, tap: Reacted, author: str, body: str) -> Sequence[Wish]:
    """Only the author may make an item of their words; they are asked once, whoever else taps."""
    key = f"brick-{tap.target}"
    if call.read.message(key) is not None:
        return ()
    labels = (text("ladder.yes"), text("ladder.no"))
    options = (Option("given", f"{tap.target} {body}"), Option("not-given", tap.target))
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
        choices=labels,
    )
    return message, Ask(answers.question(call, key, options, asked=author))


def given(call: Call, line: str) -> Sequence[Wish]:
    """The author agrees: their message is an item now."""
    event, _, body = line.partition(" ")
    kept = call.read.item_from(event)
    if kept is not None:
        return answers.refuse(
            call, Error.NOT_UNDERSTOOD, text("ladder.given-already", n=kept.item.number, p=call.prefix)
        )
    return open_item(call, body)


def not_given(call: Call, line: str) -> Sequence[Wish]:
    """The author would rather not."""
    kept = call.read.item_from(line)
    if kept is not None:
        return answers.refuse(
            call, Error.NOT_UNDERSTOOD, text("ladder.given-already", n=kept.item.number, p=call.prefix)
        )
    return [answers.reply(call, text("ladder.never-mind"))]


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
        touches=(Touch("🧱", "message", undo="unbrick", words=True, forgeable=False),),
    ),
    Command(
        names=("given",),
        part_of="cannot",
        dutch=(),
        section="ladder",
        run=given,
        reads=("item_from", *READS),
        hidden=True,
    ),
    Command(
        names=("not-given",),
        part_of="cannot",
        dutch=(),
        section="ladder",
        run=not_given,
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
