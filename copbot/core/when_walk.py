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
from copbot.core.when_meaning import fits
from copbot.core.when_meeting_words import WORDS, meeting_language
from copbot.core.when_places import begins, is_link, place_of
from copbot.core.when_spans import Spans
from copbot.core.when_table import Language, Piece
from copbot.core.when_text import mended, words_of

MOST_WORDS: Final = 90
MOST_STEPS: Final = 2500
"""In one line and language; nobody who means one time needs more."""

LONGEST_BARE: Final = timedelta(hours=6)
"""Without "duur" before it, a longer time is a clock time: "20:00 22 uur"."""

_TIMES: Final = frozenset({"but", "feast", "months"})
_AGAIN: Final = frozenset({
    "every", "on", "times", "count", "from", "until", "through", "except", "clock", "weekday", "date", "near", "day", "within",
    "length", "moment",
})  # fmt: skip
_SIGNS: Final = frozenset("-–—|/·•,;")
_QUOTES: Final = re.compile(
    r"[\"“„«”]([^\"“”„«»]+)[\"”“»]|(?<!\S)['‘’]((?![sn]\s|t\s)[^'‘’]+(?:['’]\w[^'‘’]*)*)['’](?!\w)"
)


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
class Walker:
    """Walks through the words of a line in one language. ``begins_at`` is where each token's words begin, and the end."""

    tokens: Sequence[Token]
    name: str
    now: datetime
    language: Language
    texts: list[str]
    starts: list[int]
    mended: frozenset[int]  # tokens in which a slip was put right
    steps: int = MOST_STEPS
    _pieces: dict[int, list[Piece]] = field(default_factory=dict)
    _token: dict[int, int] = field(default_factory=dict)

    def from_token(self, at: int, titles: int) -> Iterator[Way]:
        """The ways from a token to the end, with so many further titles in them."""
        self._token = {place: n for n, place in reversed([*enumerate(self.starts)])}
        yield from self._ways(self.starts[at], Way(), titles)

    def named(self, token: int) -> bool:
        """Whether a duration or a place begins with a token and says that it is one."""
        lengths = when_duration.lengths(self.texts, self.starts[token], when_duration.table(self.name))
        return begins(self.tokens[token].text, first=True) or any(found.marked for found in lengths)

    def _ways(self, at: int, way: Way, titles: int) -> Iterator[Way]:
        self.steps -= 1
        if self.steps < 0:
            return
        if at == len(self.texts):
            yield way
            return
        here = self._token.get(at)
        if here is not None and self.texts[at] in _SIGNS and (way.pieces or way.titles):
            yield from self._ways(at + 1, way, titles)
        yield from self._with_piece(at, here, way, titles)
        if here is None:
            return
        if way.length is None:
            yield from self._with_length(at, way, titles)
        if way.place is None and begins(self.tokens[here].text, first=not way.pieces and not way.titles):
            yield from self._with_place(here, way, titles)
        after_title = way.titles and way.titles[-1][1] == here
        loose = way.pieces and way.pieces[-1].end == at and way.pieces[-1].sort in {"short", "count"}
        if titles and not after_title and not loose:
            yield from self._with_title(here, way, titles)

    def _with_piece(self, at: int, here: int | None, way: Way, titles: int) -> Iterator[Way]:
        apart = not way.pieces or way.pieces[-1].end != at
        if here is None and apart:
            return
        for piece in self.pieces(at):
            if apart and way.pieces and piece.sort not in _AGAIN:
                continue
            pieces = (*way.pieces, piece)
            if fits(pieces):
                yield from self._ways(piece.end, replace(way, pieces=pieces), titles)

    def _with_length(self, at: int, way: Way, titles: int) -> Iterator[Way]:
        for found in when_duration.lengths(self.texts, at, when_duration.table(self.name)):
            bare = not found.marked
            if bare and (not way.clock or found.value is None or found.value > LONGEST_BARE):
                continue
            if found.end in self._token:
                yield from self._ways(found.end, replace(way, length=(found.value,), bare=bare), titles)

    def _with_place(self, here: int, way: Way, titles: int) -> Iterator[Way]:
        for end in range(here + 1, len(self.tokens) + 1):
            if end < len(self.tokens) and not self._resumes(end, titles):
                continue
            if place_of([token.text for token in self.tokens[here:end]]) is not None:
                yield from self._ways(self.starts[end], replace(way, place=(here, end)), titles)

    def _with_title(self, here: int, way: Way, titles: int) -> Iterator[Way]:
        for end in range(here + 1, len(self.tokens) + 1):
            if end == len(self.tokens) or self._resumes(end, 0):
                found = replace(way, titles=(*way.titles, (here, end)))
                yield from self._ways(self.starts[end], found, titles - 1)

    def _resumes(self, token: int, titles: int) -> bool:
        """Whether something other than a title may begin with a token."""
        at = self.starts[token]
        if titles or at == len(self.texts):
            return True
        return (
            bool(self.pieces(at))
            or begins(self.tokens[token].text, first=False)
            or any(when_duration.lengths(self.texts, at, when_duration.table(self.name)))
        )

    def pieces(self, at: int) -> list[Piece]:
        """Everything of a time that begins with a word."""
        if at not in self._pieces:
            self._pieces[at] = []
            found = dict.fromkeys(
                piece for piece in self._in_table(self.texts, at) if piece.sort not in _TIMES
            )
            own = WORDS[self.name]
            found |= dict.fromkeys(Spans(self._in_table, own, self.language.words).at(self.texts, at))
            found |= dict.fromkeys(Exceptions(self._in_table, own, self.language.words).at(self.texts, at))
            self._pieces[at] = list(found)
        return self._pieces[at]

    def _in_table(self, texts: Sequence[str], at: int) -> Sequence[Piece]:
        return self.language.pieces(texts, at, self.now)


def walker(
    tokens: Sequence[Token], name: str, names: tuple[str, ...], now: datetime, *, mend: bool
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
    return Walker(tokens, name, now, language, [word.text for word in words], starts, slips)


def _spelled(token: Token) -> str:
    if token.hidden:
        return "¤"
    text = when_duration.spelled(token.text)
    text = re.sub(r"(?<=\d)([-–—])$", r" \1", text)  # "19:30- 21:00"
    return re.sub(r"^([-–—])(?=\d\d?[:.uh])", r"\1 ", text)
