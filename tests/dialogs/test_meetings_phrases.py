"""Words by which people answer about meetings are found in a bounded number of steps, however often a word is repeated."""

import re

import pytest

from copbot.engine.registry import discover

ASKED = [
    (command.name, phrase.pattern)
    for command in discover().commands
    if command.section == "meeting" and command.name in ("meetings", "meeting-answer")
    for phrase in command.phrases
]


@pytest.mark.parametrize(("name", "pattern"), ASKED)
def test_no_group_of_words_repeats_without_end(name: str, pattern: str) -> None:
    """Two of them behind each other take the square of a message's length, three of them its cube."""
    assert re.findall(r"\)[*+]", pattern) == [], name


@pytest.mark.parametrize("word", ["ook", "hoor", "er", "helaas", "nee"])
def test_a_word_said_four_hundred_times_is_looked_through(word: str) -> None:
    said = f"ja ik kom {' '.join([word] * 400)} zz"
    assert not any(re.fullmatch(pattern, said, re.IGNORECASE) for _, pattern in ASKED)
