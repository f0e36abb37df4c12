"""How a poll ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: votes by the id of the option (zeros included), how many voted, and who won: several when equal."""

    tally: Mapping[str, int]
    voters: int
    winner: tuple[str, ...]
