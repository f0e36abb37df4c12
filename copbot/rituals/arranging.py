"""How the best groups are found: by looking at every arrangement where people are few, by trying and mending where many.

It is the machinery behind `copbot.rituals.lots`, which says what "best" means. Looking is bounded in steps, so that no set of
wishes, however knotted, makes a room wait.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from itertools import chain, combinations

FEW = 12
"""With so many people every arrangement may be looked at; with more, copbot tries and mends."""
LEAST = 2
"""Nobody is alone in a group."""
_STEPS = 10_000  # of looking; more would be felt as waiting
_TRIES = 12

Shuffled = Callable[[Sequence[str]], tuple[str, ...]]
"""The same members, in an order by lot."""
Group = tuple[str, ...]
Arranged = tuple[tuple[Group, ...], tuple[str, ...]]
"""The groups, and who is left."""


class Apart:
    """Who does not meet whom, whoever of the two said it: it is always the same both ways."""

    __slots__ = ("_of",)

    def __init__(self, pairs: Iterable[Collection[str]] = ()) -> None:
        of: dict[str, set[str]] = {}
        for one, other in map(tuple, pairs):
            of.setdefault(one, set()).add(other)
            of.setdefault(other, set()).add(one)
        self._of = of

    def __call__(self, one: str, other: str) -> bool:
        return other in self._of.get(one, ())

    def among(self, members: Collection[str]) -> bool:
        """Whether any two of them are to be kept apart."""
        return any(not self._of.get(member, set()).isdisjoint(members) for member in members)

    def between(self, some: Collection[str], others: Collection[str]) -> bool:
        """Whether anybody of the one group is to be kept apart from anybody of the other."""
        return any(self(one, other) for one in some for other in others)

    def how_many(self, member: str, among: Collection[str]) -> int:
        """From how many of them a member is to be kept apart."""
        return len(self._of.get(member, set()).intersection(among))


def sizes(members: int, size: int) -> tuple[int, ...]:
    """How large the groups are where nobody is kept apart: of ``size``, or one more where some remain; equal within one.

    Where more remain than there are groups, one group more is made, and all are a little smaller.
    """
    if members < LEAST:
        return ()
    groups, rest = divmod(members, size)
    if not groups or rest > groups:
        groups += 1
    least, larger = divmod(members, groups)
    return (least + 1,) * larger + (least,) * (groups - larger)


def best(ordered: Group, size: int, apart: Apart, shuffled: Shuffled) -> Arranged:
    """The best groups of members who are in an order by lot already."""
    wanted = sizes(len(ordered), size)
    if not wanted:
        return (), ordered
    if not apart.among(ordered):
        return cut(ordered, wanted), ()
    mended = _mended(ordered, size, apart, shuffled)
    if len(ordered) > FEW or _cost(mended, wanted)[:2] == (0, False):
        return mended
    return _searched(ordered, size, apart, len(mended[1])) or mended


def cut(ordered: Sequence[str], into: Sequence[int]) -> tuple[Group, ...]:
    """The members in groups of these sizes, in their order."""
    groups: list[Group] = []
    begin = 0
    for size in into:
        groups.append(tuple(ordered[begin : begin + size]))
        begin += size
    return tuple(groups)


def _cost(arranged: Arranged, wanted: tuple[int, ...]) -> tuple[int, bool, int]:
    """How far an arrangement is from what was asked: fewer left comes before sizes."""
    groups, left = arranged
    found = sorted(map(len, groups), reverse=True)
    return len(left), tuple(found) != wanted, sum(each * each for each in found)


# -- Trying and mending ---------------------------------------------------------------------------------------------------


def _mended(ordered: Group, size: int, apart: Apart, shuffled: Shuffled) -> Arranged:
    wanted = sizes(len(ordered), size)
    found: Arranged | None = None
    order = ordered
    for _ in range(_TRIES):
        tried = _tried(order, size, apart)
        if found is None or _cost(tried, wanted) < _cost(found, wanted):
            found = tried
        if _cost(found, wanted)[:2] == (0, False):
            break
        order = shuffled(order)
    assert found is not None
    return found


def _tried(order: Group, size: int, apart: Apart) -> Arranged:
    """Those with most wishes are placed first, each where nobody stands in the way; then what did not fit is mended."""
    room = list(sizes(len(order), size))
    groups: list[list[str]] = [[] for _ in room]
    left: list[str] = []
    for member in sorted(order, key=lambda one: -apart.how_many(one, order)):
        fitting = [
            at
            for at, group in enumerate(groups)
            if len(group) < room[at] and not apart.between((member,), group)
        ]
        if fitting:
            groups[min(fitting, key=lambda at: len(groups[at]))].append(member)
        else:
            left.append(member)
    while mended := next((m for m in left if _squeezed_in(m, groups, room, apart)), None):
        left.remove(mended)
    return _settled(groups, left, size, apart)


def _squeezed_in(member: str, groups: list[list[str]], room: list[int], apart: Apart) -> bool:
    """Places a member in a group that has room, if the one who stands in the way there can change places with somebody."""
    for at, group in enumerate(groups):
        in_the_way = [other for other in group if apart(member, other)]
        if len(group) >= room[at] or len(in_the_way) > 1:
            continue
        if not in_the_way:
            group.append(member)
            return True
        (one,) = in_the_way
        stay = [other for other in group if other != one]
        for there, others in enumerate(groups):
            if there == at:
                continue
            if len(others) < room[there] and not apart.between((one,), others):
                group[:] = [*stay, member]
                others.append(one)
                return True
            for other in others:
                rest = [each for each in others if each != other]
                if not (apart.between((one,), rest) or apart.between((other,), (*stay, member))):
                    group[:] = [*stay, member, other]
                    others[:] = [*rest, one]
                    return True
    return False


def _settled(groups: list[list[str]], left: list[str], size: int, apart: Apart) -> Arranged:
    """Nobody stays alone; who is left comes with a group that may be one larger, or finds another who is left."""
    alone = [group[0] for group in groups if len(group) == 1]
    groups = [group for group in groups if len(group) >= LEAST]
    waiting = [*alone, *left]
    for one, other in combinations(tuple(waiting), 2):
        if one in waiting and other in waiting and not apart(one, other):
            groups.append([one, other])
            waiting = [each for each in waiting if each not in (one, other)]
    still: list[str] = []
    for member in waiting:
        fitting = [group for group in groups if len(group) <= size and not apart.between((member,), group)]
        if fitting:
            min(fitting, key=len).append(member)
        elif partner := _lent(member, groups, apart):
            groups.append([member, partner])
        else:
            still.append(member)
    return tuple(map(tuple, groups)), tuple(still)


def _lent(member: str, groups: list[list[str]], apart: Apart) -> str | None:
    """Somebody whom a group of three or more can do without; they leave it."""
    for group in sorted(groups, key=len, reverse=True):
        partner = next((other for other in group if not apart(member, other)), None)
        if len(group) > LEAST and partner is not None:
            group.remove(partner)
            return partner
    return None


# -- Looking at every arrangement ----------------------------------------------------------------------------------------


@cache
def plans(members: int, size: int) -> tuple[tuple[int, ...], ...]:
    """Every way to cut so many members into groups of two to ``size`` + 1, those nearest to what was asked first."""
    found: list[tuple[int, ...]] = []

    def cut(rest: int, most: int, so_far: tuple[int, ...]) -> None:
        if rest == 0:
            found.append(so_far)
        for part in range(min(most, rest), LEAST - 1, -1):
            cut(rest - part, part, (*so_far, part))

    cut(members, size + 1, ())
    wanted = sizes(members, size)
    return tuple(
        sorted(found, key=lambda plan: (plan != wanted, sum((part - size) ** 2 for part in plan), plan))
    )


def _searched(ordered: tuple[str, ...], size: int, apart: Apart, most_left: int) -> Arranged | None:
    """The best arrangement in which fewer (or as many) are left as in one that is known; None if looking takes too long."""
    count = len(ordered)
    clash = [sum(1 << b for b in range(count) if apart(ordered[a], ordered[b])) for a in range(count)]
    search = _Search(clash)
    for left in range(most_left + 1):
        for plan in plans(count - left, size):
            found = search.groups((1 << count) - 1, plan, left)
            if found is not None:
                groups = tuple(tuple(ordered[at] for at in _bits(group)) for group in found)
                placed = frozenset(chain.from_iterable(groups))
                return groups, tuple(member for member in ordered if member not in placed)
            if search.steps > _STEPS:
                return None
    return None


class _Search:
    """Looks for groups of given sizes, as bit masks; remembers what led nowhere."""

    def __init__(self, clash: Sequence[int]) -> None:
        self._clash = clash
        self._vain: set[tuple[int, tuple[int, ...], int]] = set()
        self.steps = 0

    def groups(self, rest: int, plan: tuple[int, ...], left: int) -> tuple[int, ...] | None:
        """Groups of these sizes that leave so many of ``rest`` over; None if there are none."""
        if not plan:
            return ()
        state = (rest, plan, left)
        self.steps += 1
        if state in self._vain or self.steps > _STEPS:
            return None
        first = rest & -rest
        others = rest ^ first
        for part in dict.fromkeys(plan):
            remaining = _without_one(plan, part)
            fitting = others & ~self._clash[first.bit_length() - 1]
            for group in self._filled(first, fitting, part - 1):
                found = self.groups(rest ^ group, remaining, left)
                if found is not None:
                    return (group, *found)
        if left:
            found = self.groups(others, plan, left - 1)
            if found is not None:
                return found
        self._vain.add(state)
        return None

    def _filled(self, group: int, fitting: int, more: int) -> Iterable[int]:
        """Every way to add so many of those who fit, none of whom are to be kept apart."""
        self.steps += 1
        if more == 0:
            yield group
            return
        while fitting and self.steps <= _STEPS:
            one = fitting & -fitting
            fitting ^= one
            yield from self._filled(group | one, fitting & ~self._clash[one.bit_length() - 1], more - 1)


def _without_one(plan: tuple[int, ...], part: int) -> tuple[int, ...]:
    at = plan.index(part)
    return plan[:at] + plan[at + 1 :]


def _bits(mask: int) -> Iterable[int]:
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1
