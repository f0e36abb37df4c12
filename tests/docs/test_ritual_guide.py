"""The guides for who writes rituals say what the code does: every key, every kind, every situation; their example is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from copbot.phases.registry import forms
from copbot.ritual_verbs import forms as spoken
from copbot.ritual_verbs import read_script
from copbot.rituals.form import Key
from copbot.rituals.pictures import page
from copbot.rituals.reading import keys, read
from copbot.rituals.script import Script, Situation
from copbot.shelf import shelf
from tests.rituals.faulty_scripts import FAULTS, FORMS

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "rituals-example.toml"
NEEDED = {"en": "needed", "nl": "nodig"}
LANGUAGES = ("en", "nl")
DRAWN = "draw it again with: python tools/pictures.py"


def guide(language: str) -> str:
    return (DOCS / f"rituals.{language}.md").read_text(encoding="utf-8")


def tables(language: str) -> list[list[list[str]]]:
    """Every table of a guide: rows of cells, without the heading."""
    found = re.findall(r"(?:^\|.*\|\n)+", guide(language), re.MULTILINE)
    return [
        [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table.splitlines()[2:]]
        for table in found
    ]


def pieces(language: str) -> list[str]:
    """What authors are to write, in order: the pieces of the example, and one more step."""
    return re.findall(r"^```toml\n(.*?)^```", guide(language), re.MULTILINE | re.DOTALL)


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
def test_every_kind_is_explained_with_its_own_keys_and_how_it_ends(language: str) -> None:
    rows = {names(row): row for row in tables(language)[3]}
    assert set(rows) == set(forms()), "every kind in copbot/phases has a row in both guides, and no other"
    for kind, form in forms().items():
        _, _, own, ends = rows[kind]
        told = {name: bool(needed) for name, needed in re.findall(r"`(\w+)`( \(\w+\))?: ", own)}
        assert told == {name: key.needed for name, key in form.keys.items()}, kind
        assert re.findall(r"`([\w-]+)`", ends) == list(form.outcomes), kind
        for key in form.keys.values():
            assert [choice for choice in key.choices if f'`"{choice}"`' not in own] == [], kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_situation_is_explained(language: str) -> None:
    assert [names(row) for row in tables(language)[4]] == list(Situation)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pieces_of_the_example_are_the_file(language: str) -> None:
    assert "\n".join(pieces(language)[:-1]) == EXAMPLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_piece_can_be_put_where_the_guide_says(language: str, tmp_path: Path) -> None:
    *before, last, more = pieces(language)
    step, goodbye = last.split("\n\n")
    file = tmp_path / "small-step.toml"
    file.write_text("\n".join([*before, f"{step}\n", more, goodbye]), encoding="utf-8")
    found = read_script(file)
    assert isinstance(found, Script), found
    assert [phase.kind for phase in found.phases] == ["say", "round", "collect", "ballot", "rate"]


def test_what_the_checker_says_is_explained_in_dutch_as_it_says_it() -> None:
    dutch = spoken("nl")
    faults = [fault for source, _ in FAULTS.values() for fault in read(source, FORMS).faults]
    said = "\n".join([*dutch.values(), *(fault.told(dutch) for fault in faults)])
    told = [words for row in tables("nl")[5] for words in re.findall(r"`([^`]*)`", row[0])]
    assert len(told) > 20
    assert [
        words for words in told for part in words.split("…") if part.strip(" ?") and part.strip() not in said
    ] == []


def test_the_example_is_a_script_of_four_phases() -> None:
    found = read_script(EXAMPLE)
    assert isinstance(found, Script), found
    assert len(found.phases) == 4


def test_the_pictures_are_the_scripts() -> None:
    drawn = (DOCS / "rituals-pictures.md").read_text(encoding="utf-8")
    assert drawn == page(shelf(None, ()).sound().scripts, forms()), DRAWN
