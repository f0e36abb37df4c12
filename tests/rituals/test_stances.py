"""What is a yes, what is a no, and what is neither."""

import pytest

from copbot.rituals.stances import agrees

YES = (
    *(
        "ja",
        "Ja!",
        "ja hoor",
        "Ja, als Bram er ook bij is",
        "graag",
        "Zeker",
        "is goed",
        "akkoord",
        "Ik sta erachter",
    ),
    *(
        "ik wil dit wel",
        "ik wil graag",
        "prima",
        "👍 ja",
        "yes",
        "Yes please",
        "sure, why not",
        "I agree",
        "ok",
        "I'm in",
    ),
)
NO = (
    *(
        "nee",
        "Nee, nog niet",
        "liever niet",
        "nee hoor",
        "Ik wil dit niet",
        "ik durf niet",
        "niet echt",
        "toch niet",
    ),
    *(
        "Ja maar nee",
        "ja, maar liever niet",
        "Het moet van school",
        "ik sta er niet achter",
        "no",
        "I'd rather not",
    ),
    *("I don't want this", "not really", "yes but no", "I have to, from the school"),
)
NEITHER = (
    "",
    "misschien",
    "weet ik niet",
    "Wat bedoel je?",
    "maybe",
    "jawohl",
    "nooit gehoord",
    "notaris",
    "Jan komt ook",
)


@pytest.mark.parametrize("words", YES)
def test_a_yes(words: str) -> None:
    assert agrees(words) is True


@pytest.mark.parametrize("words", NO)
def test_a_no(words: str) -> None:
    assert agrees(words) is False


@pytest.mark.parametrize("words", NEITHER)
def test_neither(words: str) -> None:
    assert agrees(words) is None
