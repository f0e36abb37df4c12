"""The private reminder before a deadline: who gets it, once, and who does not."""

from datetime import UTC, datetime
from pathlib import Path

from tests.dialogs.stage import Heard, Stage, stage

LINE = "!peiling tot donderdag 17:00 Wat eten we? | soep | pizza"


async def chats(s: Stage, *names: str) -> dict[str, str]:
    return {name: await s.direct(name) for name in names}


def private(heard: list[Heard], chat: str) -> list[Heard]:
    return [one for one in heard if one.room == chat]


async def test_who_has_not_voted_is_reminded_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bert", "Dora")
        chat = await chats(s, "Ahmed", "Els", "Dora")
        await s.says("Dora", "!stop", room=chat["Dora"])
        (poll,) = await s.says("Karin", LINE)
        await s.votes("Ahmed", poll, "1")
        heard = await s.waits(hours=37)  # Thursday, nine in the morning: half a day before was in the night
        (reminder,) = heard
        assert (reminder.room, reminder.kind, reminder.data["about"]) == (chat["Els"], "nudge", "poll")
        assert (reminder.content["msgtype"], reminder.pings) == ("m.text", ("@els:localhost",))
        assert reminder.body == (
            "In De kring loopt een peiling, tot donderdag 26 november om 17:00 uur. Je stemde nog niet; dat hoeft "
            "ook niet. Wat eten we?\n1 soep\n2 pizza"
        )
        (told,) = await s.says("Els", "2", room=chat["Els"])
        assert told.body.startswith("Je stem in peiling 1 telt: pizza.")
        end, _ = await s.waits(days=1)
        assert end.data["tally"] == {"1": 1, "2": 1}
        (late,) = await s.says("Els", "1", room=chat["Els"], reply_to=reminder)
        assert late.kind == "reply"


async def test_no_chat_is_begun_and_who_is_away_hears_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        chat = await chats(s, "Els")
        await s.says("Els", "!evenweg tot zaterdag", room=chat["Els"])
        await s.says("Karin", LINE)
        rooms = set(s.server.members)
        assert await s.waits(hours=37) == []
        assert set(s.server.members) == rooms


async def test_young_people_are_never_nudged(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        chat = await chats(s, "Ahmed", "Els")
        await s.says("Els", "!rol jongere")
        await s.says("Karin", LINE)
        (reminder,) = await s.waits(hours=37)
        assert reminder.room == chat["Ahmed"]


async def test_a_short_poll_reminds_an_hour_before(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=datetime(2026, 11, 24, 9, 0, tzinfo=UTC)) as s:
        await s.room("Karin", "Ahmed")
        chat = await chats(s, "Ahmed")
        await s.says("Karin", "!peiling tot 17:00 Wat eten we? | soep | pizza")
        assert await s.waits(hours=5, minutes=55) == []
        (reminder,) = await s.waits(minutes=10)
        assert reminder.room == chat["Ahmed"]


async def test_none_that_would_come_too_late(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=datetime(2026, 11, 24, 17, 0, tzinfo=UTC)) as s:
        await s.room("Karin", "Ahmed")
        chat = await chats(s, "Ahmed")
        await s.says("Karin", "!peiling tot 23:30 Wat eten we? | soep | pizza")
        assert private(await s.waits(days=1), chat["Ahmed"]) == []


async def test_a_correction_moves_it_and_a_closed_poll_reminds_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await chats(s, "Ahmed")
        await s.says("Karin", LINE)
        await s.says("Karin", "!peiling wijzig 1 tot zaterdag 17:00 Wat eten we? | soep | pizza")
        assert await s.waits(hours=40) == []
        await s.says("Karin", "!peiling sluit")
        assert private(await s.waits(days=4), chat["Ahmed"]) == []


async def test_removing_the_command_takes_the_reminder_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await chats(s, "Ahmed")
        await s.says("Karin", LINE)
        asked = s.last
        (reminder,) = await s.waits(hours=37)
        await s.takes_away("Karin", asked)
        assert reminder.event in s.server.redacted
