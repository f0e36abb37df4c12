"""Meetings for who read no manual: said in whole sentences, written down while they go on, and what is not heard is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogs.sittings import evening, kinds, opened
from tests.dialogs.stage import stage
from tests.dialogs.test_meetings import CIRCLE, in_room


@pytest.mark.parametrize(
    ("language", "said", "title"),
    [
        ("nl", "copbot, plan een bijeenkomst: Thee vrijdag 15:00", "Bijeenkomst #1: Thee"),
        ("nl", "copbot, plan een kring vrijdag 15:00", "Bijeenkomst #1: kring"),
        ("en", "copbot, please schedule a meeting: Tea friday 3pm", "Meeting #1: Tea"),
    ],
)
async def test_called_in_a_sentence(tmp_path: Path, language: str, said: str, title: str) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Els", "Karin")
        first, *_ = await s.says("Karin", said)
        assert first.kind == "meeting"
        assert first.body.startswith(title)


async def test_a_host_who_is_ill_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE, "!bijeenkomst Thee elke vrijdag 15:00")
        (asked,) = await s.says("Karin", "copbot, ik ben ziek, de kring gaat niet door")
        assert asked.error == "which-meeting"
        await s.says("Karin", "!bijeenkomst schrap 1")
        told = await s.says("Karin", "copbot, de bijeenkomst van 4 december gaat niet door")
        assert any("vrijdag 4 december gaat niet door" in one.body for one in told)
        assert await s.says("Ahmed", "de kring gaat niet door") == [], "people talk with each other"


async def test_what_is_to_be_talked_about_in_a_sentence(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        for said, item in (
            ("copbot, kunnen we het de volgende keer over de zomer hebben?", "#1 de zomer"),
            ("copbot, ik wil het graag over de bus hebben", "#2 de bus"),
            ("copbot, can we talk about the lift next time?", "#3 the lift"),
        ):
            (told,) = await s.says("Ahmed", said)
            assert item in told.body


async def test_an_edit_changes_no_meeting_and_that_is_said_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        await s.says("Karin", CIRCLE)
        typed = s.last
        (told,) = await s.edits("Karin", typed, "!bijeenkomst Kring 1 dec 20:00")
        assert (told.error, told.reply_to) == ("edited-command", typed)
        assert "dinsdag 1 december, 19:30–21:30 uur" in told.body
        assert await s.edits("Karin", typed, "!bijeenkomst Kring 1 dec 20:30") == []


async def test_what_tells_of_a_later_time_asks_nobody_to_tap(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!bijeenkomst Kring elke dinsdag 19:30")
        told, *_ = [one for one in await s.says("Karin", "!bijeenkomst schrap 1 15 dec") if not one.edited]
        assert "15 december gaat niet door" in told.body
        assert s.server.reactions == []
        told, *_ = [one for one in await s.says("Karin", "!bijeenkomst schrap 1 1 dec") if not one.edited]
        assert [emoji for event, emoji in s.server.reactions if event == told.event] == ["✅", "❔", "❌"]


async def test_led_elsewhere_all_is_noted_in_any_step_and_one_word_or_a_tap_goes_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus")
        (first,) = kinds(await opened(s, typed, "Els"), "ritual.phase")
        assert first.body.endswith('Els gaat verder met "klaar" of ⏭️.')
        assert (first.event, "⏭") in [(event, emoji.rstrip("\ufe0f")) for event, emoji in s.server.reactions]
        assert await s.says("Karin", "klaar") == [], "who leads goes on"
        (second,) = kinds(await s.says("Els", "volgende"), "ritual.phase")
        (noted,) = await s.says("Els", "afspraak: Ahmed belt")
        assert noted.reply_to == s.last
        (decided,) = kinds(await s.says("Els", "besluit: we gaan door"), "decision")
        assert decided.data["proposal"] is None
        assert await s.says("Ahmed", "besluit: we stoppen") == []
        (third,) = kinds(await s.taps("Els", second, "⏭️"), "ritual.phase")
        assert "#1 de bus" in third.body
        await s.says("Els", "klaar")
        await s.says("Els", "bezwaar: de bus is te duur")
        await s.says("Els", "klaar")
        await s.says("Els", "klaar")
        (minutes,) = kinds(await s.waits(seconds=2), "minutes")
        for line in (
            "Besluit 1, samen genomen in de bijeenkomst: we gaan door",
            "Bezwaar: de bus is te duur",
            "Afspraak: Ahmed belt",
            "Besproken: #1 de bus",
        ):
            assert line in minutes.body.splitlines()


async def test_two_meetings_at_once_are_asked_about_before_one_is_opened(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!bijeenkomst Kring vandaag 21:00", "!bijeenkomst Thee vandaag 21:00")
        (asked,) = await s.says("Karin", "!bijeenkomst start samen")
        assert asked.error == "which-meeting"
        heard = await s.says("Karin", "2", reply_to=asked)
        assert "Vergaderen in de kring: Thee" in kinds(heard, "ritual.opened")[0].body


async def test_so_many_corrections_are_enough(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s)
        await opened(s, typed, "Els")
        await s.says("Els", typed["end"])
        for number in range(20):
            assert (await s.says("Karin", f"!verslag verbeter regel {number}"))[-1].error is None
        (refused,) = await s.says("Karin", "!verslag verbeter nog een")
        assert refused.error == "minutes-full"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("copbot, wie komt er?", "Bijeenkomst #1: Kring"),
        ("copbot, hoe laat is de kring?", "Bijeenkomst #1: Kring"),
        ("copbot, where is the meeting?", "Bijeenkomst #1: Kring"),
        ("copbot, verzet de kring naar vrijdag 4 december 20:00", "Verzet! Bijeenkomst #1 (Kring) is nu:"),
        ("copbot, zeg de bijeenkomst af", "Bijeenkomst #1 (Kring) van dinsdag 1 december"),
        ("copbot, annuleer de bijeenkomst van 1 december", "Bijeenkomst #1 (Kring) van dinsdag 1 december"),
    ],
)
async def test_asked_about_and_changed_in_a_sentence(tmp_path: Path, said: str, told: str) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        first, *_ = [one for one in await s.says("Karin", said) if one.edited is None]
        assert first.body.startswith(told)


async def test_words_behind_the_time_may_be_its_name_or_the_place_and_the_choices_say_so(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", "!bijeenkomst Tuin za 28/11 14:00 tot 16:00 volkstuin")
        assert asked.body == (
            "Goed, zaterdag 28 november om 14:00 uur. Wat is de naam, en wat is de plek? Kies een cijfer.\n"
            "1 Tuin volkstuin, zonder plek\n"
            "2 Tuin, plek: volkstuin"
        )
        called, *_ = await s.says("Karin", "2", reply_to=asked)
        assert called.body.splitlines()[:3] == [
            "Bijeenkomst #1: Tuin",
            "zaterdag 28 november, 14:00–16:00 uur",
            "Waar: volkstuin",
        ]
        (refused,) = await s.says("Karin", f"!bijeenkomst Tuin 3 dec 19:30 {'x' * 300}")
        assert refused.error == "too-long"
