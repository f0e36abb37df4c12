"""What was tried from another device is looked for before it is sent again: transaction ids are known per device."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copbot.core.text import text
from copbot.core.wishes import Say
from copbot.engine.courier import FORGOTTEN, REMEMBERED
from tests import databases
from tests.engine.post import Post

NOW = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "then", "looked_for"), [("A", "A", False), ("A", "B", True), ("", "", True), ("", "A", True)]
)
async def test_a_row_that_was_tried(tmp_path: Path, first: str, then: str, looked_for: bool) -> None:
    async with databases.database(tmp_path / "copbot.db") as database:
        post = Post(database)
        await post.desk.speak_from(first, NOW - FORGOTTEN)
        await post.put(Say("key", (text("help.title"),), "reply", {}, room="!r:x"))
        (row,) = await post.desk.work(lambda work: work.heads(NOW, (), 1))
        await post.desk.work(lambda work: work.tried([row.id], NOW))

        await post.desk.speak_from(then, NOW - FORGOTTEN)

        post.now = NOW + timedelta(minutes=1)
        post.sender.found = "$there-already"
        assert (await post.send() == []) is looked_for
        assert FORGOTTEN > REMEMBERED


async def test_a_row_that_was_never_tried_is_simply_sent(tmp_path: Path) -> None:
    async with databases.database(tmp_path / "copbot.db") as database:
        post = Post(database)
        await post.put(Say("key", (text("help.title"),), "reply", {}, room="!r:x"))
        await post.desk.speak_from("B", NOW - FORGOTTEN)
        post.sender.found = "$there-already"
        assert await post.send() == ["say:key:0"]
