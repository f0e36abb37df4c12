"""What somebody asks for with ``!round``: option words, then the question."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from copbot.rituals.state import Options

OPTIONS = {
    "all": "everyone",
    "allen": "everyone",
    "long": "long",
    "lang": "long",
    "together": "together",
    "samen": "together",
    "here": "here",
    "hier": "here",
}
OVER_DAYS = ("until", "tot")
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]*)[\"“”»]|['‘’]([^'‘’]*)['’‘]")
_SEEN = ("L", "N", "S")
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that are drawn as nothing."""
_BAR = "|"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the option words, the question, and whether it should last over days."""

    words: tuple[str, ...]
    question: str
    over_days: bool = False

    @property
    def options(self) -> Options:
        """The options that the words mean."""
        return Options(**{OPTIONS[word]: True for word in self.words})

    @property
    def line(self) -> str:
        """The same as a text for `settled` to read: whatever follows it belongs to the question."""
        return f"{' '.join(self.words)}{_BAR}{self.question}"


def wanted(line: str) -> Wanted:
    """The option words (lower case, before the question), then the question; in quotes it is all question."""
    words: list[str] = []
    rest = line.strip()
    while True:
        word, after = _split(rest)
        if word not in OPTIONS:
            break
        words.append(word)
        rest = after
    return Wanted(tuple(words), _question(rest), word in OVER_DAYS)


def settled(line: str) -> Wanted:
    """What was wanted before, with the question as it was given since; no word of it is an option."""
    words, _, rest = line.partition(_BAR)
    return Wanted(tuple(words.split()), _question(rest.strip()))


def _split(line: str) -> tuple[str, str]:
    """The first word and the rest; a line break, a tab or a no-break space parts words as well as a space."""
    word, *rest = line.split(maxsplit=1)[:2] or [""]
    return word, rest[0] if rest else ""


def _question(rest: str) -> str:
    """The question, out of its quotes; nothing where there is nothing to see."""
    quoted = _QUOTED.fullmatch(rest)
    question = (quoted[1] or quoted[2] or "").strip() if quoted else rest
    return (
        question
        if any(unicodedata.category(sign)[0] in _SEEN and sign not in _BLANK for sign in question)
        else ""
    )
