"""Being away: until when, said as people say it, and asked back where it is not clear.

Somebody is away as a person, in every room. A day means its morning: who is away until Monday is back on Monday at
nine, when a working day of the community begins; "until and including Monday" is Tuesday morning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from copbot.core.errors import Error
from copbot.core.quiet import FOREVER
from copbot.core.records import Away, Option
from copbot.core.text import Said, Text, text
from copbot.core.when import Ambiguous, Day, Moment, NotTime, Past
from copbot.core.wishes import Ring, Rouse, Save, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import day
from copbot.dialogue.until import THROUGH, morning, read, split
from copbot.dialogue.waiting import held_alarm, waits_for

LETTING_GO = "away"
"""The purpose of the alarm at which a running round lets the turn of who is away go by."""

_OPEN = re.compile(
    r"(?:dat )?(?:ik |i )?(?:!?(?:terug|back)(?: zeg| schrijf)?|(?:weer )?(?:terug|er weer|back) (?:ben|am)|(?:ben|am) (?:terug|back)"
    r"|(?:het|ik)(?: me)?(?: weer| wat)* beter (?:gaat|voel|ben)|i feel better|weer terug ben|er weer ben|say !?back|write !?back|i['’]?m back|(?:verder|nader) (?:bericht|order)|further notice"
    r"|voorlopig|altijd|(?:een )?onbepaalde tijd|onbepaald|for ?ever|ever|now|indefinitely)[.! ]*",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r".{1,60}?\s((?:tot|t/?m|until|till|til)\s.+)", re.IGNORECASE
)  # "op vakantie tot 5 december"


def away(call: Call, line: str) -> Sequence[Wish]:
    """The sender is away until the time that the text says; without one, or with an unclear one, it is asked."""
    how, phrase = split(line)
    if (behind := _BEHIND.fullmatch(phrase)) is not None and not how:
        how, phrase = split(behind[1])
    if not phrase:
        return _ask(call)
    if _OPEN.fullmatch(phrase):
        return gone(call, FOREVER)
    match read(phrase, call.now, call.zone, how):
        case Day(value):
            return gone(call, morning(_back_on(value, call, through=how == THROUGH), call.zone))
        case Moment(value):
            return gone(call, value)
        case Ambiguous(readings, asked):
            question = text("away.ambiguous", phrase=Said(asked, call.source))
            return _ask_back(call, Error.AMBIGUOUS_WHEN, question, readings)
        case Past(possible, asked):
            question = text("away.past", phrase=Said(asked, call.source))
            return _ask_back(call, Error.PAST_WHEN, question, (possible,))
        case NotTime():  # why somebody needs a rest is theirs: it is not said again
            return _ask(call)
        case _:
            question = text("away.vague", phrase=Said(phrase, call.source))
            return _ask_back(call, Error.VAGUE_WHEN, question, [])


def gone(call: Call, until: datetime) -> Sequence[Wish]:
    """The sender is away: rounds let their turn go by; what is held for them, or due, sees for itself how long it waits."""
    rounds = [
        Ring(f"{LETTING_GO}:{call.sender}:{room}", call.now, room, LETTING_GO, call.sender)
        for room in call.read.seated(call.sender)
    ]
    id = "away.gone-open" if until >= FOREVER else "away.gone"
    still = "away.gone-still" if call.spot.direct else "away.gone-still-here"
    told = [text(id, at=until), text(still), text("away.gone-back", p=call.prefix)]
    if call.read.stopped(call.sender):
        told.append(text("away.gone-stopped", p=call.prefix))
    return [
        Save(Away(call.sender, until)),
        *rounds,
        Rouse(waits_for(call.sender), call.now),
        held_alarm(call, call.sender, call.now),
        answers.reply(call, *told),
    ]


def _back_on(day: date, call: Call, *, through: bool) -> date:
    today = call.now.astimezone(call.zone).date()
    return day + timedelta(days=1) if through or day == today else day


def _ask(call: Call) -> Sequence[Wish]:
    today = call.now.astimezone(call.zone).date()
    choices = [
        (text(id, day=day), Option("away", day.isoformat()))
        for id, day in (
            ("away.until-tomorrow", today + timedelta(days=1)),
            ("away.until-week", today + timedelta(days=7)),
        )
    ]
    choices.append((text("away.until-back", p=call.prefix), Option("away", "terug", means="open")))
    question = text("away.until-when")
    return answers.ask(call, Error.NEEDS_WHEN, question, choices=choices, free=Option("away"))


def _ask_back(call: Call, error: Error, line: Text, found: Sequence[object]) -> Sequence[Wish]:
    days = [reading.value for reading in found if isinstance(reading, Day | Moment)]
    choices = [(day(value, call.zone), Option("away", _typed(value))) for value in days]
    return answers.ask(call, error, line, choices=choices, free=Option("away"))


def _typed(value: date | datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value.isoformat()
