"""How the tables of forms are written, and how the words of a text are looked up in them.

A form is a row: what kind of piece it makes, a pattern and a reader. A pattern is words in a row: lower case stands for
itself (``a|b`` is either, a final ``?`` may be left out), CAPITALS are a kind of words, see `when_kinds`, whose worth
the reader gets. The rows of a language become one tree, so that looking up takes no longer than the words are many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, product
from typing import Any, Final, Literal

from copbot.core.when_kinds import KINDS, Words

Sort = Literal[
    "weekday",  # a bare weekday, which may stand beside a date
    "near",  # today, tomorrow: likewise
    "date",  # which may stand beside a weekday
    "day",  # any other day
    "within",  # a day with a part of it: "dinsdagavond volgende week"; (part, days)
    "clock",
    "part",  # of the day
    "short",  # a bare number beside a part of the day: "vanavond 8"; (part, clock)
    "moment",  # day and time at once
    "every",  # a repeat, or the pace of one
    "on",  # which days of a pace
    "from",  # what follows says from when on
    "until",  # what follows says until when
    "last",  # "voor", "uiterlijk": what follows is a deadline; with a value, no moment to be reminded at ("tot")
    "times",  # how often
    "count",  # how often, in words that may as well be of what is to be done: "5 keer"
    "length",  # for how long, in days
    "through",  # of meetings: until when, with the day itself: "t/m juni"
    "but",  # of meetings: what follows is left out: "behalve"
    "feast",  # of meetings: days that are left out by their name; keys of `when_feasts`
    "months",  # of meetings: months that are left out
    "school",  # of meetings: until a holiday of schools, of which no date is known
    "except",  # of meetings: all that is left out
    "hedge",  # "rond", "na": what follows is not meant exactly
    "aside",  # "straks": about time, but none; stands alone
]
Row = tuple[Sort, str, Any]

NEEDS_TODAY: Final = frozenset({"weekday", "near", "date", "day", "within", "through"})


@dataclass(slots=True)
class _Node:
    words: dict[str, _Node] = field(default_factory=dict)
    kinds: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[Sort, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A form that was found: the words up to ``end`` and what they mean; ``value`` None is what does not exist."""

    sort: Sort
    end: int
    value: Any
    start: int


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its words, its forms as trees, and every word that either knows; the longer ones by first letter."""

    words: Words
    trees: tuple[_Node, ...]
    vocabulary: frozenset[str]
    long_words: Mapping[str, tuple[str, ...]]

    def pieces(self, words: Sequence[str], at: int, now: datetime) -> list[Piece]:
        """Every form that begins at ``at``. ``now`` is aware in the room's zone."""
        found: dict[Piece, None] = {}
        for tree in self.trees:
            self._walk(tree, words, at, (), now, at, found)
        return list(found)

    def _walk(
        self,
        node: _Node,
        words: Sequence[str],
        at: int,
        caught: tuple[Any, ...],
        now: datetime,
        start: int,
        found: dict[Piece, None],
    ) -> None:
        for sort, reader in node.ends:
            found[Piece(sort, at, _read(sort, reader, caught, now), start)] = None
        if at >= len(words):
            return
        more = node.words.get(words[at])
        if more is not None:
            self._walk(more, words, at + 1, caught, now, start, found)
        for kind, below in node.kinds.items():
            for value, end in KINDS[kind](words, at, self.words):
                self._walk(below, words, end, (*caught, value), now, start, found)


def _read(sort: Sort, reader: Any, caught: tuple[Any, ...], now: datetime) -> Any:
    if not callable(reader):
        return reader
    given = (now.date(),) if sort in NEEDS_TODAY else (now,) if sort == "moment" else ()
    try:
        return reader(*given, *caught)
    except (ValueError, OverflowError):
        return None  # 31 November, 25:00: about time, but it does not exist


def language(words: Words, *tables: Iterable[Row]) -> Language:
    """The tree of all rows, each with its optional words written out."""
    known = {
        *words.weekdays, *words.each_weekday, *words.months, *words.numbers, *words.ordinals, *words.parts,
        *words.compounds, *words.articles, *words.conjunctions, *words.joins, *(word for between in words.through for word in between), *words.every,
        *words.units, *words.noise, *(word for tail in words.tails for word in tail.split()), *words.other.split(), *words.halves,
    }  # fmt: skip
    root, named = _tree(row for table in tables for row in table)
    return _language(words, (root,), frozenset(known | named))


def grown(base: Language, *tables: Iterable[Row]) -> Language:
    """The language with more rows, which its own readers do not see."""
    root, named = _tree(row for table in tables for row in table)
    return _language(base.words, (*base.trees, root), base.vocabulary | named)


def _tree(table: Iterable[Row]) -> tuple[_Node, set[str]]:
    """The rows as a tree, and the words that they name."""
    root, named = _Node(), set[str]()
    for sort, pattern, reader in table:
        for slots in product(*(_choices(word) for word in pattern.split())):
            node = root
            for slot in filter(None, slots):
                branch = node.kinds if slot.isupper() else node.words
                node = branch.setdefault(slot, _Node())
                if not slot.isupper():
                    named.add(slot)
                elif slot not in KINDS:
                    raise ValueError(f"a pattern names an unknown kind of word: {slot}")
            if not any(end == (sort, reader) for end in node.ends):
                node.ends.append((sort, reader))
    return root, named


def _language(words: Words, trees: tuple[_Node, ...], vocabulary: frozenset[str]) -> Language:
    long = sorted(word for word in vocabulary if len(word) >= 5 and word.isalpha())
    by_letter = {letter: tuple(words_) for letter, words_ in groupby(long, key=lambda word: word[0])}
    return Language(words, trees, vocabulary, by_letter)


def _choices(slot: str) -> list[str]:
    words = slot.rstrip("?").split("|")
    return [*words, ""] if slot.endswith("?") else words


def rows(sort: Sort, *forms: tuple[str, Any]) -> list[Row]:
    """Rows of one sort of piece."""
    return [(sort, pattern, reader) for pattern, reader in forms]
