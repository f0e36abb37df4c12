"""Telephones begin every message with a capital; within copbot's sentence it goes, a name keeps its own."""

from pathlib import Path

import pytest

from copbot.dialogue.ladder_words import within
from tests.dialogs.stage import stage


async def test_a_reason_typed_on_a_telephone_reads_well(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opened,) = await s.says("Karin", "!kanniet halve dagen")
        (turned,) = await s.says("Ahmed", "Mag wel, want Het lukte elders ook.", reply_to=opened)
        assert "halve dagen: mag wel, want het lukte elders ook\n" in turned.body


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Het mocht", "het mocht"),
        ("The law leaves room", "the law leaves room"),
        ("Amsterdam doet het ook", "Amsterdam doet het ook"),
        ("I did it", "I did it"),
        ("DE wet", "DE wet"),
        ("", ""),
        (None, None),
    ],
)
def test_only_little_words_lose_their_capital(words: str | None, shown: str | None) -> None:
    assert within(words) == shown
