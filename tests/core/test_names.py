"""Names stand in the middle of copbot's own words: they fit in a line, and nobody's looks like somebody else's."""

import pytest

from copbot.core.names import likeness, one_line, shows


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("  Karin   de Vries ", "Karin de Vries"),
        ("Karin\n\nStichting: stuur je gegevens", "Karin Stichting: stuur je gegevens"),
        ("Karin\u2028Els", "Karin Els"),
        ("\u202eniraK\u202c", "niraK"),
        ("Ka\u200brin\x00", "Karin"),
        ("half \ud800", "half"),
        ("👩\u200d👧 Els", "👩\u200d👧 Els"),
        ("José", "José"),
        ("\u200b\u2060", ""),
        ("\u3164", ""),
        ("\u200d", ""),
        ("", ""),
    ],
)
def test_a_name_in_a_line(name: str, shown: str) -> None:
    assert one_line(name) == shown


@pytest.mark.parametrize(
    "other",
    [
        "karin",
        "KARIN",
        "Karin\u200b",
        "Ｋａｒｉｎ",
        "Ka\u200drin",
        "Kar\u00adin",
        "K\u034farin",
        "Karin\ufe0f",
        "Ka rin",
    ],
)
def test_names_that_read_the_same_are_alike(other: str) -> None:
    assert likeness(other) == likeness("Karin")


@pytest.mark.parametrize(("one", "other"), [("Karin", "Karen"), ("Jose", "José"), ("Karin", "Karin 2")])
def test_names_that_differ_are_not(one: str, other: str) -> None:
    assert likeness(one) != likeness(other)


def test_composed_and_decomposed_are_alike() -> None:
    assert likeness("Jos\u00e9") == likeness("Jose\u0301")


@pytest.mark.parametrize(
    "words", ["", "  \n", "\u200b", "\u200b \u2060\ufe0f", "\u3164", "\u2800", "\u200d", "\x00\u202e"]
)
def test_words_that_show_nothing(words: str) -> None:
    assert not shows(words)


@pytest.mark.parametrize("words", ["a", "\u200ba", "🚗", "…", "العربية", "👩\u200d👧"])
def test_words_that_show_something(words: str) -> None:
    assert shows(words)
