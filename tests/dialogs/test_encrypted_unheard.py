"""What copbot cannot take in, in an encrypted room: in the clear, from an unverified device, or without a key."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copbot.core.facts import Departed
from tests.dialogs.stage import ME, ROOM, Stage, stage

AFTERNOON = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("doubt", "error", "language", "beginning"),
    [
        ("clear", "in-the-clear", "nl", "Dit bericht was niet versleuteld."),
        ("clear", "in-the-clear", "en", "This message was not encrypted."),
        ("device", "unverified", "nl", "Dit kwam van een telefoon of computer die nog niet bevestigd is."),
        ("device", "unverified", "en", "This came from a phone or computer that is not verified yet."),
    ],
)
async def test_who_spoke_is_told_once_a_month(
    tmp_path: Path, doubt: str, error: str, language: str, beginning: str
) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        (told,) = await s.says("Karin", "!kanniet halve dagen", doubt=doubt)
        assert (told.kind, told.error, told.reply_to) == ("reply", error, s.last)
        assert told.body.startswith(beginning)
        assert "Karin" in told.body, "who cannot read this is helped by who can"
        assert told.pings == ()
        assert await s.says("Karin", "!kanniet halve dagen", doubt=doubt) == []
        (other,) = await s.says("Ahmed", "copbot, wat kun je?", doubt=doubt)
        assert other.error == error
        await s.waits(days=31)
        (again,) = await s.says("Karin", "!hulp", doubt=doubt)
        assert again.error == error


async def test_nothing_of_it_is_done_or_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        turn = [heard for heard in await s.says("Karin", "!ronde allen Hoe is het?") if heard.pings]
        name = turn[0].data["member"]
        (told,) = await s.says(name, "Zeebries.", doubt="clear")
        assert (told.error, told.reply_to) == ("in-the-clear", s.last), (
            "the turn would wait for words in vain"
        )
        await s.says(name, "!kanniet zeebries", doubt="clear")
        assert [cell for cell in await s.database.read(everything) if "eebries" in cell] == []
        assert await s.says(name, "Het gaat."), "the turn still waits for its contribution"


@pytest.mark.parametrize("line", ["!ronde allen samen Hoe is het?", "!ronde allen hier Hoe is het?"])
async def test_only_whose_words_a_round_waits_for_is_told(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        assert await s.says("Ahmed", "gezellig", doubt="device") == [], "talk among people is left alone"
        await s.says("Karin", line)
        errors = [told.error for told in await s.says("Ahmed", "gezellig", doubt="device")]
        assert errors == ([] if "hier" in line else ["unverified"]), "in one room they speak aloud"
        await s.says("Karin", "!einde")
        assert await s.says("Karin", "gezellig", doubt="device") == []


async def test_whose_turn_it_is_not_may_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        speaks = next(heard for heard in await s.says("Karin", "!ronde allen Hoe is het?") if heard.pings)
        (listens,) = {"@karin:localhost", "@ahmed:localhost"} - {speaks.data["member"]}
        assert await s.says(listens, "gezellig", doubt="clear") == []


async def test_a_bot_is_not_told(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "otherbot", encrypted=True)
        assert await s.says("otherbot", "!hulp", doubt="clear") == []


async def test_before_acceptance_the_room_hears_it_once_and_nobody_is_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", accepted=False, encrypted=True)
        (told,) = await s.says("Els", "!start", doubt="clear")
        assert told.error == "in-the-clear"
        assert await s.says("Karin", "!hulp", doubt="clear") == []
        await s.seals("Karin")
        await s.waits(minutes=6)
        people = [cell for cell in await s.database.read(everything) if "karin" in cell or "els:" in cell]
        assert people == []


async def test_in_a_direct_chat_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", encrypted=True)
        chat = await s.direct("Karin", encrypted=True)
        (told,) = await s.says("Karin", "hoe werkt dit?", room=chat, doubt="clear")
        assert (told.room, told.error) == (chat, "in-the-clear")


@pytest.mark.parametrize(
    ("language", "beginning"),
    [("nl", "Sorry, dit bericht kan ik niet lezen:"), ("en", "Sorry, I cannot read this message:")],
)
async def test_a_message_without_its_key_is_told_of_after_a_while(
    tmp_path: Path, language: str, beginning: str
) -> None:
    async with stage(tmp_path, language, AFTERNOON) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        assert await s.seals("Karin") == []
        sealed = s.last
        assert await s.waits(minutes=4) == []
        (told,) = await s.waits(minutes=2)
        assert (told.kind, told.error, told.reply_to) == ("reply", "unreadable", sealed)
        assert told.body.startswith(beginning)
        assert told.pings == ()


async def test_a_key_that_comes_in_time_is_not_spoken_of(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=AFTERNOON) as s:
        await s.room("Karin", encrypted=True)
        await s.seals("Karin")
        sealed = s.last
        await s.waits(minutes=4)
        (answer,) = await s.opens("Karin", sealed, "!hulp")
        assert answer.reply_to == sealed
        assert await s.waits(hours=1) == []


async def test_of_many_at_once_one_is_told_of(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=AFTERNOON) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        for name in ("Karin", "Karin", "Ahmed", "Karin"):
            await s.seals(name)
            await s.waits(minutes=1)
        assert len(await s.waits(minutes=30)) == 1
        await s.seals("Ahmed")
        assert await s.waits(hours=2) == []


async def test_the_first_may_be_opened_and_a_later_one_not(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=AFTERNOON) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        await s.seals("Karin")
        first = s.last
        await s.seals("Ahmed")
        second = s.last
        await s.opens("Karin", first, "dag allemaal")
        (told,) = await s.waits(minutes=6)
        assert told.reply_to == second


async def test_it_is_told_again_once_something_of_them_was_read(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=AFTERNOON) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        await s.seals("Karin")
        assert len(await s.waits(minutes=6)) == 1
        await s.says("Ahmed", "ik lees het wel")
        await s.seals("Karin")
        assert await s.waits(minutes=6) == []
        await s.says("Karin", "nu beter?")
        await s.seals("Karin")
        (told,) = await s.waits(minutes=6)
        assert told.error == "unreadable"


async def test_it_is_told_again_after_a_day(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=AFTERNOON) as s:
        await s.room("Karin", encrypted=True)
        await s.seals("Karin")
        assert len(await s.waits(minutes=6)) == 1
        await s.waits(days=1)
        await s.seals("Karin")
        assert [heard.error for heard in await s.waits(minutes=6)] == ["unreadable"]


async def test_by_night_it_waits_and_is_looked_at_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        await s.waits(hours=3)
        await s.seals("Karin")
        opened_by_night = s.last
        await s.seals("Ahmed")
        still = s.last
        assert await s.waits(hours=2) == []
        await s.opens("Karin", opened_by_night, "welterusten")
        (told,) = await s.waits(hours=8)
        assert told.reply_to == still


async def test_a_message_that_was_removed_is_not_spoken_of(tmp_path: Path) -> None:
    for accepted in (True, False):
        folder = tmp_path / str(accepted)
        folder.mkdir()
        async with stage(folder, clock=AFTERNOON) as s:
            await s.room("Karin", encrypted=True, accepted=accepted)
            await s.seals("Karin")
            await s.takes_away("Karin", s.last)
            assert await s.waits(hours=1) == []


async def test_before_acceptance_a_start_that_could_not_be_read_is_told_of(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=AFTERNOON) as s:
        await s.room("Karin", encrypted=True, accepted=False)
        await s.seals("Karin")
        sealed = s.last
        (told,) = await s.waits(minutes=6)
        assert (told.error, told.reply_to) == ("unreadable", sealed)


async def test_when_copbot_leaves_all_of_it_goes(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=AFTERNOON) as s:
        await s.room("Karin", encrypted=True)
        await s.says("Karin", "!hulp", doubt="clear")
        await s.seals("Karin")
        await s.happens(Departed(ROOM, ME, "$out", s.time))
        for table in ("sealed", "hints", "alarms"):
            assert await rows(s, table) == 0, table
        assert await s.waits(hours=1) == []


async def test_what_was_told_is_forgotten_after_a_month(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=AFTERNOON) as s:
        await s.room("Karin", encrypted=True)
        await s.says("Karin", "!hulp", doubt="clear")
        assert await rows(s, "hints") == 1
        s.time = datetime(2026, 12, 25, tzinfo=UTC)
        await s.ticking.tidy()
        assert await rows(s, "hints") == 0


async def rows(s: Stage, table: str) -> int:
    def count(sql: sqlite3.Connection) -> int:
        (found,) = sql.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(found)

    return await s.database.read(count)


def everything(sql: sqlite3.Connection) -> list[str]:
    """Every cell of every table, in small letters."""
    tables = [row[0] for row in sql.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [
        str(cell).lower() for table in tables for row in sql.execute(f"SELECT * FROM {table}") for cell in row
    ]
