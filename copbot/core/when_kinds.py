"""The kinds of words that the tables write in CAPITALS, and what each is worth.

A kind looks at the words from a place on and gives what they can be worth there, each with the place after it; nothing
when they are no such words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Turn:
    """A word that is another one after or before certain words: "dinsdag morgen" is that day's morning."""

    word: str
    becomes: str
    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words, by kind; all in lower case and without accents, apostrophes and dots."""

    weekdays: Mapping[str, int]  # from Monday, 0
    each_weekday: Mapping[str, int]  # "maandags", "mondays": a repeat in one word
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]  # "eerste": 1; from the end "laatste": -1
    parts: Mapping[str, str]  # a word that names a part of the day → that part
    part_minutes: Mapping[str, tuple[tuple[int, int], ...]]  # since midnight; past 1440 in the night after
    conjunctions: frozenset[str]
    through: tuple[tuple[str, ...], ...]  # "ma t/m vr", in words
    every: frozenset[str]  # may be said again: "elke dinsdag en elke donderdag"
    articles: frozenset[str]  # "over een week", "in a week": one, but never a clock time
    halves: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))  # "anderhalf"
    compounds: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    turns: tuple[Turn, ...] = ()
    units: frozenset[str] = frozenset()  # what is counted, so that "12.50 euro" is no time
    joins: frozenset[str] = (
        frozenset()
    )  # "en", "of", "behalve": a time that follows them belongs to the one before
    noise: frozenset[str] = frozenset()  # what changes nothing: "precies"
    at: frozenset[str] = frozenset()  # what stands before a clock time
    # what stands before a day that belongs to the time before it, and how many words that day has at least
    once_more: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    tails: tuple[str, ...] = ()  # what belongs to a time, but not to one that copbot knows: "van de maand"
    beside: tuple[str, ...] = ()  # what says at which time of its day, where no clock does: "na het eten"
    other: str = ""  # everyday words that are one letter away from a word of the tables, and mean themselves

    def turned(self, before: str, word: str, after: str) -> str:
        """The word, or the other one that it is between those two."""
        for turn in self.turns:
            if word == turn.word and (before in turn.after or after in turn.before):
                return turn.becomes
        return word


def compounds(also: Mapping[str, str], in_full: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """The word or words of the tables for what people write otherwise: ``also`` by the word, ``in_full`` by what is
    written.
    """
    one = {written: (word,) for word, others in also.items() for written in others.split()}
    return MappingProxyType(one | {written: tuple(words.split()) for written, words in in_full.items()})


Found = Iterator[tuple[Any, int]]
Kind = Callable[[Sequence[str], int, Words], Found]

_COUNT = re.compile(r"\d{1,3}")
_HALF = re.compile(r"(\d{1,2})[.,]5")
_DECIMAL = re.compile(r"(\d{1,2})[.,](25|50?|75)")
_ORDINAL = re.compile(r"(\d{1,2})(?:e|de|ste|st|nd|rd|th)")
_TWO = re.compile(r"\d{1,2}")
_MINUTES = re.compile(r"[0-5]\d")
_YEAR = re.compile(r"\d{4}")
_ISO = re.compile(r"(\d{4})([-/])(\d\d?)\2(\d\d?)")
_SHORT = re.compile(r"(\d{1,2})[/-](\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})")
_LONG = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:[uh]|uur)?")
_ONLY_CLOCK = re.compile(r"\d{1,2}(?::\d\d.*|\.\d\d(?:[uh]|uur))")
_U_CLOCK = re.compile(r"(\d{1,2})[uh](\d\d)?")
_FOUR = re.compile(r"(\d\d)(\d\d)[uh]")
_FOUR_BARE = re.compile(r"(\d\d?)(\d\d)")
_LENGTH = re.compile(r"(\d{1,2})[uh](\d\d)?|(\d{1,2}):([0-5]\d)")
_TIMES = re.compile(r"(\d{1,3})[x×]|[x×](\d{1,3})")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:z|[+-]\d\d:?\d\d)")
_EACH = r"(?:\d{1,2}(?:[:.]\d\d|[uh]\d\d)?(?:uur|u|h|am|pm)?)"
_RANGE = re.compile(rf"{_EACH}[-–—/]{_EACH}")


def _one(value: Callable[[str, Words], Any]) -> Kind:
    def read(words: Sequence[str], at: int, own: Words) -> Found:
        if at < len(words) and (found := value(words[at], own)) is not None:
            yield found, at + 1

    return read


def _measured(kind: Kind) -> Kind:
    """Not before what is counted: "12.50 euro", "1/2 kilo"."""

    def read(words: Sequence[str], at: int, own: Words) -> Found:
        counted = at + 1 < len(words) and words[at + 1] in own.units
        if not counted or _ONLY_CLOCK.fullmatch(words[at]):  # "8:15 brood mee"
            yield from kind(words, at, own)

    return read


def _matched(pattern: re.Pattern[str], value: Callable[[re.Match[str]], Any]) -> Kind:
    def read(word: str, _: Words) -> Any:
        found = pattern.fullmatch(word)
        return value(found) if found else None

    return _one(read)


def _number(words: Sequence[str], at: int, own: Words) -> Found:
    """Digits or a number word; "twenty five" is two."""
    if at >= len(words):
        return
    word = words[at]
    if _COUNT.fullmatch(word):
        yield int(word), at + 1
    elif word in own.numbers:
        tens = own.numbers[word]
        yield tens, at + 1
        ones = own.numbers.get(words[at + 1], 0) if at + 1 < len(words) else 0
        if tens in {20, 30, 40, 50} and 1 <= ones <= 9:
            yield tens + ones, at + 2


def _counted(words: Sequence[str], at: int, own: Words) -> Found:
    yield from _number(words, at, own)
    if at < len(words) and words[at] in own.articles:
        yield 1, at + 1


def _hour(words: Sequence[str], at: int, own: Words) -> Found:
    if at < len(words) and (_TWO.fullmatch(words[at]) or words[at] in own.numbers):
        yield from ((value, end) for value, end in _number(words, at, own) if value <= 24 and end == at + 1)
        if _TWO.fullmatch(words[at]) and int(words[at]) > 24:
            yield int(words[at]), at + 1  # about a time, but it does not exist


def _halved(word: str, own: Words) -> float | None:
    found = _HALF.fullmatch(word)
    return int(found[1]) + 0.5 if found else own.halves.get(word)


def _ordinal(word: str, own: Words) -> int | None:
    found = _ORDINAL.fullmatch(word)
    return int(found[1]) if found else own.ordinals.get(word)


def _day(word: str, own: Words) -> int | None:
    if _TWO.fullmatch(word):
        return int(word)
    found = _ordinal(word, own)
    return found if found is not None and found > 0 else None


def _listed(item: Kind, again: bool = True) -> Kind:
    """One or more, with or without "en" between: "ma, wo en vr", "1e en 15e"; a tuple, in the order written."""

    def read(words: Sequence[str], at: int, own: Words) -> Found:
        waiting: list[tuple[tuple[Any, ...], int]] = [((), at)]
        while waiting:
            so_far, place = waiting.pop()
            starts = {place}
            if so_far and place < len(words) and words[place] in own.conjunctions:
                starts = {place + 1}
                if again and place + 1 < len(words) and words[place + 1] in own.every:
                    starts.add(place + 2)
            for start in starts:
                for value, end in item(words, start, own):
                    if value in so_far or len(so_far) > 6:
                        continue
                    yield (*so_far, value), end
                    waiting.append(((*so_far, value), end))

    return read


_weekday = _one(lambda word, own: own.weekdays.get(word))
_several_weekdays = _listed(_weekday)


def _weekdays(words: Sequence[str], at: int, own: Words) -> Found:
    """Some weekdays, or those from one through another."""
    yield from _several_weekdays(words, at, own)
    yield from _from_through(words, at, own)


def _from_through(words: Sequence[str], at: int, own: Words) -> Found:
    for first, middle in _weekday(words, at, own):
        for between in own.through:
            after = middle + len(between)
            if tuple(words[middle:after]) == between:
                for last, end in _weekday(words, after, own):
                    if last > first:
                        yield tuple(range(first, last + 1)), end


def _clock(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(number or 0) for number in found.groups())


def _length(found: re.Match[str]) -> tuple[int, int]:
    return int(found[1] or found[3]), int(found[2] or found[4] or 0)


def _stamp(word: str, _: Words) -> datetime | None:
    if not _STAMP.fullmatch(word):
        return None
    try:
        return datetime.fromisoformat(word.upper())
    except ValueError:
        return None


def _span(word: str, _: Words) -> bool | None:
    return True if _RANGE.fullmatch(word) and not _SHORT.fullmatch(word) else None


KINDS: Final[Mapping[str, Kind]] = MappingProxyType({
    "WEEKDAY": _weekday,
    "WEEKDAYS": _weekdays,  # a list of them, or a range
    "THROUGH": _from_through,  # a range of weekdays alone
    "EACH": _listed(_one(lambda word, own: own.each_weekday.get(word))),  # "dinsdags", "tuesdays"
    "MONTH": _one(lambda word, own: own.months.get(word)),
    "NUMBER": _number,
    "COUNT": _counted,  # a number, or "een", "a"
    "HALVED": _one(_halved),  # "1,5"
    "DECIMAL": _matched(_DECIMAL, lambda found: int(found[1]) + float(f".{found[2]}")),  # "1,25"
    "HOUR": _hour,
    "WORD": _one(lambda word, own: own.numbers.get(word)),  # a number in letters
    "MINUTE": _matched(_MINUTES, lambda found: int(found[0])),
    "DAY": _one(_day),
    "ORDINAL": _one(_ordinal),
    "ORDINALS": _listed(_one(_ordinal)),
    "NTH": _matched(_ORDINAL, lambda found: int(found[1])),  # "15e", not in letters
    "NTHS": _listed(_matched(_ORDINAL, lambda found: int(found[1]))),
    "YEAR": _matched(_YEAR, lambda found: int(found[0])),
    "PART": _one(lambda word, own: own.parts.get(word)),
    "CLOCK": _measured(_matched(_CLOCK, _clock)),
    "UCLOCK": _matched(_U_CLOCK, _clock),
    "FOURU": _matched(_FOUR, _clock),
    "FOUR": _matched(_FOUR_BARE, _clock),
    "ISO": _matched(_ISO, lambda found: (int(found[1]), int(found[3]), int(found[4]))),
    "SHORT": _measured(_matched(_SHORT, lambda found: (int(found[1]), int(found[2])))),
    "DOTTED": _measured(_matched(_DOTTED, lambda found: (int(found[1]), int(found[2])))),
    "LONG": _matched(_LONG, lambda found: (int(found[1]), int(found[3]), int(found[4]))),
    "STAMP": _one(_stamp),
    "LENGTH": _matched(_LENGTH, _length),  # "2u30"
    "TIMES": _matched(_TIMES, lambda found: int(found[1] or found[2])),  # "5x"
    "RANGE": _one(_span),  # "9-11u", "14:00-15:00"
})  # fmt: skip
