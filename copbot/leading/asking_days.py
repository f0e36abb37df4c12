"""Somebody asks for a ritual over days: until when it lasts is read, or asked back, before anything opens."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Said, Wording, text
from copbot.core.when import Ambiguous, Day, Moment, NotTime, Past, Reading, Vague, split_due
from copbot.core.wishes import Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import day
from copbot.dialogue.ritual_words import plain
from copbot.dialogue.round_question import UNTIL_ALONE, Wanted, asked_with, settled
from copbot.rituals.script import Mode, Script, Shape

MOST = 5
"""So many rituals over days may run in a room at a time."""
END_OF_DAY = time(23, 59)
AGAIN = "round-until"
Next = Callable[[Call, Wanted], Sequence[Wish]]


def with_time(call: Call, wanted: Wanted, go_on: Next) -> Sequence[Wish]:
    """The words that may be a time, with the question behind them. Words that are none belong to the question."""
    assert wanted.when is not None
    reading, rest = split_due(wanted.when, call.now, call.zone)
    if UNTIL_ALONE.fullmatch(wanted.when):
        return _ask(call, asked_with(wanted, ""), Vague(""))
    if isinstance(reading, NotTime):
        return go_on(call, replace(wanted, when=None, over_days=False, question=wanted.when))
    return _read(call, asked_with(wanted, rest), reading, go_on)


def time_again(call: Call, line: str, go_on: Next) -> Sequence[Wish]:
    """The time that was asked back."""
    kept, end = json.JSONDecoder().raw_decode(line)
    wanted, phrase = settled(kept), line[end:].strip()
    reading, rest = split_due(phrase, call.now, call.zone)
    if isinstance(reading, NotTime) or rest:
        reading = Vague(phrase)
    return _read(call, wanted, reading, go_on)


def _read(call: Call, wanted: Wanted, reading: Reading, go_on: Next) -> Sequence[Wish]:
    match reading:
        case Day(value):
            end = datetime.combine(value, END_OF_DAY, call.zone).astimezone(UTC)
            return go_on(call, replace(wanted, until=end.isoformat(), when=None))
        case Moment(value):
            return go_on(call, replace(wanted, until=value.astimezone(UTC).isoformat(), when=None))
        case Ambiguous() | Past() | Vague():
            return _ask(call, wanted, reading)
        case _:
            return _ask(call, wanted, Vague(""))


def _ask(call: Call, wanted: Wanted, reading: Ambiguous | Past | Vague) -> Sequence[Wish]:
    phrase = Said(reading.phrase, call.source)
    wanted = replace(wanted, until=None, when=None)
    found: tuple[Day | Moment, ...] = ()
    error = Error.VAGUE_WHEN
    if isinstance(reading, Ambiguous):
        error = Error.AMBIGUOUS_WHEN
        found = tuple(due for due in reading.readings if isinstance(due, Day | Moment))
    elif isinstance(reading, Past):
        error, found = Error.PAST_WHEN, (reading.next_possible,)
    choices = [
        (day(due.value, call.zone), Option(AGAIN, f"{json.dumps(wanted.line)} {_typed(due)}"))
        for due in found
    ]
    free = Option(AGAIN, json.dumps(wanted.line))
    return answers.ask(call, error, text(f"days.{error}", phrase=phrase), choices=choices, free=free)


def _typed(due: Day | Moment) -> str:
    return due.value.strftime("%Y-%m-%d %H:%M") if isinstance(due, Moment) else due.value.isoformat()


def unfit(call: Call, script: Script, wanted: Wanted) -> Sequence[Wish]:
    """Why the ritual can't be held over days, or so; nothing where it can."""
    title = Wording(script.title, {"p": call.prefix})
    if Mode.DAYS not in script.modes:
        return answers.refuse(call, Error.ONLY_LIVE, text("days.only-live", title=title, p=call.prefix))
    if wanted.options.here:
        return answers.refuse(call, Error.OPTIONS_CLASH, text("days.not-here", p=call.prefix))
    if wanted.until is not None and sum(phase.shape is not Shape.SAID for phase in script.phases) > 1:
        return answers.refuse(call, Error.BAD_VALUE, text("days.own-time", title=title, p=call.prefix))
    if wanted.until is not None and datetime.fromisoformat(wanted.until) <= call.now:
        return answers.refuse(call, Error.PAST_WHEN, text("days.passed-by", p=call.prefix))
    if len(call.read.over_days()) >= MOST:
        return answers.refuse(call, Error.TOO_MANY_RITUALS, text("days.too-many", most=MOST, p=call.prefix))
    return ()


def usual(script: Script) -> str:
    """What is asked where somebody wants a ritual over days without a question."""
    return "days.needs-question" if plain(script) else ""
