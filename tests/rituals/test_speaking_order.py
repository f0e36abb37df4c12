"""Parents open the round, then the young people, then everybody else; the lot decides within a group, never a title."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copbot.core.records import TurnOrder
from copbot.rituals.order import speaking_order

ROLES = {
    "anna": frozenset({"parent"}),
    "bram": frozenset({"school"}),
    "cem": frozenset({"youth"}),
    "dina": frozenset({"care", "parent"}),
    "eva": frozenset({"municipality"}),
    "fien": frozenset({"youth", "parent"}),
    "gijs": frozenset({"youth", "other"}),
}
MEMBERS = ("bram", "anna", "cem", "nobody", "dina", "eva", "fien", "gijs")
HANDS = ("eva", "cem", "anna", "dina", "bram")


def backwards(members: Sequence[str]) -> Sequence[str]:
    """A lot that is easy to foresee."""
    return members[::-1]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("parents-first", ("fien", "dina", "anna", "gijs", "cem", "eva", "nobody", "bram")),
        ("lot", ("gijs", "fien", "eva", "dina", "nobody", "cem", "anna", "bram")),
        ("joined", ("eva", "cem", "anna", "dina", "bram", "nobody", "fien", "gijs")),
    ],
)
def test_the_order_of_speaking(how: TurnOrder, expected: tuple[str, ...]) -> None:
    assert expected == speaking_order(MEMBERS, ROLES, HANDS, how, backwards)


@settings(max_examples=50, deadline=None)
@given(
    members=st.lists(st.sampled_from(MEMBERS), unique=True),
    hands=st.lists(st.sampled_from(MEMBERS), unique=True),
    how=st.sampled_from(["parents-first", "lot", "joined"]),
)
def test_everybody_is_in_it_exactly_once(members: list[str], hands: list[str], how: TurnOrder) -> None:
    assert sorted(members) == sorted(speaking_order(members, ROLES, hands, how, backwards))
