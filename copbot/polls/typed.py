"""A ballot as somebody types it: the number of an option, its text, or a beginning that only one option has.

Nothing is guessed: what fits two options comes back with both, also where a number is itself the text of another option.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from copbot.polls.poll import Option

_NUMBER = re.compile(r"(?:optie|option|nummer|number|nr|keuze|choice)?\.? ?#?(\d{1,2})[\ufe0f\u20e3]*")
# A run of spaces is looked at from its beginning only, so that a line of nothing else costs no more than its length.
_BETWEEN = re.compile(r"(?:(?<!\s)[^\S\n]++)?[,;|&+\n]\s*(?:(?:en|and)\s+)?", re.IGNORECASE)
_AND = re.compile(r"(?<!\s)\s++(?:(?:en|and)\s+|/\s*)|/\s*", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,2}(?:\s+\d{1,2})+")
MOST_PARTS = 60  # that are looked at: more than anybody names, of twenty options
_ENDS = " .,;:!?…\"'“”„‘’()"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options by id, in the order of the poll; each once, unless a ballot may hold one more often."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that fit several options."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that fit no option."""

    words: str


@dataclass(frozen=True, slots=True)
class TooMany:
    """More options than one ballot may hold."""


Read = Chosen | Unclear | Unknown | TooMany


def fold(words: str) -> str:
    """What two texts have in common that people would call the same: capitals, accents, spaces and ends aside."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    if not letters.isascii():
        letters = "".join(sign for sign in letters if not unicodedata.combining(sign))
    plain = " ".join(letters.split())
    return plain.strip(_ENDS) or plain


def one(words: str, options: Sequence[Option]) -> Chosen | Unclear | Unknown:
    """The one option that words mean."""
    meant = fold(words)
    number = _NUMBER.fullmatch(meant)
    found = [
        option.id
        for place, option in enumerate(options, 1)
        if fold(option.text) == meant or (number is not None and int(number[1]) == place)
    ]
    if not found and meant and number is None:
        found = [option.id for option in options if fold(option.text).startswith(meant)]
    if not found:
        return Unknown(words.strip())
    return Chosen(tuple(found)) if len(found) == 1 else Unclear(tuple(found))


def several(words: str, options: Sequence[Option]) -> Chosen | Unclear | Unknown:
    """Several options: "1 en 3", "1,3", "1 3", or their texts; an option whose own text has an "en" is found first."""
    whole = one(words, options)
    if not isinstance(whole, Unknown):
        return whole
    named = _parts(words, options)
    if len(named) < 2:
        return whole
    found: set[str] = set()
    for part in named:
        read = one(part, options)
        if not isinstance(read, Chosen):
            return read
        found.update(read.ids)
    return Chosen(tuple(option.id for option in options if option.id in found))


def _parts(words: str, options: Sequence[Option]) -> list[str]:
    return parts(words, lambda part: not isinstance(one(part, options), Unknown))


def parts(words: str, known: Callable[[str], bool]) -> list[str]:
    """What is named one by one; an "en" within what is ``known``, such as an option, parts nothing. Of too much, nothing."""
    together = _NUMBERS.fullmatch(words.strip(_ENDS))
    found: list[str] = together[0].split() if together else []
    if found:
        return found if len(found) <= MOST_PARTS else []
    between = list(filter(str.strip, _BETWEEN.split(words)))
    for part in between if len(between) <= MOST_PARTS else ():
        found += [part] if known(part) else filter(str.strip, _AND.split(part))
    return found if len(found) <= MOST_PARTS else []


def plainly(words: str, options: Sequence[Option]) -> bool:
    """Whether words are nothing but numbers or whole texts of options, no beginnings: so that talk is no vote."""
    texts = {fold(option.text) for option in options}
    whole, *each = [fold(part) for part in (words, *_parts(words, options))]
    return _is(whole, texts) or (len(each) > 0 and all(_is(part, texts) for part in each))


def _is(part: str, texts: set[str]) -> bool:
    return part in texts or _NUMBER.fullmatch(part) is not None
