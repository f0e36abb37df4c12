"""The diagram shows the table: no arrow more, no arrow less."""

from __future__ import annotations

import re

from copbot.rituals.diagram import mermaid
from copbot.rituals.round import TABLE
from copbot.rituals.state import Phase


def test_each_arrow_names_the_moves_of_the_table() -> None:
    drawn = {
        (start, move, target)
        for start, target, moves in re.findall(r"^ {4}(\w+) --> (\w+): (.+)$", mermaid(), re.MULTILINE)
        for move in moves.split(", ")
    }
    rows = {
        (phase.value, move.__name__, to.value) for (phase, move), row in TABLE.items() for to in row.leads_to
    }
    assert rows == drawn


def test_a_round_opens_where_the_rules_say_and_stays_closed() -> None:
    lines = mermaid().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert [line.removeprefix("    [*] --> ") for line in lines if line.startswith("    [*]")] == [
        Phase.JOINING,
        Phase.TURNS,
        Phase.WRITING,
        Phase.TALKING,
    ]
    assert [line for line in lines if line.startswith("    closed")] == ["    closed --> [*]"]
