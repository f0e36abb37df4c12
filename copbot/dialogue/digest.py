"""The digest of a room: read by index, told in one message, the rest on request.

Everything that it tells could be seen in the room before. It is made of what is so now, so that what was taken away or
let go of meanwhile is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from copbot.commitments.ladder import Rung, Status
from copbot.core.records import Option, Question
from copbot.core.text import Text, text
from copbot.core.wishes import About, Ask, Save, Say, Wish
from copbot.dialogue import answers, digest_decisions, meeting_digest
from copbot.dialogue.call import Call
from copbot.dialogue.digest_polls import decided
from copbot.dialogue.digest_words import sentences
from copbot.dialogue.ladder_words import labelled
from copbot.digests.fit import MOST_SOUGHT, fit, page
from copbot.digests.records import Told
from copbot.digests.week import (
    AHEAD,
    PUBLIC,
    Announced,
    Entry,
    Kind,
    Week,
    changes,
    dates,
    entries,
    news,
)

READS = (
    "told",
    "moves_between",
    "item",
    "due_between",
    "open_polls",
    "reminders",
    "personal_reminders",
    "seeking",
    "rungs",
    "closed_polls",
    "unreported",
    "ballots",
    *digest_decisions.READS,
    *meeting_digest.READS,
)
"""The queries that a room's digest needs."""

WEEK = timedelta(days=7)
MOVES = 1000  # moves that are looked at; a livelier week is told by its end
DATES = 50
_OFTEN = re.compile(r"DAILY|HOURLY")  # what comes every day needs no announcing
ABOUT = About("digest")
Choice = tuple[Text, Option]


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest that is made: what it says, what its numbers mean, its fields, and where the next one's turn begins."""

    lines: tuple[Text, ...]
    choices: tuple[Choice, ...]
    fields: Mapping[str, Any]
    turn: int


def recent(call: Call) -> datetime:
    """A week ago, or when the notice was accepted."""
    return max(call.now - WEEK, _accepted(call))


def _accepted(call: Call) -> datetime:
    accepted = call.room.accepted or call.now
    return accepted - timedelta(seconds=1)  # what happened in that very moment counts


def begin(call: Call) -> list[Wish]:
    """A room that was there before digests were: its first one tells of a week, and not of all that ever was."""
    if call.read.told() is not None:
        return []
    since = recent(call)
    return [Save(Told(call.room.id, since, since, since))]


def week(call: Call, since: datetime, until: datetime) -> Week:
    """What happened in the room in a span of time, and the dates of the days after it."""
    moves = call.read.moves_between(since, until, MOVES)
    numbers = dict.fromkeys(moved.item for moved in moves if moved.move in PUBLIC)
    found = ((number, call.read.item(number)) for number in sorted(numbers))
    items = {number: kept for number, kept in found if kept is not None}
    made = Week(since, until, call.zone, call.people.members, moves, items)
    due = call.read.due_between(made.today, made.today + AHEAD, DATES)
    return replace(
        made,
        due=due,
        announced=(*_announced(call), *digest_decisions.reviews(call)),
        decided=decided(call, since, until),
        adopted=digest_decisions.adopted(call, since, until),
    )


def _announced(call: Call) -> tuple[Announced, ...]:
    """What else the room was told to expect: polls whose starter named their end, and its own reminders."""
    personal = call.read.personal_reminders() | call.read.unreported("reminder")
    hidden = call.read.unreported("poll")
    open_polls = (kept for kept in call.read.open_polls(DATES) if kept.poll.number not in hidden)
    polls = (kept.poll for kept in open_polls if kept.limited)
    return (
        *meeting_digest.announced(call),
        *(Announced(Kind.POLL, poll.number, poll.question, poll.source, poll.deadline) for poll in polls),
        *(
            Announced(Kind.REMINDER, one.number, one.words, one.source, one.due, one.rule is not None)
            for one in call.read.reminders(private=False, after=None, limit=DATES)
            if one.number not in personal and (one.rule is None or not _OFTEN.search(one.rule))
        ),
    )


def compose(call: Call, made: Week, told: Sequence[Sequence[Entry]], turn: int) -> Digest:
    """One message: what happened first, then what seeks somebody, of which those after ``turn`` are next."""
    rungs = call.read.rungs()
    everywhere = {
        entry.number
        for section in told
        for entry in section
        if entry.item is not None and entry.item.status is Status.OPEN and entry.item.rung is not Rung.SUPPORT
    }
    waiting = [
        number
        for number in call.read.seeking(turn, MOST_SOUGHT + len(everywhere))
        if number not in everywhere
    ]
    shown, rest, most = fit(told, len(waiting))
    sought = waiting[:most]
    choices = [
        (labelled(kept.item), Option("commitment", f"{number}"))
        for number in sought
        if (kept := call.read.item(number)) is not None
    ]
    here = everywhere & {entry.number for entry in shown if entry.item is not None}
    choices += _more(rungs, len(sought) + len(here))
    if rest:
        label = text("digest.rest", count=len(rest))
        choices.append((label, Option("digest-rest", _told_already(made, shown))))
    lines = [*sentences(made, shown, "digest.title")]
    if sought:
        lines.append(text("digest.sought"))
    elif choices:
        lines.append(text("digest.read-on"))
    return Digest(tuple(lines), tuple(choices), fields(call, made), sought[-1] if sought else turn)


