"""A year of meetings: what people asked for, when copbot says that it begins, and what others read in its calendar file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.dialogs.stage import Heard, Stage, stage
from tests.meetings.calendar_files import File, by_dateutil, by_ical_js, meeting, wall, why_not


@dataclass(frozen=True)
class Sent(File):
    """A file as copbot sent it."""

    ics: str = ""

    def text(self) -> str:
        return self.ics


def sent(s: Stage, heard: Heard, until: datetime) -> Sent:
    assert heard.file is not None
    media, content = s.server.files[heard.file]
    assert media == "text/calendar"
    return Sent(meeting(None, wall("2026-12-01T19:30")), until=until, ics=content.decode())


async def test_a_year_of_biweekly_meetings_is_the_same_everywhere(tmp_path: Path) -> None:
    """Two moved, one cancelled, both clock changes: told by copbot, read by dateutil and, where it is there, ical.js."""
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        await s.says("Karin", "!bijeenkomst Kring om de week op dinsdag 19:30 duur 90 minuten")
        await s.says("Karin", "!bijeenkomst verzet 1 15 dec naar 16 dec 20:00")
        await s.says("Karin", "!bijeenkomst verzet 1 23 maart naar 29 maart 2027 20:30")
        heard = await s.says("Karin", "!bijeenkomst schrap 1 13 juli")
        until = datetime(2027, 12, 1, tzinfo=UTC)
        (file,) = [sent(s, one, until) for one in heard if one.file]
        came = await s.waits(seconds=(until - s.time) / timedelta(seconds=1))
        begun = [one.data["start"] for one in came if one.kind == "meeting.started"]
    assert len(begun) == 26
    assert {"2026-12-16T20:00:00+01:00", "2027-03-29T20:30:00+02:00"} < set(begun)
    assert not any(start.startswith(("2026-12-15", "2027-03-23", "2027-07-13")) for start in begun)
    expected = [int(datetime.fromisoformat(start).timestamp()) for start in begun]
    assert [start for _, start in by_dateutil(file)] == expected
    if why_not() is None:
        (read,) = by_ical_js([file])
        assert [start for _, start, *_ in read] == expected
