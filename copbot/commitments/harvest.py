"""What one line of a harvest says: a thing and why it may, a thing that is stuck, or an offer; on an item by ``#n`` or new.

People were asked for "halve dagen, mag wel, want …" and write what comes near it. What is missing is left empty, so that it
can be asked for; nothing is made up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copbot.core.names import shows

LONGEST = 1000  # characters of a line that are read
_BULLET = re.compile(r"\A(?:[-*•–>]|\d{1,2}[.)])\s+")
_MARK = re.compile(r"\A(?:(?:bij|over|voor|op|for|on|about)\s+)?#([0-9]{1,9})(?!\w)[\s:.,–-]*", re.IGNORECASE)
_SURE = r"(?:toch|best|gewoon|zeker|hier|dus|ook|misschien)"
_MAY = (
    rf"(?:(?:mag|mogen|kan|kunnen)(?:\s(?:het|dat|dit))?(?:\s{_SURE})*\swel(?:\s(?:hoor|gewoon|toch|zeker))?"
    r"|(?:is|are|it['’]s)\s(?:actually\s)?(?:allowed|possible|permitted)|allowed|may(?:\sbe\s(?:done|allowed))?|can\sbe\sdone)"
)
_IT = r"(?:(?:en\s)?(?:het|dat|dit|die|it|that|this|they|he|she|hij|zij|ze)\s)?"
_BECAUSE = re.compile(
    r"(?<!\w)(?P<why>want|because|omdat|aangezien)(?!\w)(?P<because>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_PROVIDED = re.compile(
    rf"(?P<text>.*?)(?<!\w){_IT}{_MAY}[\s,]+(?P<because>(?:mits|zolang|als|if|as\slong\sas|provided)(?!\w).+)\Z",
    re.IGNORECASE | re.DOTALL,
)
_COLON = re.compile(rf"(?P<text>.*?)(?<!\w){_IT}{_MAY}\s?[:–]\s?(?P<because>.+)\Z", re.IGNORECASE | re.DOTALL)
_MAY_LAST = re.compile(rf"(?<!\w){_IT}{_MAY}[\s.,!…]*\Z", re.IGNORECASE)
_MAY_FIRST = re.compile(rf"\A(?:(?:het|dat|dit|it|that|this)\s)?{_MAY}(?!\w)[\s,:…–-]*", re.IGNORECASE)
_CANNOT_LAST = re.compile(
    r"(?<!\w)(?:(?:het|dat|dit|it|that|this)\s)?(?:kan|mag|lukt|can['’]?t|cannot|can\snot|may\snot)"
    r"(?:\s(?:echt|nu|nog|gewoon))*(?:\sniet|\sbe\sdone)?[\s.,!…]*\Z",
    re.IGNORECASE,
)
_CANNOT_FIRST = re.compile(
    r"\A(?:(?:het|dat|dit|it|that|this)\s)?(?:kan\sniet|mag\sniet|lukt\sniet|zit\svast|vast|stuck|is\sstuck"
    r"|can['’]?t\sbe\sdone|cannot\sbe\sdone|cannot|can['’]?t)(?!\w)[\s,:…–-]+",
    re.IGNORECASE,
)
_I_HELP = (
    r"(?:ik\s(?:(?:kan|wil|zal|ga)\s)?(?:ondersteun|steun|help|ondersteunen|steunen|helpen)"
    r"|i(?:['’]ll|\swill|\scan)?\s(?:support|help))"
)
_WITH = r"(?:(?:door|met|bij|by|with)(?:\ste)?(?!\w)[\s:…]*)"
_OFFERS = (
    # ik ondersteun #4 door te rijden
    re.compile(
        rf"\A{_I_HELP}\s(?:(?:jou|je|you)\s)?(?:(?:bij|met|with|on|in)\s)?(?:(?:punt|nummer|nr\.?|item)\s)?#?(?P<n>[0-9]{{1,9}})(?!\w)"
        rf"[\s,:–-]*{_WITH}?(?P<what>.*)\Z",
        re.IGNORECASE | re.DOTALL,
    ),
    # ik help met rijden bij #4
    re.compile(
        rf"\A{_I_HELP}\s(?:(?:jou|je|you)\s)?{_WITH}?(?P<what>.+?)[\s,]+(?:bij|voor|for|on|met|with)\s#(?P<n>[0-9]{{1,9}})[\s.!]*\Z",
        re.IGNORECASE | re.DOTALL,
    ),
)
_HELPING = re.compile(
    rf"\A{_I_HELP}(?:\s(?:jou|je|you))?(?:\s{_WITH}|\s|\Z)(?P<what>.*)\Z", re.IGNORECASE | re.DOTALL
)
_NOTHING = re.compile(
    r"(?:nog\s)?(?:niet|niks|niets|geen|nee)(?:\s(?:idee|voor\snu|nu))?|(?:ik\s)?weet\s(?:ik\s)?(?:het\s)?(?:nog\s)?niet|(?:nog\s)?te\svroeg"
    r"|not\syet|nothing(?:\syet)?|no(?:ne)?|no\sidea|(?:i\s)?don['’]?t\sknow(?:\syet)?|too\searly",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:en\s)?(?:het|dat|dit|die|it|that|this|ja|yes)", re.IGNORECASE)
_AROUND = " \t,:;–-…"
_BEFORE = _AROUND + ".!"
"""What may stand between a thing and what is said of it."""
_ENDS = " .,!…\"'“”„‘’"


@dataclass(frozen=True, slots=True)
class Turned:
    """It may: ``text`` is what (None: what it was all about, or the item ``number``), ``ground`` why, as far as it was said."""

    text: str | None
    ground: str | None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Stuck:
    """It can't be done: ``text`` is what."""

    text: str


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer of one's own, on the item of that number if one was named; ``what`` may be empty."""

    what: str
    number: int | None = None


