"""Where in a text a time stands: all of it, or the longest beginning that is one.

The forms of each language are tried from every place where another ended, so that what is found depends on no order. A
slip of one letter is put right only where nothing is read without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copbot.core.when_clocks import Clock
from copbot.core.when_dues import Found, Wanted
from copbot.core.when_meaning import fits, meaning
from copbot.core.when_table import Language, Piece
from copbot.core.when_text import MAX_WORDS, Word, mended, words_of

MAX_LENGTH: Final = 200
"""Characters; longer text is no time."""

SHORT_WEEKDAY: Final = 5
"""Letters; an abbreviation of a weekday is no longer, and may be another word."""

_ENDS: Final = frozenset({"until", "from", "length"})
_DAYS: Final = frozenset({"weekday", "day", "moment", "date"})
_CLOCKED: Final = frozenset({"clock", "short", "moment"})

MONTH_ALONE: Final = 7
"""Letters; shorter names of months are people's names or other words as well."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How far a time reaches, in characters, and all that it can mean in one language; nothing when it is vague."""

    end: int
    found: tuple[Found, ...]
    lone: str = ""  # the only word it has
    mended_last: bool = False  # its last word was a slip
    deadline: bool = False  # it begins with "voor"
    clock: bool = False  # it says at which time of the day


