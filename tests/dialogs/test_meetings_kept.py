"""What is kept of meetings goes when it should: words that were removed, a room that copbot leaves; the digest tells of them."""

from __future__ import annotations

from pathlib import Path

from copbot.core.facts import Departed
from tests.dialogs.stage import ME, ROOM, stage
from tests.dialogs.test_meetings import CIRCLE, in_room


async def test_words_that_are_removed_go_and_the_meeting_stays(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, CIRCLE)
        asked_in = called.reply_to
        await s.taps("Ahmed", called, "✅")
        assert asked_in is not None
        again = (await s.takes_away("Karin", asked_in))[0]
        assert called.event in s.server.redacted
        assert again.body == (
            "Bijeenkomst #1\n"
            "dinsdag 1 december, 19:30–21:30 uur\n"
            "Kom je? ✅ ja, ❔ misschien, ❌ nee. Of antwoord: ik kom.\n"
            "Tot nu toe: 1 komt (1 van school)."
        )
        edit = (await s.taps("Bram", again, "✅"))[0]
        assert edit.body.endswith("Tot nu toe: 2 komen (1 van school en 1 zonder rol).")
        came = await s.waits(days=10)
        assert [one.kind for one in came] == ["meeting.reminder", "meeting.reminder", "meeting.started"]
        assert not any("Kring" in one.body or "bibliotheek" in one.body for one in came)


async def test_a_calendar_file_that_tells_the_words_goes_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!rol ouder")
        await s.says("Els", "!instellingen kalender volledig")
        called, file = await s.says("Karin", CIRCLE)
        heard = await s.takes_away("Karin", s.last)
        assert {called.event, file.event} <= set(s.server.redacted)
        (again,) = [one.file for one in heard if one.file]
        assert b"Kring" in s.server.files[str(file.file)][1]
        assert b"Kring" not in s.server.files[again][1]


async def test_words_said_in_a_direct_chat_go_from_the_room_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!rol ouder")
        chat = await s.direct("Karin")
        await s.says("Karin", CIRCLE, room=chat)
        heard = await s.takes_away("Karin", s.last, room=chat)
        assert [one.body.split("\n")[0] for one in heard if not one.file] == ["Bijeenkomst #1"]
        assert {one.room for one in heard} == {ROOM}


async def test_copbot_leaves_and_nothing_comes(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        await s.happens(Departed(ROOM, ME, "$out", s.time))
        assert await s.waits(days=30) == []
        rows = await s.database.read(
            lambda sql: sql.execute("SELECT standing, ended FROM meetings").fetchall()
        )
        assert [(row["standing"], row["ended"] is not None) for row in rows] == [("cancelled", True)]


async def test_what_has_been_is_over(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!bijeenkomst Kring elke dinsdag 19:30 3 keer")
        await s.waits(days=30)
        (told,) = await s.says("Karin", "!bijeenkomst 1")
        assert (told.error, told.body) == ("meeting-over", "Bijeenkomst #1 (Kring) is geweest.")


async def test_the_digest_tells_of_the_week_ahead(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE, "!bijeenkomst Later 8 jan 19:30")
        (digest,) = await s.says("Karin", "!weekbericht nu")
        assert "bijeenkomst #1, Kring" in digest.body
        assert "Later" not in digest.body
