"""A harvest: what people write in one line becomes an item of the ladder, with its ground, or moves one that is there.

The ladder's own moves and messages do it; here is only what of a line goes where. Where a ground is missing it is asked
for, "mag wel, want …?", and until it comes nothing is opened: not everything that is said in a harvest is one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from copbot.commitments import harvest
from copbot.commitments.harvest import Offered, Turned
from copbot.commitments.ladder import Rung
from copbot.commitments.records import Kept
from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Said, Who, text
from copbot.core.wishes import About, Wish
from copbot.dialogue import answers, ladder_opening, ladder_support
from copbot.dialogue.call import By, Call
from copbot.dialogue.ladder import FINDING
from copbot.dialogue.ladder_support import support
from copbot.dialogue.ladder_turning import opened_with_ground, turned
from copbot.dialogue.ladder_words import said
from copbot.polls.typed import fold

READS = tuple(dict.fromkeys((*FINDING, *ladder_support.READS, *ladder_opening.READS)))
"""The queries that a harvest needs."""
MOST = 5
"""So many lines of one message become items: each is a message in the room."""
VERB = "harvest-ground"
"""The command that the answer to "mag wel, want …?" goes to."""


@dataclass(frozen=True, slots=True)
class Reaped:
    """What lines came to: the wishes, and which items they opened or were about."""

    wishes: tuple[Wish, ...] = ()
    items: tuple[int, ...] = ()


def meant_for_the_ladder(call: Call) -> Call:
    """The call as one whose answer is owed: what a line of a harvest leads to answers that message."""
    return replace(
        call, by=By.PHRASE, addressed=True, command="may", free=False, about=None, source=call.event
    )


def reap(call: Call, words: str, onto: str, topic: Said, since: int) -> Reaped:
    """What a message of a harvest onto a rung comes to, line by line.

    ``since`` is the last item from before the harvest: what somebody put on the ladder after that is not doubled.
    """
    call = meant_for_the_ladder(call)
    there = {fold(kept.item.text): kept for kept in call.read.open_items(after=since) if kept.item.text}
    number = call.read.last("item")
    wishes: list[Wish] = []
    items: list[int] = []
    missing: list[Turned] = []
    for line in harvest.lines(words)[:MOST]:
        if harvest.nothing(line) or harvest.asks(line):
            continue
        offer = harvest.offering(line) if onto == "support" else harvest.offered(line)
        found = harvest.turned(line)
        if offer is not None:
            wishes += _offered(call, offer)
            items += [offer.number] if offer.number else []
        elif found.number is not None:
            wishes += _turned(call, found.number, found.ground or "")
            items.append(found.number)
        elif onto == "cannot":
            number += 1
            wishes += ladder_opening.open_item(call, harvest.stuck(line).text, number=number)
        elif found.ground is not None and (found.text is not None or topic.words is not None):
            thing, source = (found.text, call.source) if found.text else (topic.words or "", topic.source)
            if (kept := there.get(fold(thing))) is not None:
                wishes += _already(call, kept, found.ground)
                items.append(kept.item.number)
            else:
                number += 1
                wishes += opened_with_ground(call, number, thing, source, found.ground)
        else:
            missing.append(found)
        call = _told_once(call, wishes)
    if missing:
        wishes += _ask_ground(call, missing, topic)
    items += range(call.read.last("item") + 1, number + 1)
    return Reaped(tuple(wishes), tuple(items))


def _told_once(call: Call, wishes: Sequence[Wish]) -> Call:
    """One message is answered once: what a second line leads to stands by itself."""
    return replace(call, by=By.HEARD) if wishes else call


def _offered(call: Call, offer: Offered) -> Sequence[Wish]:
    asked = replace(call, command="support")
    return support(asked, f"#{offer.number} {offer.what}" if offer.number else offer.what)


def _turned(call: Call, number: int, because: str) -> Sequence[Wish]:
    kept = call.read.item(number)
    if kept is None:
        unknown = text("ladder.no-such-item", n=number, p=call.prefix)
        return answers.refuse(call, Error.NO_SUCH_ITEM, unknown)
    return turned(call, kept, because)


def _already(call: Call, kept: Kept, because: str) -> Sequence[Wish]:
    """Somebody else put the same on the ladder in this harvest."""
    if kept.item.rung is Rung.CANNOT:
        return turned(call, kept, because)
    told = text("harvest.there-already", n=kept.item.number)
    return [answers.reply(call, told, about=About("item", kept.item.number))]


def _ask_ground(call: Call, missing: Sequence[Turned], topic: Said) -> Sequence[Wish]:
    first = missing[0]
    thing = Said(first.text, call.source) if first.text else topic
    if thing.words is None:
        return ()
    lines = [text("harvest.ask-ground", who=Who(call.sender), text=said(thing.words, thing.source))]
    if len(missing) > 1:
        lines.append(text("harvest.ask-others"))
    free = Option(VERB, f"{thing.source or '-'} {json.dumps(thing.words, ensure_ascii=False)}")
    asked = replace(call, source=thing.source)
    return answers.ask(asked, Error.NEEDS_GROUND, *lines, free=free)


def with_ground(call: Call, line: str) -> Sequence[Wish]:
    """The ground that was asked for: the item is opened with it. Its words were said in an earlier message."""
    source, _, rest = line.partition(" ")
    thing, end = json.JSONDecoder().raw_decode(rest)
    words = rest[end:].strip()
    because = harvest.turned(words).ground or words
    number = call.read.last("item") + 1
    return opened_with_ground(call, number, thing, None if source == "-" else source, because)
