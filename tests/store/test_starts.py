"""Starts are counted per device, on disk; another device's keys and count are gone."""

from datetime import UTC, datetime
from pathlib import Path

from copbot.crypto.rows import AccountRow
from copbot.store.desk import SqlDesk
from copbot.store.keys import SqlKeys
from copbot.store.starts import SqlStarts
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


async def test_a_count_survives_the_process_and_not_the_device(tmp_path: Path) -> None:
    async with databases.database(tmp_path / "copbot.db") as database:
        await SqlDesk(database).speak_from("A", NOW)
        starts = SqlStarts(database)
        assert await starts.count() == 0
        assert [await starts.advance(), await starts.advance()] == [1, 2]
    async with databases.database(tmp_path / "copbot.db") as database:
        await SqlDesk(database).speak_from("A", NOW)
        assert await SqlStarts(database).count() == 2
        await SqlDesk(database).speak_from("B", NOW)
        assert await SqlStarts(database).count() == 0


async def test_keys_of_another_device_are_dropped_with_it(tmp_path: Path) -> None:
    async with databases.database(tmp_path / "copbot.db") as database:
        desk, keys = SqlDesk(database), SqlKeys(database)
        await desk.speak_from("A", NOW)
        await keys.save([AccountRow("A", "pickle")])
        await desk.speak_from("A", NOW)
        assert await keys.account("A") == AccountRow("A", "pickle")
        await desk.speak_from("B", NOW)
        assert await keys.account("A") is None
