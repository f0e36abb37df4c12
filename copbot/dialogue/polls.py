"""A poll in the room: which one is meant, how it is opened, corrected and closed, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.records import Option as Choice
from copbot.core.text import Place, Said, Text, Who, text
from copbot.core.wishes import About, Edit, Paper, Ring, Save, Say, Silence, Wish
from copbot.dialogue import answers
from copbot.dialogue.ballot_keys import moved
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import day, said
from copbot.polls.ballots import counting
from copbot.polls.method import Method
from copbot.polls.outcome import Outcome
from copbot.polls.poll import Close, Lapse, Phase, Poll, step
from copbot.polls.records import KeptPoll
from copbot.polls.registry import methods
from copbot.polls.shown import won

FINDING = ("poll", "open_polls")
"""The queries that finding a poll needs."""
CLOSING = (*FINDING, "ballots", "hosts")
"""The queries that closing one needs."""
DEADLINE = "poll.deadline"
"""The purpose of a poll's alarm."""
NUDGE = "poll.nudge"
"""The purpose of the alarm at which who has not voted is reminded."""
CHOICES = 5
_NUMBER = re.compile(r"#?([0-9]{1,9})[:.,)]?(?:\s+|$)")
_MARKED = re.compile(r"#([0-9]{1,9})[:.,)]?(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Found:
    """The poll that somebody means, and the rest of what they said."""

    kept: KeptPoll
    rest: str


# -- which poll


def find(call: Call, line: str, verb: str, *, marked: bool = False) -> Found | Sequence[Wish]:
    """The poll that is meant by its number, by what the message replies to, or as the only open one; and the rest.

    Else a question, whose choices go to the command ``verb``. With ``marked`` only ``#4`` is a poll's number. Needs the
    queries of `FINDING`.
    """
    match = (_MARKED if marked else _NUMBER).match(line.strip())
    number = int(match[1]) if match else None
    rest = line.strip()[match.end() :].strip() if match else line.strip()
    if number is None and call.about is not None and call.about.what == "poll":
        number = call.about.number
    if number is not None:
        kept = call.read.poll(number)
        if kept is not None and kept.poll.phase is not Phase.GONE:
            return Found(kept, rest)
        return answers.refuse(call, Error.NO_SUCH_POLL, text("poll.no-such", n=number, p=call.prefix))
    running = call.read.open_polls(CHOICES)
    if not running:
        return answers.refuse(call, Error.NO_POLL, text("poll.none", p=call.prefix))
    if len(running) == 1:
        return Found(running[0], rest)
    choices = [
        (text("poll.labelled", n=kept.poll.number, question=question(kept.poll)), _meant(verb, kept, rest))
        for kept in running
    ]
    return answers.ask(call, Error.WHICH_POLL, text("poll.which"), choices=choices)


def _meant(verb: str, kept: KeptPoll, rest: str) -> Choice:
    return Choice(verb, f"#{kept.poll.number} {rest}".strip())


# -- what is said of it


def method(poll: Poll) -> Method:
    """How the poll is held."""
    return methods()[poll.method]


def question(poll: Poll) -> Said:
    """The question, in its starter's words, for the middle of a line; without words when they were taken away."""
    return said(poll.question, poll.source)


def words(poll: Poll) -> dict[str, Said]:
    """The options by id, in the words of who gave them."""
    return {
        option.id: Said(option.text or None, option.source or poll.options_source) for option in poll.options
    }


def about(poll: Poll) -> About:
    """What a message of this poll is about."""
    return About("poll", poll.number)


def _fields(poll: Poll) -> dict[str, Any]:
    """The fields of its messages; the options are added when the message is made, with their words."""
    return {"poll": poll.number, "method": poll.method}


def _lines(call: Call, kept: KeptPoll) -> tuple[Text, ...]:
    """The poll for clients that show none: with how to vote by typing."""
    poll = kept.poll
    listed = [
        text("poll.option", n=number, option=option) for number, option in enumerate(words(poll).values(), 1)
    ]
    ends = [text("poll.until", until=_until(call, kept))] if kept.limited else []
    most = method(poll).most(poll.options)
    how = text(f"poll.how-{poll.method}", n=poll.number, p=call.prefix, count=most)
    opened = text("poll.opened", n=poll.number, question=Said(poll.question, poll.source))
    return (opened, *listed, how, *ends)


def _paper(call: Call, kept: KeptPoll) -> Paper:
    """The poll as phones show it: until when it lasts stands with the question, for they show nothing else."""
    poll = kept.poll
    ends = "-until" if kept.limited else ""
    most = method(poll).most(poll.options)
    shown = text(
        f"poll.shown-{poll.method}{ends}",
        question=Said(poll.question, poll.source),
        until=_until(call, kept),
        count=most,
    )
    return Paper(tuple(words(poll).items()), shown, most)


def _until(call: Call, kept: KeptPoll) -> Text:
    """Until when votes count: of a poll that ends on the day on which it was opened the clock alone."""
    ends = kept.poll.deadline.astimezone(call.zone)
    if ends.date() == kept.opened.astimezone(call.zone).date():
        return text("when.clock", clock=ends.strftime("%H:%M"))
    return day(kept.poll.deadline, call.zone)


# -- opening, correcting, closing


def opened(call: Call, kept: KeptPoll) -> tuple[Wish, ...]:
    """A new poll: kept, with its alarm, and shown in the room's main timeline. That is the answer, where it was asked."""
    here = answers.owed(call) and not call.elsewhere
    message = replace(shown(call, kept), reply_to=call.event if here else None)
    told = () if here else (answers.reply(call, text("poll.stands-in", room=Place(call.room.id))),)
    return (Save(kept), alarm(kept), message, *told)


def shown(call: Call, kept: KeptPoll, *below: Text) -> Say:
    """The message that opens a poll. ``below`` stands under it for clients that show no polls."""
    return Say(
        kept.opening,
        (*_lines(call, kept), *below),
        "poll.opened",
        _fields(kept.poll),
        room=call.room.id,
        scope=call.room.id,
        about=about(kept.poll),
        poll=_paper(call, kept),
    )


def changed(call: Call, kept: KeptPoll) -> tuple[Wish, ...]:
    """A corrected poll: its message is edited, and a reply says so."""
    edit = Edit(kept.opening, _lines(call, kept), _fields(kept.poll), poll=_paper(call, kept))
    told = answers.reply(call, text("poll.changed", n=kept.poll.number), about=about(kept.poll))
    return (Save(kept), alarm(kept), edit, told)


def alarm(kept: KeptPoll) -> Ring:
    """The alarm at which it ends by itself."""
    return Ring(_name(DEADLINE, kept), kept.poll.deadline, kept.room, DEADLINE, f"{kept.poll.number}")


def nudge_alarm(kept: KeptPoll, at: datetime) -> Ring:
    """The alarm at which who has not voted is reminded (UTC); setting it again replaces it."""
    return Ring(_name(NUDGE, kept), at, kept.room, NUDGE, f"{kept.poll.number}")


def _name(purpose: str, kept: KeptPoll) -> str:
    return f"{purpose}:{kept.room}:{kept.poll.number}"


def silenced(kept: KeptPoll) -> tuple[Wish, ...]:
    """Its alarms ring no more."""
    return tuple(Silence(_name(purpose, kept)) for purpose in (DEADLINE, NUDGE))


def close(call: Call, kept: KeptPoll) -> Sequence[Wish]:
    """Close it on somebody's word, or say why not."""
    try:
        poll = step(kept.poll, Close(call.sender, call.is_host(call.sender)))
    except Illegal as refusal:
        return refused(call, kept.poll, refusal.code, "close")
    return (*closed(call, replace(kept, poll=poll)),)


def lapse(call: Call, number: int) -> Sequence[Wish]:
    """Its time has come. What it says waits for the end of the quiet hours; what counts was settled at the deadline."""
    kept = call.read.poll(number)
    if kept is None or kept.poll.phase is not Phase.OPEN:
        return ()
    if kept.poll.deadline > call.now:
        return (alarm(kept),)  # the clock was put back since it rang, or the deadline forward
    return closed(call, replace(kept, poll=step(kept.poll, Lapse())), unprompted=True)


def closed(call: Call, kept: KeptPoll, *, unprompted: bool = False) -> tuple[Wish, ...]:
    """A closed poll: the native end, which answers the command if there was one, and the outcome in words."""
    here = answers.owed(call) and not call.elsewhere
    saved, end, outcome = ended(call, kept, unprompted=unprompted)
    end = replace(end, reply_to=call.event if here else None)
    if here or not answers.owed(call):
        return (*saved, end, outcome)
    told = text("poll.closed-in", n=kept.poll.number, room=Place(call.room.id))
    return (*saved, end, outcome, answers.reply(call, told))


def counted(call: Call, poll: Poll) -> Outcome:
    """The outcome as the ballots stand. Needs the query ballots."""
    return method(poll).count(poll.options, counting(call.read.ballots(poll.number)))


def ended(call: Call, kept: KeptPoll, *, unprompted: bool = False) -> tuple[tuple[Wish, ...], Say, Say]:
    """A closed poll as it is kept, with its two messages: the native end, and the outcome in words.

    Both, because telephones show no ends of polls.
    """
    poll, result = kept.poll, counted(call, kept.poll)
    said, winner = words(poll), won(result, words(poll), method(poll).unit)
    kept = replace(kept, ended=call.now, closing=call.chance.key(), outcome=call.chance.key())
    assert kept.closing is not None
    assert kept.outcome is not None
    numbers = {"tally": dict(result.tally), "voters": result.voters, "winner": list(result.winner)}
    where: dict[str, Any] = {"room": call.room.id, "scope": call.room.id, "about": about(poll)}
    end = Say(
        kept.closing,
        (text("poll.closed", n=poll.number, question=Said(poll.question, poll.source)), winner),
        "poll.closed",
        _fields(poll) | numbers,
        unprompted=unprompted,
        poll=Paper(tuple(said.items()), ends=kept.opening),
        **where,
    )
    lines = [text("poll.outcome", n=poll.number, question=Said(poll.question, poll.source))]
    lines.append(text("poll.voters", count=result.voters, winner=winner) if result.voters else winner)
    lines.extend(method(poll).rows(result, said))
    outcome = Say(kept.outcome, tuple(lines), "nudge", {"about": "poll"}, unprompted=unprompted, **where)
    return (Save(kept), *silenced(kept), *moved(call, kept)), end, outcome


def refused(call: Call, poll: Poll, code: str, wanted: str) -> tuple[Wish, ...]:
    """The sentence for a code of the machine, with a way on."""
    sentence = text(f"poll.refused-{code}-{wanted}", n=poll.number, p=call.prefix, starter=Who(poll.starter))
    return answers.refuse(call, code, sentence, about=about(poll))
