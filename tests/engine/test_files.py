"""A file from wish to homeserver: nothing of it is words until it is sent, and what was taken away is not in it."""

import json
from collections.abc import Sequence
from pathlib import Path

from copbot.core.records import Settings
from copbot.core.text import Said, Wording, text
from copbot.core.wishes import File, Say, Unquote, Wish
from copbot.engine.outgoing import Outgoing
from tests.dialogs.stage import ROOM, Heard, Stage, stage

NAME = Wording({"nl": "verslag {n}"}, {"n": 3})


def words(said: str, source: str) -> Wording:
    return Wording({"nl": "- {words}"}, {"words": Said(said, source)})


def file(key: str = "file-0001", room: str | None = ROOM, to: str | None = None) -> Say:
    made = File(NAME, "text/markdown", (words("van Els", "$els"), None, words("van Karin", "$karin")))
    return Say(key, (text("said.gone"),), "question", {"about": "item"}, room, to, scope=ROOM, file=made)


async def wish(s: Stage, *wishes: Wish, send: bool = True) -> Sequence[Heard]:
    """These wishes, as a command would have them."""
    before = len(s.server.sent)
    await s.desk.work(lambda work: Outgoing(work, s.lots, s.time, Settings()).carry_out(wishes))
    if send:
        await s.settle()
    return s.server.sent[before:]


async def outbox(s: Stage) -> str:
    rows = await s.database.read(lambda sql: [tuple(row) for row in sql.execute("SELECT body FROM outbox")])
    return json.dumps(rows)


async def test_a_file_is_made_when_it_is_sent(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els")
        await wish(s, file(), send=False)
        assert "verslag 3" not in await outbox(s)
        (heard,) = await wish(s)
        assert heard.body == "verslag 3.md"
        assert s.server.files[heard.file or ""] == ("text/markdown", b"- van Els\n\n- van Karin\n")


async def test_words_taken_away_before_it_is_sent_are_not_in_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els")
        (heard,) = await wish(s, file(), Unquote("$els"))
        _, inside = s.server.files[heard.file or ""]
        assert b"van Els" not in inside
        assert b"van Karin" in inside


async def test_words_taken_away_afterwards_take_the_message_that_shows_the_file(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els")
        (heard,) = await wish(s, file())
        await wish(s, Unquote("$els"))
        assert s.server.redacted == [heard.event]


async def test_of_an_encrypted_room_nothing_is_given_to_an_open_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", encrypted=True)
        chat = await s.direct("Els")
        (heard,) = await wish(s, file(room=None, to="@els:localhost"))
        assert (heard.room, s.server.files) == (chat, {})
        assert "De kring" in heard.body
