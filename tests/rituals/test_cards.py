"""Dealing cards: one each, that fits, in one hand only; another one on request; and who would rather not meet, does not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given as having
from hypothesis import strategies as st

from copbot.rituals.arranging import Apart, Shuffled
from copbot.rituals.cards import (
    Dealt,
    Deck,
    Table,
    another,
    deal,
    given,
    gone,
    read_opposites,
    watches,
)
from copbot.rituals.script import Card

NOBODY = Apart()
WORDS = {"nl": "…", "en": "…"}


def card(name: str, *to: str) -> Card:
    return Card(name, WORDS, WORDS, to)


REVERSED = (
    card("school", "parents"),
    card("attendance", "parents"),
    card("doctor", "parents"),
    card("parent", "professionals"),
    card("neighbour", "professionals"),
    card("grandmother", "professionals"),
)


def lot(seed: int) -> random.Random:
    return random.Random(seed)


def by(seed: int) -> Shuffled:
    chance = lot(seed)

    def shuffled(members: Sequence[str]) -> tuple[str, ...]:
        return tuple(chance.sample(list(members), len(members)))

    return shuffled


def table(
    roles: Mapping[str, str],
    cards: tuple[Card, ...] = REVERSED,
    *opposites: str,
    apart: Apart = NOBODY,
    single: bool = False,
) -> Table:
    found = read_opposites(opposites, [card.name for card in cards])
    brought = {member: frozenset(role.split()) for member, role in roles.items()}
    return Table(Deck(cards, found, single), brought, apart)


@having(
    st.dictionaries(st.text("abcdef", min_size=1), st.sampled_from(["parent", "school", "care", ""])),
    st.data(),
)
def test_everybody_gets_one_that_fits_or_watches(roles: dict[str, str], data: st.DataObject) -> None:
    on = table(roles, single=data.draw(st.booleans()))
    dealt = deal(on, tuple(roles), by(data.draw(st.integers(0, 99))))
    assert sorted([*dealt.hands, *dealt.watching]) == sorted(roles)
    for member, name in dealt.hands.items():
        assert on.fits(on.deck.card(name), member)
        assert name not in on.roles[member]
    copies = Counter(dealt.hands.values())
    parents = sum(role == "parent" for role in roles.values())
    professionals = sum(role in ("school", "care") for role in roles.values())
    if on.deck.single:
        assert max(copies.values(), default=0) <= 1
    else:
        assert dealt.watching == ()
    if parents <= 3 and professionals <= 3 and len(roles) <= 6:
        assert max(copies.values(), default=0) <= 1
        assert dealt.watching == ()


def test_roles_are_turned_around() -> None:
    on = table({"anna": "parent", "bart": "school", "chris": "municipality"})
    for seed in range(40):
        hands = deal(on, ("anna", "bart", "chris"), by(seed)).hands
        assert hands["anna"] in {"school", "attendance", "doctor"}
        assert hands["bart"] in {"parent", "neighbour", "grandmother"}
        assert hands["chris"] in {"parent", "neighbour", "grandmother"}
        assert len(set(hands.values())) == 3


def test_nobody_gets_the_card_of_what_they_bring_whatever_the_deck_allows() -> None:
    cards = (card("school"), card("parent"))
    for seed in range(20):
        hands = deal(table({"anna": "parent", "bart": "school"}, cards), ("anna", "bart"), by(seed)).hands
        assert hands == {"anna": "school", "bart": "parent"}


def test_one_changes_a_card_so_that_another_gets_one_too() -> None:
    cards = (card("everybody"), card("parents-only", "parent"))
    for seed in range(20):
        hands = deal(table({"anna": "parent", "bart": "care"}, cards), ("anna", "bart"), by(seed)).hands
        assert hands == {"anna": "parents-only", "bart": "everybody"}


def test_cards_are_doubled_only_when_there_are_not_enough() -> None:
    cards = (card("one"), card("two"))
    hands = deal(table({}, cards), tuple("abcde"), by(1)).hands
    assert sorted(Counter(hands.values()).values()) == [2, 3]
    dealt = deal(table({}, cards, single=True), tuple("abcde"), by(1))
    assert sorted(dealt.hands.values()) == ["one", "two"]
    assert len(dealt.watching) == 3


@having(st.integers(2, 9), st.integers(0, 300))
def test_who_would_rather_not_meet_play_no_opposites(count: int, seed: int) -> None:
    members = tuple(f"m{number}" for number in range(count))
    cards = tuple(card(name) for name in "abcdefghi")
    chance = lot(seed)
    apart = Apart([tuple(chance.sample(members, 2)) for _ in range(3)])
    on = table({}, cards, "a - b", "c - d", apart=apart)
    dealt = deal(on, members, by(seed))
    assert dealt.watching == ()
    for one, theirs in dealt.hands.items():
        for other, others in dealt.hands.items():
            assert not (apart(one, other) and on.deck.opposed(theirs, others))


def test_where_only_opposites_are_left_one_watches() -> None:
    on = table({}, (card("a"), card("b")), "a - b", apart=Apart([("anna", "bart")]), single=True)
    dealt = deal(on, ("anna", "bart"), by(2))
    assert len(dealt.hands) == len(dealt.watching) == 1


def test_another_card_twice_and_then_one_watches() -> None:
    on = table({"anna": "parent"})
    dealt = deal(on, ("anna",), by(5))
    seen = [dealt.hands["anna"]]
    for _ in range(2):
        dealt = another(on, dealt, "anna", by(5))
        seen.append(dealt.hands["anna"])
    assert sorted(seen) == ["attendance", "doctor", "school"]
    dealt = another(on, dealt, "anna", by(5))
    assert dealt.hands == {}
    assert dealt.watching == ("anna",)
    assert another(on, dealt, "anna", by(5)) == dealt


def test_another_card_is_one_that_nobody_holds_while_there_is_one() -> None:
    on = table({}, (card("a"), card("b"), card("c")))
    dealt = Dealt({"anna": "a", "bart": "b"}, {})
    assert another(on, dealt, "anna", by(1)).hands == {"anna": "c", "bart": "b"}
    only = table({}, (card("a"), card("b")))
    assert another(only, dealt, "anna", by(1)).hands == {"anna": "b", "bart": "b"}
    single = table({}, (card("a"), card("b")), single=True)
    assert another(single, dealt, "anna", by(1)).watching == ("anna",)


def test_another_card_sets_nobody_against_whom_they_avoid() -> None:
    on = table({}, (card("a"), card("b"), card("c")), "b - c", apart=Apart([("anna", "bart")]))
    for seed in range(20):
        dealt = another(on, Dealt({"anna": "a", "bart": "b"}, {}), "anna", by(seed))
        assert dealt.hands["anna"] == "b"  # not c, which plays against b


def test_who_comes_late_gets_one_and_who_leaves_gives_theirs_free() -> None:
    on = table({}, (card("a"), card("b")), single=True)
    dealt = Dealt({"anna": "a", "bart": "b"}, {"anna": ("b",)})
    assert given(on, dealt, "chris", by(1)).watching == ("chris",)
    after = gone(dealt, "anna")
    assert after == Dealt({"bart": "b"}, {})
    assert given(on, after, "chris", by(1)).hands == {"bart": "b", "chris": "a"}
    assert given(on, watches(after, "chris"), "chris", by(1)).watching == ()


def test_opposites_are_read_as_a_script_writes_them() -> None:
    assert read_opposites(["a - b"], "ab") == {frozenset("ab")}
    for wrong in ("a", "a - a", "a - x", "a-b"):
        with pytest.raises(ValueError, match=wrong):
            read_opposites([wrong], "ab")


@having(st.integers(0, 300), st.data())
def test_whatever_people_do_cards_fit_and_nobody_plays_against_whom_they_avoid(
    seed: int, data: st.DataObject
) -> None:
    members = tuple("abcdef")
    roles = {member: data.draw(st.sampled_from(["parent", "school", "youth", ""])) for member in members}
    apart = Apart([("a", "b"), ("c", "d")])
    single = data.draw(st.booleans())
    on = table(
        roles,
        (*REVERSED, card("watcher")),
        "school - parent",
        "doctor - neighbour",
        apart=apart,
        single=single,
    )
    dealt = deal(on, members[:4], by(seed))
    acts = st.sampled_from(["another", "given", "gone", "watches"])
    for act in data.draw(st.lists(st.tuples(acts, st.sampled_from(members)), max_size=25)):
        match act:
            case "another", member:
                dealt = another(on, dealt, member, by(seed))
                assert len(dealt.declined.get(member, ())) <= 3 or member in dealt.watching
            case "given", member if member not in dealt.hands:
                dealt = given(on, dealt, member, by(seed))
                assert (member in dealt.hands) != (member in dealt.watching)
            case "gone", member:
                dealt = gone(dealt, member)
                assert member not in (*dealt.hands, *dealt.watching, *dealt.declined)
            case "watches", member:
                dealt = watches(dealt, member)
                assert member not in dealt.hands
            case _:
                pass
        assert not set(dealt.hands) & set(dealt.watching)
        for one, theirs in dealt.hands.items():
            assert on.fits(on.deck.card(theirs), one)
            assert theirs not in dealt.declined.get(one, ())
            for other, others in dealt.hands.items():
                assert not (apart(one, other) and on.deck.opposed(theirs, others))
        if single:
            assert len(set(dealt.hands.values())) == len(dealt.hands)
