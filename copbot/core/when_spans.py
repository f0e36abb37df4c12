"""From when to when: "van 19:30 tot 21:00", "7-9pm", "tussen 10 en 12" as one piece of a time.

Both ends are clock times of the tables, or bare numbers where the words around them make them so. The end is the first
after the beginning that its words can mean, so that "van half acht tot negen" has as many readings as "half acht".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from copbot.core.when_clocks import DAY, NOON, Clock, clock_words
from copbot.core.when_kinds import Words
from copbot.core.when_meeting_words import MeetingWords
from copbot.core.when_table import Piece

PiecesAt = Callable[[Sequence[str], int], Sequence[Piece]]

LONGEST_NIGHT = timedelta(hours=12)
"""A meeting that ends the next day is no longer; what would be is a slip: "van 21:00 tot 19:30"."""


@dataclass(frozen=True, slots=True)
class Span:
    """A beginning and the ends that it can have, in seconds since midnight.

    ``bare``: of two numbers alone ("10-12"), which only a day beside them makes a time.
    """

    start: Clock
    ends: tuple[int, ...]
    bare: bool = False

    def length(self, start: int) -> timedelta | None:
        """From ``start`` (seconds since midnight) to the first end after it; None where that makes no sense."""
        found = min((end - start) % DAY or (DAY if end == DAY else 0) for end in self.ends)
        length = timedelta(seconds=found)
        over_night = start + found > DAY
        return None if not found or (over_night and length > LONGEST_NIGHT) else length


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a range: a clock time, or a number that may be one; where it ends, and whether a half is said ("pm")."""

    clock: Clock
    end: int
    bare: bool = False
    half: bool = False
    part: bool = False


_JOINED = re.compile(r"(?P<first>[\d:.uh]+(?:am|pm|uur)?)[-–—](?P<second>[\d:.uh]+(?:am|pm|uur)?)")
_UNIT = re.compile(r"(?<=\d)(am|pm|uur)$")
_BARE = re.compile(r"\d{1,2}")
_DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True)
class Spans:
    """Looks for ranges with the tables of one language; ``pieces`` gives the forms that begin at a place of some words."""

    pieces: PiecesAt
    own: MeetingWords
    words: Words

    def at(self, texts: Sequence[str], at: int) -> Iterator[Piece]:
        """Every range that begins at ``at``, and "vanaf 20:00" as a clock time."""
        own, first = self.own, texts[at]
        opened = first in own.before | own.between | own.since
        start = at + opened
        if start >= len(texts):
            return
        joined = _JOINED.fullmatch(texts[start])
        if joined is not None:
            yield from self._joined(texts, at, start, joined)
            return
        for begin in self._ends(texts, start):
            if first in own.since and not begin.bare:
                yield Piece("clock", begin.end, begin.clock, at)
            for after in self._middles(texts, begin.end, between=first in own.between):
                for end in self._ends(texts, after):
                    if begin.bare and end.bare and not opened:
                        continue  # "2 tot 4" may be anything
                    if end.part and not begin.part:
                        continue  # "van 7 tot 9 's avonds": the part of the day is of both
                    if end.bare and end.end < len(texts) and texts[end.end] in self.words.months:
                        continue  # "van 4 tot 6 december"
                    yield Piece("clock", end.end, _span(begin, end), at)

    def _joined(self, texts: Sequence[str], at: int, place: int, found: re.Match[str]) -> Iterator[Piece]:
        """ "19:30-21:00", "9-11u", "10-12 uur": in one word, with perhaps another that says what it is."""
        first, second = (_UNIT.sub(r" \1", found[name].rstrip(".:")).split() for name in ("first", "second"))
        follows = texts[place + 1 : place + 2]
        for unit in ([], [*follows] if follows and follows[0] in self.own.hours | self.own.halves else []):
            line = [*first, "-", *second, *unit]
            for begin in self._ends(line, 0):
                if begin.end != len(first):
                    continue
                for end in self._ends(line, len(first) + 1):
                    if end.end == len(line):
                        bare = begin.bare and end.bare and place == at and not _no_date(found[0])
                        span = replace(_span(begin, end), bare=bare)
                        yield Piece("clock", place + 1 + len(unit), span, at)

    def _ends(self, texts: Sequence[str], at: int) -> Iterator[_End]:
        if at >= len(texts):
            return
        for piece in self.pieces(texts, at):
            if piece.sort == "clock" and isinstance(piece.value, Clock) and piece.value.times:
                yield _End(piece.value, piece.end, half=texts[piece.end - 1] in self.own.halves)
                if piece.end < len(texts):
                    for part in self.pieces(texts, piece.end):
                        if part.sort == "part":
                            yield self._in_part(piece.value, part.value, part.end)
            elif piece.sort == "short" and piece.value is not None:
                name, clock = piece.value
                yield self._in_part(clock, name, piece.end)
        hour = self._number(texts[at])
        if hour is not None and hour <= 24:
            yield _End(clock_words(hour), at + 1, bare=True)

    def _in_part(self, clock: Clock, part: str, end: int) -> _End:
        times = clock.within(self.words.part_minutes[part])
        return _End(Clock(tuple(time % DAY for time in times)) if times else clock, end, part=True)

    def _number(self, word: str) -> int | None:
        return int(word) if _BARE.fullmatch(word) else self.words.numbers.get(word)

    def _middles(self, texts: Sequence[str], at: int, *, between: bool) -> Iterator[int]:
        if at >= len(texts):
            return
        if texts[at] in _DASHES or (between and texts[at] in self.own.also):
            yield at + 1
        for until in self.own.until:
            if tuple(texts[at : at + len(until)]) == until:
                yield at + len(until)


def _no_date(word: str) -> bool:
    """Whether two numbers with a dash can be no day and month: "19-21"."""
    day, month = (int(number) for number in re.split("[-–—]", word))
    try:
        date(2000, month, day)
    except ValueError:
        return True
    return False


def _span(begin: _End, end: _End) -> Span:
    start, ends = begin.clock, end.clock.times
    if end.half and not begin.half and len(ends) == 1:  # "7-9pm": the nearest before the end
        early = {time % DAY for time in start.times} | {
            (time + NOON) % DAY for time in start.times if time <= NOON
        }
        start = Clock((min(early, key=lambda time: (ends[0] - time) % DAY or DAY),))
    return Span(start, ends)
