"""What outlives a restart, and what goes when its words are taken away."""

import sqlite3
from pathlib import Path

from tests.dialogs.rounds import alarms, begun, closed, kept_words, new, numbers, prompt
from tests.dialogs.stage import ROOM, Heard, stage, user


async def test_a_round_outlives_a_restart(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed", "Els")
        await s.says("Karin", "Goed.")
    async with stage(tmp_path, before=s) as s:
        els = prompt(await s.says("Ahmed", "Ook goed."))
        assert els.data["member"] == user("Els")
        (put_back,) = new(await s.waits(minutes=5))
        assert put_back.data["member"] == user("Els")
        outcome = closed(await s.says("Els", "En ik."))
        assert numbers(outcome) == (3, 0, 0)
        assert [member for member, _ in kept_words(tmp_path)] == [user("Karin"), user("Ahmed"), user("Els")]
        assert alarms(tmp_path) == 0


async def test_the_question_is_removed_while_hands_go_up(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opening,) = await s.says("Karin", "!ronde Hoe is het met mijn zoon?")
        asked = s.last
        await s.taps("Ahmed", opening, "✋")
        (again,) = await s.takes_away("Karin", asked)
        assert opening.event in s.server.redacted
        assert again.kind == "ritual.opened"
        assert again.body.startswith("Rondje: (weggehaald)\nDoe je mee?")
        assert again.body.endswith("\n1 persoon doet mee: Ahmed.")
        assert nothing_of(tmp_path, "mijn zoon")
        (hand,) = await s.taps("Karin", again, "✋")
        assert hand.edited == again.event
        first = prompt(await s.says("Karin", "!begin"))
        assert first.body.startswith("Ahmed, jij bent aan de beurt: (weggehaald)\n")


async def test_the_question_is_removed_while_turns_go_round(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opening,) = await s.says("Karin", "!ronde Hoe is het met mijn zoon?")
        asked = s.last
        await s.taps("Karin", opening, "✋")
        first = prompt(await s.says("Karin", "!begin"))
        again, turn = await s.takes_away("Karin", asked)
        assert {opening.event, first.event} <= set(s.server.redacted)
        assert again.kind == "ritual.opened"
        assert (turn.data["member"], turn.data["index"]) == (user("Karin"), 1)
        assert turn.pings == (user("Karin"),)
        assert nothing_of(tmp_path, "mijn zoon")
        assert numbers(closed(await s.taps("Karin", turn, "⏭️"))) == (0, 1, 0)


async def test_the_question_from_a_direct_chat_is_removed(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        heard = await s.says("Karin", "!ronde Hoe is het met mijn zoon?", room=chat)
        asked = s.last
        (opening,) = [one for one in heard if one.room == ROOM]
        await s.taps("Ahmed", opening, "✋")
        (again,) = await s.takes_away("Karin", asked, room=chat)
        assert opening.event in s.server.redacted
        assert (again.room, again.kind) == (ROOM, "ritual.opened")
        assert again.body.startswith("Rondje: (weggehaald)\nDoe je mee?")
        assert again.body.endswith("\n1 persoon doet mee: Ahmed.")
        assert nothing_of(tmp_path, "mijn zoon")


async def test_a_question_that_waits_is_removed_in_a_direct_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Ahmed")
        await begun(s, "Karin")
        await s.says("Ahmed", "!ronde Hoe is het met mijn zoon?", room=chat)
        asked = s.last
        await s.says("Ahmed", "1", room=chat)
        assert await s.takes_away("Ahmed", asked, room=chat) == []
        assert [one.kind for one in new(await s.says("Karin", "Goed."))] == ["ritual.closed"]


async def test_removing_a_message_keeps_the_words_of_others(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        names = ("Karin", "Ahmed", "Els", "Bram")
        await s.room(*names)
        await s.says("Karin", "!draadjes aan")
        await begun(s, *names, line="!ronde samen Hoe kom je binnen?")
        said: dict[str, str] = {}
        heard: list[Heard] = []
        for name, words in zip(names, ("Met buikpijn", "a" * 400, "e" * 400, "Rustig"), strict=True):
            heard = await s.says(name, words)
            said[name] = s.last
        first, second, outcome = heard
        (again,) = await s.takes_away("Karin", said["Karin"])
        assert first.event in s.server.redacted
        assert {second.event, outcome.event}.isdisjoint(s.server.redacted)
        assert again.body == "Dit vertelden jullie:\nAhmed: " + "a" * 400
        assert (again.kind, again.thread) == ("ritual.phase", first.thread)
        (again,) = await s.takes_away("Els", said["Els"])
        assert second.event in s.server.redacted
        assert again.body == "Dit vertelden jullie:\nBram: Rustig", "only what stood beside it"
        assert await s.takes_away("Bram", said["Bram"]) == [], "nothing is left to show"
        assert again.event in s.server.redacted
        assert outcome.event not in s.server.redacted
        assert kept_words(tmp_path) == [(user("Ahmed"), "a" * 400)]
        assert nothing_of(tmp_path, "buikpijn")


async def test_one_after_another_removes_a_message(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        names = ("Karin", "Ahmed", "Els")
        await s.room(*names)
        await begun(s, *names, line="!ronde samen Hoe kom je binnen?")
        said: dict[str, str] = {}
        for name in names:
            await s.says(name, f"Ik ben {name}")
            said[name] = s.last
        (once,) = await s.takes_away("Karin", said["Karin"])
        assert once.body == "Dit vertelden jullie:\nAhmed: Ik ben Ahmed\nEls: Ik ben Els"
        (twice,) = await s.takes_away("Ahmed", said["Ahmed"])
        assert twice.body == "Dit vertelden jullie:\nEls: Ik ben Els", (
            "said once, though two messages had quoted it"
        )


async def test_a_cross_after_the_round_takes_the_words_from_where_they_are_shown(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!ronde samen Hoe kom je binnen?")
        await s.says("Karin", "Met buikpijn")
        said = s.last
        await s.taps("Karin", said, "🧱")
        shown, _ = await s.says("Ahmed", "Rustig")
        (again,) = await s.taps("Karin", said, "❌")
        assert s.server.redacted == [shown.event], "the item on the ladder stays"
        assert again.body == "Dit vertelden jullie:\nAhmed: Rustig"
        assert kept_words(tmp_path) == [(user("Ahmed"), "Rustig")]


async def test_a_moderator_who_removes_a_message_keeps_the_words_of_others(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!round together How do you come in?")
        await s.says("Ahmed", "This does not belong here")
        wrong = s.last
        shown, _ = await s.says("Karin", "Calm")
        (again,) = await s.takes_away("Karin", wrong)
        assert shown.event in s.server.redacted
        assert again.body == "This is what you shared:\nKarin: Calm"


async def test_removing_the_facilitators_sentence_keeps_the_numbers(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        await begun(s, "Karin")
        outcome = closed(await s.says("Karin", "Goed."))
        (edit,) = await s.says("Karin", "Wat een avond", reply_to=outcome)
        (again,) = await s.takes_away("Karin", s.last)
        assert {outcome.event, edit.event} <= set(s.server.redacted)
        assert (again.kind, numbers(again)) == ("ritual.closed", (1, 0, 0))
        assert again.body == "Het rondje is klaar. Dank jullie wel. 1 persoon vertelde iets."
        assert nothing_of(tmp_path, "Wat een avond")
        (edit,) = await s.says("Karin", "Tot dinsdag", reply_to=again)
        assert edit.edited == again.event
        assert edit.body.endswith("\nKarin: Tot dinsdag")


def nothing_of(folder: Path, words: str) -> bool:
    """Whether the words are nowhere in the database."""
    with sqlite3.connect(folder / "copbot.db") as sql:
        dump = "\n".join(sql.iterdump())
    sql.close()
    return words not in dump
