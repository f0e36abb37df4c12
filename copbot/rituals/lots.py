"""Groups by lot: pairs, threes and fours, in which nobody meets whom they would rather not meet.

Chance is an argument. What must hold always comes before what is nice:

1. Two people who are to be kept *apart* are never in one group. Young people are kept apart from adults.
2. Nobody sits alone: a group has at least two members. Who can't be placed is *left*, and is told so privately.
3. As many as possible are placed.
4. The groups are as equal as can be. What remains makes a larger group, or where that is too few, smaller ones.

How the best arrangement is found is told in `copbot.rituals.arranging`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from copbot.rituals.arranging import LEAST, Apart, Group, Shuffled, best
from copbot.rituals.parts import YOUNG


@dataclass(frozen=True, slots=True)
class Lots:
    """Who meets whom; ``left`` could not be placed. Nobody is told why."""

    groups: tuple[Group, ...]
    left: tuple[str, ...] = ()

    def of(self, member: str) -> Group | None:
        """The group of a member."""
        return next((group for group in self.groups if member in group), None)


def young(roles: Mapping[str, frozenset[str]], members: Iterable[str]) -> frozenset[str]:
    """Those of the members who are young, whatever else they bring."""
    return frozenset(member for member in members if YOUNG & roles.get(member, frozenset()))


def kept_apart(
    rathers: Iterable[Collection[str]], roles: Mapping[str, frozenset[str]], members: Collection[str]
) -> Apart:
    """What members would rather not, and every young person from every adult."""
    children = young(roles, members)
    adults = [member for member in members if member not in children]
    mixed = [(child, adult) for child in children for adult in adults]
    present = frozenset(members)
    said = [pair for pair in map(tuple, rathers) if len(set(pair)) == LEAST and present.issuperset(pair)]
    return Apart([*said, *mixed])


def drawn(members: Sequence[str], size: int, apart: Apart, shuffled: Shuffled) -> Lots:
    """Groups of ``size`` by lot. Raises ValueError for a size below two."""
    if size < LEAST:
        raise ValueError(f"a group has at least {LEAST} members, not {size}")
    ordered = shuffled(members)
    groups: list[Group] = []
    left: list[str] = []
    for some in _who_may_meet(ordered, apart):
        found, rest = best(some, size, apart, shuffled)
        groups += found
        left += rest
    return Lots(tuple(groups), tuple(left))


def joined(
    earlier: Sequence[Group], members: Sequence[str], size: int, apart: Apart, shuffled: Shuffled
) -> Lots:
    """Groups made of two earlier ones each, of those who are still here; of an odd number, one is made of three.

    Earlier groups are not torn apart, for they have something to tell of each other: where two can't meet a third, it goes
    on by itself. Those who came later, or lost their partner, make pairs of their own before; one who is alone comes with
    a group that can take them. Without any earlier group, groups of ``size`` are drawn.
    """
    present = frozenset(members)
    whole = [tuple(member for member in group if member in present) for group in earlier]
    whole = [group for group in whole if len(group) >= LEAST and not apart.among(group)]
    if not whole:
        return drawn(members, size, apart, shuffled)
    seated = frozenset(chain.from_iterable(whole))
    late = drawn([member for member in members if member not in seated], LEAST, apart, shuffled)
    named = {str(place): group for place, group in enumerate((*whole, *late.groups))}
    clash = Apart((a, b) for a in named for b in named if a < b and apart.between(named[a], named[b]))
    met = drawn(tuple(named), LEAST, clash, shuffled)
    units = (*met.groups, *((name,) for name in met.left))
    after = Lots(tuple(tuple(chain.from_iterable(named[name] for name in unit)) for unit in units))
    for member in late.left:
        after = with_late(after, member, 2 * size, apart)
    return after


def with_late(lots: Lots, member: str, size: int, apart: Apart) -> Lots:
    """Somebody joins when all are away already: they meet who was left, or join the smallest group that can take them.

    That is one which has no more than one above ``size`` yet; where there is only one group, that.
    """
    if lots.of(member) is not None:
        return lots
    waiting = next((other for other in lots.left if other != member and not apart(member, other)), None)
    if waiting is not None:
        left = tuple(other for other in lots.left if other not in (waiting, member))
        return Lots((*lots.groups, (waiting, member)), left)
    most = size + 1 if len(lots.groups) > 1 else len(lots.groups[0]) if lots.groups else 0
    fitting = [g for g in lots.groups if len(g) <= most and not apart.between((member,), g)]
    if not fitting:
        return Lots(lots.groups, tuple(dict.fromkeys((*lots.left, member))))
    smallest = min(fitting, key=len)
    groups = tuple((*group, member) if group is smallest else group for group in lots.groups)
    return Lots(groups, tuple(other for other in lots.left if other != member))


def without(lots: Lots, member: str, size: int, apart: Apart) -> Lots:
    """Somebody left: who would be alone now comes with another group, which is torn apart for nobody, or is left."""
    groups = tuple(tuple(m for m in group if m != member) for group in lots.groups)
    alone = tuple(group[0] for group in groups if len(group) == 1)
    after = Lots(
        tuple(group for group in groups if len(group) >= LEAST), tuple(m for m in lots.left if m != member)
    )
    for one in alone:
        after = with_late(after, one, size, apart)
    return after


def _who_may_meet(ordered: Sequence[str], apart: Apart) -> list[Group]:
    """The members parted into those of whom nobody may meet anybody else: the young and the adults, for instance."""
    if not apart.among(ordered):
        return [tuple(ordered)]
    unseen = list(ordered)
    found: list[Group] = []
    while unseen:
        reached = {unseen.pop(0)}
        fresh = list(reached)
        while fresh:
            one = fresh.pop()
            near = [other for other in unseen if not apart(one, other)]
            reached.update(near)
            fresh += near
            unseen = [other for other in unseen if other not in reached]
        found.append(tuple(member for member in ordered if member in reached))
    return found
