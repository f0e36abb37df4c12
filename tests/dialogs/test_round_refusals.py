"""Every reason that the round's machine can give has a sentence with a way on, in both languages."""

import re
from pathlib import Path

import pytest

import copbot.rituals
from copbot.core.errors import Error
from copbot.rituals.round import REFUSALS
from copbot.texts.catalogue import catalogue

RAISED = re.compile(r"Illegal\(\"([a-z-]+)\"\)")
MACHINE = Path(copbot.rituals.__file__).parent
CODES = sorted(
    {code for file in MACHINE.glob("*.py") for code in RAISED.findall(file.read_text(encoding="utf-8"))}
    | set(REFUSALS.values())
)
FINAL = ("already-in", "not-facilitator")
"""The way on is to wait, or to ask the person who is named."""


def test_the_codes_are_found() -> None:
    assert {"not-your-turn", "nobody-joined", "round-closed", "later-too-often"} <= set(CODES)
    assert set(CODES) <= set(Error)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_sentence_with_a_way_on(code: str, language: str) -> None:
    sentence = catalogue(language)[f"round.refused-{code}"]
    assert sentence.places <= {"p", "lead", "at"}
    way_on = re.search(r"{p}\w+|\"ik doe mee\"|\"I'm in\"|❌", sentence.one)
    assert way_on or code in FINAL, sentence.one
