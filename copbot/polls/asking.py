"""What somebody asks for with ``!poll``: option words, a question and its options, in the many ways in which people write.

``question | a | b`` is the form that is shown; options may also stand on lines of their own, and where there is no bar
and no line, what follows a question mark may be options ("Waar? in de zaal of bij Els"), which is then asked back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from copbot.core.errors import Error
from copbot.core.names import shows
from copbot.polls import registry
from copbot.polls.typed import fold

T = TypeVar("T")

MOST_OPTIONS = 20  # of a native poll
LONGEST_OPTION = 100  # characters
LONGEST_QUESTION = 300  # characters
ANONYMOUS = frozenset({"anonymous", "anoniem"})
UNTIL = frozenset({"until", "tot"})
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]*)[\"“”»]")
_BULLET = re.compile(r"\A\s*(?:[-*•–]|\d{1,2}[.)])\s+")
# A run of spaces is looked at from its beginning only, so that a line of nothing else costs no more than its length.
_OR = re.compile(
    r"(?<!\s)\s++(?:[,;]\s*(?:(?:of|or)\s+)?|(?:of|or)\s+)|[,;]\s*(?:(?:of|or)\s+)?", re.IGNORECASE
)
_AROUND = " \t,;"
_NUMBERED = re.compile(r"(?<!\S)\d{1,2}[.)]\s+")
_QUOTED_FIRST = re.compile(r"[\"“”„«]([^\"“”„«»]+)[\"“”»][\s:,–-]*+([^\"“”„«»]++)", re.DOTALL)
_SHORT = frozenset(
    fold(word)
    for word in [
        "ja",
        "nee",
        "misschien",
        "wel",
        "niet",
        "weetniet",
        "yes",
        "no",
        "maybe",
        "ma",
        "di",
        "wo",
        "do",
        "vr",
        "za",
        "zo",
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "ochtend",
        "middag",
        "avond",
        "morning",
        "afternoon",
        "evening",
    ]
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A poll as far as it was asked for. ``number`` is the poll to correct, 0 for a new one.

    ``method`` is a name, or None where no option word said it; ``deadline`` is ISO 8601 in UTC; ``sure`` tells that the
    sender saw it as it is here.
    """

    number: int = 0
    method: str | None = None
    later: str | None = None
    anonymous: bool = False
    deadline: str | None = None
    question: str = ""
    options: tuple[str, ...] = ()
    source: str | None = None
    options_source: str | None = None
    guessed: bool = False
    sure: bool = False

    @property
    def line(self) -> str:
        """The same as the text of an option, for `draft` to read."""
        return json.dumps(asdict(self), ensure_ascii=False)


def draft(line: str) -> tuple[Draft, str]:
    """The draft that ``line`` began with, and what was said since."""
    plain, end = json.JSONDecoder().raw_decode(line)
    return Draft(**{**plain, "options": tuple(plain["options"])}), line[end:].strip()


def wanted(
    line: str, source: str | None, until: Callable[[str], tuple[T, str] | None]
) -> tuple[Draft, T | None]:
    """What was asked for, and what ``until`` makes of the time that was named: it gets the text after "until", and
    gives the time with the rest, or None where that begins with no time at all.
    """
    found, due, rest = Draft(), None, line.strip()
    while True:
        word, after = _split(rest)
        if word in registry.words():
            found = replace(found, method=registry.words()[word])
        elif (later := registry.later(word)) is not None:
            found = replace(found, later=later)
        elif word in ANONYMOUS:
            found = replace(found, anonymous=True)
        elif word in UNTIL and due is None and (split := until(after)) is not None:
            due, after = split
        else:
            break
        rest = after.strip()
    return asked(found, _unbarred(rest, worded=rest != line.strip()), source), due


def _unbarred(rest: str, *, worded: bool) -> str:
    """Without a bar in front: people put one after the option words too. Else a bar in front means no question."""
    if not rest.startswith("|"):
        return rest
    question, *options = [part for part in rest.split("|") if part.strip()] or [""]
    return rest[1:] if question.rstrip().endswith("?") or (worded and len(options) > 1) else rest


def asked(found: Draft, words: str, source: str | None) -> Draft:
    """The draft with its question and options, out of a text without option words."""
    question, options, guessed = _content(words)
    return replace(
        found, question=question, options=options, source=source, options_source=source, guessed=guessed
    )


def choices(found: Draft, words: str, source: str | None) -> Draft:
    """The draft with options that were asked for: by bars, on lines, or as in a sentence."""
    parts = _parts(words)
    if len(parts) == 1:
        parts = _chosen_from(words)
    options = _cleaned(parts)
    question, mark, tail = found.question.rpartition("?")
    if mark and _letters(tail) and _letters(tail) == _letters(" ".join(options)):
        found = replace(found, question=question + mark)  # they stood behind the question already
    return replace(found, options=options, options_source=source)


