"""A round that waits for its beginning begins when who leads it says so in words; nobody else's words begin it."""

from pathlib import Path

import pytest

from tests.dialogs.rounds import QUESTION, opened, prompt
from tests.dialogs.stage import ROOM, stage


@pytest.mark.parametrize(
    "words",
    [
        "start",
        "Begin maar!",
        "we kunnen beginnen",
        "Laten we beginnen",
        "let's start",
        "go",
        "ok, begin maar",
    ],
)
async def test_in_reply_to_the_opening(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening = await opened(s, "Karin", "Ahmed")
        first = prompt(await s.says("Karin", words, reply_to=opening))
        assert first.reply_to == s.last


@pytest.mark.parametrize("words", ["copbot: start", "copbot, begin maar", "@copbot:localhost let's start"])
async def test_by_name(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await opened(s, "Karin", "Ahmed")
        assert prompt(await s.says("Karin", words)).reply_to == s.last


async def test_somebody_else_hears_whose_it_is(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening = await opened(s, "Karin", "Ahmed")
        (refused,) = await s.says("Ahmed", "start", reply_to=opening)
        assert (refused.error, refused.reply_to) == ("not-facilitator", s.last)
        assert refused.body == "Dat doet Karin, die het rondje leidt. Vraag het even aan Karin."
        assert await s.says("Ahmed", "Laten we beginnen") == [], "to the others"
        assert prompt(await s.says("Karin", "we kunnen beginnen")).reply_to == s.last, (
            "nobody else can mean it"
        )


async def test_once_begun_start_is_the_room_s_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening = await opened(s, "Karin", "Ahmed")
        await s.says("Karin", "begin maar", reply_to=opening)
        (refused,) = await s.says("Karin", "begin maar", reply_to=opening)
        assert refused.error == "already-begun"


@pytest.mark.parametrize("then", ["1", "nee"])
async def test_an_answer_in_a_direct_chat_is_read_by_all_only_after_a_yes(tmp_path: Path, then: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        asked = await s.says("Karin", "!ronde", room=chat)
        assert asked[0].body == "Waar gaat het rondje over? Antwoord op dit bericht met je vraag."
        (sure,) = await s.says("Karin", QUESTION, room=chat, reply_to=asked[0])
        assert sure.body.endswith(f"{QUESTION}\n1 ja, vraag het de groep\n2 nee, toch niet")
        await s.says("Karin", then, room=chat)
        kinds = [one.kind for one in s.server.sent if one.room == ROOM]
        assert kinds == (["ritual.opened"] if then == "1" else [])


async def test_who_leads_is_offered_to_begin(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await opened(s, "Karin", "Ahmed")
        (choices,) = await s.says("Karin", "copbot: wat kan ik nu doen met dit alles")
        (number,) = [line[0] for line in choices.body.splitlines() if line.endswith("begin het rondje nu")]
        assert prompt(await s.says("Karin", number, reply_to=choices)).reply_to == s.last
        await s.says("Karin", "Goed.")
        (choices,) = await s.says("Karin", "copbot: wat kan ik nu doen met dit alles")
        assert "begin het rondje nu" not in choices.body
