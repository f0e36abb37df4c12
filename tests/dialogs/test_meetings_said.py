"""People say whether they come in their own words, with a reason, with the day, in a direct chat; what asks or doubts is no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from copbot.dialogue.meeting_words import ABOUT
from copbot.engine import everyday
from copbot.engine.registry import discover
from tests.dialogs.stage import stage
from tests.dialogs.test_meetings import KARIN, in_room

PHRASES = discover().phrases
IN_REPLY = {
    "yes": "jaa|👍|✅|ben erbij|kom later|ik kom een kwartiertje later|top, ben erbij|is goed|past mij|dat lukt|gaat lukken|aanwezig|doe mee"
    "|ik kom, neem koffie mee|ik ben er en neem koffie mee|ik kom met mijn zus|we komen met z'n tweeën|ja, ik neem koffie mee"
    "|coming|works for me|we'll be there|I'm coming but late|see you there",
    "no": "gaat niet lukken|red het niet|moet werken|ben ziek|helaas ziek|afwezig|ik kan er niet bij zijn|kan helaas niet, kind ziek|👎"
    "|ik kan niet want mijn kind is ziek|nee, ik kan niet, heb oppas nodig|deze keer niet|meld me af|not coming|I can't come, kid is sick",
    "maybe": "hangt ervan af|ik weet het nog niet, hangt van de oppas af|onder voorbehoud|ik doe mijn best|nog niet zeker|ik laat het nog weten"
    "|misschien, als ik oppas heb|depends|I'll let you know",
    "": "ik neem koffie mee|kan iemand oppassen?|ik kom uit Utrecht|wie komt er nog meer?|ik kan niet wachten|ja maar is er parkeerplek?"
    "|ik kom, als ik oppas heb|ik ben er, of niet|niet vergeten: stoelen|can somebody bring chairs?|no problem",
}


def heard(body: str) -> str:
    """What a reply to a meeting says of coming; empty where it says nothing of it."""
    for pattern, phrase, command in PHRASES:
        if phrase.about == ABOUT and any(pattern.fullmatch(form) for form in everyday.forms(body)):
            return phrase.line.split("/")[0] if command.name == "meeting-answer" else command.name
    return ""


@pytest.mark.parametrize("means", IN_REPLY)
def test_in_reply_to_a_meeting(means: str) -> None:
    said = IN_REPLY[means].split("|")
    assert {one: heard(one) for one in said} == dict.fromkeys(said, means)


async def test_the_day_may_be_named_in_a_direct_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:  # a Tuesday, eight in the evening
        called = await in_room(s, "!bijeenkomst Kring elke dinsdag 19:30")
        chat = await s.direct("Ahmed")
        for said, noted in (
            ("ik kom dinsdag niet", "Dank voor het laten weten, Ahmed. Ik heb genoteerd dat je niet komt: Kring, dinsdag 1"),
            ("dinsdag lukt me toch niet, moet werken", "Dank voor het laten weten, Ahmed. Ik heb genoteerd dat je niet komt: Kring, dinsdag 1"),
            ("8 december kan ik wel", "Fijn, Ahmed! Ik heb genoteerd dat je komt: Kring, dinsdag 8 december"),
            ("op 15 december misschien", "Goed, Ahmed. Ik heb genoteerd dat je misschien komt: Kring, dinsdag 15 december"),
            ("I can't make it on december 22", "Dank voor het laten weten, Ahmed. Ik heb genoteerd dat je niet komt: Kring, dinsdag 22"),
        ):  # fmt: skip
            (answer,) = [one for one in await s.says("Ahmed", said, room=chat) if one.edited is None]
            assert answer.body.startswith(noted), said
        for said, day in (
            ("ik kom de 8e niet", "8 december"),
            ("ik kan niet op de 8e december", "8 december"),
            ("deze keer kan ik niet", "1 december"),
            ("ik ben dinsdag op vakantie", "1 december"),
            ("afmelden dinsdag", "1 december"),
            ("dinsdag lukt, tot dan", "1 december"),
            ("Tuesday works for me", "1 december"),
            ("ik kom dinsdag iets later", "1 december"),
        ):
            (answer,) = [one for one in await s.says("Ahmed", said, room=chat) if one.edited is None]
            assert (f"Kring, dinsdag {day}" in answer.body, answer.error) == (True, None), said
        await s.says("Ahmed", "ik kan dinsdag niet", room=chat)
        (refused,) = await s.says("Ahmed", "ik kom woensdag niet", room=chat)
        assert refused.error == "no-such-occurrence"
        (edit, noted_too) = sorted(
            await s.says("Bram", "dinsdag kan ik niet", reply_to=called), key=lambda one: not one.edited
        )
        assert edit.body.endswith("Tot nu toe: 2 kunnen niet.")
        assert noted_too.reply_to == s.last


async def test_the_day_tells_which_meeting_and_two_on_one_day_are_asked(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!bijeenkomst Kring elke dinsdag 19:30", "!bijeenkomst Thee vrijdag 15:00")
        chat = await s.direct("Karin")
        (answer,) = [one for one in await s.says("Karin", "ik kom vrijdag", room=chat) if one.edited is None]
        assert "dat je komt: Thee, vrijdag 27 november" in answer.body
        await s.says("Karin", "!bijeenkomst Lunch 1 dec 12:00")
        (asked,) = await s.says("Karin", "copbot, ik kom dinsdag niet")
        assert (asked.error, asked.pings) == ("which-meeting", (KARIN,))
        (edit, answer) = sorted(
            await s.says("Karin", "1", reply_to=asked), key=lambda one: one.edited is None
        )
        assert "dat je niet komt: Lunch, dinsdag 1 december" in answer.body
        assert edit.body.endswith("Tot nu toe: 1 kan niet.")


async def test_on_the_day_itself_its_name_is_today(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!bijeenkomst Kring elke dinsdag 19:30")
        await s.waits(days=6, hours=20)  # Tuesday 1 December, in the afternoon
        answer, *_ = [
            one for one in await s.says("Bram", "copbot, ik kan dinsdag niet") if one.edited is None
        ]
        assert "dinsdag 1 december" in answer.body
