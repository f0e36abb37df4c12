"""Groups by lot: what always holds, whoever takes part and whatever they would rather not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.rituals.arranging import Apart, Shuffled, sizes
from copbot.rituals.lots import Lots, drawn, joined, kept_apart, with_late, without, young

NOBODY = Apart()


def people(count: int) -> tuple[str, ...]:
    return tuple(f"@m{number:02d}:x" for number in range(count))


def lot(seed: int) -> random.Random:
    return random.Random(seed)


def by(seed: int) -> Shuffled:
    chance = lot(seed)

    def shuffled(members: Sequence[str]) -> tuple[str, ...]:
        return tuple(chance.sample(list(members), len(members)))

    return shuffled


@st.composite
def circles(draw: st.DrawFn, most: int = 30) -> tuple[tuple[str, ...], Apart, int, int]:
    """Members, who is apart from whom, the size of a group, and a lot."""
    members = people(draw(st.integers(0, most)))
    pairs = list(combinations(members, 2))
    apart = draw(st.lists(st.sampled_from(pairs), max_size=min(len(pairs), 40))) if pairs else []
    return members, Apart(apart), draw(st.integers(2, 4)), draw(st.integers(0, 1_000))


def seated(lots: Lots) -> list[str]:
    return sorted([member for group in lots.groups for member in group] + list(lots.left))


@given(circles())
def test_nobody_twice_nobody_lost_and_wishes_always_kept(
    circle: tuple[tuple[str, ...], Apart, int, int],
) -> None:
    members, apart, size, seed = circle
    lots = drawn(members, size, apart, by(seed))
    assert seated(lots) == sorted(members)
    assert not any(apart.among(group) for group in lots.groups)
    assert all(2 <= len(group) <= size + 1 for group in lots.groups)


@given(st.integers(2, 30), st.integers(2, 4), st.integers(0, 1_000))
def test_without_wishes_groups_differ_by_one_at_most_and_everybody_is_in_one(
    count: int, size: int, seed: int
) -> None:
    lots = drawn(people(count), size, NOBODY, by(seed))
    lengths = [len(group) for group in lots.groups]
    assert lots.left == ()
    assert max(lengths) - min(lengths) <= 1
    assert max(lengths) <= size + 1


@pytest.mark.parametrize(
    ("members", "size", "expected"),
    [
        (0, 2, ()),
        (1, 2, ()),
        (2, 2, (2,)),
        (3, 2, (3,)),
        (5, 2, (3, 2)),
        (2, 4, (2,)),
        (5, 3, (3, 2)),
        (7, 3, (4, 3)),
        (8, 3, (4, 4)),
        (6, 4, (3, 3)),
        (9, 4, (5, 4)),
        (30, 4, (5, 5, 4, 4, 4, 4, 4)),
    ],
)
def test_what_remains_makes_a_larger_group(members: int, size: int, expected: tuple[int, ...]) -> None:
    assert sizes(members, size) == expected


def test_one_alone_is_left_and_groups_of_one_are_refused() -> None:
    assert drawn(people(1), 2, NOBODY, by(0)) == Lots((), people(1))
    with pytest.raises(ValueError, match="at least 2"):
        drawn(people(4), 1, NOBODY, by(0))


def test_chance_decides() -> None:
    members = people(6)
    found = {frozenset(map(frozenset, drawn(members, 2, NOBODY, by(seed)).groups)) for seed in range(400)}
    assert len(found) == 15  # every way to make three pairs of six


@cache
def _most(members: frozenset[str], clash: frozenset[frozenset[str]], size: int) -> int:
    """How many can be placed at all, found by looking at everything."""
    if not members:
        return 0
    first, *rest = sorted(members)
    found = _most(frozenset(rest), clash, size)
    for more in range(1, size + 1):
        for others in combinations(rest, more):
            group = frozenset((first, *others))
            if not any(frozenset(pair) in clash for pair in combinations(group, 2)):
                found = max(found, len(group) + _most(members - group, clash, size))
    return found


@given(st.integers(2, 7), st.data())
def test_as_many_as_possible_are_placed(count: int, data: st.DataObject) -> None:
    members = people(count)
    pairs = data.draw(st.sets(st.sampled_from(list(combinations(members, 2))), max_size=15))
    size = data.draw(st.integers(2, 4))
    lots = drawn(members, size, Apart(pairs), by(data.draw(st.integers(0, 99))))
    clash = frozenset(map(frozenset, pairs))
    assert count - len(lots.left) == _most(frozenset(members), clash, size)


@given(st.integers(13, 30), st.integers(2, 3), st.integers(0, 500))
def test_a_few_wishes_among_many_people_leave_nobody_out(count: int, size: int, seed: int) -> None:
    members = people(count)
    wishes = lot(seed).sample(list(combinations(members, 2)), 8)
    lots = drawn(members, size, Apart(wishes), by(seed))
    assert lots.left == ()
    lengths = [len(group) for group in lots.groups]
    assert max(lengths) - min(lengths) <= 1


def test_whom_everybody_would_rather_not_meet_is_left_and_the_others_meet() -> None:
    members = people(5)
    lots = drawn(members, 2, Apart([(members[0], other) for other in members[1:]]), by(3))
    assert lots.left == (members[0],)
    assert sorted(map(len, lots.groups)) == [2, 2]


# -- Young people ---------------------------------------------------------------------------------------------------------


@given(st.integers(0, 12), st.integers(0, 6), st.integers(2, 4), st.integers(0, 500))
def test_young_people_only_meet_each_other(adults: int, children: int, size: int, seed: int) -> None:
    members = people(adults + children)
    roles = {member: frozenset({"youth", "parent"}) for member in members[adults:]}
    lots = drawn(members, size, kept_apart((), roles, members), by(seed))
    alone = (children == 1) + (adults == 1)
    assert len(lots.left) == alone
    youth = young(roles, members)
    assert all(youth.issuperset(group) or youth.isdisjoint(group) for group in lots.groups)


def test_a_wish_counts_whoever_of_the_two_said_it_and_only_among_who_is_here() -> None:
    one, other, gone = people(3)
    for said in ((one, other), (other, one)):
        apart = kept_apart([said, (one, gone)], {}, (one, other))
        assert apart(one, other)
        assert apart(other, one)
        assert not apart(one, gone)
    assert not kept_apart([(one, one)], {}, (one, other)).among((one, other))


# -- Earlier groups join -----------------------------------------------------------------------------------------------


@given(circles(24), st.data())
def test_joined_groups_keep_wishes_and_tear_no_pair_apart(
    circle: tuple[tuple[str, ...], Apart, int, int], data: st.DataObject
) -> None:
    members, apart, _, seed = circle
    pairs = drawn(members, 2, apart, by(seed))
    here = [m for m in members if data.draw(st.booleans())] if data.draw(st.booleans()) else list(members)
    fours = joined(pairs.groups, here, 4, apart, by(seed))
    assert seated(fours) == sorted(here)
    assert not any(apart.among(group) for group in fours.groups)
    for pair in pairs.groups:
        still = [member for member in pair if member in here]
        if len(still) > 1:
            assert fours.of(still[0]) == fours.of(still[1])


@given(st.integers(4, 30), st.integers(0, 200))
def test_pairs_make_fours_and_of_an_odd_number_three_pairs_meet(count: int, seed: int) -> None:
    members = people(count)
    pairs = drawn(members, 2, NOBODY, by(seed))
    fours = joined(pairs.groups, members, 4, NOBODY, by(seed))
    assert fours.left == ()
    assert len(fours.groups) == max(1, len(pairs.groups) // 2)
    assert all(4 <= len(group) <= 7 for group in fours.groups)


def test_who_comes_late_or_lost_a_partner_joins_one_that_can_take_them() -> None:
    a, b, c, d, e, f = people(6)
    fours = joined([(a, b), (c, d)], [a, b, c, e, f], 4, Apart([(e, a)]), by(1))
    assert {a, b} <= set(fours.of(a) or ())
    assert fours.of(e) is None or a not in (fours.of(e) or ())
    assert seated(fours) == sorted([a, b, c, e, f])


def test_pairs_that_may_not_meet_go_on_by_themselves() -> None:
    a, b, c, d = people(4)
    fours = joined([(a, b), (c, d)], [a, b, c, d], 4, Apart([(a, d)]), by(1))
    assert sorted(map(sorted, fours.groups)) == [[a, b], [c, d]]
    assert fours.left == ()


def test_without_earlier_groups_new_ones_are_drawn() -> None:
    fours = joined([], people(8), 4, NOBODY, by(1))
    assert [len(group) for group in fours.groups] == [4, 4]


# -- Coming and going meanwhile ----------------------------------------------------------------------------------------


@given(circles(16), st.data())
def test_coming_and_going_keeps_what_always_holds(
    circle: tuple[tuple[str, ...], Apart, int, int], data: st.DataObject
) -> None:
    members, apart, size, seed = circle
    lots = drawn(members[: len(members) // 2], size, apart, by(seed))
    here = set(members[: len(members) // 2])
    for member in data.draw(st.lists(st.sampled_from(members), max_size=20)) if members else []:
        lots = without(lots, member, size, apart) if member in here else with_late(lots, member, size, apart)
        here ^= {member}
        assert seated(lots) == sorted(here)
        assert not any(apart.among(group) for group in lots.groups)
        assert all(len(group) >= 2 for group in lots.groups)


def test_whose_partner_left_comes_with_a_group_that_is_whole_already() -> None:
    a, b, c, d, e = people(5)
    assert without(Lots(((a, b, c), (d, e))), e, 2, NOBODY) == Lots(((a, b, c, d),))
    assert without(Lots(((a, b, c), (d, e))), e, 2, Apart([(a, d)])) == Lots(((a, b, c),), (d,))
    assert without(Lots(((a, b, c),), (d,)), c, 2, NOBODY) == Lots(((a, b),), (d,))


def test_who_comes_late_meets_who_was_left_first() -> None:
    a, b, c, d = people(4)
    assert with_late(Lots(((a, b),), (c,)), d, 2, NOBODY) == Lots(((a, b), (c, d)))
    assert with_late(Lots(((a, b),)), d, 2, NOBODY) == Lots(((a, b, d),))
    assert with_late(Lots(((a, b),)), d, 2, Apart([(d, a)])) == Lots(((a, b),), (d,))
    assert with_late(Lots(((a, b),)), a, 2, NOBODY) == Lots(((a, b),))
    assert with_late(Lots(((a, b, c),)), d, 2, NOBODY) == Lots(((a, b, c, d),)), "one group is all of them"


def test_a_late_one_waits_for_another_where_all_groups_are_large_already() -> None:
    a, b, c, d, e, f, g, h, i, j = people(10)
    large = ((a, b, c, d), (e, f, g, h))
    waits = with_late(Lots(large), i, 2, NOBODY)
    assert waits == Lots(large, (i,))
    assert with_late(waits, j, 2, NOBODY) == Lots((*large, (i, j)))


@given(st.integers(0, 10), st.integers(0, 100))
def test_those_who_came_later_make_pairs_of_their_own_before_they_join(late: int, seed: int) -> None:
    members = people(8 + late)
    fours = joined([members[:2], members[2:4], members[4:6], members[6:8]], members, 4, NOBODY, by(seed))
    assert fours.left == ()
    assert all(4 <= len(group) <= 7 for group in fours.groups)
