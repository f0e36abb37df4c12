"""A tick has all that is due ring, and an idle tick writes nothing."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from copbot.core.wishes import Ring
from copbot.engine.ports import Work
from copbot.engine.ticking import Ticking
from copbot.store.desk import SqlDesk
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


async def test_what_is_due_rings_and_the_next_is_what_comes_after_that(tmp_path: Path) -> None:
    """What rings may still stand in its table: the clock has not to wake for it again."""
    rung: list[datetime] = []
    async with databases.database(tmp_path / "copbot.db") as database:
        desk = SqlDesk(database)

        def ring(work: Work) -> None:
            for number in range(3):
                work.ring(Ring(f"alarm-{number}", NOW - timedelta(hours=number), "!r", "none"))
            work.ring(Ring("later", LATER, "!r", "none"))

        await desk.work(ring)
        assert await Ticking(desk, lambda: NOW, rung.append).tick() == LATER
        assert rung == [NOW]
        assert len(await desk.read(lambda work: work.due(NOW, 10))) == 3


async def test_an_idle_tick_rings_nothing_and_needs_no_right_to_write(tmp_path: Path) -> None:
    rung: list[datetime] = []
    async with databases.database(tmp_path / "copbot.db") as database:
        desk = SqlDesk(database)
        await desk.work(lambda work: work.ring(Ring("later", LATER, "!r", "none")))
        await Ticking(desk, lambda: NOW, rung.append).tick()
        other = sqlite3.connect(tmp_path / "copbot.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert await Ticking(desk, lambda: NOW, rung.append).tick() == LATER
        assert not rung
        other.close()
