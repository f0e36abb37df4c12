"""The guides for who writes rituals say what the code does: every key, every kind, every situation; their example is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from copbot.rituals.form import Key
from copbot.rituals.reading import keys
from copbot.rituals.script import Situation

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "rituals-example.toml"
NEEDED = {"en": "needed", "nl": "nodig"}
LANGUAGES = ("en", "nl")


def guide(language: str) -> str:
    return (DOCS / f"rituals.{language}.md").read_text(encoding="utf-8")


def tables(language: str) -> list[list[list[str]]]:
    """Every table of a guide: rows of cells, without the heading."""
    found = re.findall(r"(?:^\|.*\|\n)+", guide(language), re.MULTILINE)
    return [
        [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table.splitlines()[2:]]
        for table in found
    ]


def names(row: list[str]) -> str:
    return row[0].strip("`")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("place", "expected"), list(enumerate((keys.SCRIPT, keys.PHASE, keys.CARD))))
def test_every_key_is_explained(language: str, place: int, expected: dict[str, Key]) -> None:
    rows = tables(language)[place]
    assert [names(row) for row in rows] == list(expected)
    assert [names(row) for row in rows if row[2] == NEEDED[language]] == [
        name for name, key in expected.items() if key.needed
    ]
    for row in rows:
        key = expected[names(row)]
        longest = (
            key.longest if key.longest is not None else keys.LONGEST_WORDS if key.type == "words" else None
        )
        if longest is not None and names(row) not in ("name", "deck", "consent_first"):
            assert f" {longest} " in row[1], "the limit is told"
        if isinstance(key.default, bool | int | str):
            assert str(key.default).lower() in row[2].strip("`")
        if key.type == "one-of":
            assert [choice for choice in key.choices if f"`{choice}`" not in row[1]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_situation_is_explained(language: str) -> None:
    assert [names(row) for row in tables(language)[4]] == list(Situation)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pieces_of_the_example_are_the_file(language: str) -> None:
    pieces = re.findall(r"^```toml\n(.*?)^```", guide(language), re.MULTILINE | re.DOTALL)
    assert "\n".join(pieces) == EXAMPLE.read_text(encoding="utf-8")
