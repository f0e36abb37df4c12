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
    "meet", "skype", "signal", "whereby", "remote",
})  # fmt: skip
_WHOLE: Final = frozenset({"in person", "at home", "in the usual place", "in real life"})
_UNFINISHED: Final = frozenset({
    "de", "het", "een", "t", "n", "the", "a", "an", "van", "of", "in", "op", "at", "on", "bij", "and", "en", "aan", "te", "via",
    "my", "our", "mijn", "ons", "onze", "onder", "boven", "around", "om", "from", "is",
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
        return True
    return not first and (plain in _DROPPED or plain in _KEPT or plain in _ALONE)


def place_of(words: list[str]) -> str | None:
    """The place that all the words together name, without the "in" before it; None when they name none."""
    plain = [word.lower().strip(_EDGE) for word in words]
    whole = " ".join(words).strip(" \t\n,;–—-").rstrip(".!")
    if len(words) == 1:
        if is_link(words[0]):
            return words[0].strip("()<>,;.!")
        return (
            whole.strip("()@")
            if plain[0] in _ALONE or (plain[0].startswith("@") and len(plain[0]) > 1)
            else None
        )
    if plain[-1] in _UNFINISHED or not plain[-1]:
        return None
    if " ".join(plain) in _WHOLE:
        return whole
    if plain[0] in _DROPPED or (plain[0] in _KEPT and len(words) == 2 and is_link(words[1])):
        return place_of_rest(words[1:], plain[1:])
    return (
        whole.lstrip("@(")
        if is_link(words[0]) or plain[0] in _KEPT | _ALONE or plain[0].startswith("@")
        else None
    )


def place_of_rest(words: list[str], plain: list[str]) -> str | None:
    """What stands behind "in" or "locatie:"."""
    if plain[0] == "is" and len(words) > 1:
        return place_of_rest(words[1:], plain[1:])
    if len(words) == 1 and is_link(words[0]):
        return place_of(words)
    return " ".join(words).strip(" \t\n,;:–—-").rstrip(".!") or None
