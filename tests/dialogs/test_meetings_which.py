"""Which time of a meeting is meant, where what people type could be about another one."""

from __future__ import annotations

from pathlib import Path

from tests.dialogs.stage import stage
from tests.dialogs.test_meetings import in_room
from tests.dialogs.test_meetings_changed import SERIES, dates, told


async def test_another_clock_time_on_the_day_of_a_later_time_may_be_about_that_one(tmp_path: Path) -> None:
    """ "15 december 20:30": the meeting of that day begins later; it is not the next one that goes there, unless it is chosen."""
    async with stage(tmp_path) as s:
        await in_room(s, SERIES)
        (asked,) = await s.says("Karin", "!bijeenkomst verzet 1 15 december 20:30")
        assert asked.body.splitlines()[1:] == [
            "1 Alleen de keer van dinsdag 15 december",
            "2 Alleen de keer van dinsdag 1 december",
            "3 Alle keren vanaf nu",
        ]
        moved = told(await s.says("Karin", "1", reply_to=asked))
        assert "van dinsdag 15 december is nu dinsdag 15 december, 20:30–22:30 uur" in moved.body
        assert await dates(s, 24) == ["12-01T19:30", "12-15T20:30"]
