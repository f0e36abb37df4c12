"""What somebody asks for with ``!round``: option words, then the question."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

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
UNTIL = re.compile(r"(?:until|till|tot|through|t/?m)(?=[\s.!?…]*$|\s)")
UNTIL_ALONE = re.compile(r"(?:until|till|tot|through|t/?m)[\s.!?…]*")
"""Over days, without a word of until when."""
LIVE, DAYS = ("live", "nu", "now"), ("days", "dagen")
AT_EASE = re.compile(
    r"(?:over (?:meer |een paar |meerdere |a few |several )?(?:dagen|days)"
    r"|in (?:ieders |jullie |ons |je )?eigen tempo|at (?:our|your|everyone['’]s) own pace"
    r"|wanneer het (?:jullie|je|ons) uitkomt|when it suits (?:you|us|everyone))[:,]?(?=\s|$)"
)
"""Words for over days that no question begins with."""
COMING_DAYS = re.compile(
    r"(?:(?:in )?de komende dagen|(?:in |over )?the (?:coming|next few) days)[:,]?(?=\s|$)"
)
"""Words for the same with which a question may begin: only after the name of a ritual they mean it."""
UNNAMED = re.compile(r"(?:zonder namen|unnamed|without names)[:,]?(?=\s|$)(?!\s+te\b)")
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
    that were answered with a yes. Over days, ``until`` is its end (ISO, aware), and ``unnamed`` whether names are left out.
    ``when`` is what still has to be read as a time, with the question behind it.
    """

    words: tuple[str, ...]
    question: str
    over_days: bool = False
    script: str = ROUND
    owner: str | None = None
    lead: str | None = None
    passed: tuple[str, ...] = ()
    until: str | None = None
    unnamed: bool = False
    when: str | None = None

    @property
    def options(self) -> Options:
        """The options that the words mean."""
        return Options(**{OPTIONS[word]: True for word in self.words})

    @property
    def line(self) -> str:
        """The same as a text for `settled` to read: whatever follows it belongs to the question."""
        more = {
            "script": self.script,
            "owner": self.owner,
            "lead": self.lead,
            "days": "1" if self.over_days else None,
            "until": self.until,
            "unnamed": "1" if self.unnamed else None,
        }
        named = [f"{name}={value}" for name, value in more.items() if value not in (None, ROUND)]
        passed = [f"passed={one}" for one in self.passed]
        return f"{' '.join((*self.words, *named, *passed))}{_BAR}{self.question}"


def wanted(line: str, script: str = ROUND) -> Wanted:
    """The option words (lower case, before the question), then the question; in quotes it is all question.

    Of other scripts than the round they may also say ``live`` or ``days``.
    """
    found = taken(line, script)
    when = found.rest if UNTIL.match(found.rest) else None
    over_days, rest = found.over_days or when is not None, found.rest
    if found.unnamed is not None and not over_days:
        rest = found.unnamed  # in a live round everybody hears who speaks: then it is how the question begins
    unnamed = found.unnamed is not None and over_days
    return Wanted(found.words, _question(rest), over_days, script, unnamed=unnamed, when=when)


@dataclass(frozen=True, slots=True)
class Taken:
    """The option words at the beginning of a line, and the rest. ``unnamed`` is the line from where it said so."""

    words: tuple[str, ...]
    rest: str
    over_days: bool = False
    unnamed: str | None = None


def taken(line: str, script: str) -> Taken:
    """Takes the option words off a line."""
    words: list[str] = []
    rest = line.strip()
    over_days, unnamed = False, None
    while True:
        word, after = _split(rest)
        if found := AT_EASE.match(rest) or (script != ROUND and COMING_DAYS.match(rest)) or None:
            over_days, after = True, rest[found.end() :].strip()
        elif found := UNNAMED.match(rest):
            unnamed, after = rest, rest[found.end() :].strip()
        elif script != ROUND and word in (*LIVE, *DAYS):
            over_days = word in DAYS
        elif word in OPTIONS:
            words.append(word)
        else:
            return Taken(tuple(words), rest, over_days, unnamed)
        rest = after


def asked_with(wanted: Wanted, rest: str) -> Wanted:
    """With what follows the time: option words as they may stand before it, then the question."""
    found = taken(rest, wanted.script)
    words = (*wanted.words, *(word for word in found.words if word not in wanted.words))
    unnamed = wanted.unnamed or found.unnamed is not None
    return replace(wanted, words=words, when=None, question=_question(found.rest), unnamed=unnamed)


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
        over_days="days" in more,
        until=more.get("until"),
        unnamed="unnamed" in more,
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
