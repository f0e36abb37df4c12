"""Rounds over days: everybody answers when it suits them, and what was said comes in one message."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dialogs.rounds import alarms, closed, numbers
from tests.dialogs.stage import Heard, Stage, stage

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in the morning in Amsterdam
ASK = {
    "nl": "!ronde tot vrijdag 17:00 Wat gaf je moed?",
    "en": "!round until friday 17:00 What gave you courage?",
}


async def asked(s: Stage, language: str = "nl", line: str = "") -> Heard:
    (opening,) = await s.says("Karin", line or ASK[language])
    return opening


def compiled(heard: list[Heard]) -> list[Heard]:
    return [one for one in heard if one.kind == "ritual.phase" and not one.edited]


@pytest.mark.parametrize(
    ("language", "until"), [("nl", "vrijdag 27 november om 17:00"), ("en", "Friday 27 November at 17:00")]
)
async def test_a_round_over_days(tmp_path: Path, language: str, until: str) -> None:
    """One message asks, without ringing; answers in the room and in private come together once all have answered."""
    async with stage(tmp_path, language, MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        chat = await s.direct("Els")
        opening = await asked(s, language)
        assert opening.kind == "ritual.opened"
        assert until in opening.body
        assert opening.pings == ()
        assert opening.reply_to == s.last
        (edit,) = await s.says("Karin", "Samen eten.", reply_to=opening)
        assert edit.edited == opening.event
        await s.waits(days=1)
        (question,) = await s.says("Els", "Een kaartje van de juf.", room=chat)
        assert question.error == "not-understood"
        heard = await s.says("Els", "1", room=chat)
        assert [one.reply_to for one in heard if one.room == chat] == [s.last]
        await s.waits(days=1)
        heard = await s.says("Ahmed", "pas", reply_to=opening)
        (together,) = compiled(heard)
        assert "Karin: Samen eten." in together.body
        assert "Els: Een kaartje van de juf." in together.body
        assert numbers(closed(heard)) == (2, 1, 0)
        assert alarms(tmp_path) == 0
