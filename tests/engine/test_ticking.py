"""A tick: all that is due moves at once, however much it is, and an idle tick writes nothing."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from copbot.core.wishes import Ring
from copbot.engine.ports import Work
from copbot.engine.ticking import AT_ONCE, Ticking
from copbot.store.database import Database
from copbot.store.desk import SqlDesk

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


async def test_more_alarms_than_fit_in_one_commit_all_move_in_one_tick(tmp_path: Path) -> None:
    woken: list[None] = []
    async with Database(tmp_path / "copbot.db") as database:
        desk = SqlDesk(database)

        def ring(work: Work) -> None:
            for number in range(2 * AT_ONCE + 1):
                work.ring(Ring(f"alarm-{number}", NOW, "!r", "none"))
            work.ring(Ring("later", NOW + timedelta(minutes=1), "!r", "none"))

        await desk.work(ring)
        following = await Ticking(desk, lambda: NOW, lambda: woken.append(None)).tick()
        assert following == NOW + timedelta(minutes=1)
        assert woken
        moved = await database.read(lambda sql: sql.execute("SELECT count(*) FROM inbox").fetchone()[0])
        assert moved == 2 * AT_ONCE + 1


async def test_an_idle_tick_needs_no_right_to_write(tmp_path: Path) -> None:
    async with Database(tmp_path / "copbot.db") as database:
        other = sqlite3.connect(tmp_path / "copbot.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert await Ticking(SqlDesk(database), lambda: NOW, lambda: None).tick() is None
        other.close()


async def test_an_alarm_that_was_handled_rings_again_when_it_is_set_for_the_same_time(tmp_path: Path) -> None:
    """So it is when the clock was put back, and somebody chose the same time once more."""
    async with Database(tmp_path / "copbot.db") as database:
        desk = SqlDesk(database)
        ticking = Ticking(desk, lambda: NOW, lambda: None)

        def handle(work: Work) -> int:
            found = work.take(10)
            for waiting in found:
                work.done(waiting, NOW)
            return len(found)

        for _ in range(2):
            await desk.work(lambda work: work.ring(Ring("alarm", NOW, "!r", "none")))
            await ticking.tick()
            assert await desk.work(handle) == 1
