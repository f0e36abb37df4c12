"""Direct chats about an encrypted room: nothing of it is told, or taken, in one that is not encrypted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dialogs.stage import Stage, stage

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


async def item(s: Stage, *, encrypted: bool = True) -> str:
    """An encrypted room with an item of Karin's that Ahmed supports, and Karin's own chat, which is not encrypted."""
    await s.room("Karin", "Ahmed", encrypted=encrypted)
    await s.says("Karin", "!kanniet zeebries")
    await s.says("Ahmed", "!iksteun 1 met rijden voor donderdag")
    return await s.direct("Karin")


@pytest.mark.parametrize(
    "line",
    ["!steun", "!punt 1", "!graag 1", "graag", "!kanniet 2 dagen", "!rol ouder", "!start", "!weekbericht"],
)
async def test_nothing_is_taken_or_told_in_an_open_chat(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await item(s)
        (refused,) = await s.says("Karin", line, room=chat)
        assert refused.error == "needs-encryption"
        assert refused.body.startswith("Over De kring praat ik alleen versleuteld")
        assert "zeebries" not in refused.body


async def test_in_english(tmp_path: Path) -> None:
    async with stage(tmp_path, "en", clock=MORNING) as s:
        chat = await item(s)
        (refused,) = await s.says("Karin", "!commitments", room=chat)
        assert refused.body.startswith("About De kring I talk in encrypted chats only")


async def test_help_and_privacy_are_answered_there(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await item(s)
        for line in ("!hulp", "!privacy", "hulp"):
            (answer,) = await s.says("Karin", line, room=chat)
            assert answer.data["ok"] is True
            assert "zeebries" not in answer.body


async def test_once_the_chat_is_encrypted_it_is_as_anywhere(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await item(s)
        await s.locks("Karin", room=chat)
        (listed,) = await s.says("Karin", "!steun", room=chat)
        assert "zeebries" in listed.body


async def test_an_open_room_is_told_of_in_an_open_chat(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await item(s, encrypted=False)
        (listed,) = await s.says("Karin", "!steun", room=chat)
        assert "zeebries" in listed.body


async def test_what_it_says_by_itself_there_says_only_that_there_is_something(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await item(s)
        (mine, *_) = [heard for heard in await s.says("Karin", "!weekbericht mijn") if heard.room == chat]
        assert mine.body.startswith("Er is iets voor je in De kring.")
        assert "zeebries" not in mine.body
        encrypted = await s.direct("Ahmed", encrypted=True)
        (mine, *_) = [
            heard for heard in await s.says("Ahmed", "!weekbericht mijn") if heard.room == encrypted
        ]
        assert "#1" in mine.body


@pytest.mark.parametrize("encrypted", [True, False])
@pytest.mark.parametrize(
    ("language", "words", "locked", "open_"),
    [
        (
            "nl",
            "hoi, kan iedereen dit lezen?",
            "Dit gesprek is versleuteld",
            "Dit gesprek is niet versleuteld",
        ),
        ("nl", "wie leest mee?", "Dit gesprek is versleuteld", "Dit gesprek is niet versleuteld"),
        ("nl", "is dit veilig?", "Dit gesprek is versleuteld", "Dit gesprek is niet versleuteld"),
        ("en", "is this private?", "This chat is encrypted", "This chat is not encrypted"),
        ("en", "who can read this?", "This chat is encrypted", "This chat is not encrypted"),
    ],
)
async def test_who_asks_who_reads_along_is_told_of_this_chat(
    tmp_path: Path, language: str, words: str, locked: str, open_: str, encrypted: bool
) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", encrypted=encrypted)
        chat = await s.direct("Karin", encrypted=encrypted)
        (told,) = await s.says("Karin", words, room=chat)
        assert (told.error, told.data["command"]) == (None, "privacy")
        assert (locked if encrypted else open_) in told.body


async def test_who_comes_along_is_another_question(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", encrypted=True)
        chat = await s.direct("Karin", encrypted=True)
        (told,) = await s.says("Karin", "wie kan mee?", room=chat)
        assert told.error == "not-understood"


@pytest.mark.parametrize("line", ["!hulp versleuteld", "!help encryption"])
async def test_encryption_is_explained(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", encrypted=True)
        (told,) = await s.says("Karin", line)
        assert told.body.startswith("Versleuteld wil zeggen: op slot.")
