"""Dots: everybody has a few stickers and divides them over the options, several on one if they like; the most stickers win.

How many: a third of the options, rounded up, but at least two, so that there is something to divide, and at most five, so
that they can still be counted by heart. With as many dots as options everybody would give each of them one, and nothing
would come of it; with a third, what the room finds most important stands out.

Native polls know no option twice in a ballot: by tapping everybody gives one each, several on one only by typing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from copbot.core.text import Said, Text
from copbot.polls import shown, typed
from copbot.polls.count import plurality
from copbot.polls.method import Method
from copbot.polls.outcome import Outcome
from copbot.polls.poll import Option
from copbot.polls.shown import Unit
from copbot.polls.typed import Chosen, Read, TooMany, Unclear, Unknown, fold

LEAST, MOST, SHARE = 2, 5, 3
LONGEST = 160  # characters in which dots on one option are looked for: an option's, and some around it

_UNIT = Unit(
    voted="poll.voted-dots",
    left="poll.left-dots",
    won="poll.won-dots",
    tied="poll.tied-dots",
    tied_many="poll.tied-many-dots",
    got="poll.got-dots",
    got_none="poll.got-none-dots",
)
_WORDS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        ("een one once", "twee two twice allebei beide both", "drie three", "vier four", "vijf five"), 1
    )
    for word in words.split()
}
_ALL = "alle|alles|allemaal|all"
_TIMES = rf"(?P<times>\d{{1,2}}|{'|'.join(_WORDS)}|{_ALL})"
_ON = r"(?:op|voor|bij|on|for|to)"
_X = r"(?:x|×|\*|keer|maal|times)"
_DOTS = r"(?:stickers?|stippen|stip|stipjes?|dots?|punten|punt|points?|stemmen|stem|votes?)"
_BEGIN = r"(?:(?:(?:ik )?(?:plak|geef|zet|doe)|i (?:give|put)) )?"
_SHAPES = tuple(
    re.compile(_BEGIN + shape)
    for shape in (
        rf"{_TIMES} ?{_X} ?(?:{_ON} )?(?P<on>.+)",
        rf"{_TIMES}(?: (?:mijn|my|de|of my))?(?: {_DOTS})? {_ON} (?P<on>.+)",
        rf"(?P<times>twice|once) (?:{_ON} )?(?P<on>.+)",
        rf"(?:{_ON} )?(?P<on>.+?) (?:{_TIMES} ?{_X}|(?P<twice>twice))",
        r"(?:op |on )?(?P<on>.+?) ?x ?(?P<times>\d{1,2})",
        r"(?P<on>\D.*?) ?[:=] ?(?P<times>\d{1,2})",  # "1: 2" may be meant both ways
    )
)

Given = Counter[str]
One = Callable[[str], Chosen | Unclear | Unknown]


def dots(options: Sequence[Option]) -> int:
    """How many dots everybody has: a third of the options, rounded up, at least two and at most five."""
    return min(max(-(-len(options) // SHARE), LEAST), MOST)


def read(words: str, options: Sequence[Option]) -> Read:
    """Dots as people write them: "1 1 3", "2x op soep", "twee op 1 en een op 3", "alles op 2"; not all need be given."""
    given = _read(words, dots(options), lambda part: typed.one(part, options))
    if not isinstance(given, Counter):
        return given
    if given.total() > dots(options):
        return TooMany()
    if not given.total():
        return Unknown(words.strip())
    return Chosen(tuple(option.id for option in options for _ in range(given[option.id])))


def plain(words: str, options: Sequence[Option]) -> bool:
    """Whether words are nothing but dots on numbers or whole texts of options."""

    def exactly(part: str) -> Chosen | Unclear | Unknown:
        return typed.one(part, options) if typed.plainly(part, options) else Unknown(part)

    return not isinstance(_read(words, dots(options), exactly), Unknown)


def rows(outcome: Outcome, said: Mapping[str, Said]) -> tuple[Text, ...]:
    """What the options got, in dots."""
    return shown.rows(outcome, said, _UNIT)


def _read(words: str, most: int, one: One) -> Given | Unclear | Unknown:
    """The dots for each option, of words that name one or several."""
    whole = _dotted(words, most, one)
    if not isinstance(whole, Unknown):
        return whole
    total: Given = Counter()
    parts = typed.parts(words, lambda part: not isinstance(_dotted(part, most, one), Unknown))
    for part in parts:
        given = _dotted(part, most, one)
        if isinstance(given, Unknown):
            given = _in_a_row(part, one)
        if not isinstance(given, Counter):
            return given
        total += given
    return total if parts else whole


def _dotted(words: str, most: int, one: One) -> Given | Unclear | Unknown:
    """The dots for one option, with or without how many."""
    read = one(words)
    if not isinstance(read, Unknown):
        return Counter(read.ids) if isinstance(read, Chosen) else read
    meant = fold(words)
    for shape in _SHAPES if len(meant) <= LONGEST else ():
        match = shape.fullmatch(meant)
        if match is None or isinstance(on := one(match["on"]), Unknown):
            continue
        times = match.groupdict().get("times") or "twice"
        number = int(times) if times.isdecimal() else _WORDS.get(times, most)
        return Counter(dict.fromkeys(on.ids, number)) if isinstance(on, Chosen) else on
    return read


def _in_a_row(words: str, one: One) -> Given | Unclear | Unknown:
    """Options with only spaces between them: all by number, or all by a word; "soep 2" may mean either, and is no ballot."""
    each = words.split()
    if not 1 < len(each) <= typed.MOST_PARTS or len({part.isdecimal() for part in each}) > 1:
        return Unknown(words.strip())
    total: Given = Counter()
    for part in each:
        given = one(part)
        if not isinstance(given, Chosen):
            return given if isinstance(given, Unclear) else Unknown(words.strip())
        total += Counter(given.ids)
    return total


METHOD = Method(
    name="dots",
    words=("dots", "stickers"),
    most=dots,
    read=read,
    count=plurality,
    rows=rows,
    plain=plain,
    unit=_UNIT,
)
