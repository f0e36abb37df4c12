"""Strange JSON: what nobody sends by mistake. Values from nowhere, and good ones in which something was bent."""

from __future__ import annotations

from random import Random
from typing import Any

TEXTS = (
    "",
    "\x00",
    "\ud800",
    "a\udfffb",
    "\u202eekovni",
    "m.room.encrypted",
    "m.megolm.v1.aes-sha2",
    "@copbot:x",
    "AAAA",
    "A" * 43,
    "=" * 43,
    "é" * 43,
    "x" * 65_536,
    "\u2028",
)
NUMBERS = (0, 1, -1, 2**31, 2**63, -(2**63), 10**400, 1.5, -0.0, 1e308, float("inf"), True, False, None)
NAMES = ("type", "content", "body", "ciphertext", "keys", "ed25519", "state_key", "\ud800", "")


def junk(chance: Random, deep: int = 3) -> Any:
    """Any JSON at all."""
    what = chance.randrange(5 if deep else 3)
    if what == 0:
        return chance.choice(NUMBERS)
    if what in (1, 2):
        return chance.choice(TEXTS)
    if what == 3:
        return [junk(chance, deep - 1) for _ in range(chance.randrange(4))]
    return {chance.choice(NAMES): junk(chance, deep - 1) for _ in range(chance.randrange(4))}


def deep(levels: int) -> Any:
    """A list in a list in a list."""
    found: Any = []
    for _ in range(levels):
        found = [found]
    return found


def bent(chance: Random, good: Any) -> Any:
    """The same with one place in it taken away, or replaced by anything."""
    if chance.random() < 0.15 or not isinstance(good, dict | list) or not good:
        return _bent_text(chance, good) if isinstance(good, str) and chance.random() < 0.5 else junk(chance)
    if isinstance(good, list):
        place = chance.randrange(len(good))
        return [*good[:place], bent(chance, good[place]), *good[place + 1 :]]
    name = chance.choice(list(good))
    if chance.random() < 0.1:
        return {other: value for other, value in good.items() if other != name}
    return {**good, name: bent(chance, good[name])}


def _bent_text(chance: Random, good: str) -> str:
    if not good:
        return "x"
    place = chance.randrange(len(good))
    return good[:place] + chance.choice(("", "A", "\ud800", "\x00", "AAAA" * 99)) + good[place + 1 :]
