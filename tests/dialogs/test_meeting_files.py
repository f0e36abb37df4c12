"""Every new, changed or cancelled meeting comes with its calendar file, which tells no more than the room wants."""

from __future__ import annotations

from pathlib import Path

from tests.dialogs.stage import ROOM, Heard, Stage, stage
from tests.dialogs.test_meetings import CIRCLE
from tests.meetings.calendar_files import lines

SERIES = "!bijeenkomst Kring om de week op dinsdag 19:30 duur 2 uur in de bibliotheek"


def text_of(s: Stage, heard: list[Heard]) -> str:
    """What is in the one file that came."""
    (shown,) = [one for one in heard if one.file]
    media, inside = s.server.files[shown.file or ""]
    assert (media, shown.kind, shown.reply_to, shown.pings) == ("text/calendar", "meeting", None, ())
    return inside.decode()


def told(text: str, name: str) -> list[str]:
    return [line.partition(":")[2] for line in lines(text) if line.startswith((f"{name}:", f"{name};"))]


async def says(s: Stage, *said: str) -> str:
    """The file that comes with the last of it; a number answers what copbot just asked."""
    heard: list[Heard] = []
    for line in said:
        heard = await s.says("Karin", line, reply_to=heard[0] if line.isdecimal() else None)
    return text_of(s, heard)


async def test_it_comes_with_every_change_under_the_same_name_and_a_higher_number(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        files = [await says(s, SERIES)]
        files.append(await says(s, "!bijeenkomst verzet 1 woensdag 2 dec 20:00", "1"))
        files.append(await says(s, "!bijeenkomst schrap 1 15 dec"))
        files.append(await says(s, "!bijeenkomst schrap 1", "2"))
        assert len({uid for file in files for uid in told(file, "UID")}) == 1
        assert [told(file, "SEQUENCE")[0] for file in files] == ["0", "1", "2", "3"]
        assert told(files[1], "RECURRENCE-ID") == ["20261201T193000"]
        assert told(files[2], "EXDATE") == ["20261215T193000"]
        assert [set(told(file, "STATUS")) for file in files] == [{"CONFIRMED"}] * 3 + [{"CANCELLED"}]
        assert told(files[3], "SUMMARY")[0] == "Gaat niet door: Bijeenkomst"


async def test_neither_title_nor_place_unless_the_room_wants_them(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        neutral = await says(s, CIRCLE)
        assert (told(neutral, "SUMMARY"), told(neutral, "LOCATION")) == (["Bijeenkomst"], [])
        shown = await s.says("Els", "!instellingen kalender volledig")
        assert "titel en plaats" in shown[0].body
        full = await says(s, "!bijeenkomst Kring 2 dec 19:30 in de bibliotheek")
        assert (told(full, "SUMMARY"), told(full, "LOCATION")) == (["Kring"], ["de bibliotheek"])
        (no,) = await s.says("Els", "!instellingen kalender paars")
        assert (no.error, "volledig" in no.body) == ("bad-value", True)


async def test_a_title_that_is_taken_away_takes_the_file_along(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        await s.says("Els", "!instellingen kalender volledig")
        heard = await s.says("Karin", CIRCLE)
        (shown,) = [one for one in heard if one.file]
        await s.takes_away("Karin", s.last)
        assert shown.event in s.server.redacted


async def test_a_file_in_a_thread_s_room_stands_in_the_main_timeline(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        asked = await s.says("Karin", CIRCLE, thread="$root")
        (shown,) = [one for one in asked if one.file]
        assert (shown.room, shown.thread) == (ROOM, None)


async def test_the_place_of_one_time_that_is_taken_away_is_in_no_file_any_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        await s.says("Els", "!instellingen kalender volledig")
        await s.says("Karin", SERIES)
        full = await says(s, "!bijeenkomst verzet 1 15 dec naar 16 dec 20:00 in het andere huis")
        assert "het andere huis" in told(full, "LOCATION")
        bare = text_of(s, await s.takes_away("Karin", s.last))
        assert set(told(bare, "LOCATION")) == {"de bibliotheek"}
        assert told(bare, "RECURRENCE-ID") == ["20261215T193000"], "it stays moved"
