"""Names as people chose them, made fit to stand in a line of text, and when two of them look the same.

A name is somebody else's words in the middle of copbot's own: a line break or a sign that nobody sees in it could make
copbot seem to say what it did not, or one member seem to be another.
"""

from __future__ import annotations

import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})  # categories of signs that are not to be seen
JOINERS = "\u200d\ufe0f"  # unseen too, but they hold emoji together
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0"  # letters and marks that show nothing


def visible(words: str) -> str:
    """The words without control, direction and private signs; line breaks stay."""
    return "".join(
        sign for sign in words if sign == "\n" or sign in JOINERS or unicodedata.category(sign) not in HIDDEN
    )


def shows(words: str) -> bool:
    """Whether there is anything to see in the words: not only spaces and signs that nobody sees."""
    return any(
        not sign.isspace()
        and sign not in _BLANK
        and sign not in JOINERS
        and unicodedata.category(sign) not in HIDDEN
        for sign in words
    )


def one_line(name: str) -> str:
    """A name in one line, with single spaces and without signs that are not to be seen; empty if nothing is left."""
    if name.isascii() and name.isprintable():
        return " ".join(name.split())
    spaced = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in name)
    line = " ".join(visible(spaced).split())
    return line if likeness(line) else ""


def likeness(name: str) -> str:
    """What two names have in common that people would read as the same: case, width, spaces and unseen signs aside."""
    if name.isascii():
        return "".join(name.casefold().split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(
        sign
        for sign in folded
        if not sign.isspace()
        and sign not in _BLANK
        and not "\ufe00" <= sign <= "\ufe0f"
        and unicodedata.category(sign) not in HIDDEN
    )
