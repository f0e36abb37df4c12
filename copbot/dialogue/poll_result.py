"""How a poll stands, or what it came to, for who asks: telephones show no end of a poll, and the outcome is soon far up."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.text import Said, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, polls
from copbot.dialogue.call import Call
from copbot.polls.poll import Phase
from copbot.polls.shown import won

VERB = "poll-result"
READS = (*polls.FINDING, "ballots", "last")
"""The queries that telling needs."""


def result(call: Call, line: str) -> Sequence[Wish]:
    """The poll of that number or the one replied to; else the only open one, else the last one that there was."""
    words = line.strip()
    if not words and call.about is None and not call.read.open_polls(1) and (last := call.read.last("poll")):
        words = f"{last}"
    found = polls.find(call, words, VERB)
    if not isinstance(found, polls.Found):
        return found
    poll = found.kept.poll
    if poll.question is None:
        return answers.refuse(call, Error.NO_POLL, text("poll.none", p=call.prefix))
    method, said = polls.method(poll), polls.words(poll)
    counted = polls.counted(call, poll)
    winner = won(counted, said, method.unit)
    title = "poll.so-far" if poll.phase is Phase.OPEN else "poll.outcome"
    lines = [text(title, n=poll.number, question=Said(poll.question, poll.source))]
    if counted.voters:
        lines.append(text("poll.voters", count=counted.voters, winner=winner))
    else:
        lines.append(text("poll.nobody-yet") if poll.phase is Phase.OPEN else winner)
    lines.extend(method.rows(counted, said))
    return [answers.reply(call, *lines, about=polls.about(poll))]
