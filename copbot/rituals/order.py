"""Who speaks first: parents, the lot, or who joined first; never a title.

Parents start and host these communities and invite professionals into theirs, so they open the round, then
the young people it is about, then everybody else. Within a group the lot decides. The lot itself is chance,
so the caller brings it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from copbot.core.records import TurnOrder

FIRST_ROLES = ("parent", "youth")
"""Whoever brings one of these speaks in the first group that fits, whatever else they bring."""

Lot = Callable[[Sequence[str]], Sequence[str]]
"""Gives the same members in an order drawn by lot."""


def speaking_order(
    members: Sequence[str],
    roles: Mapping[str, frozenset[str]],
    joined: Sequence[str],
    how: TurnOrder,
    shuffled: Lot,
) -> tuple[str, ...]:
    """The members in speaking order; `roles` by member, `joined` in the order in which hands went up.

    By joining, members who are not in `joined` come last, as given.
    """
    match how:
        case "lot":
            return tuple(shuffled(tuple(members)))
        case "joined":
            place = {member: number for number, member in enumerate(joined)}
            return tuple(sorted(members, key=lambda member: place.get(member, len(place))))
        case "parents-first":
            groups: list[list[str]] = [[] for _ in range(len(FIRST_ROLES) + 1)]
            for member in members:
                groups[_group(roles.get(member, frozenset()))].append(member)
            return tuple(member for group in groups for member in shuffled(tuple(group)))


def _group(brings: frozenset[str]) -> int:
    return next((number for number, role in enumerate(FIRST_ROLES) if role in brings), len(FIRST_ROLES))
