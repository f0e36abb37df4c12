"""An outcome in text: who won, and what every option got, in a number and in strokes as people tally on paper.

The number says everything; the strokes are only for the eye, and are plain bars, which screen readers pass over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from copbot.core.text import Said, Text, text
from copbot.polls.outcome import Outcome

LONGEST_BAR = 10  # strokes
MOST_NAMED = 4  # winners that are named; of more, the rows tell
MOST_BARS = 8  # rows with strokes; with more options they would make the message long


@dataclass(frozen=True, slots=True)
class Unit:
    """What a method counts: the ids of the texts that tell of it, to who voted and in the outcome."""

    voted: str = "poll.voted"
    left: str | None = None  # said to who has more to give, where it is a number to divide
    won: str = "poll.won"
    tied: str = "poll.tied"
    tied_many: str = "poll.tied-many"
    got: str = "poll.got"
    got_none: str = "poll.got-none"


VOTES = Unit()


def won(outcome: Outcome, said: Mapping[str, Said], unit: Unit = VOTES) -> Text:
    """Who won, or that several are equal, or that nobody voted."""
    if not outcome.winner:
        return text("poll.nobody")
    count = outcome.tally[outcome.winner[0]]
    if len(outcome.winner) > MOST_NAMED:
        return text(unit.tied_many, count=count, n=len(outcome.winner))
    if len(outcome.winner) > 1:
        return text(unit.tied, count=count, options=tuple(said[id] for id in outcome.winner))
    return text(unit.won, count=count, option=said[outcome.winner[0]])


def rows(outcome: Outcome, said: Mapping[str, Said], unit: Unit = VOTES) -> tuple[Text, ...]:
    """A row for every option that got votes, the most first, and one row for all that got none."""
    got = sorted(
        (id for id, votes in outcome.tally.items() if votes), key=lambda id: outcome.tally[id], reverse=True
    )
    highest = max(outcome.tally.values(), default=0)
    shown = [
        text(
            unit.got,
            count=outcome.tally[id],
            option=said[id],
            bar=_bar(outcome.tally[id], highest, len(got)),
        )
        for id in got
    ]
    none = tuple(said[id] for id, votes in outcome.tally.items() if not votes)
    if got and none:
        shown.append(text(unit.got_none, options=none))
    return tuple(shown)


def _bar(votes: int, highest: int, rows: int) -> str:
    """Strokes in proportion to the most votes; one each where they fit."""
    if rows > MOST_BARS:
        return ""
    return "|" * (votes if highest <= LONGEST_BAR else max(1, round(votes * LONGEST_BAR / highest)))
