"""From what somebody asks for to a poll: what is missing, wrong or unclear is asked back, and the rest is kept meanwhile.

The draft travels in the question that is asked. Its words may be from two messages: removing either one removes a question
that shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.records import Count, Option
from copbot.core.text import Place, Said, Text, text
from copbot.core.when import Ambiguous, Day, Moment, NotTime, Past, Reading, Vague, split_due
from copbot.core.wishes import Save, Wish
from copbot.dialogue import answers, poll_nudging, polls
from copbot.dialogue.call import Call
from copbot.dialogue.ladder import by_chance
from copbot.dialogue.ladder_words import day
from copbot.polls import asking
from copbot.polls.asking import Draft
from copbot.polls.poll import Change, Poll, numbered, step
from copbot.polls.records import KeptPoll
from copbot.polls.registry import USUAL, methods

READS = (*polls.FINDING, "voted", "last")
"""The queries that asking for a poll needs."""
LONGEST = timedelta(days=30)
"""A poll whose starter named no time ends after so long, so that nothing is kept for ever."""
END_OF_DAY = time(23, 59)
NO_END = "-"
Unsettled = Ambiguous | Past | Vague

# Each of these questions takes the rest of the words in answer; the texts are called like the errors.
ASKED_AGAIN = {
    Error.NEEDS_QUESTION: "poll-question",
    Error.QUESTION_TOO_LONG: "poll-question",
    Error.NEEDS_OPTIONS: "poll-options",
    Error.TOO_MANY_OPTIONS: "poll-options",
    Error.OPTION_TOO_LONG: "poll-options",
    Error.SAME_OPTIONS: "poll-options",
}


def ask_for(call: Call, line: str, number: int = 0) -> Sequence[Wish]:
    """A poll in somebody's words: ``multi until friday Which days? | monday | tuesday``."""
    draft, due = asking.wanted(line, call.source, _until(call))
    return _with_time(call, replace(draft, number=number), due)


def _until(call: Call) -> Callable[[str], tuple[Reading, str] | None]:
    def split(words: str) -> tuple[Reading, str] | None:
        reading, rest = split_due(words, call.now, call.zone)
        return None if isinstance(reading, NotTime) else (reading, rest)

    return split


def _with_time(call: Call, draft: Draft, reading: Reading | None) -> Sequence[Wish]:
    match reading:
        case None:
            return proceed(call, draft)
        case Day(value):
            end = datetime.combine(value, END_OF_DAY, call.zone)
            return proceed(call, replace(draft, deadline=end.astimezone(UTC).isoformat()))
        case Moment(value):
            return proceed(call, replace(draft, deadline=value.astimezone(UTC).isoformat()))
        case Ambiguous() | Past() | Vague():
            return _ask_when(call, draft, reading)
        case _:
            return _ask_when(call, draft, Vague(""))


def _ask_when(call: Call, draft: Draft, reading: Unsettled) -> Sequence[Wish]:
    phrase = Said(reading.phrase, call.source)
    days: tuple[Day | Moment, ...] = ()
    if isinstance(reading, Ambiguous):
        error = Error.AMBIGUOUS_WHEN
        days = tuple(due for due in reading.readings if isinstance(due, Day | Moment))
    elif isinstance(reading, Past):
        error, days = Error.PAST_WHEN, (reading.next_possible,)
    else:
        error = Error.VAGUE_WHEN
    choices = [
        (day(due.value, call.zone), Option("poll-until", f"{draft.line} {_typed(due)}")) for due in days
    ]
    if not days:
        choices = [(text("poll.no-end"), Option("poll-until", f"{draft.line} {NO_END}"))]
    return _ask(call, draft, error, text(f"poll.{error}", phrase=phrase), "poll-until", choices)


def _passed(call: Call, draft: Draft) -> Sequence[Wish]:
    """While the poll was talked about, its time went by."""
    draft = replace(draft, deadline=None)
    choices = [(text("poll.no-end"), Option("poll-until", f"{draft.line} {NO_END}"))]
    return _ask(call, draft, Error.PAST_WHEN, text("poll.passed"), "poll-until", choices)


def _typed(due: Day | Moment) -> str:
    return due.value.strftime("%Y-%m-%d %H:%M") if isinstance(due, Moment) else due.value.isoformat()


def until(call: Call, line: str) -> Sequence[Wish]:
    """The time that was asked back."""
    draft, phrase = asking.draft(line)
    if phrase == NO_END:
        return proceed(call, draft)
    reading, rest = split_due(phrase, call.now, call.zone)
    if isinstance(reading, NotTime) or rest:
        reading = Vague(phrase)
    return _with_time(call, draft, reading)


def go_on(call: Call, line: str) -> Sequence[Wish]:
    """A choice: the poll as it was shown or offered."""
    return proceed(call, asking.draft(line)[0])


def with_question(call: Call, line: str) -> Sequence[Wish]:
    """The question that was missing, perhaps with its options."""
    draft, words = asking.draft(line)
    return proceed(call, asking.asked(draft, words, call.source))


def with_options(call: Call, line: str) -> Sequence[Wish]:
    """The options that were missing, or others in their place."""
    draft, words = asking.draft(line)
    return proceed(call, replace(asking.choices(draft, words, call.source), guessed=False))


