"""What the polls of a week came to, for who was not there: telephones show no end of a poll, and the outcome is far up."""

from __future__ import annotations

from datetime import datetime

from copbot.dialogue.ballot_keys import belongs
from copbot.dialogue.call import Call
from copbot.digests.week import Decided
from copbot.polls.ballots import counting
from copbot.polls.registry import methods
from copbot.polls.shown import MOST_NAMED

POLLS = 10


def decided(call: Call, since: datetime, until: datetime) -> tuple[Decided, ...]:
    """What the polls came to that were closed; where nobody voted there is nothing to tell."""
    found: list[Decided] = []
    for kept in call.read.closed_polls(since, until, POLLS):
        poll = kept.poll
        if poll.question is None or kept.ended is None or belongs(kept) is not None:
            continue  # what a ritual voted on is told there
        words = {option.id: option.text for option in poll.options}
        result = methods()[poll.method].count(poll.options, counting(call.read.ballots(poll.number)))
        if 0 < len(result.winner) <= MOST_NAMED:
            winners = tuple(words[id] for id in result.winner)
            found.append(
                Decided(poll.number, poll.question, poll.source, winners, poll.options_source, kept.ended)
            )
    return tuple(found)
