"""The catalogues: one a language, by message id, in PO files (one a feature) that translators' usual tools open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel.messages.pofile import read_po

LANGUAGES = ("nl", "en")
_PLACE = re.compile(r"{(\w+)}")


class UnknownText(KeyError):
    """A text id that a catalogue does not have, or a value that a text did not get."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text: its singular and plural (the same where it has only one form)."""

    one: str
    many: str

    @property
    def places(self) -> frozenset[str]:
        """The names of the values that it shows."""
        return frozenset(_PLACE.findall(self.one) + _PLACE.findall(self.many))


@cache
def catalogue(language: str) -> Mapping[str, Entry]:
    """Every text of a language by its id. Raises FileNotFoundError for a language without a catalogue."""
    entries: dict[str, Entry] = {}
    for file in sorted(
        resources.files("copbot.texts").joinpath(language).iterdir(), key=lambda file: file.name
    ):
        if not file.name.endswith(".po"):
            continue
        with file.open("rb") as stream:
            messages = read_po(stream, locale=language, abort_invalid=True)
        for message in messages:
            if not message.id:
                continue
            id = message.id[0] if isinstance(message.id, tuple | list) else message.id
            forms = (
                message.string
                if isinstance(message.string, tuple | list)
                else (message.string, message.string)
            )
            if str(id) in entries:
                raise ValueError(f"{id} stands twice in the catalogue of {language}")
            entries[str(id)] = Entry(str(forms[0]), str(forms[-1]))
    return entries


def entry(language: str, id: str) -> Entry:
    """One text. Raises UnknownText."""
    try:
        return catalogue(language)[id]
    except KeyError:
        raise UnknownText(f"{id} is not in the catalogue of {language}") from None
