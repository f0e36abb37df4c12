"""A message that can't be made is told apart from one that can't be sent: only the first is given up."""

from pathlib import Path

import pytest

from copbot.engine.ports import Parcel, Unmakeable
from copbot.matrix.sending import MatrixSender
from tests.dialogs.stage import ROOM, stage
from tests.encryption import Plain


class Wordless:
    def render(self, lane: str, body: object) -> tuple[str, str]:
        raise KeyError("a text that is missing")

    def plain(self, lane: str, body: object) -> str:
        return ""

    def poll(self, lane: str, body: object) -> tuple[str, list[tuple[str, str]]]:
        return "", []

    def file(self, lane: str, body: object) -> tuple[str, str, bytes]:
        return "", "", b""


async def test_a_missing_text_is_our_own_fault(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els")
        sender = MatrixSender(s.rooms._requests, s.rooms, Wordless(), Plain(), "@copbot:localhost")
        with pytest.raises(Unmakeable):
            await sender.send(Parcel(1, "txn", "say", ROOM, "key", 0, {"kind": "reply", "field": {}}, None))
