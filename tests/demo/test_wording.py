"""Both languages say the same things."""

import string

import pytest

from copbot.demo.play import CAST
from copbot.demo.scenes.check_in import PASSES
from copbot.demo.wording import LANGUAGES, Wording


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    dutch, english = (Wording(language) for language in LANGUAGES)
    assert dutch.names == english.names
    assert all(places(dutch._words[name]) == places(english._words[name]) for name in dutch.names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_not_pass_has_something_to_say(language: str) -> None:
    words = Wording(language)
    assert all(words(f"lines.turn_{name}") for name in CAST if name != PASSES)


def test_a_text_or_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        Wording("nl")("lines.nothing")
    with pytest.raises(KeyError):
        Wording("nl")("screen.private")
