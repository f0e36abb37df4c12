"""What is wrong in a script's file, collected while it is read, so that its author sees all of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from copbot.rituals.sentence import Forms, say, told

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. ``line`` counts from 1, ``place`` is the phase or card it is in; the sentence tells the remedy."""

    line: int
    place: str
    sentence: str

    def __str__(self) -> str:
        return self.told({})

    def told(self, forms: Forms) -> str:
        """The fault with where it is, in the language of these forms; without any, in English."""
        form = "line {line}, {place}: {sentence}" if self.place else "line {line}: {sentence}"
        return told(say(form, line=self.line, place=self.place, sentence=self.sentence), forms)


OTHERWISE: Mapping[str, tuple[str, ...]] = {
    "step": ("phase",),
    "stap": ("phase",),
    "fase": ("phase",),
    "kaart": ("card",),
    "naam": ("name",),
    "heet": ("called", "title"),
    "soort": ("kind",),
    "type": ("kind",),
    "text": ("words",),
    "tekst": ("words",),
    "woorden": ("words",),
    "question": ("words", "ask"),
    "vraag": ("words", "ask"),
    "topic": ("ask",),
    "onderwerp": ("ask",),
    "dagen": ("days",),
    "minuten": ("minutes",),
    "over": ("about",),
    "helpt": ("helps",),
    "wie": ("who",),
    "stil": ("silent",),
    "daarna": ("then",),
    "next": ("then",),
}
"""What people call a key otherwise, in either language, where no letter is like it."""


class Notes:
    """Collects faults by the path of the key that is wrong; knows on which line each key stands, and what its place is called."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self._lines = lines
        self._places: dict[Path, str] = {}
        self._faults: dict[Fault, None] = {}

    def call(self, path: Path, place: str) -> None:
        """What is under this path is told to be in such a place."""
        self._places[path] = place

    def note(self, path: Path, sentence: str) -> None:
        """Something is wrong with this key, or, where it is missing, with the table that it should be in."""
        self._faults[Fault(self.line(path), self._place(path), sentence)] = None

    def line(self, path: Path) -> int:
        """The line of a key; of one that is missing, that of the table around it."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 1

    def _place(self, path: Path) -> str:
        return next(
            (self._places[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self._places), ""
        )

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All of them, by line."""
        return tuple(sorted(self._faults, key=lambda fault: fault.line))


def meant(word: str, known: Iterable[str]) -> str:
    """ "; did you mean …?", where something that is known looks like it, else nothing."""
    every = list(known)
    alike = [one for one in OTHERWISE.get(word.lower(), ()) if one in every]
    found = alike or get_close_matches(word.lower(), every, n=1, cutoff=0.7)
    return say("; did you mean {word}?", word=found[0]) if found else ""


def listed(words: Iterable[str]) -> str:
    """ "a, b or c"."""
    *first, last = words
    return say("{first} or {last}", first=", ".join(first), last=last) if first else last


def quoted(word: object) -> str:
    """A word from the file as it can be shown in a sentence: short, and on one line."""
    shown = " ".join("".join(sign for sign in str(word) if sign.isprintable() or sign.isspace()).split())
    return f'"{shown}"' if len(shown) <= 40 else f'"{shown[:39]}…"'
