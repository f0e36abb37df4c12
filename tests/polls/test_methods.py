"""The methods are found by themselves, malformed ones stop the start, and each has its texts."""

from dataclasses import replace

import pytest

from copbot.core.text import Said
from copbot.polls.methods import choice, dots, multi
from copbot.polls.outcome import Outcome
from copbot.polls.registry import LATER, MalformedMethod, checked, later, methods, words
from copbot.polls.shown import LONGEST_BAR, MOST_BARS, rows
from copbot.texts.catalogue import LANGUAGES, catalogue


def test_the_methods_are_found() -> None:
    assert methods() == {"choice": choice.METHOD, "dots": dots.METHOD, "multi": multi.METHOD}
    assert words() == {"multi": "multi", "meer": "multi", "dots": "dots", "stickers": "dots"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", methods())
def test_every_method_has_its_texts(language: str, name: str) -> None:
    for id in (f"poll.how-{name}", f"poll.shown-{name}", f"poll.shown-{name}-until"):
        assert id in catalogue(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted({*LATER.values(), "anonymous", "dates"}))
def test_what_comes_later_is_said(language: str, name: str) -> None:
    assert f"poll.not-yet-{name}" in catalogue(language)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (replace(multi.METHOD, name="choice"), "called choice"),
        (replace(multi.METHOD, name="other"), "claimed by multi and other"),
        (replace(multi.METHOD, name="other", words=("Veel",)), "lower case"),
        (replace(multi.METHOD, name="other", words=()), "no words"),
    ],
)
def test_a_malformed_method_stops_the_start(other: object, why: str) -> None:
    with pytest.raises(MalformedMethod, match=why):
        checked((choice.METHOD, multi.METHOD, other))  # type: ignore[arg-type]


def test_there_is_a_usual_method() -> None:
    with pytest.raises(MalformedMethod, match="no method choice"):
        checked((multi.METHOD,))


def test_a_word_that_a_method_claims_is_not_one_for_later() -> None:
    assert later("volgorde") == "rank"
    assert later("meer") is None


def test_strokes_are_in_proportion_and_only_where_they_fit() -> None:
    said = {f"{n}": Said(f"keuze {n}") for n in range(MOST_BARS + 1)}
    small = rows(Outcome({"0": 3, "1": 1, "2": 0}, 4, ("0",)), said)
    assert [row.values.get("bar") for row in small] == ["|||", "|", None]
    large = rows(Outcome({"0": 200, "1": 100, "2": 1}, 301, ("0",)), said)
    assert [row.values["bar"] for row in large] == ["|" * LONGEST_BAR, "|" * (LONGEST_BAR // 2), "|"]
    many = rows(Outcome(dict.fromkeys(said, 1), 9, tuple(said)), said)
    assert {row.values["bar"] for row in many} == {""}
