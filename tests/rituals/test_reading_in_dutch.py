"""What is said of a script's file can be said in Dutch: all of it, with the same values filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from copbot.phases.registry import forms as kinds
from copbot.ritual_verbs import forms
from copbot.rituals.reading import keys, read
from copbot.rituals.sentence import Sentence, say, told
from tests.rituals.faulty_scripts import FAULTS, FORMS

DUTCH = forms("nl")
CODE = Path(__file__).parents[2] / "copbot"
SPEAKING = (
    *sorted((CODE / "rituals" / "reading").glob("*.py")),
    CODE / "rituals" / "library.py",
    CODE / "shelf.py",
    *sorted((CODE / "phases").glob("*.py")),
    CODE / "ritual_verbs.py",
)
MADE_UP = ("a script counts once at most; take one of the two out", "the deck that is dealt")
"""What the forms of the tests say by themselves."""
_VALUE = re.compile(r"""["=…{]|^.?$|^[\w.-]*(?:,? [\w.-]+)?(?:, [\w.-]+)*$""")
"""A value of the file, or how something is written; a word or two, or a list of names."""
_PLACE = re.compile(r"{(\w+)}")


def said(file: Path) -> Iterator[str]:
    """The forms of all sentences that are said in a file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def test_every_sentence_has_its_like() -> None:
    missing = {form for file in SPEAKING for form in said(file) if form not in DUTCH}
    assert missing == set(), "put it into rituals/reading/nl.toml"
    assert len({form for file in SPEAKING for form in said(file)}) > 80


def test_the_same_is_filled_in() -> None:
    for english, dutch in DUTCH.items():
        assert sorted(set(_PLACE.findall(english))) == sorted(set(_PLACE.findall(dutch))), english


def test_what_is_said_of_a_missing_key_too() -> None:
    every = [*keys.SCRIPT.values(), *keys.PHASE.values(), *keys.CARD.values()]
    every += [key for kind in kinds().values() for key in kind.keys.values()]
    assert {key.what for key in every if key.needed} - set(DUTCH) == set(), (
        "put it into rituals/reading/nl.toml"
    )


def english(words: object) -> Iterator[str]:
    """What is said in a sentence and has no Dutch form, names and values of the file aside."""
    if isinstance(words, Sentence):
        if words.form not in DUTCH:
            yield words.form
        for value in words.values.values():
            yield from english(value)
    elif isinstance(words, str) and words not in DUTCH and not _VALUE.search(words):
        yield words


@pytest.mark.parametrize("what", FAULTS)
def test_every_fault_is_told_in_dutch(what: str) -> None:
    source, sentences = FAULTS[what]
    for fault, sentence in zip(read(source, FORMS).faults, sentences, strict=True):
        assert [found for found in english(fault.sentence) if found not in MADE_UP] == []
        dutch = fault.told(DUTCH)
        assert dutch.startswith(f"regel {fault.line}")
        assert fault.told({}) == sentence
        if fault.sentence not in MADE_UP:
            assert dutch.partition(": ")[2] != sentence.partition(": ")[2]


def test_a_sentence_within_a_sentence_is_told_too() -> None:
    words = say("{name}: {wrong}", name="x", wrong=say("; did you mean {word}?", word="y"))
    assert (words, told(words, {})) == ("x: ; did you mean y?", "x: ; did you mean y?")
    assert told(words, DUTCH) == "x: ; bedoel je y?"
    assert told("what nobody has put into Dutch", DUTCH) == "what nobody has put into Dutch"
