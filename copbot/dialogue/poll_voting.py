"""Votes: a tap on a native poll and a typed one are ballots in the same tally, the last that came in counts.

A tap gets no message back. What is typed gets one short reply that says what was counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from copbot.core.errors import Error
from copbot.core.facts import Posted, Voted
from copbot.core.machine import Illegal
from copbot.core.records import Option
from copbot.core.text import Said, Text, Value, text
from copbot.core.wishes import Save, Wish
from copbot.dialogue import answers, ballots, polls
from copbot.dialogue.ballot_keys import moved
from copbot.dialogue.call import Call
from copbot.polls.ballots import valid
from copbot.polls.poll import Cast, Poll, step
from copbot.polls.records import Ballot, KeptPoll
from copbot.polls.typed import Chosen, Read, TooMany, Unclear, Unknown, fold

READS = (*polls.FINDING, *ballots.READS)
"""The queries that a vote needs."""
COMPARED = 10  # open polls, at most, of which the options are compared with what was typed
_NOTHING = re.compile(
    r"niets|niks|geen|geen stem|intrekken|trek (?:mijn stem )?in|none|nothing|no vote|withdraw(?: my vote)?"
)
_NUMERIC = re.compile(r"#?\d{1,2}")
_KINDLY = re.compile(
    r"(?<![\s,])[\s,]++(?:graag|alsjeblieft|hoor|denk ik|please|i think)[\s.!]*\Z", re.IGNORECASE
)
_FOR = re.compile(r"(?:op|voor|for|on)\s+", re.IGNORECASE)


def typed(call: Call, line: str) -> Sequence[Wish]:
    """``!vote 2``, ``!stem #3 dinsdag``: only ``#3`` names the poll, a bare number is an option."""
    found = _only_one_with(call, line) or polls.find(call, line, "vote", marked=True)
    if not isinstance(found, polls.Found):
        return found
    kept, rest = found.kept, found.rest
    if (closed := _closed(call, kept)) is not None:
        return closed
    if not rest:
        return _ask(call, kept, Error.NEEDS_VOTE, text("poll.needs-vote", question=polls.question(kept.poll)))
    read = _read(kept, rest)
    if isinstance(read, Unknown) and _NOTHING.fullmatch(fold(rest)):
        return _cast(call, kept, ())
    match read:
        case Chosen(ids):
            return _cast(call, kept, ids)
        case Unclear(ids):
            return _ask(call, kept, Error.WHICH_OPTION, text("poll.which-option"), ids)
        case TooMany():
            return _ask(call, kept, Error.TOO_MANY_CHOICES, _too_many(kept.poll))
        case Unknown(words):
            unknown = text("poll.no-such-option", words=Said(words, call.source), n=kept.poll.number)
            return _ask(call, kept, Error.NO_SUCH_OPTION, unknown)


def _only_one_with(call: Call, line: str) -> polls.Found | None:
    """Where several polls run: the only one that has what was typed among its options, by its words and not by a number."""
    if call.about is not None or not any(sign.isalpha() for sign in line):
        return None
    running = call.read.open_polls(COMPARED + 1)
    if not 1 < len(running) <= COMPARED:
        return None
    fitting = [kept for kept in running if isinstance(_read(kept, line.strip()), Chosen)]
    return polls.Found(fitting[0], line.strip()) if len(fitting) == 1 else None


def _read(kept: KeptPoll, words: str) -> Read:
    """What was typed, as a ballot; without the words around it where those are no option's."""
    read = polls.method(kept.poll).read(words, kept.poll.options)
    bare = _FOR.sub("", words, count=1) if _FOR.match(words) else words
    bare = _KINDLY.sub("", bare)
    if not isinstance(read, Unknown) or bare == words:
        return read
    return polls.method(kept.poll).read(bare, kept.poll.options)


def in_reply(call: Call, line: str) -> Sequence[Wish]:
    """A reply to a poll: a vote, where it is the number or the whole text of an option; else people talk about it."""
    number, _, words = line.partition(" ")
    kept = call.read.poll(int(number))
    if kept is None or not kept.poll.options:
        return ()
    method = polls.method(kept.poll)
    if not method.plain(words, kept.poll.options):
        words = _KINDLY.sub("", words)
    read = method.read(words, kept.poll.options)
    meant = method.plain(words, kept.poll.options) if isinstance(read, Chosen | TooMany | Unclear) else False
    if not meant and not _NUMERIC.fullmatch(fold(words)):
        return ()
    return typed(call, f"#{number} {words}")


