"""What scripts may say of cards, of small groups and of the word that ends a talk; what is wrong is told with its line."""

from __future__ import annotations

import pytest

from copbot.phases._stopping import _bare
from copbot.phases.registry import forms, kinds
from copbot.rituals.reading import read

HEAD = """
format = 1
name = "trial"
called = { nl = ["proef"], en = ["trial"] }
title = { nl = "Proef", en = "Trial" }
about = { nl = "Proef.", en = "Trial." }
"""
PHASE = """
[[phase]]
name = "{name}"
kind = "{kind}"
minutes = 5
days = 1
title = {{ nl = "Fase", en = "Phase" }}
words = {{ nl = "Woorden.", en = "Words." }}
{more}
"""
CARD = """
[[card]]
deck = "roles"
name = "{name}"
title = {{ nl = "Kaart", en = "Card" }}
words = {{ nl = "Woorden.", en = "Words." }}
"""


def faults(*phases: tuple[str, str, str]) -> list[str]:
    """What is wrong with a script of these phases: name, kind and further keys."""
    script = HEAD + "".join(PHASE.format(name=name, kind=kind, more=more) for name, kind, more in phases)
    script += "".join(CARD.format(name=name) for name in ("mother", "school"))
    return [str(fault) for fault in read(script.encode(), forms()).faults]


def test_a_script_with_all_of_it_is_right() -> None:
    stop = 'stop = { nl = "pauze", en = "pause" }'
    assert (
        faults(
            ("cards", "deal", 'deck = "roles"\nsingle = true\nopposites = ["mother - school"]'),
            ("scene", "open", stop),
            ("twos", "pairs", 'where = "chat"'),
            ("fours", "pairs", 'of = 4\nkeep = "twos"'),
        )
        == []
    )


@pytest.mark.parametrize(
    ("kind", "more", "wrong"),
    [
        ("deal", "", "deck"),
        ("deal", 'deck = "others"', "others"),
        ("deal", 'deck = "roles"\nopposites = ["mother - father"]', '"mother - father" is no pair of cards'),
        ("deal", 'deck = "roles"\nopposites = ["mother school"]', '"mother school" is no pair of cards'),
        ("pairs", "of = 1", "groups are of 2 to 4"),
        ("pairs", "of = 5", "groups are of 2 to 4"),
        ("pairs", "of = 2.5", "groups are of 2 to 4"),
        ("pairs", 'keep = "cards"', '"cards" is no earlier phase of the kind "pairs"'),
        ("pairs", 'keep = "wrong"', '"wrong" is no earlier phase of the kind "pairs"'),
        ("pairs", 'keep = "later"', '"later" is no earlier phase of the kind "pairs"'),
        ("pairs", 'where = "outside"', "where"),
        ("pairs", 'from = "later"', "later is no earlier phase"),
        ("open", 'stop = { nl = "pauze" }', "stop"),
    ],
)
def test_what_is_wrong_is_told(kind: str, more: str, wrong: str) -> None:
    found = faults(
        ("first", "deal", 'deck = "roles"'),
        ("cards", "open", ""),
        ("wrong", kind, more),
        ("later", "pairs", ""),
    )
    assert any("wrong" in fault and wrong in fault for fault in found), found


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("pauze", "pauze"),
        ("PAUZE!!!", "pauze"),
        ("Even pauze, graag.", "pauze"),
        ("ik wil nu pauze 🙏", "pauze"),
        ("time out", "timeout"),
        ("Time-out please", "timeout"),
        ("we hadden pauze op school", "wehaddenpauzeopschool"),
        ("…", ""),
    ],
)
def test_a_word_is_known_in_the_ways_in_which_people_write_it(said: str, means: str) -> None:
    assert _bare(said) == means


def test_a_talk_that_a_word_ended_has_an_outcome_of_its_own() -> None:
    assert kinds()["open"].form.outcomes == ("done", "stopped")
