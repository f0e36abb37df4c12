"""Counting as most methods do: every option that a ballot holds gets one vote, and the most votes win."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.polls.outcome import Outcome
from copbot.polls.poll import Option
from copbot.polls.records import Ballot


def plurality(options: Sequence[Option], ballots: Sequence[Ballot]) -> Outcome:
    """One vote for every option on a ballot; options with equally many votes win together, none without votes."""
    tally = {option.id: 0 for option in options}
    for ballot in ballots:
        for id in ballot.selections:
            tally[id] += 1
    highest = max(tally.values(), default=0)
    winner = tuple(id for id, votes in tally.items() if votes == highest) if highest else ()
    return Outcome(tally, len(ballots), winner)
