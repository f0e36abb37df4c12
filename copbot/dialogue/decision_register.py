"""The register: what was decided, shown one by one or in a short list; and when each is looked at again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from copbot.commitments.ladder import Status
from copbot.core.errors import Error
from copbot.core.records import Option, Question
from copbot.core.text import Place, Said, Text, text
from copbot.core.when import Ambiguous, Day, Moment, Past, Vague
from copbot.core.wishes import Ask, Save, Say, Wish
from copbot.decisions.records import Decision
from copbot.dialogue import adopting, answers, until
from copbot.dialogue.call import By, Call
from copbot.dialogue.ladder_list import STANDINGS
from copbot.dialogue.ladder_words import names, said, standing

READS = ("decision", "decisions", "item", "last", "apart", "stopped")
"""The queries that the register needs."""
PAGE = 6
ITEMS = 4
_NUMBER = re.compile(r"#?([0-9]{1,9})[:.,)]?(?:\s+|$)")
_AGAIN = re.compile(
    r"(?:(?:wordt |pas )?(?:opnieuw |weer )?(?:bekijken|bekeken|terugkijken|evalueren|evaluatie|review|look(?:ed)? at|bring back|herzien"
    r"|komt terug|terug|opnieuw|weer|again|revisit))(?:\s+(?:again|opnieuw|weer))?(?:\s+(?:op|on|at))?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """The decision that somebody means, and the rest of what they said."""

    made: Decision
    rest: str


def find(call: Call, line: str, verb: str) -> Found | Sequence[Wish]:
    """The decision meant by its number, by what the message replies to, or as the only one; and the rest."""
    words = line.strip()
    match = _NUMBER.match(words)
    number = int(match[1]) if match else None
    rest = words[match.end() :].strip() if match else words
    if number is None and call.about is not None and call.about.what == "decision":
        number = call.about.number
    if number is not None:
        made = call.read.decision(number)
        if made is not None:
            return Found(made, rest)
        missing = text("decision.no-such", n=number, p=call.prefix)
        return answers.refuse(call, Error.NO_SUCH_DECISION, missing)
    found = call.read.decisions(None, PAGE)
    if not found:
        return answers.refuse(call, Error.NO_DECISION, text("decision.none", p=call.prefix))
    if len(found) == 1:
        return Found(found[0], rest)
    choices = [(labelled(made), Option(verb, f"#{made.number} {rest}".strip())) for made in found[:5]]
    return answers.ask(call, Error.WHICH_DECISION, text("decision.which"), choices=choices)


def labelled(made: Decision) -> Text:
    """A decision as one of several."""
    return text("decision.labelled", n=made.number, words=said(made.words, made.source))


def listed(call: Call, line: str) -> Sequence[Wish]:
    """The newest decisions; the earlier ones on request."""
    before = int(line) if line.strip().isdecimal() else None
    found = call.read.decisions(before, PAGE + 1)
    if not found:
        return answers.refuse(call, Error.NO_DECISION, text("decision.none", p=call.prefix))
    page = found[:PAGE]
    lines = [text("decision.list"), *(labelled(made) for made in page)]
    lines.append(text("decision.list-on", n=page[0].number, p=call.prefix))
    if len(found) <= PAGE:
        return [answers.reply(call, *lines)]
    key = call.chance.key()
    message = answers.reply(call, *lines, key=key, choices=(text("decision.list-more"),))
    options = (Option("decisions", f"{page[-1].number}"),)
    return [message, answers.asking(call, key, options, anyone=True, stays=True)]


def undertakers(call: Call, made: Decision) -> frozenset[str]:
    """Who does something for it."""
    kept = filter(None, (call.read.item(number) for number in made.items))
    return frozenset(pledge.member for one in kept for pledge in one.item.pledges)


def one(call: Call, made: Decision) -> Sequence[Wish]:
    """One decision: its words, when, its concerns, who does what, and when it is looked at again."""
    lines = [*adopting.lines(made)]
    if made.proposal != adopting.ALOUD:
        day = made.adopted.astimezone(call.zone).date()
        lines.append(text("decision.since", day=day, version=made.version))
    for number in made.items[:ITEMS]:
        kept = call.read.item(number)
        if kept is None or kept.item.status is Status.CLOSED:
            continue
        who = names(pledge.member for pledge in standing(kept.item) if pledge.standing in STANDINGS)
        what = said(kept.item.text, kept.item.source)
        if who:
            lines.append(text("decision.does", n=number, what=what, who=who))
        else:
            lines.append(text("decision.nobody-yet", n=number, what=what))
    if len(made.items) > ITEMS:
        lines.append(text("decision.more-items", count=len(made.items) - ITEMS))
    lines.append(text("decision.review", n=made.number, day=made.review, p=call.prefix))
    return [answers.say(call, "decision", lines, adopting.fields(made), about=adopting.about(made))]


# -- another day


def day_from(call: Call, made: Decision, words: str) -> Sequence[Wish] | None:
    """Another day on which it is looked at again; None where the words name no time at all."""
    match = _AGAIN.match(words)
    phrase = words[match.end() :] if match else words
    how, when = until.split(phrase)
    reading = until.read(when, call.now, call.zone, how)
    n = made.number
    free = Option("decision-review", f"#{n}")
    match reading:
        case Day(value):
            return _on(call, made, value)
        case Moment(value):
            return _on(call, made, value.astimezone(call.zone).date())
        case Ambiguous(readings, asked):
            choices = [
                (_label(found), Option("decision-review", f"#{n} {_typed(found)}"))
                for found in readings
                if isinstance(found, Day | Moment)
            ]
            line = text("decision.ambiguous-when", phrase=Said(asked, call.source))
            return answers.ask(call, Error.AMBIGUOUS_WHEN, line, choices=choices, free=free)
        case Past(possible, asked):
            line = text("decision.past-when", phrase=Said(asked, call.source))
            choices = [(_label(possible), Option("decision-review", f"#{n} {_typed(possible)}"))]
            return answers.ask(call, Error.PAST_WHEN, line, choices=choices, free=free)
        case _:
            vague = isinstance(reading, Vague)  # "volgende week": which day is asked, and not who does it
            if match is None and not vague and call.command == "decision" and not call.free:
                return None
            line = text("decision.vague-when", phrase=Said(when, call.source), n=n)
            return answers.ask(call, Error.VAGUE_WHEN, line, free=free)


def _date(found: Day | Moment) -> date:
    return found.value.date() if isinstance(found.value, datetime) else found.value


def _label(found: Day | Moment) -> Text:
    return text("ladder.day", day=_date(found))


def _typed(found: Day | Moment) -> str:
    return _date(found).isoformat()


def _on(call: Call, made: Decision, day: date) -> Sequence[Wish]:
    today = call.now.astimezone(call.zone).date()
    if day <= today:
        line = text("decision.today", n=made.number)
        return answers.ask(call, Error.PAST_WHEN, line, free=Option("decision-review", f"#{made.number}"))
    after = replace(made, review=day)
    told = text("decision.reviewed-on", n=made.number, day=day)
    return [Save(after), adopting.alarm(call, after), answers.reply(call, told, about=adopting.about(made))]


# -- it comes back by itself


def review(call: Call, payload: str) -> Sequence[Wish]:
    """Its day has come: copbot brings it back, once, also when it was down on the day."""
    number, day = payload.split(" ")
    made = call.read.decision(int(number))
    if made is None or made.review.isoformat() != day or made.words is None:
        return ()
    today = call.now.astimezone(call.zone).date()
    if today < made.review:
        return (adopting.alarm(call, made),)  # the clock was put back
    apart = made.number in call.read.apart("decision")
    if apart and (made.proposer not in call.people.members or call.read.stopped(made.proposer)):
        return ()  # those whose it was are asked, and nobody else
    id = "decision.back" if today == made.review else "decision.back-late"
    key = call.chance.key()
    n = str(made.number)
    choices = [
        (text("decision.keep"), Option("decision-keep", n)),
        (text("decision.better"), Option("decision-better", n)),
        (text("decision.later"), Option("decision-later", n)),
    ]
    first = text(id, n=made.number, words=adopting.words(made), day=made.review)
    alone = (text("ritual.asks-you", room=Place(call.room.id)),) if apart else ()
    lines = (*alone, first, *adopting.lines(made)[2:], text("decision.ask-review"))
    message = Say(
        key,
        lines,
        "question",
        {"about": "decision"},
        room=None if apart else call.room.id,
        to=made.proposer if apart else None,
        scope=call.room.id,
        about=adopting.about(made),
        choices=tuple(label for label, _ in choices),
        unprompted=True,
    )
    asked = Question(
        key,
        call.room.id,
        made.proposer,
        call.now + adopting.TO_SAY_WHO,
        room=None if apart else call.room.id,
        options=tuple(option for _, option in choices),
        anyone=not apart,
        source=made.source,
        stays=True,
    )
    return message, Ask(asked)


def keep(call: Call, line: str, months: int = adopting.REVIEW_MONTHS) -> Sequence[Wish]:
    """It works: it stays, and comes back later again."""
    made = call.read.decision(int(line))
    if made is None:
        missing = text("decision.no-such", n=int(line), p=call.prefix)
        return answers.refuse(call, Error.NO_SUCH_DECISION, missing)
    day = adopting.later(call.now.astimezone(call.zone).date(), months)
    if call.by is By.CHOICE and made.review >= day:  # somebody was first, with the same
        day = made.review
    return _on(call, made, day)


def better(call: Call, line: str) -> Sequence[Wish]:
    """It can be better: who says so makes a proposal of it."""
    made = call.read.decision(int(line))
    if made is None:
        missing = text("decision.no-such", n=int(line), p=call.prefix)
        return answers.refuse(call, Error.NO_SUCH_DECISION, missing)
    asked = text("decision.ask-better", n=made.number, words=adopting.words(made))
    return answers.ask(call, Error.NEEDS_TEXT, asked, free=Option("proposal-sure", ""))
