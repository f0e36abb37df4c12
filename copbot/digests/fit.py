"""How much of a week fits in one message; the rest comes on request.

Lengths are only known when a message is sent (names, languages), so this estimates them; whoever renders shortens words
of people further where the estimate was too small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from copbot.digests.week import Entry, Kind

LONGEST = 600  # characters of a message
QUOTE = 32  # characters of somebody's words that are surely shown
NAME = 10  # characters of a name
TITLE = 48
REST = 34  # the line that offers the rest
OPEN = 34  # the line that offers all that is open
SOUGHT_TITLE = 66
SOUGHT = 8 + QUOTE
MOST_SOUGHT = 3
OWN = {
    Kind.HELPED: 28 + 2 * NAME,
    Kind.MAY: 24,
    Kind.CHECKED: 24,
    Kind.SUPPORT: 28 + NAME,
    Kind.DONE: 22 + NAME,
    Kind.DECIDED: 26,
    Kind.ADOPTED: 28,
    Kind.MEETING: 56,
    Kind.DUE: 48 + NAME,
    Kind.POLL: 58,
    Kind.REMINDER: 42,
    Kind.REVIEW: 62,
    Kind.NEW: 28,
    Kind.BACK: 24,
    Kind.OFF: 48,
}
"""Characters of copbot's own words in an entry, names included."""


def _cost(entry: Entry, told: Iterable[Entry]) -> int:
    """About how many characters an entry takes; an item's own words stand only in the first one about it."""
    if entry.announced is not None:
        return OWN[entry.kind] + min(len(entry.announced.words or ""), QUOTE) + 1
    if entry.decided is not None:
        words = (entry.decided.question, *entry.decided.winners)
        return OWN[entry.kind] + sum(min(len(one), QUOTE) + 5 for one in words) + 1
    item, pledge = entry.item, entry.pledge
    assert item is not None  # what is not announced is about an item
    known = any(other.kept is not None and other.number == item.number for other in told)
    said = [] if known and pledge is not None else [item.text]
    if entry.kind is Kind.MAY:
        said.append(item.ground)
    if pledge is not None and (known or entry.kind is not Kind.DUE):
        said.append(pledge.what)
    due = 28 if entry.kind is Kind.SUPPORT and pledge is not None and pledge.due is not None else 0
    return OWN[entry.kind] + due + sum(min(len(one or ""), QUOTE) for one in said) + 1


def fit(told: Sequence[Sequence[Entry]], sought: int) -> tuple[tuple[Entry, ...], tuple[Entry, ...], int]:
    """What one message tells, the rest, and how many that seek somebody (of at most ``sought``) it shows.

    Every section has its turn, so that none is crowded out by another; one that seeks somebody is always shown.
    """
    everything = tuple(entry for section in told for entry in section)
    length = sum(_cost(entry, everything[:number]) for number, entry in enumerate(everything))
    most = min(sought, MOST_SOUGHT)
    for shown in range(most, min(most, 1) - 1, -1):
        if length <= _room(shown):
            return everything, (), shown
    shown = min(most, 2)
    left = _room(shown) - REST
    chosen: list[Entry] = []
    for turn in zip_longest(*told):
        for entry in turn:
            if entry is None:
                continue
            cost = _cost(entry, chosen)
            if not chosen or cost <= left:
                chosen.append(entry)
                left -= cost
    picked = tuple(entry for entry in everything if entry in chosen)
    return picked, tuple(entry for entry in everything if entry not in chosen), shown


def _room(sought: int) -> int:
    return LONGEST - TITLE - OPEN - (SOUGHT_TITLE + sought * SOUGHT if sought else 0)


def page(rest: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The next message of what did not fit, and what is left after it."""
    left = LONGEST - TITLE - REST
    for number, entry in enumerate(rest):
        left -= _cost(entry, rest[:number])
        if left < 0 and number:
            return tuple(rest[:number]), tuple(rest[number:])
    return tuple(rest), ()
