"""The ways in which a line can be a meeting: pieces of its time, how long, where, and words that are its title.

Every way through the line is tried from a place on, so that their order does not matter: "elke dinsdag op school, 2 uur" and
"2 uur, op school, elke dinsdag". The number of steps is bounded, so that no line takes long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from copbot.core import when_duration
from copbot.core.when_exceptions import Exceptions
from copbot.core.when_feasts import FEASTS
from copbot.core.when_meaning import fits
from copbot.core.when_meeting_words import WORDS, meeting_language
from copbot.core.when_places import begins, house, is_link, place_of
from copbot.core.when_spans import Span, Spans
from copbot.core.when_table import Language, Piece
from copbot.core.when_text import mended, words_of

MOST_WORDS: Final = 90
MOST_STEPS: Final = 400
"""Through one line, in all languages together; what people write takes less than 250."""

MOST_OF_PLACE: Final = 15
"""Words; a longer place is no place."""

LONGEST_BARE: Final = timedelta(hours=6)
"""Without "duur" before it, a longer time is a clock time: "20:00 22 uur"."""

_PARTLY: Final = frozenset({"but", "months"})
"""What has a meaning only within others."""
_MINUTES: Final = frozenset({"5", "10", "20", "25"})
"""Before "to nine"; "7 to 9" is a range."""
_AGAIN: Final = frozenset({
    "every", "on", "times", "count", "from", "until", "through", "except", "clock", "weekday", "date", "near", "day", "within",
    "length", "moment",
})  # fmt: skip
_NO_PLACE: Final = frozenset({"weekday", "near", "date", "day", "every", "moment"})
_SIGNS: Final = frozenset("-–—|/·•,;")
_QUOTES: Final = re.compile(
    r"[\"“„«”]([^\"“”„«»]+)[\"”“»]|(?<!\S)['‘’]((?![sn]\s|t\s)[^'‘’]+(?:['’]\w[^'‘’]*)*)['’](?!\w)"
)


_FRACTION: Final = re.compile(r"\(\d{1,2}/\d{1,2}\)")  # "Training (2/3)"
_THEN: Final = frozenset({
    "daarna", "vervolgens", "then", "thereafter", "afterwards", "herhalen", "herhaalt", "herhaling",
    "repeat", "repeating", "repeats",
})  # fmt: skip
LABELS: Final = frozenset({"date:", "datum:", "dag:", "day:", "wanneer:", "when:", "tijd:", "time:"})
"""Before a day or a clock time, as in an invitation."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it was written, with its place in the text; ``hidden``: quoted or a link, no word of a time."""

    text: str
    start: int
    end: int
    hidden: bool = False


def tokens_of(text: str) -> list[Token]:
    """The words of a line, as written."""
    quoted = [found.span() for found in _QUOTES.finditer(text)]
    return [
        Token(
            found[0], found.start(), found.end(),
            is_link(found[0]) or any(begin <= found.start() < end for begin, end in quoted),
        )
        for found in re.finditer(r"\S+", text)
    ]  # fmt: skip


def quoted_at(text: str) -> re.Match[str] | None:
    """What is quoted at the beginning or the end of the text."""
    found = list(_QUOTES.finditer(text))
    at_the_edge = [match for match in found if match.start() == 0 or match.end() == len(text)]
    return (
        at_the_edge[0] if len(at_the_edge) == 1 and (at_the_edge[0][1] or at_the_edge[0][2]).strip() else None
    )


@dataclass(frozen=True, slots=True)
class Way:
    """One way through a line. Titles and the place are ranges of tokens; ``length`` is (how long,), None inside: not exact."""

    pieces: tuple[Piece, ...] = ()
    length: tuple[timedelta | None] | None = None
    place: tuple[int, int] | None = None
    titles: tuple[tuple[int, int], ...] = ()
    bare: bool = False  # its length is not said to be one

    @property
    def clock(self) -> bool:
        return any(piece.sort in {"clock", "short", "moment"} for piece in self.pieces)


@dataclass(slots=True)
class Budget:
    """How many steps are left; below zero, not all that a line can mean was tried."""

    steps: int = MOST_STEPS


