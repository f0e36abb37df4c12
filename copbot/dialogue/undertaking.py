"""Who does what for a decision: everybody's own offer on the ladder. copbot invites; nobody can promise for another.

What is to be done becomes an item on rung *may*, with the decision as its ground; whoever is named is asked, in the room, whether
they want to, and each answer is fine. Who names themself offers it at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from copbot.commitments.ladder import Item, May, opened, step
from copbot.commitments.records import Kept, Moved
from copbot.core.errors import Error
from copbot.core.names import shows
from copbot.core.records import Count, Option, Question
from copbot.core.text import Place, Said, Who, text
from copbot.core.when import Day, Moment, split_support
from copbot.core.wishes import About, Ask, Save, Say, Wish
from copbot.decisions.records import Decision
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_support import promise
from copbot.dialogue.ladder_words import day, fields, unquoted
from copbot.dialogue.members import meant

TO_ANSWER = timedelta(days=7)
_SELF = re.compile(r"(?:ik(?: zelf)?|i(?:'ll| will)?(?: myself)?)(?:\s*[:,]\s*|\s+)", re.IGNORECASE)
_GOES = re.compile(r"^(?:[:,]\s*|(?:gaat|zal|will|is going to)\s+)", re.IGNORECASE)


def who_does(call: Call, made: Decision, line: str) -> Sequence[Wish]:
    """``@ahmed belt voor vrijdag``, ``ik schrijf een brief``."""
    member, rest = meant(call, line)
    own = _SELF.match(line) if member is None else None
    if own is not None:
        member, rest = call.sender, line[own.end() :]
    free = Option("decision-who", f"#{made.number}")
    if member is None:
        asked = text("decision.needs-who", n=made.number)
        return answers.ask(call, Error.NEEDS_WHO, asked, free=free)
    if member not in call.people.humans:
        asked = text("decision.not-here", who=Who(member) if ":" in member else Said(member, call.source))
        return answers.ask(call, Error.NO_SUCH_MEMBER, asked, free=free)
    what, due = _split(call, _GOES.sub("", rest.strip()))
    if not shows(what):
        asked = text("decision.needs-what", n=made.number, who=Who(member))
        return answers.ask(call, Error.NEEDS_WHAT, asked, free=free)
    saved, kept = _item(call, made, what)
    if member == call.sender:
        return [*saved, *promise(call, kept, what, due)]
    return [*saved, *_invite(call, made, kept.item, member, what, due)]


def perhaps(call: Call, made: Decision, line: str) -> Sequence[Wish]:
    """ "Ik haal brood", in reply to a decision, from who was not asked: nobody is held to what was talk."""
    own = _SELF.match(line)
    if own is None or call.sender not in call.people.humans:
        return who_does(call, made, line)
    words = text("decision.sure-own", n=made.number, what=Said(line[own.end() :].strip(), call.source))
    choices = [
        (text("decision.i-do"), Option("decision-who", f"#{made.number} {line}", means="yes")),
        (text("decision.rather-not"), Option("never-mind", means="no")),
    ]
    return answers.ask(call, Error.NOT_UNDERSTOOD, words, choices=choices)


def _split(call: Call, words: str) -> tuple[str, date | datetime | None]:
    plain, quoted = unquoted(words)
    if quoted:
        return plain, None
    what, reading = split_support(plain, call.now, call.zone)
    if isinstance(reading, Day | Moment):
        return what, reading.value
    return plain, None  # a date that is not clear is named by whoever offers it


def _item(call: Call, made: Decision, what: str) -> tuple[list[Wish], Kept]:
    number = call.read.last("item") + 1
    because = made.words or what
    item, _ = step(opened(number, call.sender, what, call.source), May(call.sender, because, made.source))
    kept = Kept(call.room.id, item, call.now, call.now)
    moves = (("cannot", what, call.source), ("may", because, made.source))
    saved: list[Wish] = [Save(Count(call.room.id, "item", number)), Save(kept)]
    saved += [
        Save(Moved(call.room.id, number, call.now, call.sender, move, why, source))
        for move, why, source in moves
    ]
    saved.append(Save(replace(made, items=(*made.items, number))))
    return saved, kept


def _invite(
    call: Call, made: Decision, item: Item, member: str, what: str, due: date | datetime | None
) -> list[Wish]:
    offered = f"#{item.number} {what}" + (f" voor {_typed(due)}" if due is not None else "")
    yes, no = Option("support", offered, means="yes"), Option("never-mind", means="no")
    words = text(
        "decision.invited" if due is None else "decision.invited-due",
        who=Who(member),
        by=Who(call.sender),
        decision=made.number,
        n=item.number,
        what=Said(what, call.source),
        due="" if due is None else day(due, call.zone),
    )
    key, here = call.chance.key(), not call.elsewhere
    message = Say(
        key,
        (words,),
        "commitment",
        fields(item),
        room=call.room.id,
        about=About("item", item.number),
        reply_to=call.event if here and answers.owed(call) else None,
        ping=(member,),
        choices=(text("decision.i-do"), text("decision.rather-not")),
        closing=(text("decision.own-offer"),),
    )
    asked = Question(
        key,
        call.room.id,
        member,
        call.now + TO_ANSWER,
        room=call.room.id,
        options=(yes, no),
        source=call.source,
    )
    told = (
        []
        if here or not answers.owed(call)
        else [answers.reply(call, text("decision.asked-in", who=Who(member), room=Place(call.room.id)))]
    )
    return [message, Ask(asked), *told]


def _typed(due: date | datetime) -> str:
    return due.strftime("%Y-%m-%d %H:%M") if isinstance(due, datetime) else due.isoformat()