def _more(rungs: Mapping[str, int], shown: int) -> list[Choice]:
    """All that is open, on request; with how many seek somebody and are not shown."""
    if not any(rungs.values()):
        return []
    others = rungs.get("cannot", 0) + rungs.get("may", 0) - shown
    label = text("digest.all-more", count=others) if others > 0 else text("digest.all")
    return [(label, Option("commitments", "open"))]


def fields(call: Call, made: Week) -> dict[str, Any]:
    """The fields of a message of kind ``digest``."""
    open_now = call.read.rungs()
    return {
        "from": rfc3339(made, made.since),
        "to": rfc3339(made, made.until),
        "rungs": {rung.value: open_now.get(rung.value, 0) for rung in Rung},
        "moves": changes(made),
        "due": len(dates(made)),
    }


def rfc3339(made: Week, at: datetime) -> str:
    """A time as machines read it, in the room's time zone."""
    return at.astimezone(made.zone).isoformat(timespec="seconds")


# -- the room's own, once a week


def weekly(call: Call) -> list[Wish]:
    """The digest that comes by itself; nothing when nothing changed since the last one that the room saw."""
    known = call.read.told()
    since = _accepted(call) if known is None else known.until
    if since > call.now:
        since = recent(call)  # the clock was put back
    made = week(call, since, call.now)
    told = entries(made)
    seen = max(known.seen, since) if known is not None and known.seen <= call.now else since
    if not news(made, told, seen):
        return []
    key = call.chance.key()
    digest = compose(call, made, told, known.turn if known else 0)
    kept = Told(call.room.id, call.now, call.now, since, digest.turn, key)
    return [Save(kept), *say(call, digest, key, unprompted=True)]


def now(call: Call) -> list[Wish]:
    """The digest of the last seven days, in answer to who asks for it; a short sentence when nothing happened."""
    made = week(call, recent(call), call.now)
    told = entries(made)
    if not any(told):
        return [answers.reply(call, _nothing(call, made))]
    known = call.read.told()
    key = call.chance.key()
    digest = compose(call, made, told, known.turn if known else 0)
    said = say(call, digest, key)
    if call.spot.direct or call.spot.thread is not None:
        return said  # not everybody in the room sees it
    kept = known or Told(call.room.id, made.since, made.since, made.since)
    return [Save(replace(kept, seen=call.now, since=made.since, key=key)), *said]


def _nothing(call: Call, made: Week) -> Text:
    since = made.local(made.since)
    if since == made.today:
        return text("digest.nothing-today", p=call.prefix)
    return text("digest.nothing", day=since, p=call.prefix)


def say(call: Call, digest: Digest, key: str, *, unprompted: bool = False) -> list[Wish]:
    """A digest as a message, with the question that its numbers answer."""
    labels = tuple(label for label, _ in digest.choices)
    message: Say = answers.say(
        call,
        "digest",
        digest.lines,
        digest.fields,
        key=key,
        choices=labels,
        about=ABOUT,
        unprompted=unprompted,
    )
    if not labels:
        return [message]
    return [message, Ask(_question(call, key, digest.choices))]


def _question(call: Call, key: str, choices: Sequence[Choice]) -> Question:
    options = tuple(option for _, option in choices)
    question = answers.question(call, key, options, anyone=True, stays=True)
    return replace(question, source=None)


# -- what did not fit


def _told_already(made: Week, shown: Sequence[Entry]) -> str:
    return " ".join([made.since.isoformat(), made.until.isoformat(), *(entry.name for entry in shown)])


def rest(call: Call, line: str) -> list[Wish]:
    """What happened besides, in answer to who asks for it; ``line`` says of which days and what was told already."""
    since, until, *already = line.split(" ")
    made = week(call, datetime.fromisoformat(since), datetime.fromisoformat(until))
    left = [entry for section in entries(made) for entry in section if entry.name not in already]
    if not left:
        return [answers.reply(call, text("digest.no-rest", p=call.prefix))]
    shown, beyond = page(left)
    lines = sentences(made, shown, "digest.title-rest")
    names = " ".join([line, *(entry.name for entry in shown)])
    choices = ((text("digest.rest", count=len(beyond)), Option("digest-rest", names)),) if beyond else ()
    return say(call, Digest(lines, choices, fields(call, made), 0), call.chance.key())
