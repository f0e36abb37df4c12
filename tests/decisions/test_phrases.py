"""The words in which people say consent, a concern or an objection; and those that say neither."""

import pytest

from copbot.decisions.state import Stance
from copbot.dialogue.proposal_phrases import classified

CONSENT, CONCERN, OBJECTION = Stance.CONSENT, Stance.CONCERN, Stance.OBJECTION


@pytest.mark.parametrize(
    ("words", "stance", "why"),
    [
        ("geen bezwaar", CONSENT, ""),
        ("Geen bezwaar hoor!", CONSENT, ""),
        ("nee, geen bezwaar van mijn kant", CONSENT, ""),
        ("ik heb geen bezwaren", CONSENT, ""),
        ("akkoord", CONSENT, ""),
        ("ja, akkoord", CONSENT, ""),
        ("ik ga ermee akkoord", CONSENT, ""),
        ("ik ben akkoord", CONSENT, ""),
        ("daar kan ik mee leven", CONSENT, ""),
        ("goed genoeg voor nu", CONSENT, ""),
        ("no objection", CONSENT, ""),
        ("I have no objections", CONSENT, ""),
        ("I can live with it", CONSENT, ""),
        ("fine by me", CONSENT, ""),
        ("ik trek mijn bezwaar in", CONSENT, ""),
        ("ok, I withdraw my objection", CONSENT, ""),
        ("geen bezwaar, maar wel op tijd", CONCERN, "wel op tijd"),
        ("akkoord maar graag buiten", CONCERN, "graag buiten"),
        ("agreed, but outside please", CONCERN, "outside please"),
        ("kanttekening: graag buiten", CONCERN, "graag buiten"),
        ("ik heb een kanttekening, het is ver", CONCERN, "het is ver"),
        ("I have a concern about the noise", CONCERN, "the noise"),
        ("bezwaar", OBJECTION, ""),
        ("bezwaar: het wordt te laat", OBJECTION, "het wordt te laat"),
        ("bezwaar, ik werk dan", OBJECTION, "ik werk dan"),
        ("nee, bezwaar omdat ik dan werk", OBJECTION, "ik dan werk"),
        ("objection, too far", OBJECTION, "too far"),
        ("Ik heb een bezwaar.", OBJECTION, ""),
        ("ik heb bezwaar, want het is te ver", OBJECTION, "want het is te ver"),
        ("ik heb toch een bezwaar: te ver", OBJECTION, "te ver"),
        ("I have an objection: too far", OBJECTION, "too far"),
        ("I object because it is too far", OBJECTION, "it is too far"),
    ],
)
def test_what_leaves_no_doubt_counts_wherever_it_is_said(words: str, stance: Stance, why: str) -> None:
    assert classified(words, answers=True) == (stance, why)
    assert classified(words, answers=False) == (stance, why)


@pytest.mark.parametrize(
    ("words", "stance", "why"),
    [
        ("bezwaar het wordt te laat", OBJECTION, "het wordt te laat"),
        ("kanttekening graag buiten", CONCERN, "graag buiten"),
        ("objection too far", OBJECTION, "too far"),
    ],
)
def test_in_an_answer_less_is_enough(words: str, stance: Stance, why: str) -> None:
    assert classified(words, answers=True) == (stance, why)
    assert classified(words, answers=False) is None


@pytest.mark.parametrize(
    "words",
    [
        "mooi plan",
        "er is bezwaar gemaakt bij de gemeente",
        "wat is een bezwaar?",
        "bezwaarschrift",
        "waarom geen bezwaar",
        "heb je bezwaar?",
        "ik weet het niet",
        "concerning the soup",
        "nee",
        "ja",
        "1",
    ],
)
def test_other_words_are_neither(words: str) -> None:
    assert classified(words, answers=True) is None
    assert classified(words, answers=False) is None
