"""Proposals where the room wants threads: opening and outcome in the main timeline, what lies between in the opening's thread."""

from pathlib import Path

from tests.dialogs.stage import ROOM, Heard, Stage, stage


async def opened(s: Stage) -> Heard:
    await s.room("Karin", "Ahmed", "Els")
    await s.says("Karin", "!draadjes aan")
    (opening,) = await s.says("Ahmed", "!voorstel We eten samen soep")
    assert (opening.thread, opening.reply_to) == (None, s.last)
    return opening


async def test_what_lies_between_stands_in_the_thread_of_the_opening(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        opening = await opened(s)
        (skip,) = await s.says("Ahmed", "!volgende", thread=opening.event)
        assert (skip.thread, skip.reply_to) == (opening.event, s.last)
        assert skip.content["m.relates_to"]["is_falling_back"] is False
        (react,) = await s.waits(hours=24, minutes=1)
        assert (react.data["round"], react.thread) == ("react", opening.event)
        assert react.content["m.relates_to"]["is_falling_back"] is True
        (skip,) = await s.says("Ahmed", "!volgende")
        assert (skip.thread, skip.reply_to) == (opening.event, s.last), (
            "also where it was asked for outside it"
        )
        (asked,) = await s.waits(hours=24, minutes=1)
        assert asked.thread == opening.event
        await s.says("Els", "bezwaar: te laat", reply_to=asked, thread=opening.event)
        *_, objections = await s.says("Karin", "akkoord", reply_to=asked, thread=opening.event)
        assert objections.body.startswith("Voorstel 1 gaat zo nog niet door")
        assert objections.thread == opening.event
        told, fresh = await s.says("Ahmed", "!wijzig 1 We eten om vijf uur soep", thread=opening.event)
        assert (told.thread, fresh.thread) == (opening.event, opening.event)
        await s.says("Els", "akkoord", reply_to=fresh, thread=opening.event)
        *_, decided = await s.says("Karin", "akkoord", reply_to=fresh, thread=opening.event)
        assert (decided.kind, decided.thread) == ("decision", None)


async def test_in_its_own_thread_words_need_no_reply(tmp_path: Path) -> None:
    """Telephones make a thread easy to write in, and a reply within it hard."""
    async with stage(tmp_path) as s:
        opening = await opened(s)
        (edit,) = await s.says("Els", "Duidelijk!", thread=opening.event)
        assert edit.body.endswith("Gehoord: 1 van 2.")
        *_, react = await s.says("Karin", "geen vragen", thread=opening.event)
        assert react.data["round"] == "react"
        await s.says("Els", "Wat leuk, ik kook mee.", thread=opening.event)
        *_, asked = await s.says("Karin", "Prima.", thread=opening.event)
        assert asked.data["round"] == "consent"
        assert await s.says("Els", "Wie brengt er brood mee?", thread=opening.event) == []
        (heard,) = await s.says("Els", "geen bezwaar", thread=opening.event)
        assert (heard.thread, heard.reply_to) == (opening.event, s.last)
        *_, decided = await s.says("Karin", "akkoord", thread=opening.event)
        assert decided.kind == "decision"


async def test_an_answer_to_somebody_else_in_the_thread_is_talk(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        opening = await opened(s)
        await s.says("Els", "Wie kookt er?", thread=opening.event)
        assert await s.says("Karin", "duidelijk", reply_to=s.last, thread=opening.event) == []


async def test_a_private_amendment_is_told_in_the_thread(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        opening = await opened(s)
        chat = await s.direct("Ahmed")
        said = await s.says("Ahmed", "!wijzig 1 We eten om vijf uur soep", room=chat)
        assert [one.thread for one in said if one.room == ROOM] == [opening.event] * 2
