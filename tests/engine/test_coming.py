"""Invitations: each one counts, and nothing is kept of a room that copbot never came into."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from copbot.core.facts import Departed, Entered, Invited
from tests.dialogs.stage import ME, Stage, stage

ELS = "@els:localhost"


async def asked(s: Stage, room: str, number: int, *, direct: bool = False) -> None:
    await s.happens(Invited(room, ELS, f"$invite-{number}", s.time, direct=direct))


async def test_inviting_and_putting_out_again_counts_each_time(tmp_path: Path) -> None:
    """The stage allows three an hour from one person."""
    async with stage(tmp_path) as s:
        for number in range(5):
            await asked(s, "!same:localhost", number)
            await s.happens(Departed("!same:localhost", ME, f"$out-{number}", s.time))
        assert len(s.server.joined) == 3
        await s.waits(minutes=61)
        assert len(s.server.joined) == 5


def everything(sql: sqlite3.Connection) -> list[str]:
    tables = [row[0] for row in sql.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [str(cell) for table in tables for row in sql.execute(f"SELECT * FROM {table}") for cell in row]


async def test_of_a_direct_chat_that_was_never_entered_nothing_stays(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await asked(s, "!chat:localhost", 1, direct=True)
        assert ELS in await s.database.read(everything)
        await s.waits(days=1, minutes=1)
        await s.ticking.tidy()
        found = await s.database.read(everything)
        assert ELS not in found
        assert "!chat:localhost" not in found


async def test_a_direct_chat_is_known_by_its_last_invitation(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await asked(s, "!chat:localhost", 1)
        await asked(s, "!chat:localhost", 2, direct=True)
        s.server.members["!chat:localhost"] = {ME: "copbot", ELS: "Els"}
        (greeting,) = await s.happens(Entered("!chat:localhost", ME, "$in", s.time, ELS))
        assert greeting.kind == "reply"
        assert await s.says("Els", "!hulp", room="!chat:localhost")
        s.time += timedelta(days=2)
        await s.ticking.tidy()
        assert await s.says("Els", "!privacy", room="!chat:localhost"), "it stays a direct chat"
