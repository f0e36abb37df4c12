"""A whole file: from bytes to a script, or to all that is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from copbot.core.lines import lines
from copbot.rituals.form import Form
from copbot.rituals.reading import keys, phases, syntax
from copbot.rituals.reading.faults import Fault, Notes, Path, quoted
from copbot.rituals.reading.names import Names
from copbot.rituals.reading.table import Tables
from copbot.rituals.script import Card, Mode, Script, ScriptPhase, Situation
from copbot.rituals.sentence import say

LARGEST = 100_000
"""Bytes of a file; the longest shipped script has a tenth of it."""
MOST_PHASES = 40
UNFIT = {
    "topic": 'nothing asks for a topic; add ask.nl = "…" and ask.en = "…" at the top',
    "owner": "nobody brings the topic of this script; add owned = true at the top",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a file: a script, or its faults."""

    script: Script | None
    faults: tuple[Fault, ...] = ()


def read(source: bytes | str, forms: Mapping[str, Form], taken: Mapping[str, str] | None = None) -> Read:
    """The script in a file. ``forms`` are the kinds of phases by name; ``taken``: names that are others', and whose.

    No text whatsoever raises.
    """
    text = ""
    if isinstance(source, bytes) and source.startswith(_DOCUMENTS):
        return _unread(1, "this is a document with its looks, and no plain text; save it as plain text")
    try:
        text = decoded(source) if isinstance(source, bytes) else source
        if len(text) > LARGEST:
            return _unread(
                1,
                say("the file is larger than {size} kB; no ritual needs so many words", size=LARGEST // 1000),
            )
        data = tomllib.loads(text)
        where = lines(text)
    except UnicodeDecodeError as error:
        assert isinstance(source, bytes)
        line = source.count(b"\n", 0, error.start) + 1
        return _unread(
            line,
            "a sign is not written in UTF-8; save the file as UTF-8 (most editors ask for it under Save as)",
        )
    except RecursionError:
        return _unread(1, "there are brackets in brackets in brackets; a script needs two deep at most")
    except ValueError as error:  # TOML that is none, and numbers that are too long to be read
        return Read(None, (syntax.fault(error, text),))
    return _Script(data, Notes(where), forms, taken or {}).read()


_DOCUMENTS = (b"{\\rtf", b"PK\x03\x04", b"%PDF", b"<!DOCTYPE", b"<html")
"""How files begin that word processors save; who writes in one of those sees the same text as in a plain file."""


def decoded(source: bytes) -> str:
    """The text of a file: UTF-8, with line ends of any system. Raises UnicodeDecodeError."""
    return source.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def line_of(source: bytes, *path: str | int) -> int:
    """The line of a key in a file that could be read."""
    return lines(decoded(source)).get(path, 1)


def _unread(line: int, sentence: str) -> Read:
    return Read(None, (Fault(line, "", sentence),))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


class _Script:
    """Reads one file that is TOML."""

    def __init__(
        self, data: dict[str, Any], notes: Notes, forms: Mapping[str, Form], taken: Mapping[str, str]
    ) -> None:
        self._data = data
        self._notes = notes
        self._forms = forms
        self._names = Names(notes, taken)
        unfit = dict(UNFIT)
        if "ask" in data:
            del unfit["topic"]
        if data.get("owned") is True or any(map(phases.chooses_owner, _list(data.get("phase")))):
            del unfit["owner"]
        self._tables = Tables(notes, unfit)

    def read(self) -> Read:
        right = self._top()
        called = self._names.called(self._data.get("called"))
        modes = tuple(Mode(mode) for mode in right.get("runs", keys.MODES))
        cards = self._cards()
        reader = phases.Phases(self._tables, self._notes, self._forms)
        found = reader.read(self._rows("phase"))
        if not found:
            self._notes.note(("phase",), "there is no phase; a script needs at least one, under [[phase]]")
        elif len(found) > MOST_PHASES:
            self._notes.note(
                ("phase", MOST_PHASES),
                say("these are more than {most} phases; nobody keeps that up", most=MOST_PHASES),
            )
        decks: dict[str, tuple[Card, ...]] = {}
        for deck, card in cards:
            decks[deck] = (*decks.get(deck, ()), card)
        named = {str(one.get("deck")) for one in self._rows("card") if isinstance(one, dict)}
        clean = {**right, "runs": modes, "phase": [one.right for one in found], "deck": decks}
        reader.check(found, clean, modes, named)
        if right.get("unreported") and Mode.DAYS in modes and not right.get("own_room"):
            self._notes.note(
                ("unreported",),
                "what a room does meanwhile would be told nowhere either, for days; add own_room = true, or take days out of runs",
            )
        thens = reader.flow(found)
        if self._notes.faults:
            return Read(None, self._notes.faults)
        whole = tuple(phases.built(one, then) for one, then in zip(found, thens, strict=True))
        return Read(self._built(right, called, modes, whole, decks))

    def _top(self) -> dict[str, Any]:
        other = dict.fromkeys(keys.TABLES, "") | {"called": ""}
        other |= {
            name: "; it is of a phase: put it under [[phase]]"
            for name in keys.PHASE
            if name not in keys.SCRIPT
        }
        own = {name: key for name, key in keys.SCRIPT.items() if name != "called"}
        right = self._tables.read(self._data, own, (), other)
        if right.get("format", keys.FORMAT) != keys.FORMAT:
            self._notes.note(("format",), "this copbot reads format = 1; a higher one is for a newer copbot")
        if "name" in right:
            self._names.own(right["name"])
        for bound, most in (("least", 100), ("most", 500)):
            value = right.get(bound)
            if value is not None and (value != int(value) or value > most):
                self._notes.note(
                    (bound,), say("{bound} must be a whole number from 1 to {most}", bound=bound, most=most)
                )
                del right[bound]
        if "most" in right and right["most"] < right.get("least", keys.SCRIPT["least"].default):
            self._notes.note(
                ("most",),
                say("most is less than least ({least}); nobody could take part", least=right.get("least", 2)),
            )
        if "runs" in right and not right["runs"]:
            self._notes.note(("runs",), 'runs is empty; write runs = ["live"], ["days"] or both')
            del right["runs"]
        return right

    def _rows(self, name: str) -> list[Any]:
        given = self._data.get(name, [])
        if isinstance(given, list):
            return given
        self._notes.note(
            (name,), say("each {name} stands under [[{name}]], with two brackets on each side", name=name)
        )
        return (
            [given]
            if isinstance(given, dict)
            and not any(isinstance(value, dict) and "kind" in value for value in given.values())
            else []
        )

    def _cards(self) -> list[tuple[str, Card]]:
        found: list[tuple[str, Card]] = []
        seen: dict[tuple[str, str], int] = {}
        for index, one in enumerate(self._rows("card")):
            path: Path = ("card", index)
            if not isinstance(one, dict):
                self._notes.note(path, "a card must be a table of its own, under [[card]]")
                continue
            name = one.get("name")
            self._notes.call(
                path,
                say("card {name}", name=quoted(name)[1:-1])
                if isinstance(name, str) and name
                else say("card {number}", number=index + 1),
            )
            right = self._tables.read(one, keys.CARD, path, {})
            if not {"deck", "name", "title", "words"} <= set(right):
                continue
            place = (right["deck"], right["name"])
            if place in seen:
                self._notes.note(
                    (*path, "name"),
                    say(
                        "line {line} has a card of this name in this deck already; give it another",
                        line=seen[place],
                    ),
                )
            seen.setdefault(place, self._notes.line((*path, "name")))
            found.append(
                (right["deck"], Card(right["name"], right["title"], right["words"], right.get("to", ())))
            )
        return found

    @staticmethod
    def _built(
        right: Mapping[str, Any],
        called: Mapping[str, tuple[str, ...]],
        modes: tuple[Mode, ...],
        whole: tuple[ScriptPhase, ...],
        decks: Mapping[str, tuple[Card, ...]],
    ) -> Script:
        flags = ("owned", "impartial", "sensitive", "own_room", "forgets", "unreported", "replaces")
        most = right.get("most")
        return Script(
            name=right["name"],
            called=called,
            title=right["title"],
            about=right["about"],
            phases=whole,
            situations=tuple(Situation(situation) for situation in right.get("helps", ())),
            modes=modes,
            ask=right.get("ask"),
            agreements=right.get("agreements"),
            source=right.get("source", ""),
            least=int(right.get("least", keys.SCRIPT["least"].default)),
            most=None if most is None else int(most),
            consent_first=right.get("consent_first"),
            decks=decks,
            follows=right.get("follows"),
            follows_days=right.get("follows_days", 0),
            **{flag: right.get(flag, False) for flag in flags},
        )
