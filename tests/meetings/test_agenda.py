"""What an item of an agenda is for, and what it refers to, as people write it."""

import pytest

from copbot.meetings.agenda import purposed, referred


@pytest.mark.parametrize(
    ("said", "words", "purpose"),
    [
        ("de bus naar school", "de bus naar school", None),
        ("de bus (besluiten)", "de bus", "decide"),
        ("de bus - verkennen", "de bus", "explore"),
        ("besluiten: wie belt er?", "wie belt er?", "decide"),
        ("Hoe was de zomer, om te horen.", "Hoe was de zomer", "hear"),
        ("the bus (to decide)", "the bus", "decide"),
        ("the bus: explore", "the bus", "explore"),
        ("hear: a letter of the school", "a letter of the school", "hear"),
        ("wat kunnen we besluiten", "wat kunnen we besluiten", None),
        ("besluiten", "besluiten", None),
    ],
)
def test_what_an_item_is_for(said: str, words: str, purpose: str | None) -> None:
    assert purposed(said) == (words, purpose)


@pytest.mark.parametrize(
    ("said", "refers"),
    [
        ("besluit 2", ("decision", 2)),
        ("Decision #12", ("decision", 12)),
        ("#4", ("item", 4)),
        ("punt #4", ("item", 4)),
        ("besluit 2 terugdraaien", None),
        ("4", None),
    ],
)
def test_what_it_refers_to(said: str, refers: tuple[str, int] | None) -> None:
    assert referred(said) == refers