def tapped(call: Call) -> Sequence[Wish]:
    """A native vote, in a poll of copbot's in this room, by a member, before the deadline; anything else is left alone."""
    vote = call.fact
    kept = call.read.poll_at(vote.target) if isinstance(vote, Voted) else None
    if kept is None or not isinstance(vote, Voted) or not _may_vote(call):
        return ()
    try:
        step(kept.poll, Cast(vote.at))
    except Illegal:
        return ()
    if ballots.outside(call, kept):
        return ()
    most = polls.method(kept.poll).most(kept.poll.options)
    selections = valid(vote.selections, kept.poll.options, most)
    ballot = Ballot(call.room.id, kept.poll.number, call.event, call.sender, selections)
    return (Save(ballot), *moved(call, kept))


def _may_vote(call: Call) -> bool:
    return call.sender in call.people.members and call.sender not in call.people.bots


def _closed(call: Call, kept: KeptPoll) -> Sequence[Wish] | None:
    """The refusal, where it is too late: by the time that the homeserver stamped on the message."""
    at = call.fact.at if isinstance(call.fact, Posted) else call.now
    try:
        step(kept.poll, Cast(at))
    except Illegal as refusal:
        return polls.refused(call, kept.poll, refusal.code, "vote")
    if ballots.outside(call, kept):
        return ballots.refused(call, kept)
    if not _may_vote(call):
        return answers.refuse(call, Error.NOT_ALLOWED, text("poll.members-only"))
    return None


def _cast(call: Call, kept: KeptPoll, ids: tuple[str, ...]) -> Sequence[Wish]:
    poll, method = kept.poll, polls.method(kept.poll)
    told = [text("poll.withdrawn", n=poll.number)]
    if ids:
        told = [text(method.unit.voted, n=poll.number, options=_chosen(poll, ids))]
        left = method.most(poll.options) - len(ids)
        if method.unit.left is not None and left:
            told.append(text(method.unit.left, count=left))
    ballot = Ballot(call.room.id, poll.number, call.event, call.sender, ids)
    return (Save(ballot), *moved(call, kept), answers.reply(call, *told, about=polls.about(poll)))


def _chosen(poll: Poll, ids: tuple[str, ...]) -> tuple[Value, ...]:
    """What a ballot holds, in the order of the options; what it holds more than once with how often."""
    times = Counter(ids)
    return tuple(
        words if times[id] == 1 else text("poll.times", option=words, times=times[id])
        for id, words in polls.words(poll).items()
        if id in times
    )


def _too_many(poll: Poll) -> Text:
    return text(f"poll.too-many-{poll.method}", count=polls.method(poll).most(poll.options))


def _ask(
    call: Call, kept: KeptPoll, error: Error, line: Text, among: Iterable[str] | None = None
) -> Sequence[Wish]:
    """Ask which option is meant; its number in answer is the vote, and so is what else can be typed."""
    poll = kept.poll
    wanted = set(among) if among is not None else {option.id for option in poll.options}
    choices = [
        (text("poll.choice", option=words), Option("vote-for", f"{poll.number} {id}"))
        for id, words in polls.words(poll).items()
        if id in wanted
    ]
    free = Option("vote", f"#{poll.number}")
    return answers.ask(call, error, line, choices=choices, free=free)


def chosen(call: Call, line: str) -> Sequence[Wish]:
    """An option that was chosen from a question: as it was then, so that a correction meanwhile changes no vote."""
    number, _, id = line.partition(" ")
    kept = call.read.poll(int(number))
    if kept is None or kept.poll.question is None:
        return answers.refuse(call, Error.NO_SUCH_POLL, text("poll.no-such", n=int(number), p=call.prefix))
    if (closed := _closed(call, kept)) is not None:
        return closed
    if id not in {option.id for option in kept.poll.options}:
        question = text("poll.needs-vote", question=polls.question(kept.poll))
        return _ask(call, kept, Error.NEEDS_VOTE, question)
    return _cast(call, kept, (id,))
