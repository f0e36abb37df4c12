"""Files that copbot sends, made at the edge as messages are: of text ids and values, when they are sent.

Every type of file has its maker here, and nowhere else; what it takes much to make is loaded when it is first made.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from copbot.core import text as texts
from copbot.core.names import one_line
from copbot.texts import markdown
from copbot.texts.render import Voice, said

WHOLE = 100_000  # characters of a quotation in a file; none is shortened
LONGEST_NAME = 60  # characters
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|%\x00-\x1f]')

Values = Mapping[str, Any]  # plain JSON, as `copbot.core.text.to_json` wrote it


class UnknownMedia(KeyError):
    """There is no maker for files of this type."""


@dataclass(frozen=True, slots=True)
class Maker:
    """How files of a type end, and how one is made of lines and values."""

    ending: str
    make: Callable[[Values, Voice], str]


def made(plain: Values, voice: Voice) -> tuple[str, str, bytes]:
    """The file of `copbot.core.wishes.File` as plain JSON: its name, its type and what is in it.

    Raises UnknownMedia, UnknownText, and ValueError for values that are none.
    """
    media = str(plain["media"])
    maker = MAKERS.get(media)
    if maker is None:
        raise UnknownMedia(media)
    voice = dataclasses.replace(voice, longest_quote=WHOLE)
    return f"{_name(plain, voice)}.{maker.ending}", media, maker.make(plain, voice).encode()


def _name(plain: Values, voice: Voice) -> str:
    name = one_line(_NOT_IN_NAMES.sub(" ", said(texts.from_json(plain["name"]), voice)))
    return name[:LONGEST_NAME].strip(" .") or "copbot"


def _lines(plain: Values, voice: Voice) -> str:
    """The lines one below the other, words of people whole."""
    lines = texts.from_json(plain["lines"])
    assert isinstance(lines, tuple)
    return "".join(f"{said(line, voice)}\n" for line in lines)


def _markdown(plain: Values, voice: Voice) -> str:
    return _lines(plain, dataclasses.replace(voice, escaped=markdown.escaped))


def _calendar(plain: Values, voice: Voice) -> str:
    from copbot.texts import calendars  # only who calls a meeting needs it

    return calendars.made(plain["values"], voice)


MAKERS: Mapping[str, Maker] = {
    "text/markdown": Maker("md", _markdown),
    "text/plain": Maker("txt", _lines),
    "text/calendar": Maker("ics", _calendar),
}
