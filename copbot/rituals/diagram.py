"""The round's states as a Mermaid diagram, drawn from the table that runs, so that the documentation can be
checked by it."""

from __future__ import annotations

from copbot.rituals.round import OPENS_IN, TABLE
from copbot.rituals.state import Phase


def mermaid() -> str:
    """A `stateDiagram-v2`: an arrow for each pair of phases, naming the moves that lead there."""
    arrows: dict[tuple[Phase, Phase], list[str]] = {}
    for (phase, move), row in TABLE.items():
        for target in row.leads_to:
            arrows.setdefault((phase, target), []).append(move.__name__)
    lines = ["stateDiagram-v2"]
    lines += [f"    [*] --> {phase}" for phase in OPENS_IN]
    lines += [f"    {phase} --> {target}: {', '.join(moves)}" for (phase, target), moves in arrows.items()]
    lines += [f"    {Phase.CLOSED} --> [*]"]
    return "\n".join(lines) + "\n"
