"""What was measured, beside what it should be, in one table."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure. ``met`` is None where there is no goal for it; ``note`` says what it is compared with, or its limit."""

    figure: str
    found: str
    goal: str = ""
    met: bool | None = None
    note: str = ""


def at_most(figure: str, found: float, goal: float, unit: str = "", note: str = "") -> Row:
    """A figure that should not be greater than its goal."""
    return Row(figure, f"{found:.2f}{unit}", f"≤ {goal:g}{unit}", found <= goal, note)


def at_least(figure: str, found: float, goal: float, unit: str = "", note: str = "") -> Row:
    """A figure that should not be smaller than its goal."""
    return Row(figure, f"{found:.2f}{unit}", f"≥ {goal:g}{unit}", found >= goal, note)


def show(rows: Sequence[Row]) -> str:
    """The table in plain text."""
    words = {True: "met", False: "NOT met", None: ""}
    cells = [("figure", "measured", "goal", "", "")]
    cells += [(row.figure, row.found, row.goal, words[row.met], row.note) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, [*widths, 0], strict=True)).rstrip()
        for line in cells
    ]
    lines.insert(1, "-" * max(map(len, lines)))
    met = [row.met for row in rows if row.met is not None]
    return "\n".join([*lines, "", f"{sum(met)} of {len(met)} goals met"])


@contextmanager
def step(label: str) -> Iterator[None]:
    """Says what is measured now, and how long that took."""
    began = time.monotonic()
    print(f"{label} …", end=" " if sys.stdout.isatty() else "\n", flush=True)
    yield
    print(f"{time.monotonic() - began:.0f} s", flush=True)
