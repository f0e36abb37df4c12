"""A message of an offer means that very offer, however long ago; and who may hear the rest of a list."""

from pathlib import Path

import pytest

from tests.dialogs.stage import Heard, Stage, stage


async def offers(s: Stage) -> tuple[Heard, Heard]:
    """An offer of Els's that was replaced by another of hers, on an item of Karin's."""
    await s.room("Karin", "Ahmed", "Els")
    await s.says("Karin", "!kanniet halve dagen")
    (first,) = await s.says("Els", "!iksteun 1 ik rij")
    (second,) = await s.says("Els", "!iksteun 1 ik bel")
    return first, second


async def standings(s: Stage) -> list[str]:
    """What has become of the offers on item 1."""
    (item,) = await s.says("Ahmed", "!punt 1")
    return [pledge["standing"] for pledge in item.data["pledges"]]


async def test_graag_on_a_replaced_offer_welcomes_no_other(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        first, second = await offers(s)
        for words in ("graag", "ja"):
            heard = await s.says("Karin", words, reply_to=first)
            assert not [message for message in heard if message.kind == "commitment"], words
        (refused,) = await s.says("Karin", "!graag", reply_to=first)
        assert refused.error == "no-offer"
        assert refused.body == (
            "Bij #1 wacht nu geen steun op een woord. Schrijf !punt 1 om te zien hoe het ervoor staat."
        )
        assert await s.taps("Karin", first, "✅") == []
        assert await standings(s) == ["offered"]
        (welcome,) = await s.taps("Karin", second, "✅")
        assert welcome.data["pledges"][0]["standing"] == "welcome"


async def test_a_tap_on_an_offer_that_ended_welcomes_no_newer_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        _, second = await offers(s)
        await s.says("Els", "!luktniet 1")
        await s.says("Els", "!iksteun 1 ik schrijf")
        assert await s.taps("Karin", second, "✅") == []
        assert await standings(s) == ["released", "offered"]


async def test_a_tap_on_another_message_about_the_item_is_no_welcome(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await offers(s)
        await s.says("Ahmed", "!iksteun 1 ik kook")
        done, *_ = await s.says("Ahmed", "!gedaan 1")
        assert await s.taps("Karin", done, "✅") == [], (
            "a tick for what was done is no word on what is offered"
        )
        assert await standings(s) == ["offered", "done"]


async def test_rather_not_on_a_replaced_offer_declines_no_other(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        first, _ = await offers(s)
        for words in ("liever niet", "nee, dank je"):
            heard = await s.says("Karin", words, reply_to=first)
            assert not [message for message in heard if message.data.get("ok") is True], words
        assert await standings(s) == ["offered"]


@pytest.mark.parametrize("command", ["!gedaan", "gedaan", "!luktniet", "het lukt niet"])
async def test_done_on_a_replaced_offer_keeps_no_other(tmp_path: Path, command: str) -> None:
    async with stage(tmp_path) as s:
        first, second = await offers(s)
        (refused,) = await s.says("Els", command, reply_to=first)
        assert refused.error == "no-offer"
        assert refused.body == (
            "Dit aanbod bij #1 loopt niet meer, of het is van een ander. "
            "Schrijf !punt 1 om te zien hoe het ervoor staat."
        )
        assert await standings(s) == ["offered"]
        moved, *_ = await s.says("Els", command, reply_to=second)
        assert moved.kind == "commitment"


async def test_a_number_says_which_item_whatever_was_replied_to(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        first, _ = await offers(s)
        done, _ = await s.says("Els", "!gedaan 1", reply_to=first)
        assert done.body == "Dank je wel, Els. Dit is gedaan voor #1: ik bel"


async def test_done_in_reply_to_an_item_keeps_support_while_a_round_runs(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        _, second = await offers(s)
        await s.says("Karin", "!ronde allen lang Hoe zit je erbij?")
        heard = await s.says("Els", "done", reply_to=second)
        assert [message.kind for message in heard if message.room == second.room] == ["commitment"]


async def test_the_obstacle_may_still_be_changed_and_an_answer_for_whom_may_not(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        (opened,) = await s.says("Karin", "!kanniet halve dagen")
        for number in ("1", "2"):
            (named,) = await s.says("Karin", number, reply_to=opened)
            assert named.error is None
        (offered,) = await s.says("Els", "!iksteun 1 ik rij")
        await s.says("Els", "1", reply_to=offered)
        (late,) = await s.says("Els", "2", reply_to=offered)
        assert late.error == "not-understood"


async def test_the_rest_of_a_list_of_ones_own_is_for_who_asked(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        for number in range(1, 10):
            await s.says("Karin", f"!kanniet ding {number}")
        (mine,) = await s.says("Karin", "!steun mijn")
        for words in ("1", "meer"):
            heard = await s.says("Ahmed", words, reply_to=mine)
            assert "#8" not in "".join(message.body for message in heard), words
        for words in ("1", "Meer!", "1"):
            (rest,) = await s.says("Karin", words, reply_to=mine)
            assert "#8 ding 8" in rest.body, words
        (everybodys,) = await s.says("Karin", "!steun")
        (rest,) = await s.says("Ahmed", "de rest", reply_to=everybodys)
        assert "#8 ding 8" in rest.body


@pytest.mark.parametrize(
    ("line", "error"),
    [("!kanniet \u200b\u2060", "needs-text"), ("!magwel 1 \u3164", "needs-ground"), ("!iksteun 1 \u200d\ufe0f", "needs-what")],
)  # fmt: skip
async def test_words_that_show_nothing_are_asked_for(tmp_path: Path, line: str, error: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet halve dagen")
        (asked,) = await s.says("Ahmed", line)
        assert asked.error == error