@dataclass(frozen=True, slots=True)
class Lookup:
    """Looks for times in texts, seen from when and where they are read."""

    wanted: Wanted
    languages: tuple[Language, ...]

    def whole(self, text: str) -> list[Ending]:
        """All of ``text`` as a time, for each language in which it is one."""
        if len(text) > MAX_LENGTH:
            return []
        for mend, signs in ((False, True), (False, False), (True, False)):
            found: list[Ending] = []
            for language in self.languages:
                words = self._words(text, language, mend=mend, quotes_end=False)
                if not signs:  # an emoji at the end, a dash between day and time
                    words = [word for word in words if any(c.isalnum() for c in word.text)]
                if words and len(words) < MAX_WORDS:
                    found += self._endings(words, language, only_whole=True)
            if found:
                return found
        return []

    def longest(self, text: str) -> list[Ending]:
        """The longest beginning of ``text`` that is a time, for each language in which it is one."""
        start = text[:MAX_LENGTH]
        if len(text) > MAX_LENGTH and not text[MAX_LENGTH].isspace():  # no word is cut in two
            start = start[: max((space.start() for space in re.finditer(r"\s", start)), default=0)]
        straight = self._longest(start, mend=False)
        right = self._longest(start, mend=True)
        # a slip is put right where nothing is read without, or where words follow that make sense only so
        further = right and straight and right[0].end > straight[0].end
        return right if not straight or (further and not any(e.mended_last for e in right)) else straight

    def _words(self, text: str, language: Language, *, mend: bool, quotes_end: bool) -> list[Word]:
        words = words_of(text, language, quotes_end)
        return mended(words, self.languages, language) if mend else words

    def _longest(self, text: str, *, mend: bool) -> list[Ending]:
        found: list[Ending] = []
        for language in self.languages:
            words = self._words(text, language, mend=mend, quotes_end=True)
            if not mend or any(word.mended for word in words):
                found += self._endings(words, language, only_whole=False)
        furthest = max((ending.end for ending in found), default=0)
        return [ending for ending in found if ending.end == furthest]

    def _endings(self, words: Sequence[Word], language: Language, *, only_whole: bool) -> Iterator[Ending]:
        """The times that the words begin with, one for each place where one can end."""
        plain_words = [word.text for word in words]
        known: dict[int, list[Piece]] = {}
        found: dict[int, list[list[Found]]] = {}
        deadlines, clocks = set[int](), set[int]()
        waiting: list[tuple[Piece, ...]] = [()]
        while waiting:
            pieces = waiting.pop()
            at = pieces[-1].end if pieces else 0
            if pieces and (at == len(words) or (not only_whole and words[at].end != words[at - 1].end)):
                means = meaning(pieces, self.wanted, language.words)
                # "elke dag 5 keer oefenen" is not five days of it, nor "vanavond 8 stoelen" at eight
                open_end = plain_words[at - 1].isdigit() or plain_words[at - 1] in language.words.numbers
                doubtful = at < len(words) and (
                    pieces[-1].sort == "count" or (pieces[-1].sort == "short" and open_end)
                )
                if means is not None and not doubtful:
                    found.setdefault(at, []).append(means)
                    if pieces[0].sort == "last":
                        deadlines.add(at)
                    if any(piece.sort in _CLOCKED for piece in pieces):
                        clocks.add(at)
            if at not in known:
                known[at] = language.pieces(plain_words, at, self.wanted.now)
            waiting += [(*pieces, piece) for piece in known[at] if fits((*pieces, piece))]
        for at, meanings in found.items():
            clear = dict.fromkeys(due for means in meanings for due in means)
            lone = words[0].text if at == 1 else ""
            yield Ending(
                words[at - 1].end, tuple(clear), lone, words[at - 1].mended, at in deadlines, at in clocks
            )

    def doubted(self, best: Sequence[Ending]) -> bool:
        """Whether the time may be none, or not the one that is meant.

        "Zo" and "sun" are everyday words as well, and "voor vrijdag taart kopen" is best not done on Friday.
        """
        if not self.wanted.whole_days and any(ending.deadline for ending in best):
            return True
        if any(ending.lone and ending.mended_last for ending in best):  # "Frida bellen"
            return True
        weekdays = {name for language in self.languages for name in language.words.weekdays}
        return any(ending.lone in weekdays and len(ending.lone) <= SHORT_WEEKDAY for ending in best)

    def belonging(self, best: Sequence[Ending], rest: str) -> int | None:
        """How many characters of what follows seem to belong to the time ("en woensdag 9u", "van de maand").

        0: something does, but where it ends is not clear ("tot kerst"). None: nothing does.
        """
        repeats = any(isinstance(due.due, tuple) for ending in best for due in ending.found)
        timed = any(ending.clock for ending in best)
        reach: int | None = None
        for language in self.languages:
            words = words_of(rest[:MAX_LENGTH], language, quotes_end=True)
            for many, whole in self._tied(words, language, repeats=repeats, timed=timed):
                end = words[many - 1].end
                further = self._longest(rest[end:MAX_LENGTH], mend=False)  # "tot 9:00", "en woensdag 9:00"
                found = end + further[0].end if further else end if whole else 0
                reach = max(reach or 0, found)
        return reach

    def _tied(
        self, words: Sequence[Word], language: Language, *, repeats: bool, timed: bool
    ) -> Iterator[tuple[int, bool]]:
        """How many words are tied to a time before them, in each of the ways in which they can be; whether that is all."""
        own, texts, now = language.words, [word.text for word in words], self.wanted.now
        first, second = (*texts, "", "")[:2]
        if first in own.joins and language.pieces(texts, 1, now):
            yield 1, False
        if first in own.at and second[:1].isdigit():
            yield 2, True
        if first in own.months and len(first) >= MONTH_ALONE:
            yield 1, True
        for tail in map(str.split, own.tails if timed else (*own.tails, *own.beside)):
            if texts[: len(tail)] == tail:
                yield len(tail), True
        if own.numbers.get(first) or first.isdigit():
            yield from ((many, True) for many in self._range(texts, language))
        for piece in language.pieces(texts, 0, now):
            if isinstance(piece.value, Clock) and piece.value.digital:
                yield piece.end, True
            elif piece.sort in _ENDS and repeats:  # "elke dinsdag tot kerst"
                yield piece.end, False
            elif piece.sort == "day" and not piece.value and repeats:  # "elke dag deze week"
                yield piece.end, True
            elif (
                piece.start == 0 and piece.sort in _DAYS and piece.end >= own.once_more.get(first, MAX_WORDS)
            ):
                yield piece.end, True  # "elke 3 dagen op donderdag", "dinsdag over 10 dagen"
            elif piece.sort == "last":  # "morgen voor 8 uur"
                clocks = (after for after in language.pieces(texts, piece.end, now) if after.sort == "clock")
                yield from ((after.end, True) for after in clocks)

    def _range(self, texts: Sequence[str], language: Language) -> Iterator[int]:
        """ "9 tot 10": two numbers with a word between that says through or until."""
        for between in (*language.words.through, ("-",), ("–",)):
            end = 1 + len(between)
            if tuple(texts[1:end]) == between and end < len(texts) and texts[end].isdigit():
                yield end + 1
