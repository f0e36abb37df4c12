"""A command sees the queries that it declared, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from copbot.dialogue.reading import Reader


class Undeclared(Exception):
    """A command read something that it did not declare."""


class Guarded:
    """A reader that answers only the queries which a command declared."""

    def __init__(self, reader: Reader, allowed: Iterable[str]) -> None:
        self._reader = reader
        self._allowed = frozenset(allowed)

    def __getattr__(self, name: str) -> Any:
        if name not in self._allowed:
            raise Undeclared(name)
        return getattr(self._reader, name)