def lines(words: str) -> list[str]:
    """The lines of a message, without bullets; those in which there is nothing to see are left out."""
    plain = (_BULLET.sub("", " ".join(line.split()), count=1) for line in words.splitlines())
    return [line[:LONGEST] for line in plain if any(sign.isalnum() for sign in line)]


def nothing(line: str) -> bool:
    """Whether somebody has nothing for now: "nog niet", "not yet"."""
    return _NOTHING.fullmatch(line.strip(_ENDS)) is not None


def asks(line: str) -> bool:
    """Whether it is a question, and so nothing that anybody said may be done."""
    return line.rstrip().endswith("?")


def turned(line: str) -> Turned:
    """What the line says may be done, and why."""
    number, rest = _numbered(line)
    rest, ground = _grounded(rest)
    if ground is None:
        rest = _without_may(rest)
    text = rest.strip(_AROUND)
    bare = not shows(text) or _PRONOUN.fullmatch(text) is not None
    return Turned(None if bare else text, ground, number)


def says_may(line: str) -> bool:
    """Whether the line itself says that something may be done, or why."""
    return turned(line).ground is not None or bool(_MAY_LAST.search(line) or _MAY_FIRST.match(line))


def stuck(line: str) -> Stuck:
    """What the line says can't be done."""
    without = (
        _CANNOT_LAST.sub("", _CANNOT_FIRST.sub("", line, count=1), count=1).strip(_AROUND).rstrip(_BEFORE)
    )
    return Stuck(without if shows(without) else line.strip())


def offered(line: str) -> Offered | None:
    """The offer on an item that the line names; None where it names none."""
    number, rest = _numbered(line)
    if number is not None:
        match = _HELPING.match(rest)
        return Offered(match["what"].strip(), number) if match else None
    for shape in _OFFERS:
        if match := shape.match(line):
            return Offered(match["what"].strip(), int(match["n"]))
    return None


def offering(line: str) -> Offered:
    """The same where an offer was asked for: then all that is said is one, also without "ik help met"."""
    found = offered(line)
    if found is not None:
        return found
    number, rest = _numbered(line)
    match = _HELPING.match(rest)
    return Offered((match["what"] if match else rest).strip(), number)


def _without_may(words: str) -> str:
    return _MAY_FIRST.sub("", _MAY_LAST.sub("", words, count=1).rstrip(_BEFORE), count=1)


def _numbered(line: str) -> tuple[int | None, str]:
    match = _MARK.match(line)
    return (int(match[1]), line[match.end() :]) if match else (None, line)


def _grounded(line: str) -> tuple[str, str | None]:
    """The line parted before its ground; a conjunction other than "want" belongs to the ground."""
    if match := _BECAUSE.search(line):
        because = match["because"].strip(_AROUND)
        own = match["why"].lower() not in ("want", "because")
        ground = f"{match['why']} {because}" if own and because else because
        before = _without_may(line[: match.start()].rstrip(_BEFORE))
        return before, ground if shows(because) else None
    for shape in (_PROVIDED, _COLON):
        match = shape.match(line)
        if match and (shows(match["text"]) or shape is _PROVIDED) and shows(match["because"]):
            return match["text"].rstrip(_BEFORE), match["because"].strip()
    return line, None