def proceed(call: Call, draft: Draft) -> Sequence[Wish]:
    """Open the poll, or ask for what is still missing."""
    if draft.later is not None or draft.anonymous:
        return _not_yet(call, draft)
    shaped = replace(draft, options=methods()[draft.method or USUAL].options(draft.options))
    if (error := asking.wrong(shaped)) is not None:
        return _ask_again(call, draft, error)
    if draft.guessed and not draft.sure:
        return _sure(call, draft, "poll.guess")
    if (end := _deadline(draft)) is not None and end <= call.now:
        return _passed(call, draft)
    if not draft.sure and call.elsewhere and (by_chance(call) or call.free):
        return _sure(call, draft, "poll.sure")
    return _change(call, shaped) if draft.number else _open(call, shaped)


def _not_yet(call: Call, draft: Draft) -> Sequence[Wish]:
    """What copbot can't do yet, with the same poll in a way that it can."""
    name = draft.later or "anonymous"
    method = "multi" if name == "dates" else draft.method
    usual = replace(draft, later=None, anonymous=draft.anonymous and draft.later is not None, method=method)
    return _yes_or_no(call, usual, Error.NOT_YET, text(f"poll.not-yet-{name}"))


def _ask_again(call: Call, draft: Draft, error: Error) -> Sequence[Wish]:
    verb = ASKED_AGAIN[error]
    most = asking.LONGEST_OPTION if error is Error.OPTION_TOO_LONG else asking.LONGEST_QUESTION
    line = text(
        f"poll.{error}",
        count=len(draft.options),
        option=Said(asking.doubled(draft.options), draft.options_source),
        most=asking.MOST_OPTIONS if error is Error.TOO_MANY_OPTIONS else most,
    )
    kept = replace(draft, options=(), options_source=None, guessed=False)
    if verb == "poll-question":
        kept = replace(kept, question="", source=None)
    return _ask(call, kept, error, line, verb)


def _sure(call: Call, draft: Draft, id: str) -> Sequence[Wish]:
    """A poll as copbot understood it: nothing is put before everybody without a yes."""
    shown = text(
        id,
        room=Place(call.room.id),
        question=Said(draft.question, draft.source),
        options=tuple(Said(option, draft.options_source) for option in draft.options),
    )
    return _yes_or_no(call, replace(draft, sure=True), Error.NOT_UNDERSTOOD, shown)


def _yes_or_no(call: Call, draft: Draft, error: Error, line: Text) -> Sequence[Wish]:
    choices = [
        (text("poll.yes"), Option("poll-asked", draft.line, means="yes")),
        (text("poll.no"), Option("never-mind", means="no")),
    ]
    return _ask(call, draft, error, line, None, choices)


def _ask(
    call: Call,
    draft: Draft,
    error: Error,
    line: Text,
    verb: str | None,
    choices: Sequence[tuple[Text, Option]] = (),
) -> Sequence[Wish]:
    free = None if verb is None else Option(verb, draft.line)
    call = replace(call, source=draft.source or draft.options_source or call.source)
    return answers.ask(call, error, line, choices=choices, free=free)


def _open(call: Call, draft: Draft) -> Sequence[Wish]:
    poll = Poll(
        number=call.read.last("poll") + 1,
        method=draft.method or USUAL,
        starter=call.sender,
        question=draft.question,
        options=numbered(draft.options),
        deadline=_deadline(draft) or call.now + LONGEST,
        source=draft.source,
        options_source=draft.options_source,
    )
    kept = KeptPoll(call.room.id, poll, call.chance.key(), call.now, draft.deadline is not None)
    return (Save(Count(call.room.id, "poll", poll.number)), *_nudge(kept), *polls.opened(call, kept))


def _nudge(kept: KeptPoll) -> tuple[Wish, ...]:
    ring = poll_nudging.alarm(kept)
    return () if ring is None else (ring,)


def _deadline(draft: Draft) -> datetime | None:
    return None if draft.deadline is None else datetime.fromisoformat(draft.deadline)


# -- correcting


def change(call: Call, line: str) -> Sequence[Wish]:
    """Other words for a poll of one's own, while nobody has voted: ``2 Which day? | monday | tuesday``."""
    found = polls.find(call, line, "poll-change")
    if not isinstance(found, polls.Found):
        return found
    kept, rest = found.kept, found.rest
    try:
        step(kept.poll, _corrected(call, kept, Draft()))
    except Illegal as refusal:
        return polls.refused(call, kept.poll, refusal.code, "change")
    return ask_for(call, rest, kept.poll.number)


def _change(call: Call, draft: Draft) -> Sequence[Wish]:
    kept = call.read.poll(draft.number)
    if kept is None or kept.poll.question is None:
        gone = text("poll.no-such", n=draft.number, p=call.prefix)
        return answers.refuse(call, Error.NO_SUCH_POLL, gone)
    try:
        poll = step(kept.poll, _corrected(call, kept, draft))
    except Illegal as refusal:
        return polls.refused(call, kept.poll, refusal.code, "change")
    after = replace(kept, poll=poll, limited=kept.limited or draft.deadline is not None)
    return (*polls.silenced(kept), *_nudge(after), *polls.changed(call, after))


def _corrected(call: Call, kept: KeptPoll, draft: Draft) -> Change:
    return Change(
        by=call.sender,
        method=draft.method or kept.poll.method,
        question=draft.question,
        texts=draft.options,
        deadline=_deadline(draft) or kept.poll.deadline,
        source=draft.source,
        options_source=draft.options_source,
        voted=call.read.voted(kept.poll.number),
    )