def _letters(words: str) -> str:
    return "".join(sign for sign in fold(words) if sign.isalnum())


def wrong(found: Draft) -> Error | None:
    """What is wrong with the words of a draft, or still missing."""
    if not found.question:
        return Error.NEEDS_QUESTION
    if len(found.question) > LONGEST_QUESTION:
        return Error.QUESTION_TOO_LONG
    if len(found.options) < 2:
        return Error.NEEDS_OPTIONS
    if len(found.options) > MOST_OPTIONS:
        return Error.TOO_MANY_OPTIONS
    if any(len(option) > LONGEST_OPTION for option in found.options):
        return Error.OPTION_TOO_LONG
    return (
        Error.SAME_OPTIONS if len({fold(option) for option in found.options}) < len(found.options) else None
    )


def doubled(options: tuple[str, ...]) -> str:
    """The first option that stands there twice."""
    seen: set[str] = set()
    for option in options:
        if fold(option) in seen:
            return option
        seen.add(fold(option))
    return ""


def _split(line: str) -> tuple[str, str]:
    word, *rest = line.split(maxsplit=1) or [""]
    return word, rest[0] if rest else ""


def _content(words: str) -> tuple[str, tuple[str, ...], bool]:
    """The question, the options, and whether the options are a guess."""
    whole = _QUOTED.fullmatch(words.strip())
    first, *rest = _parts(whole[1] if whole else words)
    options = _cleaned(rest)
    if not options and (match := _QUOTED_FIRST.fullmatch(first.strip())) is not None:
        guess = _guess(match[2])
        return _plain(match[1]), guess if len(guess) > 1 else (), len(guess) > 1
    question, mark, tail = first.rpartition("?")
    tail = tail.lstrip(" \t:,")  # "Waarheen?: bos of strand"
    if tail.strip(_AROUND) and mark and len(options) < 2:
        if options:
            return _plain(question + mark), _cleaned([tail, *rest]), False
        guess = _guess(tail)
        if len(guess) > 1:
            return _plain(question + mark), guess, True
    if mark and not tail.strip(_AROUND) and not options and (guess := _asked_between(question)):
        return _plain(question + mark), guess, True
    return _plain(first), options, False


def _guess(tail: str) -> tuple[str, ...]:
    """What may be the options behind a question: as in a sentence, or short answers with only spaces between them."""
    found = _cleaned(_chosen_from(tail))
    words = tail.split()
    bare = len(found) == 1 and len(words) <= MOST_OPTIONS and all(fold(word) in _SHORT for word in words)
    return _cleaned(words) if bare else found


def _asked_between(question: str) -> tuple[str, ...]:
    """What a question itself gives to choose from: "Pizza of soep", "Wat eten we, pizza of soep"."""
    clause = re.split(r"[,:;]\s", question, maxsplit=1)
    if not re.search(r"\s(?:of|or)\s", clause[-1], re.IGNORECASE):
        return ()
    found = _cleaned(_OR.split(clause[-1]))
    most = 4 if len(clause) > 1 else 2  # words; in a longer sentence it is not clear where an option begins
    fits = len(found) > 1 and all(len(option.split()) <= most for option in found)
    return found if fits else ()


def _chosen_from(words: str) -> list[str]:
    """The options in a sentence: "a, b of c", or where nothing else parts them "a/b"."""
    _, *numbered = _NUMBERED.split(words)
    if len(numbered) > 1 and _BULLET.match(words):  # "1. taart 2. thee"
        return numbered
    parts = _OR.split(words)
    return parts if len(parts) > 1 else words.split("/")


def _parts(words: str) -> list[str]:
    """The question and the options, parted by bars, or by lines where there is no bar."""
    if "|" not in words:
        return [line for line in words.splitlines() if line.strip()] or [""]
    first, *rest = words.split("|")
    lines = [line for line in first.splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].rstrip().endswith("?"):
        return [lines[0], *lines[1:], *(line for part in rest for line in part.splitlines())]
    return [" ".join(lines), *(line for part in rest for line in part.splitlines())]


def _cleaned(parts: list[Any]) -> tuple[str, ...]:
    return tuple(plain for part in parts if (plain := _plain(_BULLET.sub("", part, count=1).strip(_AROUND))))


def _plain(words: str) -> str:
    """Words in single spaces and out of their quotes; nothing where there is nothing to see."""
    line = " ".join(words.split())
    quoted = _QUOTED.fullmatch(line)
    line = quoted[1].strip() if quoted else line
    return line if shows(line) else ""
