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
LIVE, DAYS = ("live", "nu", "now"), ("days", "dagen")
ROUND = "round"
"""The script of one question that everybody answers in turn."""
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]*)[\"“”»]|['‘’]([^'‘’]*)['’‘]")
_SEEN = ("L", "N", "S")
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that are drawn as nothing."""
_BAR = "|"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the option words, the question, and whether it should last over days.

    ``owner`` brings the topic, ``lead`` leads it, where that is not who says so; ``passed`` are the questions about it
    that were answered with a yes.
    """

    words: tuple[str, ...]
    question: str
    over_days: bool = False
    script: str = ROUND
    owner: str | None = None
    lead: str | None = None
    passed: tuple[str, ...] = ()

    @property
    def options(self) -> Options:
        """The options that the words mean."""
        return Options(**{OPTIONS[word]: True for word in self.words})

    @property
    def line(self) -> str:
        """The same as a text for `settled` to read: whatever follows it belongs to the question."""
        more = {"script": self.script, "owner": self.owner, "lead": self.lead}
        named = [f"{name}={value}" for name, value in more.items() if value not in (None, ROUND)]
        passed = [f"passed={one}" for one in self.passed]
        return f"{' '.join((*self.words, *named, *passed))}{_BAR}{self.question}"


def wanted(line: str, script: str = ROUND) -> Wanted:
    """The option words (lower case, before the question), then the question; in quotes it is all question.

    Of other scripts than the round they may also say ``live`` or ``days``.
    """
    words: list[str] = []
    rest = line.strip()
    over_days = False
    while True:
        word, after = _split(rest)
        if script != ROUND and word in (*LIVE, *DAYS):
            over_days = word in DAYS
        elif word in OPTIONS:
            words.append(word)
        else:
            break
        rest = after
    return Wanted(tuple(words), _question(rest), over_days or word in OVER_DAYS, script)


def settled(line: str) -> Wanted:
    """What was wanted before, with the question as it was given since; no word of it is an option."""
    words, _, rest = line.partition(_BAR)
    options: list[str] = []
    more: dict[str, str] = {}
    passed: list[str] = []
    for word in words.split():
        name, is_value, value = word.partition("=")
        if not is_value:
            options.append(word)
        elif name == "passed":
            passed.append(value)
        else:
            more[name] = value
    return Wanted(
        tuple(options),
        _question(rest.strip()),
        script=more.get("script", ROUND),
        owner=more.get("owner"),
        lead=more.get("lead"),
        passed=tuple(passed),
    )


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
