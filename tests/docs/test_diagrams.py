"""The pictures in the documentation are the tables that run."""

import re
from pathlib import Path

import pytest

from copbot.commitments import ladder
from copbot.decisions import proposal
from copbot.rituals import diagram

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("rounds.md", diagram.mermaid()), ("ladder.md", ladder.mermaid()), ("consent.md", proposal.mermaid())],
)
def test_the_picture_in_the_documentation_is_the_table(name: str, drawn: str) -> None:
    pictures = re.findall(r"```mermaid\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)
    assert [drawn] == pictures
