"""Where a meeting is, as it stands in a line: "in de bibliotheek", "at 7 Oak Street", "online", a link.

Only what says that it is a place is one; anything else in a line is its title or its time.
"""

from __future__ import annotations

import re
from typing import Final

_DROPPED: Final = frozenset({
    "in", "at", "te", "@", "locatie", "plaats", "plek", "waar", "location", "place", "venue", "where",
})  # fmt: skip
_KEPT: Final = frozenset({"bij", "op", "aan", "via", "on", "tegenover", "achter", "naast"})
_NAMED: Final = frozenset({"@", "locatie", "plaats", "plek", "waar", "location", "place", "venue", "where"})
_ALONE: Final = frozenset({
    "online", "digitaal", "hybride", "hybrid", "thuis", "hier", "here", "buiten", "outside", "zoom", "teams", "jitsi",
    "skype", "signal", "whereby", "remote",
})  # fmt: skip
_HOUSES: Final = frozenset({
    "buurthuis", "wijkcentrum", "wijkhuis", "dorpshuis", "bibliotheek", "bieb", "school", "zaal", "lokaal", "aula", "kantine",
    "cafe", "café", "restaurant", "gymzaal", "kantoor", "kerk", "moskee", "gebouw", "kamer", "huiskamer", "speeltuin",
    "library", "room", "hall", "church", "mosque", "office", "playground", "building",
})  # fmt: skip
_STREET = re.compile(
    r"[\w' .-]{2,40}(?:straat|laan|weg|plein|kade|gracht|singel|dijk|pad|hof) ?\d{1,4}\w{0,2}(?:,? [\w' .-]{2,30})?"
    r"|\d{1,4}\w? [\w' .-]{2,40}(?:street|road|lane|avenue|square|way|drive)(?:, [\w' .-]{2,30})?"
)
_WHOLE: Final = frozenset({"in person", "at home", "in the usual place", "in real life"})
_UNFINISHED: Final = frozenset({
    "de", "het", "een", "t", "n", "the", "a", "an", "van", "of", "or", "tot", "until", "to", "in", "op", "at", "on", "bij", "and", "en", "aan", "te", "via",
    "my", "our", "mijn", "ons", "onze", "onder", "boven", "around", "om", "from", "is",
    "duur", "duur:", "duurt", "gedurende", "lengte", "voor", "for", "lasting", "lasts", "duration",
})  # fmt: skip
_LINK = re.compile(r"\(?<?(?:https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)+/\S*)", re.IGNORECASE)
_EDGE: Final = " \t\n,;:.!–—-()<>"


def is_link(word: str) -> bool:
    """Whether the word is an address of the web."""
    return _LINK.fullmatch(word) is not None


def begins(word: str, *, first: bool) -> bool:
    """Whether a place may begin with the word (as written); ``first``: in front of the time, where "in" is of the title."""
    plain = word.lower().strip(_EDGE)
    if is_link(word) or plain in _NAMED or (plain.startswith("@") and len(plain) > 1):
        return ":" not in plain or not plain.startswith("@")  # somebody's Matrix id
    return not first and (
        plain in _DROPPED | _KEPT | _ALONE | _HOUSES or (plain[:1].isalpha() and word[:1].isupper())
    )


def _capital(word: str) -> bool:
    """Whether a street may begin with the word."""
    return word[:1].isupper() or word[:1].isdigit()


def house(word: str) -> bool:
    """Whether the word is a place without any word before it: "online", "buurthuis"."""
    return word.lower().strip(_EDGE) in _ALONE | _HOUSES


def place_of(words: list[str]) -> str | None:
    """The place that all the words together name, without the "in" before it; None when they name none."""
    plain = [word.lower().strip(_EDGE) for word in words]
    whole = _trimmed(words)
    first, last = plain[0], plain[-1]
    if len(words) == 1 and is_link(words[0]):
        return words[0].strip("()<>,;.!")
    if len(words) == 1:
        return whole.strip("()@") if first in _ALONE | _HOUSES or first[:1] == "@" != first else None
    if not last or last in _UNFINISHED:
        return None
    if first in _DROPPED or (first in _KEPT and len(words) == 2 and is_link(words[1])):
        if " ".join(plain) in _WHOLE:
            return whole
        rest = words[2:] if plain[1] == "is" and len(words) > 2 else words[1:]
        return place_of(rest) or _trimmed(rest) or None
    named = first in _KEPT | _ALONE | _HOUSES or first[:1] == "@" or is_link(words[0])
    return whole.lstrip("@(") if named or _STREET.fullmatch(" ".join(plain)) else None


def _trimmed(words: list[str]) -> str:
    whole = " ".join(words).strip(" \t\n,;:–—-").rstrip(".!")
    return whole.strip("()") if whole.startswith("(") or whole.count(")") > whole.count("(") else whole
