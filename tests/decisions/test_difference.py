"""What is different between two versions, so that it can be read aloud."""

import pytest

from copbot.decisions.difference import Change, difference


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("samen soep eten", "samen brood eten", [Change("soep", "brood", "samen")]),
        ("samen soep eten", "samen eten", [Change("soep", "", "samen")]),
        ("samen eten", "samen op tijd eten", [Change("", "op tijd", "samen")]),
        ("we eten samen soep", "vaak eten we samen soep", [Change("we eten", "vaak eten we")]),
        (
            "a b c d e f g h i j",
            "x b c d e f g h i y",
            [Change("a", "x"), Change("j", "y", "g h i")],
        ),
    ],
)
def test_changes_are_told_in_their_place(before: str, after: str, changes: list[Change]) -> None:
    found = difference(before, after)
    assert found is not None
    assert [(one.gone, one.come) for one in found] == [(one.gone, one.come) for one in changes]
    assert found[-1].after == changes[-1].after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("samen soep eten", "we doen het niet"),
        ("a b c d e f g h i j k l m n o p q r s t", "z b c d y f g h x j k l w n o p v r s t"),
    ],
)
def test_another_text_is_not_told_word_by_word(before: str, after: str) -> None:
    assert difference(before, after) is None
