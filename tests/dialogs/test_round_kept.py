"""What outlives a restart, and what goes when its words are taken away."""

import sqlite3
from pathlib import Path

from tests.dialogs.rounds import alarms, begun, closed, kept_words, numbers, prompt
from tests.dialogs.stage import stage, user


async def test_a_round_outlives_a_restart(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed", "Els")
        await s.says("Karin", "Goed.")
    async with stage(tmp_path, before=s) as s:
        els = prompt(await s.says("Ahmed", "Ook goed."))
        assert els.data["member"] == user("Els")
        (put_back,) = await s.waits(minutes=5)
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


async def test_removing_a_message_removes_where_it_was_shown(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!ronde samen Hoe kom je binnen?")
        await s.says("Karin", "Met buikpijn")
        said = s.last
        shown, _ = await s.says("Ahmed", "Rustig")
        await s.takes_away("Karin", said)
        assert shown.event in s.server.redacted
        assert kept_words(tmp_path) == [(user("Ahmed"), "Rustig")]
        assert nothing_of(tmp_path, "buikpijn")


async def test_removing_the_facilitators_sentence_removes_it_from_the_outcome(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        await begun(s, "Karin")
        outcome = closed(await s.says("Karin", "Goed."))
        (edit,) = await s.says("Karin", "Wat een avond", reply_to=outcome)
        await s.takes_away("Karin", s.last)
        assert edit.event in s.server.redacted
        assert nothing_of(tmp_path, "Wat een avond")


def nothing_of(folder: Path, words: str) -> bool:
    """Whether the words are nowhere in the database."""
    with sqlite3.connect(folder / "copbot.db") as sql:
        dump = "\n".join(sql.iterdump())
    sql.close()
    return words not in dump
