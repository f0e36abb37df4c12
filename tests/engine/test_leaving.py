"""copbot leaves a room: what runs ends, what is open gets a date, who is who is forgotten. Encryption ends nothing."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from copbot.core.facts import Departed, Entered, Fact, Locked
from copbot.core.records import Focus
from tests.dialogs.stage import ME, ROOM, Stage, stage

KARIN = "@karin:localhost"


def left(s: Stage) -> Fact:
    return Departed(ROOM, ME, "$out", s.time)


def locked(s: Stage) -> Fact:
    return Locked(ROOM, KARIN, "$lock", s.time)


async def rows(s: Stage, query: str) -> list[tuple[object, ...]]:
    def read(sql: sqlite3.Connection) -> list[tuple[object, ...]]:
        return [tuple(row) for row in sql.execute(query)]

    return await s.database.read(read)


async def busy(s: Stage) -> str:
    """A room with a round, an item with support, roles, a question, an alarm, a focus; returns what the item is from."""
    await s.room("Karin", "Ahmed", "Els")
    await s.says("Karin", "!kanniet halve dagen")
    source = s.last
    await s.says("Ahmed", "!iksteun 1 met rijden")
    await s.says("Els", "!rol ouder")
    await s.says("Els", "!hulp")
    (poll,) = await s.says("Karin", "!peiling tot vrijdag Wat eten we? | soep | pizza")
    await s.votes("Els", poll, "1")
    await s.says("Karin", "!ronde allen Hoe is het?")
    await s.desk.work(lambda work: work.save(Focus(KARIN, ROOM, s.time + timedelta(hours=1)), s.time))
    for table in ("alarms", "questions", "roles", "focus"):
        assert await rows(s, f"SELECT 1 FROM {table}"), table
    return source


async def test_everything_gets_an_end(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await busy(s)
        await s.happens(left(s))
        for table in ("alarms", "questions", "roles", "hosts", "focus", "outbox"):
            assert await rows(s, f"SELECT 1 FROM {table}") == [], table
        assert await rows(s, "SELECT 1 FROM rituals WHERE ended IS NULL") == []
        assert await rows(s, "SELECT phase, ended IS NOT NULL FROM polls") == [("closed", 1)]
        assert await rows(s, "SELECT status, closed IS NOT NULL FROM items") == [("closed", 1)]
        await s.waits(days=91)
        await s.ticking.tidy()
        for table in ("rituals", "polls", "ballots"):
            assert await rows(s, f"SELECT 1 FROM {table}") == [], table
        await s.waits(days=275)
        await s.ticking.tidy()
        for table in ("items", "pledges", "moves"):
            assert await rows(s, f"SELECT 1 FROM {table}") == [], table


async def test_when_the_room_is_encrypted_nothing_ends(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await busy(s)
        tables = ("alarms", "questions", "roles", "focus", "rituals", "polls", "items", "pledges", "ballots")
        before = {table: await rows(s, f"SELECT * FROM {table}") for table in tables}
        assert await s.happens(locked(s)) == []
        assert {table: await rows(s, f"SELECT * FROM {table}") for table in tables} == before
        assert await rows(s, f"SELECT encrypted FROM rooms WHERE room = '{ROOM}'") == [(1,)]


async def test_after_coming_back_a_new_round_begins(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await busy(s)
        await s.happens(left(s))
        await s.happens(Entered(ROOM, ME, "$back", s.time))
        await s.says("Karin", "!start")
        opened = await s.says("Karin", "!ronde Hoe is het nu?")
        assert [heard.kind for heard in opened] == ["ritual.opened"]
        (listed,) = await s.says("Karin", "!steun")
        assert "halve dagen" not in listed.body


async def test_words_can_be_taken_away_after_the_room_was_encrypted(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        source = await busy(s)
        await s.happens(locked(s))
        await s.takes_away("Karin", source)
        assert await rows(s, "SELECT words FROM items") == [(None,)]
        assert s.server.redacted


async def test_what_was_asked_in_a_direct_chat_goes_with_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        await s.says("Karin", "!hulp", room=chat)
        assert await rows(s, "SELECT 1 FROM questions")
        await s.happens(Departed(chat, ME, "$out", s.time))
        assert await rows(s, "SELECT 1 FROM questions") == []
