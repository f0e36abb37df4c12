"""Which ballots count: of each member the last that came in; an empty one withdraws. And what a native vote says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from copbot.polls.poll import Option
from copbot.polls.records import Ballot


def valid(selections: Sequence[str], options: Sequence[Option], most: int) -> tuple[str, ...]:
    """What a native vote counts for, by MSC3381: of its first ``most`` selections each once, in the order of the options.

    With one among them that is no option it is spoiled, and counts as if nothing was chosen.
    """
    chosen = set(selections[:most])
    known = tuple(option.id for option in options if option.id in chosen)
    return known if len(known) == len(chosen) else ()


def counting(ballots: Iterable[Ballot]) -> tuple[Ballot, ...]:
    """The ballots that count, of all that were cast, in the order of their arrival."""
    last = {ballot.member: ballot for ballot in ballots}
    return tuple(ballot for ballot in last.values() if ballot.selections)
