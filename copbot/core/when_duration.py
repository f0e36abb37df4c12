"""How long something lasts, as people write it: "anderhalf uur", "1u30", "an hour and a half".

The rows are written as those of the times are (`when_table`), and read with the same words, so that what is an hour in
"over twee uur" is one in "duur twee uur".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final, Literal

from copbot.core.when_dutch import DUTCH
from copbot.core.when_english import ENGLISH
from copbot.core.when_lookup import MAX_LENGTH
from copbot.core.when_table import Language, Row, language, rows
from copbot.core.when_text import MAX_WORDS, mended, words_of

SHORTEST: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Duration:
    """From `SHORTEST` to `LONGEST`, in whole minutes."""

    value: timedelta
    phrase: str


@dataclass(frozen=True, slots=True)
class NoDuration:
    """Why it is none: not understood, not exact ("1 of 2 uur", "een paar uur"), or beyond the bounds."""

    why: Literal["unknown", "unclear", "short", "long"]
    phrase: str


def duration(text: str, languages: tuple[str, ...] = ("nl", "en")) -> Duration | NoDuration:
    """How long the whole of ``text`` is; a word before it that says so ("duur", "for") may stand there.

    Each of ``languages`` ("nl", "en") is tried; readings that differ are unclear. Raises KeyError for another language.
    """
    phrase = text.strip()
    tables = [table(name) for name in languages]
    found: set[timedelta | None] = set()
    for mend in (False, True):
        for own in tables:
            words = words_of(spelled(phrase), own, quotes_end=False) if len(text) <= MAX_LENGTH else []
            words = mended(words, tables, own) if mend else words
            texts = [word.text for word in words if any(c.isalnum() for c in word.text)]
            if texts and len(texts) < MAX_WORDS:
                found |= {one.value for one in lengths(texts, 0, own) if one.end == len(texts)}
        if found:
            break
    return told({*found}, phrase)


def told(found: set[timedelta | None], phrase: str) -> Duration | NoDuration:
    """What several readings of one phrase come to; None is a reading that is not exact."""
    if not found:
        return NoDuration("unknown", phrase)
    length = found.pop()
    if found or length is None:
        return NoDuration("unclear", phrase)
    if length < SHORTEST:
        return NoDuration("short", phrase)
    return NoDuration("long", phrase) if length > LONGEST else Duration(length, phrase)


@dataclass(frozen=True, slots=True)
class Length:
    """A duration among words: where it ends, how long it is (None: not exact), and whether a word says that it is one."""

    end: int
    value: timedelta | None
    marked: bool


def lengths(words: Sequence[str], at: int, own: Language) -> Iterator[Length]:
    """The durations that begin at ``at``; ``own`` is a `table`."""
    start = at
    while start < len(words) and words[start] in _MARKS | _ABOUT and start < at + 3:
        start += 1
    marked = any(word in _MARKS for word in words[at:start])
    for piece in own.pieces(words, start, _NO_TIME):
        yield Length(piece.end, piece.value, marked)
        if piece.end < len(words) and words[piece.end] in _AFTER:
            yield Length(piece.end + 1, piece.value, marked=True)


def spelled(text: str) -> str:
    """Fractions as people write them, as decimals; "1u30m" without its last letter."""
    text = _FRACTION.sub(lambda found: f"{found[1] or '0'}{_FRACTIONS[found[2]]}", text)
    text = _MINUTES.sub(r"\1\2", text)
    return _LETTER.sub(lambda found: f"{found[1]} {_UNITS[found[2].lower()]}", text)


_FRACTIONS: Final = {"½": ".5", "¼": ".25", "¾": ".75"}
_FRACTION = re.compile(r"(?<![\d.,])(\d{0,2}) ?([½¼¾])")
_MINUTES = re.compile(r"(?<!\w)(\d{1,2}[uh])(\d{1,2})(?:min|mn|m)\b", re.IGNORECASE)
_LETTER = re.compile(  # 2,5u; 30m; but 15.15u-16.00u is no duration
    r"(?<![\w.,–—-])(\d{1,2}[.,](?:5|25|50|75)(?=[uh])|\d{1,3}(?=m))([uhm])\b(?![–—-])", re.IGNORECASE
)
_UNITS: Final = {"u": "uur", "h": "h", "m": "min"}
_NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)  # no row asks what time it is

_MARKS: Final = frozenset({
    "duur", "duurt", "tijdsduur", "lengte", "gedurende", "voor", "for", "lasting", "lasts", "duration", "length", "takes",
})  # fmt: skip
_ABOUT: Final = frozenset(
    {"ongeveer", "circa", "ca", "max", "maximaal", "hooguit", "about", "around", "roughly", "van", "of"}
)
_AFTER: Final = frozenset({"lang", "long"})


def _minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def _hours(number: float = 1) -> timedelta:
    return timedelta(hours=number)


def _and(minutes: int) -> Callable[..., timedelta]:
    return lambda hours=1: timedelta(hours=hours, minutes=minutes)


def _both(hours: float, minutes: float) -> timedelta:
    return timedelta(hours=hours, minutes=minutes)


def _written(length: tuple[float, float], minutes: float = 0) -> timedelta:
    """ "1u30"; or "1u" with minutes behind it, which may not be said twice."""
    if minutes and length[1]:
        raise ValueError(length)
    return _both(length[0], length[1] + minutes)


def _quarters(number: float = 1) -> timedelta:
    return timedelta(minutes=15 * number)


def _unclear(*_: object) -> None:
    return None


_DUTCH: Final[list[Row]] = rows(
    "length",
    ("COUNT minuut", _minutes),
    ("COUNT uur|u", _hours),
    ("DECIMAL|HALVED uur|u", _hours),
    ("LENGTH uur?", _written),  # 1u30, 1:30 uur
    ("LENGTH NUMBER minuut?", _written),
    ("een? half uur", lambda: _minutes(30)),
    ("COUNT? kwartier", _quarters),
    ("COUNT uur|u en? COUNT minuut?", _both),
    ("COUNT uur en COUNT kwartier", lambda hours, quarters: _both(hours, 15 * quarters)),
    ("COUNT uur en een? kwartier", _and(15)),
    ("COUNT uur en een half uur?", _and(30)),
    ("COUNT uur en half uur", _and(30)),
    ("NUMBER en een? half uur", _and(30)),
    ("COUNT uur of NUMBER|wat", _unclear),
    ("NUMBER of|tot|a|- NUMBER uur|minuut", _unclear),
    ("RANGE|SHORT uur|minuut?", _unclear),
    ("een? paar|enkele uur|minuut", _unclear),
    ("de? hele dag|ochtend|middag|avond", _unclear),
    ("een dag", _unclear),
)

_ENGLISH: Final[list[Row]] = rows(
    "length",
    ("COUNT minute", _minutes),
    ("COUNT hour|h", _hours),
    ("DECIMAL|HALVED hour|h", _hours),
    ("LENGTH hour?", _written),
    ("LENGTH NUMBER minute?", _written),
    ("a? half an? hour", lambda: _minutes(30)),
    ("a? quarter of? an? hour", _quarters),
    ("three quarters of? an? hour", lambda: _quarters(3)),
    ("COUNT hour|h and? COUNT minute?", _both),
    ("COUNT hour and a quarter", _and(15)),
    ("COUNT hour and a half", _and(30)),
    ("COUNT and a half hour", _and(30)),
    ("COUNT hour or NUMBER|so|two", _unclear),
    ("NUMBER or|to|- NUMBER hour|minute", _unclear),
    ("RANGE|SHORT hour|minute?", _unclear),
    ("a? couple|few of? hour|minute", _unclear),
    ("all day|morning|afternoon|evening", _unclear),
    ("the? whole day|morning|afternoon|evening", _unclear),
)


@cache
def table(name: str) -> Language:
    """The forms of durations of one language, with the words of its times; made when somebody needs them."""
    return {"nl": lambda: language(DUTCH.words, _DUTCH), "en": lambda: language(ENGLISH.words, _ENGLISH)}[
        name
    ]()
