"""How much of a week fits in one message; the rest comes on request.

Lengths are only known when a message is sent (names, languages), so this estimates them; whoever renders shortens words
of people further where the estimate was too small.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from copbot.digests.week import Entry, Kind

LONGEST = 600  # characters of a message
QUOTE = 32  # characters of somebody's words that are surely shown
NAME = 12  # characters of a name
TITLE = 48
REST = 34  # the line that offers the rest
OPEN = 34  # the line that offers all that is open
SOUGHT_TITLE = 60
SOUGHT = 8 + QUOTE
MOST_SOUGHT = 3
OWN = {
    Kind.HELPED: 30 + 2 * NAME,
    Kind.MAY: 45,
    Kind.CHECKED: 24,
    Kind.NEW: 28,
    Kind.BACK: 24,
    Kind.OFF: 30,
    Kind.SUPPORT: 28 + 2 * NAME,
    Kind.DONE: 24 + NAME,
    Kind.DUE: 34 + NAME,
}
"""Characters of copbot's own words in an entry, names included."""


def _cost(entry: Entry) -> int:
    item, pledge = entry.kept.item, entry.pledge
    words = [item.text]
    if entry.kind is Kind.MAY:
        words.append(item.ground)
    if pledge is not None and entry.kind is not Kind.DUE:
        words.append(pledge.what)
    due = 28 if entry.kind is Kind.SUPPORT and pledge is not None and pledge.due is not None else 0
    return OWN[entry.kind] + due + sum(min(len(one or ""), QUOTE) for one in words) + 1


def fit(told: Sequence[Sequence[Entry]], sought: int) -> tuple[tuple[Entry, ...], tuple[Entry, ...], int]:
    """What one message tells, the rest, and how many that seek somebody (of at most ``sought``) it shows.

    Every section has its turn, so that none is crowded out by another; one that seeks somebody is always shown.
    """
    everything = tuple(entry for section in told for entry in section)
    most = min(sought, MOST_SOUGHT)
    for shown in range(most, max(most - 2, min(most, 1)) - 1, -1):
        if sum(map(_cost, everything)) <= _room(shown):
            return everything, (), shown
    shown = min(most, 2)
    left = _room(shown)
    chosen: list[Entry] = []
    for turn in zip_longest(*told):
        for entry in turn:
            if entry is not None and (not chosen or _cost(entry) <= left):
                chosen.append(entry)
                left -= _cost(entry)
    picked = tuple(entry for entry in everything if entry in chosen)
    return picked, tuple(entry for entry in everything if entry not in chosen), shown


def _room(sought: int) -> int:
    return LONGEST - TITLE - REST - OPEN - (SOUGHT_TITLE + sought * SOUGHT if sought else 0)


def page(rest: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The next message of what did not fit, and what is left after it."""
    left = LONGEST - TITLE - REST
    for number, entry in enumerate(rest):
        left -= _cost(entry)
        if left < 0 and number:
            return tuple(rest[:number]), tuple(rest[number:])
    return tuple(rest), ()
