"""How the commands of the ladder find their item, move it, and tell what came of it.

Which moves there are and whose they are is the machine's (`copbot.commitments.ladder`). What the room must see is a
message in the room, also when the move was made in a direct chat; what concerns one person is told to that person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from copbot.commitments.ladder import (
    WAITING,
    AllKept,
    Happening,
    Illegal,
    Item,
    Move,
    Pledge,
    Standing,
    Status,
    open_pledge,
    step,
)
from copbot.commitments.records import Kept, Moved
from copbot.core.errors import Error
from copbot.core.facts import Posted
from copbot.core.records import Option, Question
from copbot.core.text import Place, Text, text
from copbot.core.wishes import About, Ask, Save, Say, Wish, Withdraw
from copbot.dialogue import answers, due_dates
from copbot.dialogue.call import By, Call
from copbot.dialogue.ladder_refusals import refused
from copbot.dialogue.ladder_words import fields, labelled, stuck

FINDING = ("item", "open_items", "items_of", "message")
"""The queries that finding an item, and telling what came of it, needs."""

CHOICES = 5
_NUMBER = re.compile(r"#?([0-9]{1,9})[:.,)]?(?:\s+|$)")

Choice = tuple[Text, Option]
Pool = Callable[[Call], Sequence[Kept]]


@dataclass(frozen=True, slots=True)
class Found:
    """The item that somebody means, and the rest of what they said."""

    kept: Kept
    rest: str


@dataclass(frozen=True, slots=True)
class Step:
    """A move that was made: the item after it, what happened, and what must be saved."""

    kept: Kept
    happened: tuple[Happening, ...]
    saved: tuple[Wish, ...]

    @property
    def item(self) -> Item:
        """The item after the move."""
        return self.kept.item


# -- which item


def numbered(line: str) -> tuple[int | None, str]:
    """The number with which the text begins (``4`` or ``#4``), and the rest."""
    match = _NUMBER.match(line.strip())
    return (int(match[1]), line.strip()[match.end() :].strip()) if match else (None, line.strip())


def anyones(call: Call) -> Sequence[Kept]:
    """Items that anybody may move; one more than is shown, to know whether there are more."""
    return call.read.open_items(limit=CHOICES + 1)


def opened_by_sender(call: Call) -> Sequence[Kept]:
    """Open items that the sender opened."""
    return [kept for kept in call.read.items_of(call.sender) if kept.item.opener == call.sender]


def with_own_offer(call: Call) -> Sequence[Kept]:
    """Open items for which an offer of the sender waits."""
    return [kept for kept in call.read.items_of(call.sender) if open_pledge(kept.item, call.sender)]


def with_offer_to_sender(call: Call) -> Sequence[Kept]:
    """The sender's open items for which somebody else's offer waits for a word."""
    mine = opened_by_sender(call)
    return [kept for kept in mine if any(p.standing is Standing.OFFERED for p in offers_of_others(kept.item))]


def offers_of_others(item: Item) -> tuple[Pledge, ...]:
    """Offers to the opener that are not yet kept: nobody needs to welcome one's own."""
    return tuple(p for p in item.pledges if p.standing in WAITING and p.member != item.opener)


def find(call: Call, line: str, verb: str, pool: Pool, nothing: tuple[str, str]) -> Found | Sequence[Wish]:
    """The item meant by its number, by what the message replies to, or as the only one of the pool; else a question.

    ``verb`` is the command that a choice goes to; ``nothing`` is the error and text when the pool is empty. Needs the
    queries of `FINDING`.
    """
    number, rest = numbered(line)
    if number is None and call.about is not None and call.about.what == "item":
        number = call.about.number
    if number is not None:
        kept = call.read.item(number)
        if kept is not None:
            return Found(kept, rest)
        return answers.refuse(call, Error.NO_SUCH_ITEM, text("ladder.no-such-item", n=number, p=call.prefix))
    candidates = pool(call)
    if not candidates:
        return answers.refuse(call, nothing[0], text(nothing[1], p=call.prefix))
    if len(candidates) == 1 and not by_chance(call):
        return Found(candidates[0], rest)
    return _which(call, candidates, verb, rest)


def _which(call: Call, candidates: Sequence[Kept], verb: str, rest: str) -> Sequence[Wish]:
    lines = [text("ladder.which")]
    if len(candidates) > CHOICES:
        lines.append(text("ladder.which-more", p=call.prefix))
    choices = [
        (labelled(kept.item), Option(verb, f"{kept.item.number} {rest}".strip()))
        for kept in candidates[:CHOICES]
    ]
    return answers.ask(call, Error.WHICH_ITEM, *lines, choices=choices)


def by_chance(call: Call) -> bool:
    """Whether a sentence in a direct chat may just begin with a command's name: "may I ask …", "cannot come …"."""
    plain = isinstance(call.fact, Posted) and not call.fact.body.startswith(call.prefix)
    return call.by is By.COMMAND and call.elsewhere and plain and call.about is None


# -- moving it


def move(call: Call, kept: Kept, wanted: Move, name: str, why: str | None = None) -> Step | Sequence[Wish]:
    """Make a move. What the machine refuses is a sentence with a way on; then nothing has changed."""
    try:
        item, happened = step(kept.item, wanted)
    except Illegal as no:
        return refused(call, kept.item, no.code, type(wanted))
    ended = None if item.status is Status.OPEN else call.now
    after = Kept(kept.room, item, kept.opened, call.now, ended)
    source = call.source if why else None
    moved = Moved(kept.room, item.number, call.now, call.sender, name, why, source)
    return Step(after, happened, (Save(after), Save(moved), *due_dates.alarms(call, kept.item, item)))


# -- telling it


def tell(
    call: Call,
    item: Item,
    *lines: Text,
    asking: Text | None = None,
    choices: Sequence[Choice] = (),
    anyone: bool = False,
    key: str | None = None,
    reply_to: str | None = None,
    told_as: str = "ladder.told",
) -> list[Wish]:
    """Show the item as it is now, to the room; who moved it from a direct chat gets a short answer there.

    ``asking`` with its choices is a question to the sender, and with ``anyone`` to everybody who replies, who may still
    change the answer. A question to the sender alone is asked where they wrote.
    """
    key = key or call.chance.key()
    about = About("item", item.number)
    labels = tuple(label for label, _ in choices)
    options = tuple(option for _, option in choices)
    question = () if asking is None else (asking,)
    if not call.elsewhere or anyone:
        lines = (*lines, *question)
    if not call.elsewhere:
        more = {"reply_to": reply_to} if reply_to else {}
        shown = answers.show(call, "commitment", lines, fields(item), about, key=key, choices=labels, **more)
        return [
            shown,
            *([answers.asking(call, key, options, anyone=anyone, stays=anyone)] if choices else []),
        ]
    told = text(told_as, n=item.number, room=Place(call.room.id))
    in_room = labels if anyone else ()
    wishes: list[Wish] = [
        Say(
            key,
            lines,
            "commitment",
            fields(item),
            room=call.room.id,
            scope=call.room.id,
            about=about,
            choices=in_room,
        )
    ]
    if choices and anyone:
        until = answers.until(call.now)
        asked = Question(
            key,
            call.room.id,
            call.sender,
            until,
            call.room.id,
            options=options,
            anyone=True,
            source=call.source,
            stays=True,
        )
        return [*wishes, Ask(asked), answers.reply(call, told, about=about)]
    if not choices:
        return [*wishes, answers.reply(call, told, about=about)]
    private = call.chance.key()
    answer = answers.reply(call, told, *question, about=about, key=private, choices=labels)
    return [*wishes, answer, answers.asking(call, private, options)]


def privately(
    call: Call,
    member: str,
    item: Item,
    *lines: Text,
    kind: str = "nudge",
    choices: Sequence[Choice] = (),
    key: str | None = None,
) -> list[Wish]:
    """Tell a member something in their direct chat, at a decent hour; with choices it is a question that waits.

    Such a question may be answered again, as long as it waits.
    """
    if member not in call.people.members:
        return []
    key = key or call.chance.key()
    message = Say(
        key,
        lines,
        kind,
        {"about": "item"},
        to=member,
        scope=call.room.id,
        about=About("item", item.number),
        choices=tuple(label for label, _ in choices),
        unprompted=True,
        aloud=bool(choices),
    )
    if not choices:
        return [message]
    options = tuple(option for _, option in choices)
    until = answers.until(call.now)
    return [message, Ask(Question(key, call.room.id, member, until, options=options, stays=True))]


def all_kept(call: Call, made: Step) -> list[Wish]:
    """When all support is done: ask the opener, privately and once, whether it helped."""
    if not any(isinstance(happening, AllKept) for happening in made.happened):
        return []
    item = made.item
    key = helped_key(made.kept)
    if call.read.message(key) is not None:
        return []
    return privately(
        call,
        item.opener,
        item,
        text("ladder.ask-helped", n=item.number, room=Place(call.room.id), text=stuck(item)),
        text("ladder.ask-helped-question"),
        kind="question",
        key=key,
        choices=[
            (text("ladder.ask-helped-yes"), Option("helped", str(item.number), means="yes")),
            (text("ladder.ask-helped-not-yet"), Option("not-yet", str(item.number), means="no")),
            (text("ladder.ask-helped-else"), Option("something-else", str(item.number))),
        ],
    )


def helped_key(kept: Kept) -> str:
    """The key of the one question whether all support helped."""
    return f"helped-{kept.item.number}-{kept.opened:%Y%m%dT%H%M%S}-{kept.room}"


def no_longer_asked(call: Call, kept: Kept) -> list[Wish]:
    """The item has ended: whether it helped is asked no more."""
    key = helped_key(kept)
    return [] if call.read.message(key) is None else [Withdraw(key)]
