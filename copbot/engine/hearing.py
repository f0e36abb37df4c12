"""Whether copbot is spoken to, and what is left of a message when it is: no mention, no prefix, no name."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 4096  # characters of a message that are read
_NUMBER = re.compile(
    r"\s*#?([0-9]{1,2})[\ufe0f\u20e3]*\s*[.,)!]*\s*(?:(?:denk ik|graag|hoor|please|i think|alsjeblieft|dank je|thanks)[.!]?)?\s*",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Typed:
    """A message that begins with the prefix and a word."""

    name: str
    line: str


def typed(body: str, prefix: str) -> Typed | None:
    """The command word (lower case) and the rest, if the message begins with the prefix right before a word."""
    if not body.startswith(prefix):
        return None
    word, rest = _split(body[len(prefix) :])
    if not word or not word[0].isalpha():
        return None
    return Typed(word.lower().rstrip(":,"), rest)


def _split(body: str) -> tuple[str, str]:
    """The first word and the rest; tabs, line breaks and no-break spaces part words too."""
    word, *rest = _SPACES.split(body, maxsplit=1)
    return word, rest[0].strip() if rest else ""


def number(body: str) -> int | None:
    """The number, if the whole message is one."""
    match = _NUMBER.fullmatch(body)
    return int(match[1]) if match else None


def unaddressed(body: str, me: str, names: tuple[str, ...]) -> str:
    """The message without copbot's name or id in front."""
    localpart = me[1:].partition(":")[0]
    for name in sorted({me, localpart, *names}, key=len, reverse=True):
        match = re.match(rf"@?{re.escape(name)}\b\s*[:,]?\s*", body, re.IGNORECASE) if name else None
        if match:
            return body[match.end() :].strip()
    return body.strip()


def called(body: str, me: str, names: tuple[str, ...]) -> bool:
    """Whether copbot is called: its id, or its name with a comma, a colon or a line break after it, or nothing else."""
    localpart = me[1:].partition(":")[0]
    calls = "|".join(re.escape(name) for name in sorted({localpart, *names}, key=len, reverse=True))
    return (
        re.match(rf"@?(?:{re.escape(me)}|(?:{calls})\s*(?:[:,]|\n|$))", body.strip(), re.IGNORECASE)
        is not None
    )


def bare(body: str) -> Typed:
    """The first word (lower case, without punctuation after it) and the rest, for messages that need no prefix."""
    word, rest = _split(body.strip())
    return Typed(word.lower().rstrip(":,.!?"), rest)


def only_about_a_number(line: str) -> bool:
    """Whether the text after a bare command word is nothing, or begins with a number or a member."""
    return not line or re.match(r"#?[0-9]+\b|@\S+:\S+", line) is not None
