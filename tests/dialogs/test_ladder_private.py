"""From a direct chat nothing new is put in a room without a yes; and the question whether it helped."""

from pathlib import Path

import pytest

from tests.dialogs.stage import Heard, Stage, stage


async def test_what_is_stuck_is_asked_in_private_and_shown_only_after_a_yes(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        room = await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "!kanniet", room=chat)
        assert asked.body == (
            "Wat zit er vast? Schrijf het hier. Ik vraag eerst of het in De kring mag. "
            "Noem geen kind of school bij naam."
        )
        (sure,) = await s.says("Karin", "hij slaapt slecht en wil niet meer", room=chat)
        assert sure.room == chat
        assert sure.body == (
            "Zal ik dit in De kring zetten? Iedereen daar leest het: hij slaapt slecht en wil niet meer\n"
            "1 ja\n2 nee, niets doen"
        )
        (left,) = await s.says("Karin", "nee", room=chat)
        assert left.body == "Prima, dan doe ik niets. Kom gerust terug."
        await s.says("Karin", "!kanniet", room=chat)
        await s.says("Karin", "vervoer naar school", room=chat)
        shown, told = await s.says("Karin", "ja", room=chat)
        assert (shown.room, shown.data["item"]) == (room, 1)
        assert "#1 Kan niet: vervoer naar school\n" in shown.body
        assert told.room == chat


async def test_the_same_in_english_by_the_choices_of_help(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        room = await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        (helped,) = await s.says("Karin", "help", room=chat)
        (line,) = [line for line in helped.body.splitlines() if line.endswith("tell what is stuck")]
        (asked,) = await s.says("Karin", line.split()[0], room=chat)
        assert asked.body == (
            "What is stuck? Write it here. I first ask whether it may go to De kring. "
            "Please name no child and no school."
        )
        (sure,) = await s.says("Karin", "the taxi does not come", room=chat)
        assert sure.body == (
            "Shall I put this in De kring? Everybody there will read it: the taxi does not come\n"
            "1 yes\n2 no, do nothing"
        )
        shown, _ = await s.says("Karin", "1", room=chat)
        assert (shown.room, shown.data["item"]) == (room, 1)


async def test_a_command_in_a_direct_chat_goes_straight_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        room = await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        shown, _ = await s.says("Karin", "!kanniet halve dagen", room=chat)
        assert (shown.room, shown.data["item"]) == (room, 1)
        (sure,) = await s.says("Karin", "kanniet de taxi", room=chat, reply_to=_)
        assert (sure.room, sure.kind) == (chat, "reply"), "also in reply to a message about an item"


async def asked_whether_it_helped(s: Stage) -> tuple[Heard, str]:
    """An item of Karin's of which all support is done; the question to her, and her direct chat."""
    await s.room("Karin", "Ahmed", "Els")
    chat = await s.direct("Karin")
    await s.waits(hours=13)  # the morning after
    await s.says("Karin", "!cannot halve dagen")
    await s.says("Els", "!may 1 het mag")
    await s.says("Ahmed", "!support 1 ik bel")
    heard = await s.says("Ahmed", "!done 1")
    questions = [message for message in heard if message.kind == "question"]
    assert len(questions) == 1
    return questions[0], chat


async def test_not_yet_may_become_yes_and_then_it_is_asked_no_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        asked, chat = await asked_whether_it_helped(s)
        assert asked.room == chat
        (stays,) = await s.says("Karin", "nog niet", room=chat, reply_to=asked)
        assert stays.body == (
            'Dank je. #1 blijft gewoon staan. Is het later gelukt? Antwoord op dit bericht met "het is gelukt".'
        )
        shown, told = await s.says("Karin", "ja", room=chat, reply_to=asked)
        assert (told.room, told.body) == (chat, "Wat fijn! Ik heb het in De kring verteld.")
        assert shown.body.startswith("Gelukt! #1: halve dagen\n")
        (late,) = await s.says("Karin", "2", room=chat, reply_to=asked)
        assert "blijft gewoon staan" not in late.body


async def test_an_answer_after_the_item_was_closed_does_no_harm(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        asked, chat = await asked_whether_it_helped(s)
        await s.says("Karin", "!close 1")
        for words in ("2", "not yet"):
            (late,) = await s.says("Karin", words, room=chat, reply_to=asked)
            assert "simply stays" not in late.body, words
        (late,) = await s.says("Karin", "something else is needed", room=chat, reply_to=asked)
        assert late.error == "item-closed"


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_whether_it_helped_is_asked_once(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path, language) as s:
        _, chat = await asked_whether_it_helped(s)
        await s.says("Els", "!support 1 ik rij")
        heard = await s.says("Els", "!release 1")
        heard += await s.says("Ahmed", "!support 1 nog eens")
        heard += await s.says("Ahmed", "!done 1")
        heard += await s.waits(hours=20)
        assert not [message for message in heard if message.kind == "question" and message.room == chat]


async def test_a_second_reason_is_thanked(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!cannot half days")
        (turned,) = await s.says("Ahmed", "!may 1 it worked elsewhere")
        (kindly,) = await s.says("Els", "it may, because nobody forbids it", reply_to=turned)
        assert kindly.error == "already-may"
        assert kindly.body == (
            'Thank you. For #1 there is a reason already: "it worked elsewhere". Would you like to help? '
            'Reply "I\'ll help with …".'
        )
