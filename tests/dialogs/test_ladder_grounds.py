"""Why it may: in words, by 🔑, asked for, checked; and which item is meant."""

from pathlib import Path

import pytest

from tests.dialogs.stage import stage


async def test_without_a_ground_it_is_asked_for(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet halve dagen")
        (asked,) = await s.says("Ahmed", "!magwel 1")
        assert asked.error == "needs-ground"
        assert asked.body == (
            "Ahmed, #1 mag wel, want …? Antwoord op dit bericht. "
            'Elke reden is goed, ook "het lukte elders" of "niemand verbiedt het".'
        )
        (turned,) = await s.says("Ahmed", "2 scholen deden het", reply_to=asked)
        assert turned.body.splitlines()[1] == "halve dagen: mag wel, want 2 scholen deden het"
        (late,) = await s.says("Karin", "!magwel 1 want ik wil het")
        assert late.error == "already-may"
        assert late.body == (
            'Dank je. Bij #1 staat al een reden: "2 scholen deden het". Wil je helpen? Antwoord op dit bericht met "ik help met …".'
        )


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("mag wel, want het lukte elders", "dagen: mag wel, want het lukte elders"),
        ("Het mag wel omdat het elders lukte", "dagen: mag wel, omdat het elders lukte"),
        ("mag het wel, want 1 dag kan al", "dagen: mag wel, want 1 dag kan al"),
        ("It may, because it worked", "dagen: mag wel, want it worked"),
    ],
)
async def test_a_ground_in_ones_own_words(tmp_path: Path, words: str, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (item,) = await s.says("Karin", "!kanniet dagen")
        (turned,) = await s.says("Ahmed", words, reply_to=item)
        assert turned.body.splitlines()[1] == line


@pytest.mark.parametrize("words", ["mag wel", "it may", "Dat mag wel!"])
async def test_it_may_alone_asks_why(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (item,) = await s.says("Karin", "!kanniet dagen")
        (asked,) = await s.says("Ahmed", words, reply_to=item)
        assert asked.error == "needs-ground"


async def test_it_may_not_is_no_ground(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        (item,) = await s.says("Karin", "!cannot half days")
        heard = await s.says("Ahmed", "it may not work", reply_to=item)
        assert not [message for message in heard if message.kind == "commitment"]
        assert await s.says("Ahmed", "it may, because it worked") == [], "no reply, not for copbot"


async def test_a_key_on_an_item_asks_why_and_may_be_taken_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        (item,) = await s.says("Karin", "!kanniet dagen")
        (asked,) = await s.taps("Ahmed", item, "🔑")
        assert (asked.kind, asked.data["about"], asked.reply_to) == ("question", "item", item.event)
        assert asked.pings == ("@ahmed:localhost",)
        await s.takes_away("Ahmed", s.last)
        assert s.server.redacted == [asked.event]
        (asked,) = await s.taps("Ahmed", item, "🔑")
        (turned,) = await s.says("Ahmed", "het lukte elders", reply_to=asked)
        assert turned.body.splitlines()[1] == "dagen: mag wel, want het lukte elders"
        assert await s.taps("Els", item, "🔑") == [], "it may already"


async def test_checking_asks_who_decides(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!cannot half days")
        (early,) = await s.says("Ahmed", "!checked 1 the head")
        assert early.error == "no-ground"
        await s.says("Ahmed", "!may 1 it worked")
        (asked,) = await s.says("Ahmed", "!checked 1")
        assert asked.error == "needs-who"
        assert asked.body == (
            "Ahmed, who decides on #1? Reply to this message. A role is enough, no name is needed."
        )
        (checked,) = await s.says("Ahmed", "the head of the school", reply_to=asked)
        assert checked.data["checked"] is True
        decider = s.last
        await s.takes_away("Ahmed", decider)
        assert s.server.redacted == [checked.event]
        (item,) = await s.says("Karin", "!commitment 1")
        assert "Who decides on this: (taken away)" in item.body


async def test_which_item_is_asked_when_several_are_open(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (first,) = await s.says("Karin", "!kanniet halve dagen")
        await s.says("Karin", "!kanniet vervoer")
        (asked,) = await s.says("Ahmed", "!magwel want niemand verbiedt het")
        assert asked.error == "which-item"
        assert (
            asked.body
            == "Welke bedoel je? Antwoord op dit bericht met een cijfer.\n1 #1 halve dagen\n2 #2 vervoer"
        )
        (turned,) = await s.says("Ahmed", "2", reply_to=asked)
        ground = turned.body.splitlines()[1]
        assert (turned.data["item"], ground) == (2, "vervoer: mag wel, want niemand verbiedt het")
        (turned,) = await s.says("Ahmed", "!magwel want het lukte", reply_to=first)
        assert turned.data["item"] == 1


async def test_more_than_five_open_items_are_told_of(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        for number in range(1, 8):
            await s.says("Karin", f"!cannot thing {number}")
        (asked,) = await s.says("Ahmed", "!support I'll drive")
        assert asked.body == (
            "Which one do you mean? Reply to this message with a number.\n"
            "There are more: !commitments shows them all.\n"
            "1 #1 thing 1\n2 #2 thing 2\n3 #3 thing 3\n4 #4 thing 4\n5 #5 thing 5"
        )


async def test_ones_own_things_need_no_number_when_there_is_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!kanniet halve dagen")
        await s.says("Ahmed", "!kanniet vervoer")
        await s.says("Els", "!iksteun 2 ik rij")
        (welcome,) = await s.says("Ahmed", "!graag")
        done, _ = await s.says("Els", "!gedaan")
        (helped,) = await s.says("Karin", "!gelukt")
        assert [welcome.data["item"], done.data["item"], helped.data["item"]] == [2, 2, 1]
        (closed,) = await s.says("Ahmed", "!sluit")
        assert closed.body == (
            "#2 is klaar en staat niet meer op de lijst: vervoer\nDank jullie wel. Speelt het weer? Schrijf !kanniet en vertel het opnieuw."
        )
        assert closed.data["status"] == "closed"