@dataclass(slots=True)
class Walker:
    """Walks through the words of a line in one language. ``begins_at`` is where each token's words begin, and the end."""

    tokens: Sequence[Token]
    name: str
    now: datetime
    language: Language
    texts: list[str]
    starts: list[int]
    mended: frozenset[int]  # tokens in which a slip was put right
    budget: Budget
    _pieces: dict[int, list[Piece]] = field(default_factory=dict)
    _places: dict[tuple[int, int], bool] = field(default_factory=dict)
    _resuming: dict[int, bool] = field(default_factory=dict)
    _token: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self._token = {place: n for n, place in reversed([*enumerate(self.starts)])}

    def from_token(self, at: int, titles: int) -> Iterator[Way]:
        """The ways from a token to the end, with so many further titles in them."""
        yield from self._ways(self.starts[at], Way(), titles)

    def named(self, token: int) -> bool:
        """Whether a duration or a place begins with a token and says that it is one."""
        lengths = when_duration.lengths(self.texts, self.starts[token], when_duration.table(self.name))
        return begins(self.tokens[token].text, first=True) or any(found.marked for found in lengths)

    def measured(self, token: int) -> bool:
        """Whether a token is of a duration that the word before it says to be one: "duur 2 uur" is not at two."""
        if not token:
            return False
        lengths = when_duration.lengths(self.texts, self.starts[token - 1], when_duration.table(self.name))
        return any(found.marked and found.end > self.starts[token] for found in lengths)

    def _ways(self, at: int, way: Way, titles: int) -> Iterator[Way]:
        self.budget.steps -= 1
        if self.budget.steps < 0:
            return
        if at == len(self.texts):
            yield way
            return
        here = self._token.get(at)
        if here is not None and (way.pieces or way.titles) and (signs := self._signs(at)):
            yield from self._ways(at + signs, way, titles)
        yield from self._with_piece(at, here, way, titles)
        if here is None:
            return
        if way.length is None:
            yield from self._with_length(at, way, titles)
        after_place = way.place is not None and way.place[1] == here
        after_title = way.titles and way.titles[-1][1] == here
        word = self.tokens[here].text
        lone = after_title and house(word)  # "town hall"
        if way.place is None and not lone and begins(word, first=not way.pieces and not way.titles):
            yield from self._with_place(here, way, titles)
        loose = way.pieces and way.pieces[-1].end == at and way.pieces[-1].sort in {"short", "count"}
        if titles and not after_title and not after_place and not loose:
            yield from self._with_title(here, way, titles)

    def _signs(self, at: int) -> int:
        """How many words only tie what is before them to what is behind: a dash, "en daarna"."""
        if self.texts[at] in _SIGNS | _THEN:
            return 1
        tied = self.texts[at] in {"en", "and"} and self.texts[at + 1 : at + 2]
        return 2 if tied and tied[0] in _THEN else 0

    def _with_piece(self, at: int, here: int | None, way: Way, titles: int) -> Iterator[Way]:
        apart = not way.pieces or way.pieces[-1].end != at
        if apart and (here is None or self.measured(here)):
            return
        for piece in self.pieces(at):
            if apart and way.pieces and piece.sort not in _AGAIN:
                continue
            if not way.pieces and self._noun(piece, here):
                continue
            pieces = (*way.pieces, piece)
            if fits(pieces):
                yield from self._ways(piece.end, replace(way, pieces=pieces), titles)

    def _noun(self, piece: Piece, here: int | None) -> bool:
        """Whether it begins with a part of the day that is of the title: "Movie night friday 8pm"."""
        return (
            bool(here)
            and piece.sort in {"part", "short"}
            and self.texts[piece.start] in self.language.words.part_minutes
        )

    def _with_length(self, at: int, way: Way, titles: int) -> Iterator[Way]:
        for found in when_duration.lengths(self.texts, at, when_duration.table(self.name)):
            bare = not found.marked
            if bare and found.value is not None and (not way.clock or found.value > LONGEST_BARE):
                continue
            if found.end in self._token:
                yield from self._ways(found.end, replace(way, length=(found.value,), bare=bare), titles)

    def _with_place(self, here: int, way: Way, titles: int) -> Iterator[Way]:
        word = self.tokens[here].text
        days = any(piece.sort in _NO_PLACE for piece in self.pieces(self.starts[here]))
        clock = any(piece.sort == "clock" for piece in self.pieces(self.starts[here + 1]))
        if (days or clock) and not (house(word) or is_link(word)):
            return  # "at 8pm or later", "op maandag": no place
        for end in range(here + 1, min(here + MOST_OF_PLACE, len(self.tokens)) + 1):
            if (titles or self._resumes(end)) and self._is_place(here, end):
                yield from self._ways(self.starts[end], replace(way, place=(here, end)), titles)

    def _with_title(self, here: int, way: Way, titles: int) -> Iterator[Way]:
        for end in range(here + 1, len(self.tokens) + 1):
            if self._resumes(end):
                found = replace(way, titles=(*way.titles, (here, end)))
                yield from self._ways(self.starts[end], found, titles - 1)

    def _is_place(self, begin: int, end: int) -> bool:
        if (begin, end) not in self._places:
            self._places[begin, end] = place_of([token.text for token in self.tokens[begin:end]]) is not None
        return self._places[begin, end]

    def _resumes(self, token: int) -> bool:
        """Whether the line ends before a token, or something other than a title may begin with it."""
        at = self.starts[token]
        if at == len(self.texts):
            return True
        if token not in self._resuming:
            lengths = when_duration.lengths(self.texts, at, when_duration.table(self.name))
            place = begins(self.tokens[token].text, first=False)
            self._resuming[token] = bool(self.pieces(at)) or place or any(lengths)
        return self._resuming[token]

    def pieces(self, at: int) -> list[Piece]:
        """Everything of a time that begins with a word."""
        if at >= len(self.texts):
            return []
        if at not in self._pieces:
            own = WORDS[self.name]
            found = dict.fromkeys(Spans(self._in_table, own, self.language.words).at(self.texts, at))
            ranges = {piece.end for piece in found if isinstance(piece.value, Span)}
            if ranges:  # "from 7 to 9pm"
                found = dict.fromkeys(piece for piece in found if isinstance(piece.value, Span))
            for piece in self._in_table(self.texts, at):
                minutes = piece.sort == "clock" and piece.end in ranges and self.texts[at] not in _MINUTES
                feast = piece.sort == "feast" and piece.value not in FEASTS
                if not (minutes or feast or piece.sort in _PARTLY):
                    found[piece] = None
            found |= dict.fromkeys(Exceptions(self._in_table, own, self.language.words).at(self.texts, at))
            self._pieces[at] = list(found)
        return self._pieces[at]

    def _in_table(self, texts: Sequence[str], at: int) -> Sequence[Piece]:
        return self.language.pieces(texts, at, self.now)


