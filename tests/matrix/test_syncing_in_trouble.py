"""The sync loop in trouble: the log says whose trouble it is, and it goes on."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from copbot.engine.ports import StoreFailed, Unsent
from copbot.matrix.http import Requests
from copbot.matrix.ingest import Reading
from copbot.matrix.rooms import Rooms
from copbot.matrix.syncing import Syncing
from tests import databases
from tests.dialogs.stage import ME, START
from tests.encryption import encryption, keys_answer


class Failing:
    """An inbox, and a homeserver, of which one fails the first time."""

    def __init__(self, trouble: Exception) -> None:
        self.trouble = [trouble]

    async def nothing(self, *_: object) -> frozenset[str]:
        return frozenset()

    known_rooms = encrypted_rooms = open_rooms = nothing

    async def direct_rooms(self) -> dict[str, str]:
        return {}

    async def token(self) -> str:
        return "s0"

    async def ingest(self, facts: object, token: str, keys: object = ()) -> int:
        if self.trouble and isinstance(self.trouble[0], StoreFailed):
            raise self.trouble.pop()
        return 0

    async def request(self, _method: str, *path: str, **__: object) -> dict[str, Any]:
        if (keys := keys_answer(path)) is not None:
            return keys
        await asyncio.sleep(0)
        if self.trouble and isinstance(self.trouble[0], Unsent):
            raise self.trouble.pop()
        return {"next_batch": "s1"}


@pytest.mark.parametrize(
    ("trouble", "level", "event"),
    [
        (StoreFailed("SQLITE_FULL"), "error", "the database can't be written"),
        (Unsent("502"), "warning", "no news from the homeserver"),
    ],
)
async def test_the_log_says_whose_trouble_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception, level: str, event: str
) -> None:
    monkeypatch.setattr("copbot.matrix.syncing.FIRST_WAIT", 0.01)
    failing = Failing(trouble)
    requests = cast("Requests", failing)
    nothing: Callable[[], None] = lambda: None  # noqa: E731
    async with databases.database(tmp_path / "copbot.db") as database:
        rooms = Rooms(requests, ME, frozenset())
        syncing = Syncing(
            requests,
            rooms,
            failing,
            Reading(requests, ME, frozenset(), failing.open_rooms),
            encryption(requests, database, rooms, ME, START),
            lambda: START,
            lambda: 0.0,
            lambda _: None,
            nothing,
        )
        with capture_logs() as lines:
            running = asyncio.create_task(syncing.run())
            await asyncio.wait_for(syncing.caught_up.wait(), 5)
            running.cancel()
        assert [(line["log_level"], line["event"]) for line in lines] == [(level, event)]
