"""Dealing cards: one each, by lot, and only cards that fit who gets them.

A card is for the roles that its deck names, so that a script can turn roles around: a parent plays an official, a
professional a parent. Nobody gets the card of what they bring themselves. A card is in one hand only, as long as there
are enough; two people who would rather not meet get no two cards that the script calls opposites. Who can't be dealt a
card, or wants none, watches.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from copbot.rituals.arranging import Apart, Shuffled
from copbot.rituals.parts import PARENTS, YOUNG
from copbot.rituals.script import Card

MOST_DECLINED = 2
"""So many cards one may put back for another; whoever puts back the next one watches."""
_TRIES = 24

Hands = Mapping[str, str]
"""The name of everybody's card, by member."""


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of a script, and which of them are opposites. ``single``: each in one hand only, also where people are many."""

    cards: tuple[Card, ...]
    opposites: frozenset[frozenset[str]] = frozenset()
    single: bool = False

    def card(self, name: str) -> Card:
        """A card by its name. Raises KeyError."""
        for card in self.cards:
            if card.name == name:
                return card
        raise KeyError(name)

    def opposed(self, one: str, other: str) -> bool:
        """Whether two cards are played against each other."""
        return frozenset((one, other)) in self.opposites


@dataclass(frozen=True, slots=True)
class Dealt:
    """Who holds which card, and which they put back; ``watching`` have none, and want or get none."""

    hands: Hands
    declined: Mapping[str, tuple[str, ...]]
    watching: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What dealing must know of the people: what they bring, and who would rather not meet whom."""

    deck: Deck
    roles: Mapping[str, frozenset[str]]
    apart: Apart

    def fits(self, card: Card, member: str) -> bool:
        """Whether a card may be dealt to a member. Who did not say what they bring may get any."""
        brings = self.roles.get(member, frozenset())
        if card.name in brings:
            return False
        return not card.to or not brings or any(_is(role, brings) for role in card.to)

    def may_hold(self, member: str, card: Card, hands: Hands) -> bool:
        """Whether a member may hold a card while others hold theirs: it fits, and sets them against nobody they avoid."""
        return self.fits(card, member) and not any(
            self.apart(member, other) and self.deck.opposed(card.name, theirs)
            for other, theirs in hands.items()
            if other != member
        )


def _is(role: str, brings: frozenset[str]) -> bool:
    match role:
        case "parents":
            return bool(brings & PARENTS)
        case "professionals":
            return bool(brings - PARENTS - YOUNG)
        case _:
            return role in brings


def deal(table: Table, members: Sequence[str], shuffled: Shuffled) -> Dealt:
    """A card each, by lot; as many as possible get one, and a card is doubled only where that is needed."""
    found: dict[str, str] = {}
    order = shuffled(members)
    for _ in range(_TRIES):
        tried = _tried(table, order, shuffled)
        if len(tried) > len(found):
            found = tried
        if len(found) == len(members):
            break
        order = shuffled(order)
    watching = tuple(member for member in members if member not in found)
    return Dealt({member: found[member] for member in members if member in found}, {}, watching)


def _tried(table: Table, order: Sequence[str], shuffled: Shuffled) -> dict[str, str]:
    """Everybody in turn gets a card that nobody holds; others change theirs for it where they can. Then doubles are dealt."""
    names = shuffled([card.name for card in table.deck.cards])
    cards = [table.deck.card(name) for name in names]
    hands: dict[str, str] = {}
    for copies in range(1, 2 if table.deck.single else len(order) + 1):
        for member in order:
            if member not in hands:
                _handed(table, member, cards, hands, copies, set())
        if len(hands) == len(order) or not any(
            table.may_hold(m, c, hands) for m in order if m not in hands for c in cards
        ):
            break
    return hands


def _handed(
    table: Table, member: str, cards: Sequence[Card], hands: dict[str, str], copies: int, tried: set[str]
) -> bool:
    """Gives a member a card, if need be one whose holder can have another. Changes the hands only where it succeeds."""
    fitting = [card for card in cards if card.name not in tried and table.may_hold(member, card, hands)]
    for card in fitting:
        if sum(name == card.name for name in hands.values()) < copies:
            hands[member] = card.name
            return True
    for card in fitting:
        tried.add(card.name)
        for holder in [other for other, name in hands.items() if name == card.name]:
            del hands[holder]
            hands[member] = card.name
            if table.may_hold(member, card, hands) and _handed(table, holder, cards, hands, copies, tried):
                return True
            del hands[member]
            hands[holder] = card.name
    return False


def another(table: Table, dealt: Dealt, member: str, shuffled: Shuffled) -> Dealt:
    """A member puts their card back: another one, that they did not have yet, or after the second none any more.

    One that nobody holds goes first; where the deck has none left, one that is held already, unless each is in one hand.
    """
    held = dealt.hands.get(member)
    if held is None:
        return dealt
    put_back = (*dealt.declined.get(member, ()), held)
    hands = {other: name for other, name in dealt.hands.items() if other != member}
    after = replace(dealt, hands=hands, declined={**dealt.declined, member: put_back})
    if len(put_back) > MOST_DECLINED:
        return watches(after, member)
    return given(table, after, member, shuffled)


def given(table: Table, dealt: Dealt, member: str, shuffled: Shuffled) -> Dealt:
    """A card for one member, beside those that are dealt: somebody comes late, or says yes. Without one left they watch."""
    refused = dealt.declined.get(member, ())
    names = shuffled([card.name for card in table.deck.cards if card.name not in refused])
    fitting = [name for name in names if table.may_hold(member, table.deck.card(name), dealt.hands)]
    held = list(dealt.hands.values())
    fitting.sort(key=held.count)
    if not fitting or (table.deck.single and fitting[0] in held):
        return watches(dealt, member)
    watching = tuple(other for other in dealt.watching if other != member)
    return replace(dealt, hands={**dealt.hands, member: fitting[0]}, watching=watching)


def watches(dealt: Dealt, member: str) -> Dealt:
    """A member watches, without a card."""
    hands = {other: name for other, name in dealt.hands.items() if other != member}
    return replace(dealt, hands=hands, watching=tuple(dict.fromkeys((*dealt.watching, member))))


def gone(dealt: Dealt, member: str) -> Dealt:
    """Somebody left: their card is free again, and nothing of them is remembered."""
    return Dealt(
        {other: name for other, name in dealt.hands.items() if other != member},
        {other: names for other, names in dealt.declined.items() if other != member},
        tuple(other for other in dealt.watching if other != member),
    )


def read_opposites(pairs: Iterable[str], names: Collection[str]) -> frozenset[frozenset[str]]:
    """Pairs of cards as a script writes them: "mother - school". Raises ValueError with the pair that is none."""
    found: set[frozenset[str]] = set()
    for pair in pairs:
        both = frozenset(part.strip() for part in pair.split(" - "))
        if len(both) != 2 or not both <= set(names):
            raise ValueError(pair)
        found.add(both)
    return frozenset(found)
