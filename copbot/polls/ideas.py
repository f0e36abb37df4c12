"""Options out of what people wrote: each line an idea, without who wrote it, short enough for a telephone.

Where there are more than a poll can hold, everybody gets their first idea in before anybody gets a second one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from copbot.polls.asking import LONGEST_OPTION, MOST_OPTIONS
from copbot.polls.poll import Option
from copbot.polls.typed import fold

_BULLET = re.compile(r"\A\s*(?:[-*•–>]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Idea:
    """One line that somebody wrote, in a message."""

    member: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Ideas:
    """Options for a poll, in the order in which they were written, and how many did not fit."""

    options: tuple[Option, ...]
    left_over: int


def ideas(said: Iterable[tuple[str, str, str]], *, whole: bool = False) -> list[Idea]:
    """What was said, given as (member, words, source), line by line, or as a ``whole``; without bullets and doubles."""
    found: dict[str, Idea] = {}
    for member, words, source in said:
        for line in [words] if whole else words.splitlines():
            plain = " ".join(_BULLET.sub("", line, count=1).split()).rstrip(" .,;:")
            if any(sign.isalnum() for sign in plain):
                found.setdefault(fold(plain), Idea(member, plain, source))
    return list(found.values())


def options(found: list[Idea], most: int = MOST_OPTIONS) -> Ideas:
    """At most so many of them as options: of everybody the first one, then of everybody the second, until it is full."""
    turns: dict[str, int] = {}
    ranked: list[tuple[int, int]] = []
    for place, idea in enumerate(found):
        turns[idea.member] = turns.get(idea.member, 0) + 1
        ranked.append((turns[idea.member], place))
    kept = sorted(place for _, place in sorted(ranked)[:most])
    made = tuple(
        Option(f"{number}", shortened(found[place].words), found[place].source)
        for number, place in enumerate(kept, 1)
    )
    return Ideas(made, len(found) - len(kept))


def shortened(words: str, longest: int = LONGEST_OPTION) -> str:
    """Words that fit in an option; what is left out is shown by dots, at the end of a word where there is one."""
    if len(words) <= longest:
        return words
    cut = words[: longest - 1]
    whole, space, _ = cut.rpartition(" ")
    return f"{whole if space and len(whole) > longest // 2 else cut}…"
