"""Tables of what people type: each phrase is understood as the table says, asked back, or refused, and none otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from copbot.core.when import Ambiguous, Moment, Past, Repeat, Vague, read_reminder, split_reminder
from tests.core.test_when import NOW, ZONE, told

HERE = Path(__file__).parent
Section = tuple[str, list[list[str]]]


def sections(name: str) -> Iterator[Section]:
    """The headings of a table with their rows."""
    heading, rows = "", list[list[str]]()
    for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            rows.append(line.split("\t"))
        elif line[2:6].isdigit():
            if rows:
                yield heading, rows
            heading, rows = line[2:], []
    yield heading, rows


def seen_from(heading: str) -> tuple[datetime, ZoneInfo, tuple[str, str]]:
    now, zone, language = heading.split(" ")[:3]
    return datetime.fromisoformat(now), ZoneInfo(zone), ("nl", "en") if language == "nl:" else ("en", "nl")


@pytest.mark.parametrize(
    ("heading", "rows"),
    [section for name in ("times_nl", "times_en") for section in sections(name)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_people_type_is_understood(heading: str, rows: list[list[str]]) -> None:
    found = {phrase: told(read_reminder(phrase, *seen_from(heading))) for phrase, _ in rows}
    assert found == {row[0]: row[1] for row in rows}


@pytest.mark.parametrize(
    ("heading", "rows"),
    list(sections("times_split")),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_reminder_is_split_from_its_text(heading: str, rows: list[list[str]]) -> None:
    found = {text: split_reminder(text, *seen_from(heading)) for text, *_ in rows}
    assert {text: (told(reading), rest) for text, (reading, rest) in found.items()} == {
        text: (expected, rest) for text, expected, rest in rows
    }


def test_the_tables_are_as_long_as_they_should_be() -> None:
    """A heading that is not read as one would leave its rows out."""
    assert sum(len(rows) for name in ("times_nl", "times_en") for _, rows in sections(name)) > 1000
    assert sum(len(rows) for _, rows in sections("times_split")) > 150


def examples(language: str) -> tuple[list[str], list[str]]:
    """The phrases in the first columns of the documentation: understood, and asked back or refused."""
    understood, asked = (
        (HERE.parents[1] / "docs" / f"times.{language}.md")
        .read_text(encoding="utf-8")
        .split("| you wrote |" if language == "en" else "| je schreef |")
    )
    rows = (
        [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
        for part in (understood, asked)
    )
    first, second = ([phrase for cell in cells for phrase in re.findall("`(.+?)`", cell)] for cells in rows)
    return first, second


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_documentation_tells_the_truth(language: str) -> None:
    """What it says is understood is, and what it says is asked back is asked back."""
    languages = (language, "nl" if language == "en" else "en")
    understood, asked = examples(language)
    assert min(len(understood), len(asked)) > 25
    readings = {phrase: read_reminder(phrase, NOW, ZONE, languages) for phrase in (*understood, *asked)}
    assert [phrase for phrase in understood if not isinstance(readings[phrase], Moment | Repeat)] == []
    assert [phrase for phrase in asked if not isinstance(readings[phrase], Ambiguous | Past | Vague)] == []
