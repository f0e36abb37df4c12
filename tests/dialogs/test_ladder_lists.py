"""What is open, what is mine, and one item with all that carries it."""

from pathlib import Path

from tests.dialogs.stage import stage
from tests.messages import LONGEST


async def test_nothing_open_is_a_kind_sentence(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (nothing,) = await s.says("Ahmed", "!steun")
        assert nothing.data == {**nothing.data, "command": "commitments", "ok": True}
        assert nothing.body == (
            "Er staat nu niets open. Dat mag ook. Zit er iets vast? Schrijf !kanniet met wat er vastzit."
        )
        (mine,) = await s.says("Ahmed", "!steun mijn")
        assert mine.body == (
            "Van jou staat nu niets open. Wil je iemand helpen? !steun laat zien wat openstaat."
        )


async def test_open_items_are_grouped_by_what_they_need(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        for words in ("halve dagen", "vervoer", "een rustige plek", "een brief"):
            await s.says("Karin", f"!kanniet {words}")
        await s.says("Ahmed", "!magwel 2 want het mag")
        await s.says("Ahmed", "!magwel 3 want het mag")
        await s.says("Els", "!iksteun 3 ik ken een plek")
        await s.says("Karin", "!sluit 4")
        (listed,) = await s.says("Ahmed", "!steun")
        assert listed.body == (
            "Dit staat open:\n"
            "Mag wel, zoekt steun:\n#2 vervoer\n"
            "Kan niet, denk je mee?\n#1 halve dagen\n"
            "Met steun:\n#3 een rustige plek\n"
            "Alles over één punt: !punt 1."
        )
        assert "Els" not in listed.body
        (mine,) = await s.says("Els", "!commitments mine")
        assert mine.body == (
            "Dit is van jou, of je helpt erbij:\nMet steun:\n#3 een rustige plek\nAlles over één punt: !punt 3."
        )


async def test_a_long_list_stays_short_and_the_rest_comes_on_request(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        for number in range(1, 10):
            await s.says("Karin", f"!cannot thing {number} " + "that is told at great length " * 9)
        (first,) = await s.says("Ahmed", "!commitments")
        assert len(first.body) <= LONGEST
        assert "#7 thing 7" in first.body
        assert "#8" not in first.body
        assert first.body.endswith("\n1 more")
        (rest,) = await s.says("Karin", "more", reply_to=first)
        assert "#8 thing 8" in rest.body
        assert "#9 thing 9" in rest.body
        assert "1 more" not in rest.body
        (again,) = await s.says("Ahmed", "1", reply_to=first)
        assert again.body == rest.body
        (mine,) = await s.says("Karin", "!commitments mine")
        (more,) = await s.says("Karin", "meer", reply_to=mine)
        assert more.body.startswith("This is yours, or you help with it:\n")
        assert "#9" in more.body


async def test_one_item_with_all_that_carries_it(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed", "Els", "Noor", "Piet")
        await s.says("Karin", "!cannot half days")
        (fresh,) = await s.says("Ahmed", "!commitment")
        assert fresh.body == (
            "#1 from Karin: half days\n"
            "This is how it stands: can't be done, and it is heard.\n"
            "Do you have a thought? "
            'Reply "it may, because …" or "I\'ll help with …".'
        )
        await s.says("Ahmed", "!may 1 it worked elsewhere")
        for name in ("Ahmed", "Els", "Noor", "Piet"):
            await s.says(name, "!support 1 I'll help")
        await s.says("Karin", "!accept 1 @noor:localhost")
        await s.says("Piet", "!done 1")
        (item,) = await s.says("Els", "!commitment 1")
        assert item.body == (
            "#1 from Karin: half days\n"
            "This is how it stands: it may, and there is support.\n"
            "half days: it may, because it worked elsewhere\n"
            'Do we know this for sure? Do you know? Reply "checked with" and who decides on it.\n'
            "Els offers: I'll help\nNoor helps, which is welcome: I'll help\nPiet has done: I'll help\n"
            "And 1 more offer.\n"
            'Would you like to help? Reply "I\'ll help with …".'
        )
        (same,) = await s.says("Els", "!commitments 1")
        assert same.body == item.body
        await s.says("Karin", "!close 1")
        (closed,) = await s.says("Els", "!commitment 1")
        assert closed.body.splitlines()[1] == "This is closed and no longer on the list."


async def test_steun_with_words_but_no_number_is_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet halve dagen")
        (asked,) = await s.says("Ahmed", "!steun ik rij mee")
        assert asked.error == "not-understood"
        assert (
            asked.body
            == "Wat bedoel je? Antwoord op dit bericht met een cijfer.\n1 ik wil helpen: ik rij mee\n2 laat zien wat openstaat"
        )
        (offered,) = await s.says("Ahmed", "1", reply_to=asked)
        assert offered.body.splitlines()[1] == "Ahmed biedt aan: ik rij mee"
        (asked,) = await s.says("Ahmed", "!steun ik bel")
        (listed,) = await s.says("Ahmed", "2", reply_to=asked)
        assert listed.body.startswith("Dit staat open:\n")
        (unknown,) = await s.says("Ahmed", "!steun 9")
        assert unknown.error == "no-such-item"


async def test_long_words_never_make_a_message_too_long(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        long = "een heel lang verhaal over school " * 40
        await s.says("Karin", f"!kanniet {long}")
        await s.says("Ahmed", f"!magwel 1 want {long}")
        await s.says("Ahmed", f"!iksteun 1 {long} voor vrijdag")
        (item,) = await s.says("Karin", "!punt 1")
        assert len(item.body) <= LONGEST
        assert "uiterlijk vrijdag 27 november" in item.body
