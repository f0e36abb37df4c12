"""Words leave the files: what was handled or erased does not linger in the database's write-ahead log."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from copbot.core.facts import Entered, Posted
from copbot.engine.ticking import Ticking
from copbot.store.desk import SqlDesk
from copbot.store.inbound import SqlInbox
from tests import databases
from tests.dialogs.stage import ME, ROOM, stage, user

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CANARY = "kanarie-in-de-kamer"


def anywhere(folder: Path) -> bool:
    return any(CANARY.encode() in file.read_bytes() for file in folder.iterdir())


async def test_of_a_room_that_has_not_accepted_no_word_is_left_after_a_tick(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", accepted=False)
        await s.says("Karin", f"ons kind {CANARY}")
        assert not anywhere(tmp_path), "what nobody addressed to copbot is never written"
        await s.says("Karin", f"!kanniet {CANARY}")
        await s.says("Karin", f"copbot, {CANARY}?")
        assert not anywhere(tmp_path), "nor what is addressed to it, and handled as it comes"
        await s.wait(Posted(ROOM, user("Karin"), "$waits", s.time, f"!kanniet {CANARY}"))
        assert anywhere(tmp_path), "what has to wait passes through the log"
        await s.settle()
        await s.ticking.tick()
        assert not anywhere(tmp_path)


async def test_what_was_handled_leaves_an_open_room_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        await s.wait(Posted(ROOM, user("Karin"), "$waits", s.time, f"zomaar gepraat: {CANARY}"))
        assert anywhere(tmp_path)
        await s.settle()
        await s.ticking.tick()
        assert not anywhere(tmp_path)
        await s.says("Karin", f"nog wat gepraat: {CANARY}")
        assert not anywhere(tmp_path)


async def test_while_somebody_reads_it_is_tried_again_at_the_next_tick(tmp_path: Path) -> None:
    async with databases.database(tmp_path / "copbot.db") as database:
        desk = SqlDesk(database)
        inbox = SqlInbox(database, lambda: NOW, lambda _: True, SqlDesk(database).work)
        ticking = Ticking(desk, lambda: NOW, lambda _: None)
        await inbox.ingest([Entered(ROOM, ME, "$in", NOW), Posted(ROOM, "@karin:x", "$1", NOW, CANARY)], "s1")
        reader = sqlite3.connect(tmp_path / "copbot.db", isolation_level=None)
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM inbox").fetchone() == (2,)

        def handle(work: object) -> None:
            for waiting in work.take(20):  # type: ignore[attr-defined]
                work.done(waiting, NOW)  # type: ignore[attr-defined]

        await desk.work(handle)
        await ticking.tick()
        assert anywhere(tmp_path)
        reader.close()
        await ticking.tick()
        assert not anywhere(tmp_path)


async def test_a_process_that_was_killed_leaves_no_words_to_the_next(tmp_path: Path) -> None:
    first = databases.database(tmp_path / "copbot.db")
    async with first, databases.database(tmp_path / "copbot.db") as second:
        await SqlInbox(first, lambda: NOW, lambda _: True, SqlDesk(first).work).ingest(
            [Posted(ROOM, "@k:x", "$1", NOW, CANARY)], "s1"
        )
        await first.write(lambda sql: sql.execute("DELETE FROM inbox"))
        assert anywhere(tmp_path)
        await Ticking(SqlDesk(second), lambda: NOW, lambda _: None).tick()
        assert not anywhere(tmp_path)
