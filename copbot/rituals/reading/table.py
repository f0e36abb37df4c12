"""One table of a script's file, read by its keys: every value of the right type, or a fault that says what would be."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from typing import Any

from copbot.core.names import shows, visible
from copbot.rituals.form import Key
from copbot.rituals.reading.faults import Notes, Path, listed, meant, quoted
from copbot.rituals.reading.keys import LONGEST_WORDS
from copbot.rituals.script import LANGUAGES
from copbot.rituals.sentence import say

Table = Mapping[str, Any]
PLACEHOLDERS = ("topic", "owner", "facilitator", "p")
"""What a sentence can leave to be filled in: the topic, who brings it, who leads, and what stands before a command."""
FEWER: Mapping[str, tuple[str, ...]] = {"title": (), "about": ("p",), "ask": ("p",), "consent_first": ("p",)}
"""Sentences that are also shown while no ritual runs."""
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_LANGUAGE_NAMES = {"nl": "Dutch", "en": "English"}


class Tables:
    """Reads the tables of one file. ``unfit``: placeholders that mean nothing in this script, and what to do about it."""

    def __init__(self, notes: Notes, unfit: Mapping[str, str]) -> None:
        self._notes = notes
        self._unfit = unfit

    def read(
        self, data: Table, keys: Mapping[str, Key], path: Path, other: Mapping[str, str]
    ) -> dict[str, Any]:
        """What of the table is right, by key; all else is noted.

        ``other`` are keys that are read elsewhere, or belong elsewhere: then with a sentence that says where.
        """
        found: dict[str, Any] = {}
        for name, key in keys.items():
            if name in data:
                value = self._value(data[name], name, key, (*path, name))
                if value is not None:
                    found[name] = value
            elif key.needed and not any(other.lower() == name for other in data):
                self._notes.note(
                    (*path, name),
                    say(
                        "{name} is missing ({what}); add: {example}",
                        name=name,
                        what=key.what,
                        example=example(name, key),
                    ),
                )
        for name in data:
            if name not in keys and other.get(name) != "":
                nearest = other.get(name) or meant(
                    name, [*keys, *(known for known in other if not other[known])]
                )
                self._notes.note(
                    (*path, name),
                    say("{name} is no key that belongs here{nearest}", name=_shown(name), nearest=nearest),
                )
        return found

    def _value(self, value: Any, name: str, key: Key, path: Path) -> Any:
        """The value, if it is right; None, noted, if it is not."""
        match key.type:
            case "words":
                return self._words(value, name, key, path)
            case "number":
                return self._number(value, name, key, path)
            case "yes-no":
                if isinstance(value, bool):
                    return value
                self._notes.note(
                    path, say("{name} must be true or false, in small letters, without quotes", name=name)
                )
                return None
            case "names":
                return self._names(value, name, key, path)
            case _:
                return self._text(value, name, key, path)

    def _text(self, value: Any, name: str, key: Key, path: Path) -> str | None:
        if not isinstance(value, str):
            self._notes.note(
                path,
                say(
                    "{name} must be a text between quotes, as in: {example}",
                    name=name,
                    example=example(name, key),
                ),
            )
        elif not shows(value) or "\n" in value or visible(value) != value:
            self._notes.note(
                path, say("{name} must be one line, with nothing in it that can't be seen", name=name)
            )
        elif key.longest is not None and len(value) > key.longest:
            self._notes.note(
                path,
                say(
                    "{name} has {count} characters; make it at most {longest}",
                    name=name,
                    count=len(value),
                    longest=key.longest,
                ),
            )
        elif key.choices and value not in key.choices:
            self._notes.note(path, unknown(name, value, key.choices))
        else:
            return value
        return None

    def _number(self, value: Any, name: str, key: Key, path: Path) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._notes.note(
                path,
                say(
                    "{name} must be a number, without quotes, as in: {example}",
                    name=name,
                    example=example(name, key),
                ),
            )
        elif not math.isfinite(value) or value <= 0:
            self._notes.note(path, say("{name} must be more than 0", name=name))
        else:
            return value
        return None

    def _names(self, value: Any, name: str, key: Key, path: Path) -> tuple[str, ...] | None:
        """A list of names; one name may stand without the brackets."""
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            self._notes.note(
                path,
                say(
                    "{name} must be a list of texts, as in: {example}", name=name, example=example(name, key)
                ),
            )
            return None
        right: list[str] = []
        for index, one in enumerate(given):
            if key.choices and one not in key.choices:
                self._notes.note((*path, index), unknown(name, one, key.choices))
            elif one in right:
                self._notes.note(
                    (*path, index),
                    say("{one} stands twice in {name}; once is enough", one=quoted(one), name=name),
                )
            else:
                right.append(one)
        return tuple(right) if len(right) == len(given) else None

    def _words(self, value: Any, name: str, key: Key, path: Path) -> Mapping[str, str] | None:
        """A sentence in every language."""
        if not isinstance(value, dict):
            self._notes.note(
                path,
                say("{name} must be told in each language: {example}", name=name, example=example(name, key)),
            )
            return None
        for language in value:
            if language not in LANGUAGES:
                self._notes.note(
                    (*path, language),
                    say(
                        "{name}.{language} is no language of copbot's; it speaks {words}",
                        name=name,
                        language=_shown(language),
                        words=listed(LANGUAGES),
                    ),
                )
        right: dict[str, str] = {}
        for language in LANGUAGES:
            if language not in value:
                called = _LANGUAGE_NAMES[language]
                self._notes.note(
                    (*path, language),
                    say(
                        '{name}.{language} is missing; say it in {called} too: {name}.{language} = "…"',
                        name=name,
                        language=language,
                        called=called,
                    ),
                )
            elif self._sentence(
                value[language], f"{name}.{language}", key, FEWER.get(name, PLACEHOLDERS), (*path, language)
            ):
                right[language] = value[language].strip()
        return right if len(right) == len(LANGUAGES) else None

    def _sentence(self, value: Any, name: str, key: Key, fillable: Collection[str], path: Path) -> bool:
        longest = key.longest or LONGEST_WORDS
        if not isinstance(value, str):
            self._notes.note(path, say('{name} must be a text between quotes: {name} = "…"', name=name))
            return False
        if not shows(value):
            self._notes.note(path, say("{name} is empty; write what copbot is to say", name=name))
            return False
        right = True
        if visible(value) != value:
            unseen = (
                "was there a backslash (\\)? Leave it out, or write two"
                if any(sign < " " for sign in set(value) - {"\n"})
                else "type it anew"
            )
            self._notes.note(
                path, say("{name} holds a sign that can't be seen; {unseen}", name=name, unseen=unseen)
            )
            right = False
        if name.startswith("title.") and "\n" in value.strip():
            self._notes.note(path, say("{name} must be one line", name=name))
            right = False
        if len(value) > longest:
            self._notes.note(
                path,
                say(
                    "{name} has {count} characters, {more} too many for a telephone: a message has at most 600, with"
                    " copbot's own words around it, so {longest} for this; make it shorter, or two of it",
                    name=name,
                    count=len(value),
                    more=len(value) - longest,
                    longest=longest,
                ),
            )
            right = False
        for found in _BRACES.finditer(value):
            if wrong := self._misfilled(found[1], fillable):
                self._notes.note(path, say("{name}: {wrong}", name=name, wrong=wrong))
                right = False
        return right

    def _misfilled(self, place: str | None, fillable: Collection[str]) -> str | None:
        """What is wrong with a pair of braces; ``place`` is what stands between them, None for one brace alone."""
        allowed = listed("{" + one + "}" for one in fillable) if fillable else ""
        if place is None:
            return "a { or } stands alone; they come in pairs, around what copbot fills in"
        if place in self._unfit:
            return say("{{{place}}} can't be filled in: {unfit}", place=place, unfit=self._unfit[place])
        if place in fillable:
            return None
        if not fillable:
            return say("{{{place}}} can't be filled in here; write plain words", place=_plain(place))
        return say(
            "copbot doesn't know what to fill in for {{{place}}}; here it knows {allowed}",
            place=_plain(place),
            allowed=allowed,
        )


def unknown(name: str, value: str, choices: Collection[str]) -> str:
    """That a key can't be this, and what it can be."""
    nearest = meant(value, choices)
    return say(
        "{name} can't be {value}{remedy}",
        name=name,
        value=quoted(value),
        remedy=nearest or say("; it can be {words}", words=listed(choices)),
    )


def example(name: str, key: Key) -> str:
    """How such a key is written."""
    first = next(iter(key.choices), "…")
    match key.type:
        case "words":
            first, second = (f'{name}.{language} = "…"' for language in LANGUAGES)
            return say("{first} and {second}", first=first, second=second)
        case "number":
            return f"{name} = {'1' if name == 'format' else '10'}"
        case "yes-no":
            return f"{name} = true"
        case "names":
            return f'{name} = ["{first}"]'
        case _:
            return f'{name} = "{first}"'


def _plain(word: str) -> str:
    return quoted(word)[1:-1]


def _shown(name: str) -> str:
    return (
        name
        if name.isascii() and name.replace("_", "a").replace("-", "a").isalnum() and len(name) <= 40
        else quoted(name)
    )
