"""An offer of support, from the words to the promise: what, by when, and for whom the supporter speaks.

A date with two meanings is asked back with both, a past one is refused with the next that is possible, and a vague one
is asked back; the words of the offer wait in the question, and go with it when their writer takes them away.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from copbot.commitments.ladder import WAITING, Item, Offered, OnBehalf, Pledge, Support, step
from copbot.commitments.records import Kept, Moved
from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Said, Text, Who, text
from copbot.core.when import Ambiguous, Day, Moment, Past, Repeat, Vague, split_support
from copbot.core.wishes import About, Save, Wish
from copbot.dialogue import answers, hints
from copbot.dialogue.call import By, Call
from copbot.dialogue.ladder import FINDING, Found, Step, anyones, find, move, numbered, tell
from copbot.dialogue.ladder_words import day, offer, offer_of, stuck, unquoted

READS = (*FINDING, "has_supported", "spoke_for")
"""The queries that an offer needs."""

NO_DATE = "-"
Unsettled = Ambiguous | Past | Vague


def support(call: Call, line: str) -> Sequence[Wish]:
    """The sender offers support: ``4 I drive them before friday``."""
    found = find(call, line, "support", anyones, (Error.NOTHING_OPEN, "ladder.nothing-open"))
    if not isinstance(found, Found):
        return found
    what, reading = _split(call, found.rest)
    tried = move(call, found.kept, Support(call.sender, what, None, call.source), "support")
    if not isinstance(tried, Step):
        return tried
    match reading:
        case None:
            return promise(call, found.kept, what, None)
        case Day(value) | Moment(value):
            return promise(call, found.kept, what, value)
        case _:
            return ask_when(call, found.kept.item, what, reading)


def _split(call: Call, words: str) -> tuple[str, Day | Moment | Unsettled | None]:
    plain, quoted = unquoted(words)
    if quoted:
        return plain, None
    what, reading = split_support(plain, call.now, call.zone)
    return unquoted(what)[0].lstrip(" …"), reading  # the dots are copbot's own: "ik help met …"


def ask_when(call: Call, item: Item, what: str, reading: Unsettled) -> Sequence[Wish]:
    """Ask the date back, with every reading that is possible to choose from."""
    said = Said(reading.phrase, call.source)
    days: tuple[Day | Moment, ...] = ()
    if isinstance(reading, Ambiguous):
        error, line = Error.AMBIGUOUS_WHEN, text("ladder.when-ambiguous", phrase=said)
        days = tuple(
            due for due in reading.readings if not isinstance(due, Repeat)
        )  # a deadline never repeats
    elif isinstance(reading, Past):
        error, line, days = Error.PAST_WHEN, text("ladder.when-past", phrase=said), (reading.next_possible,)
    else:
        error, line = Error.VAGUE_WHEN, text("ladder.when-vague", phrase=said)
    start = f"{item.number} {call.source or NO_DATE} {json.dumps(what, ensure_ascii=False)}"
    choices = [
        (day(found.value, call.zone), Option("support-by", f"{start} {_typed(found.value)}"))
        for found in days
    ]
    if not days:
        choices = [(text("ladder.when-none"), Option("support-by", f"{start} {NO_DATE}"))]
    free = Option("support-by", start)
    return answers.ask(call, error, line, choices=choices, free=free, about=About("item", item.number))


def _typed(due: date | datetime) -> str:
    return due.strftime("%Y-%m-%d %H:%M") if isinstance(due, datetime) else due.isoformat()


def support_by(call: Call, line: str) -> Sequence[Wish]:
    """The date that was asked back. The words of the offer were said in an earlier message than the date."""
    number, source, rest = line.split(" ", 2)
    what, end = json.JSONDecoder().raw_decode(rest)
    phrase = rest[end:].strip()
    call = replace(call, source=None if source == NO_DATE else source)
    kept = call.read.item(int(number))
    if kept is None:
        return answers.refuse(
            call, Error.NO_SUCH_ITEM, text("ladder.no-such-item", n=int(number), p=call.prefix)
        )
    if phrase == NO_DATE:
        return promise(call, kept, what, None)
    # "voor vrijdag" and "vrijdag" are the same answer
    reading = (
        split_support(phrase, call.now, call.zone)[1]
        or split_support(f"x voor {phrase}", call.now, call.zone)[1]
    )
    match reading:
        case Day(value) | Moment(value):
            return promise(call, kept, what, value)
        case _:
            return ask_when(call, kept.item, what, reading or Vague(phrase))


def promise(call: Call, kept: Kept, what: str, due: date | datetime | None) -> Sequence[Wish]:
    """The offer stands at once. Whoever never offered anything here is asked for whom they speak."""
    made = move(call, kept, Support(call.sender, what, due, call.source), "support", what)
    if not isinstance(made, Step):
        return made
    (offered,) = [happening for happening in made.happened if isinstance(happening, Offered)]
    item, saved = made.item, [*made.saved]
    known = call.read.spoke_for(call.sender)
    if known is not None and offered.pledge.behalf is None:
        item, _ = step(item, OnBehalf(call.sender, known))
        saved.append(Save(replace(made.kept, item=item)))
        saved.append(Save(Moved(kept.room, item.number, call.now, call.sender, "behalf", known.value)))
    lines = _announced(call, item, offered.pledge)
    if offered.replaced is not None:
        lines.append(text("ladder.replaced"))
    if item.opener != call.sender:
        lines.append(text(hints.fitting(call, "ladder.ask-welcome"), opener=Who(item.opener)))
    asking, choices = None, []
    if not call.read.has_supported(call.sender):
        asking = text("ladder.ask-behalf", who=Who(call.sender))
        choices = [
            (text("ladder.behalf-self"), Option("behalf", f"{item.number} self")),
            (text("ladder.behalf-organisation"), Option("behalf", f"{item.number} organisation")),
        ]
    key = offer_key(call.chance.key(), offered.pledge.number)
    return [*saved, *tell(call, item, *lines, asking=asking, choices=choices, key=key)]


def _announced(call: Call, item: Item, pledge: Pledge) -> list[Text]:
    who, opener = Who(call.sender), Who(item.opener)
    if item.opener == call.sender:
        own = text("ladder.offer-own", who=who, offer=offer(pledge, call.zone))
        return [text("ladder.support-own", who=who, n=item.number, text=stuck(item)), own]
    supports = text("ladder.support", opener=opener, who=who, n=item.number, text=stuck(item))
    return [supports, offer_of(pledge, call.zone)]


# The message of an offer names it in its key, so that "graag" in reply and a tap mean that offer and no other.

ENDED = ""
"""No member has this id: the offer that a message tells of was replaced, done, let go of or declined."""


def offer_key(key: str, number: int) -> str:
    """The key of the message that tells of an offer."""
    return f"{key}~{number}"


def told_offer(call: Call, item: Item) -> str | None:
    """Whose offer the message tells of that was replied to or tapped on; `ENDED` if that very offer is no longer open.

    An offer that was replaced, done, let go of or declined is never taken for a newer one of the same member.
    """
    number = (call.touched or "").partition("~")[2]
    if not number.isdecimal():
        return None
    waiting = (pledge for pledge in item.pledges if pledge.standing in WAITING)
    return next((pledge.member for pledge in waiting if pledge.number == int(number)), ENDED)


def not_ones_own(call: Call, item: Item, line: str) -> Sequence[Wish] | None:
    """The refusal, where the message replied to tells of an offer that is not an open one of the sender's.

    A number that was typed says which item is meant, whatever the message replied to.
    """
    if call.by is not By.PHRASE and numbered(line)[0] is not None:
        return None
    told = told_offer(call, item)
    if told is None or told == call.sender:
        return None
    refusal = text("ladder.refused-other-offer", n=item.number, p=call.prefix)
    return answers.refuse(call, Error.NO_OFFER, refusal, about=About("item", item.number))
