"""The list of rituals for members is the scripts that copbot brings along."""

import pytest

from copbot.rituals.script import Situation
from tests.docs.rituals_list import COLUMNS, SITUATIONS, page, path


@pytest.mark.parametrize("language", COLUMNS)
def test_the_list_is_made_from_the_scripts(language: str) -> None:
    """`python -m tests.docs.rituals_list` writes it anew."""
    assert path(language).read_text(encoding="utf-8") == page(language)


def test_every_situation_has_its_heading() -> None:
    assert set(SITUATIONS) == set(Situation)
