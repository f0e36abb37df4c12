"""The names of a script: what machines call it, and what people type in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from copbot.rituals.reading.faults import Notes, Path, listed, quoted
from copbot.rituals.reading.keys import LONGEST_NAME
from copbot.rituals.script import LANGUAGES
from copbot.rituals.sentence import say

_TYPED = re.compile(r"[^\W\d_][^\W_]*(?:-[^\W_]+)*")
_MACHINE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ADD = 'called.nl = "…" and called.en = "…"'


class Names:
    """Reads the names. ``taken``: those that are others', and whose they are."""

    def __init__(self, notes: Notes, taken: Mapping[str, str]) -> None:
        self._notes = notes
        self._taken = taken

    def own(self, name: str) -> None:
        """The name that machines read."""
        if not _MACHINE.fullmatch(name):
            self._notes.note(
                ("name",), 'name must be small letters, digits and hyphens, as in: name = "good-news"'
            )
        elif name in self._taken:
            self._notes.note(
                ("name",),
                say(
                    "the name {name} is taken: {taken}; take another",
                    name=quoted(name),
                    taken=self._taken[name],
                ),
            )

    def called(self, given: Any) -> dict[str, tuple[str, ...]]:
        """The names that people type, by language; nothing where one is without."""
        if given is None:
            self._notes.note(
                ("called",),
                say("called is missing (how people call it, in each language); add: {add}", add=_ADD),
            )
            return {}
        if not isinstance(given, dict):
            self._notes.note(("called",), say("called must tell the name in each language: {add}", add=_ADD))
            return {}
        for language in given:
            if language not in LANGUAGES:
                sentence = say(
                    "called: {language} is no language of copbot's; it speaks {words}",
                    language=quoted(language),
                    words=listed(LANGUAGES),
                )
                self._notes.note(("called", language), sentence)
        right = {language: self._in(language, given.get(language)) for language in LANGUAGES}
        return right if all(right.values()) else {}

    def _in(self, language: str, given: Any) -> tuple[str, ...]:
        path: Path = ("called", language)
        names = [given] if isinstance(given, str) else given
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            wrong = "is missing" if given is None else "must be a name, or a list of names"
            self._notes.note(
                path,
                say('called.{language} {wrong}: called.{language} = "…"', language=language, wrong=wrong),
            )
            return ()
        for index, name in enumerate(names):
            if not _TYPED.fullmatch(name) or name != name.lower() or len(name) > LONGEST_NAME:
                self._notes.note(
                    (*path, index),
                    say(
                        "nobody can type {name} as a name; it must be one word in small letters, in which hyphens may "
                        "stand, of at most {longest} signs",
                        name=quoted(name),
                        longest=LONGEST_NAME,
                    ),
                )
            elif name in self._taken:
                self._notes.note(
                    (*path, index),
                    say(
                        "the name {name} is taken: {taken}; take another",
                        name=quoted(name),
                        taken=self._taken[name],
                    ),
                )
        return tuple(dict.fromkeys(names))
