"""What a way to hold a poll is: what it is called, how it is asked for, how a ballot is read, counted and won."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from copbot.core.text import Said, Text
from copbot.polls.outcome import Outcome
from copbot.polls.poll import Option
from copbot.polls.records import Ballot
from copbot.polls.shown import VOTES, Unit
from copbot.polls.typed import Read, plainly


@dataclass(frozen=True, slots=True)
class Method:
    """A way to hold a poll.

    ``name`` is what machines read; ``words`` are the option words of ``!poll`` that ask for it, in both languages (one
    method has none: it is what a poll is without them). The texts that it needs have ids that end in its name:
    ``poll.how-NAME`` tells how to vote by typing, ``poll.shown-NAME`` and ``poll.shown-NAME-until`` are what phones show
    as the question. One whose reading may find `TooMany` has ``poll.too-many-NAME`` as well. These get ``most`` as
    ``count``.
    """

    name: str
    words: tuple[str, ...]
    most: Callable[[Sequence[Option]], int]
    """How many options one ballot may hold; ``max_selections`` of the native poll."""
    read: Callable[[str, Sequence[Option]], Read]
    """What somebody typed, as a ballot."""
    count: Callable[[Sequence[Option], Sequence[Ballot]], Outcome]
    """The outcome of the ballots that count."""
    rows: Callable[[Outcome, Mapping[str, Said]], tuple[Text, ...]]
    """What the options got, a line each."""
    options: Callable[[Sequence[str]], tuple[str, ...]] = field(default=tuple)
    """The options as they are shown, from what its starter gave; nothing to do for most."""
    native: bool = True
    """Whether phones can show it as a poll to tap on."""
    plain: Callable[[str, Sequence[Option]], bool] = plainly
    """Whether words in reply to the poll are nothing but a ballot, so that talk is no vote."""
    unit: Unit = VOTES
    """What is counted, in words."""
