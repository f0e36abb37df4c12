"""A script as JSON and back: the copy that a running ritual keeps, whatever becomes of the file that it was read from.

What was read stands in it, not the text of the file: shapes and defaults are settled, so that reading a copy needs no kind
of phase, and a copy still says the same after an upgrade. Keys that a later version adds take their defaults.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from copbot.rituals.script import Card, Mode, Script, ScriptPhase, Shape, Situation

VERSION = 1


def to_text(script: Script) -> str:
    """The script as one line of JSON, the same for the same script."""
    return json.dumps(asdict(script) | {"version": VERSION}, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=64)
def from_text(text: str) -> Script:
    """The script that `to_text` wrote. Raises ValueError for any other version."""
    plain: dict[str, Any] = json.loads(text)
    if plain.pop("version", None) != VERSION:
        raise ValueError("a copy of a script of another version cannot be read")
    return Script(
        **plain
        | {
            "called": {language: tuple(names) for language, names in plain["called"].items()},
            "phases": tuple(_phase(phase) for phase in plain["phases"]),
            "situations": tuple(Situation(one) for one in plain["situations"]),
            "modes": tuple(Mode(one) for one in plain["modes"]),
            "decks": {name: tuple(_card(card) for card in deck) for name, deck in plain["decks"].items()},
        }
    )


def _phase(plain: dict[str, Any]) -> ScriptPhase:
    return ScriptPhase(**plain | {"shape": Shape(plain["shape"]), "silent": tuple(plain["silent"])})


def _card(plain: dict[str, Any]) -> Card:
    return Card(**plain | {"to": tuple(plain["to"])})
