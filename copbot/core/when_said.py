"""What one way through a line says in words: its title, where, how long, and the part that tells the time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from copbot.core.when_duration import LONGEST, SHORTEST
from copbot.core.when_meets import MeetingPhrase
from copbot.core.when_places import place_of
from copbot.core.when_plan import Plan
from copbot.core.when_walk import LABELS, Token, Walker, Way

EDGE: Final = " \t\n,;:–—-|/·•"
_DANGLING: Final = frozenset(
    {
        "op",
        "om",
        "on",
        "at",
        "is",
        "van",
        "vanaf",
        "from",
        "met",
        "with",
        "tijdens",
        "during",
        "tot",
        "to",
        "until",
    }
)


def words_in(tokens: Sequence[Token], ranges: Iterable[tuple[int, int]]) -> str:
    """The words as written, without signs at their ends and a bracket that has lost its other half."""
    words = " ".join(token.text for begin, end in ranges for token in tokens[begin:end]).strip(EDGE)
    if words.count("(") > words.count(")"):
        words = words.removeprefix("(").removesuffix("(")
    elif words.count(")") > words.count("("):
        words = words.removeprefix(")").removesuffix(")")
    return words.strip(EDGE)


def title_of(tokens: Sequence[Token], at: int, way: Way) -> str:
    if at > 1 and tokens[at - 1].text.lower() in LABELS:
        at -= 1
    title = words_in(tokens, [(0, at), *way.titles])
    head, _, last = title.rpartition(" ")
    if head and last.lower() in _DANGLING and not way.titles:
        title = head.strip(EDGE)
    return title


def place_said(tokens: Sequence[Token], way: Way, *, loose: bool) -> str | None:
    if way.place is None:
        return words_in(tokens, way.titles) or None if loose else None
    begin, end = way.place
    return place_of([token.text for token in tokens[begin:end]])


def phrase_of(tokens: Sequence[Token], way: Way, walked: Walker) -> str:
    """The words that tell the time, as written."""
    named = [n for n in range(len(tokens)) if any(
        piece.start < walked.starts[n + 1] and piece.end > walked.starts[n] for piece in way.pieces
    )]  # fmt: skip
    return " ".join(tokens[n].text for n in named).strip(EDGE)


def length_of(way: Way, plan: Plan) -> timedelta | Literal["length"] | None:
    """How long it lasts; "length" where that can't be, or is said twice and differs."""
    if way.length is None:
        said: timedelta | None = None
    elif way.length[0] is None or not sound(way.length[0]):
        return "length"
    else:
        said = way.length[0]
    if plan.length is None or said is None:
        length = plan.length or said
        return length if length is None or sound(length) else "length"
    return said if said == plan.length else "length"


def sound(length: timedelta | None) -> bool:
    return length is not None and SHORTEST <= length <= LONGEST


def in_order(item: tuple[MeetingPhrase, bool]) -> tuple[datetime, str]:
    return (item[0].when.first.astimezone(UTC), item[0].when.rule or "")