def walker(
    tokens: Sequence[Token], name: str, names: tuple[str, ...], now: datetime, budget: Budget, *, mend: bool
) -> Walker | None:
    """A walker through the tokens; None when slips are to be put right and there are none."""
    line, ends = "", []
    for token in tokens:
        line += _spelled(token) + " "
        ends.append(len(line) - 1)
    language = meeting_language(name)
    words = words_of(line, language, quotes_end=False, most=MOST_WORDS)
    if mend:
        words = mended(words, [meeting_language(other) for other in names], language)
        if not any(word.mended for word in words):
            return None
    starts = [sum(word.end <= end for word in words) for end in (0, *ends)]
    slips = frozenset(
        n for n, end in enumerate(ends) if any(word.mended and word.end == end for word in words)
    )
    return Walker(tokens, name, now, language, [word.text for word in words], starts, slips, budget)


def _spelled(token: Token) -> str:
    if token.hidden:
        return "¤"
    if _FRACTION.fullmatch(token.text):
        return "¤"
    if token.text.lower() in LABELS:
        return "-"
    text = when_duration.spelled(token.text)
    text = re.sub(r"(?<=\d)([-–—])$", r" \1", text)  # "19:30- 21:00"
    return re.sub(r"^([-–—])(?=\d\d?[:.uh])", r"\1 ", text)
