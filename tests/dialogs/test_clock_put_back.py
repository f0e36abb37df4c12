"""The clock of the machine is put back after an alarm rang: what is still to come comes nevertheless, and once."""

from datetime import timedelta
from pathlib import Path

from tests.dialogs.digests import WEDNESDAY, monday, until
from tests.dialogs.stage import stage


async def test_a_digest_that_is_set_again_for_a_time_that_rang_before_comes(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await until(s, monday(30))
        s.time -= timedelta(days=1)
        await s.says("Karin", "!kanniet vervoer")
        await s.says("Karin", "!weekbericht ma 12:30")
        assert len(await until(s, monday(30))) == 1
        await s.says("Karin", "!kanniet zwemmen")
        assert len(await until(s, monday(7, month=12))) == 1


async def test_a_poll_whose_deadline_rang_too_early_closes_at_its_deadline(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!peiling tot morgen 12:00 Wat eten we? | soep | pizza")
        s.time += timedelta(days=1, hours=3)
        await s.ticking.tick()
        s.time -= timedelta(hours=2)
        assert await s.settle() == []
        heard = await s.waits(hours=2)
        assert [message.kind for message in heard] == ["poll.closed", "nudge"]
        assert await s.waits(days=1) == []
