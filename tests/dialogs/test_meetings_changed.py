"""Moving and cancelling: one time or all, by who may; who said yes hears it once and is asked anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogs.stage import Heard, Stage, stage
from tests.dialogs.test_meetings import CIRCLE, in_room

SERIES = "!bijeenkomst Kring om de week op dinsdag 19:30 duur 2 uur in de bibliotheek"
AHMED = "@ahmed:localhost"


def told(heard: list[Heard], kind: str = "meeting") -> Heard:
    """The new message of that kind."""
    (found,) = [one for one in heard if one.kind == kind and not one.edited and not one.file]
    return found


def edited(heard: list[Heard], old: Heard) -> str:
    """What an earlier message says now."""
    (found,) = [one for one in heard if one.edited == old.event]
    return found.body


async def dates(s: Stage, days: int) -> list[str]:
    """When copbot says that the meeting begins."""
    came = await s.waits(days=days)
    return [one.data["start"][5:16] for one in came if one.kind == "meeting.started"]


async def test_one_meeting_is_moved(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, CIRCLE)
        for name, tap in (("Ahmed", "✅"), ("Bram", "❌"), ("Karin", "✅")):
            await s.taps(name, called, tap)
        heard = await s.says("Karin", "!bijeenkomst verzet 1 woensdag 2 dec 20:00 op school")
        moved = told(heard)
        assert moved.body == (
            "Verzet! Bijeenkomst #1 (Kring) is nu:\n"
            "woensdag 2 december, 20:00–22:00 uur\n"
            "Waar: op school\n"
            "Je zei dat je (misschien) komt. Kun je dan ook? ✅ ja, ❔ misschien, ❌ nee. Of antwoord: ik kom."
        )
        assert (moved.reply_to, moved.pings, moved.content["msgtype"]) == (s.last, (AHMED,), "m.text")
        assert edited(heard, called).endswith("Deze is verzet. Kijk bij mijn nieuwe bericht hieronder.")
        edit = (await s.taps("Ahmed", called, "✅"))[0]
        assert edit.edited == moved.event, "the newest message tells how many come"
        assert await dates(s, 30) == ["12-02T20:00"]


@pytest.mark.parametrize(
    ("said", "start"), [("20:15", "12-01T20:15"), ("donderdag 3 december", "12-03T19:30")]
)
async def test_a_clock_time_alone_or_a_day_alone(tmp_path: Path, said: str, start: str) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, CIRCLE)
        await s.says("Karin", f"verzet naar {said}", reply_to=called)
        assert await dates(s, 30) == [start]


async def test_as_people_type_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        (asked,) = await s.says("Karin", "!bijeenkomst verzet naar half acht")
        assert asked.body.split("\n")[1:] == [
            "1 dinsdag 1 december om 07:30 uur",
            "2 dinsdag 1 december om 19:30 uur",
        ], "a clock time alone is on the same day"
        moved = told(await s.says("Karin", "1", reply_to=asked))
        assert "dinsdag 1 december, 07:30–09:30 uur" in moved.body
        off = told(await s.says("Karin", "!bijeenkomst 1 schrappen"))
        assert off.data["standing"] == "cancelled"


async def test_one_time_of_a_series_is_moved(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, SERIES)
        await s.taps("Ahmed", called, "✅")
        (asked,) = await s.says("Karin", "!bijeenkomst verzet 1 woensdag 2 dec 20:00")
        assert asked.body == (
            "Wat verzet ik naar woensdag 2 december om 20:00 uur?\n"
            "1 Alleen de keer van dinsdag 1 december\n"
            "2 Alle keren vanaf nu"
        )
        moved = told(await s.says("Karin", "1", reply_to=asked))
        assert moved.body.startswith(
            "Verzet! Bijeenkomst #1 (Kring) van dinsdag 1 december is nu woensdag 2 december, 20:00–22:00 uur\n"
        )
        assert (moved.data["occurrence"], moved.data["start"]) == (
            "2026-12-01T19:30:00+01:00",
            "2026-12-02T20:00:00+01:00",
        )
        assert moved.pings == (AHMED,)
        assert await dates(s, 40) == ["12-02T20:00", "12-15T19:30", "12-29T19:30"]


async def test_a_later_time_is_named_by_its_day(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, SERIES)
        moved = told(await s.says("Karin", "!bijeenkomst verzet 1 15 dec naar 16 dec 20:00"))
        assert "van dinsdag 15 december is nu woensdag 16 december" in moved.body
        edit = (await s.taps("Ahmed", moved, "✅"))[0]
        assert edit.body.endswith("Tot nu toe: 1 komt (1 van school).")
        assert "woensdag 16 december" in edit.body
        (refused,) = await s.says("Karin", "!bijeenkomst verzet 1 14 dec naar 17 dec 20:00")
        assert refused.error == "no-such-occurrence"
        gone = told(await s.says("Karin", "!bijeenkomst schrap 1 29 dec"))
        assert gone.body.startswith("Bijeenkomst #1 (Kring) van dinsdag 29 december gaat niet door.\n")
        assert await dates(s, 60) == ["12-01T19:30", "12-16T20:00", "01-12T19:30"]


async def test_all_from_now_on_go_to_another_day_and_what_was_cancelled_stays(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, SERIES)
        await s.says("Karin", "!bijeenkomst schrap 1 15 dec")
        (asked,) = await s.says("Karin", "!bijeenkomst verzet 1 woensdag 2 dec 20:00")
        heard = await s.says("Karin", "2", reply_to=asked)
        assert told(heard).body.startswith(
            "Verzet! Bijeenkomst #1 (Kring) is nu:\n"
            "Steeds om de week op woensdag om 20:00 uur\n"
            "De volgende keer: woensdag 2 december, 20:00–22:00 uur\n"
        )
        assert called.data["meeting"] == 1
        assert await dates(s, 60) == ["12-02T20:00", "12-30T20:00", "01-13T20:00"]


async def test_another_repeat_is_said_whole(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!bijeenkomst Kring elke 2e en 4e dinsdag van de maand 19:30")
        (asked,) = await s.says("Karin", "!bijeenkomst verzet 1 woensdag 9 dec 20:00")
        (asked,) = await s.says("Karin", "2", reply_to=asked)
        assert asked.error == "needs-when"
        moved = told(await s.says("Karin", "elke woensdag 20:00", reply_to=asked))
        assert "Steeds elke woensdag om 20:00 uur" in moved.body
        assert await dates(s, 14) == ["11-25T20:00", "12-02T20:00"]


async def test_cancelled(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, CIRCLE)
        await s.taps("Ahmed", called, "❔")
        heard = await s.says("Karin", "!bijeenkomst schrap 1")
        off = told(heard)
        assert off.body == "Bijeenkomst #1 (Kring) van dinsdag 1 december, 19:30–21:30 uur gaat niet door."
        assert (off.pings, off.data["standing"]) == ((AHMED,), "cancelled")
        assert edited(heard, called) == "Bijeenkomst #1: Kring\nDeze gaat niet door."
        assert await s.waits(days=30) == []
        assert await s.taps("Bram", called, "✅") == []
        for said in ("!bijeenkomst schrap 1", "!bijeenkomst verzet 1 20:00", "!bijeenkomst 1"):
            (refused,) = await s.says("Karin", said)
            assert refused.error == "meeting-over"


async def test_one_time_or_all_of_a_series_are_cancelled(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, SERIES)
        (asked,) = await s.says("Karin", "gaat niet door", reply_to=called)
        assert asked.error == "which-meeting"
        off = told(await s.says("Karin", "1", reply_to=asked))
        assert off.body.startswith(
            "Bijeenkomst #1 (Kring) van dinsdag 1 december gaat niet door.\n"
            "De volgende keer: dinsdag 15 december, 19:30–21:30 uur\n"
        )
        assert await dates(s, 25) == ["12-15T19:30"]
        (asked,) = await s.says("Els", "!bijeenkomst schrap 1")
        off = told(await s.says("Els", "2", reply_to=asked))
        assert off.body.startswith("Bijeenkomst #1 (Kring) stopt.")
        assert await s.waits(days=60) == []


@pytest.mark.parametrize("line", ["verzet 1 20:00", "schrap 1", "herinner 1 uit"])
async def test_only_who_called_it_or_a_host_may(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        (refused,) = await s.says("Bram", f"!bijeenkomst {line}")
        assert refused.error == "not-allowed"
        assert "Karin" in refused.body
        heard = await s.says("Els", f"!bijeenkomst {line}")
        assert [one.error for one in heard if not one.file] in ([None], [None, None])


async def test_somebody_else_receives_people_and_may_change_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        (refused,) = await s.says("Bram", "!bijeenkomst gastvrouw 1 @bram")
        assert refused.error == "not-allowed"
        (refused,) = await s.says("Karin", "!bijeenkomst gastvrouw 1 @niemand")
        assert refused.error == "no-such-member"
        (named,) = await s.says("Karin", "!bijeenkomst gastheer 1 @bram")
        assert named.body.startswith("Bram ontvangt jullie bij bijeenkomst #1 (Kring)")
        moved = told(await s.says("Bram", "!bijeenkomst verzet 1 20:00"))
        assert "Gastvrouw of gastheer: Bram\n" in moved.body


async def test_in_english(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Els", "Karin", "Ahmed")
        called = (await s.says("Karin", "!meeting Circle every 2nd tuesday of the month 19:30 at school"))[0]
        (asked,) = await s.says("Karin", "!meeting move 1 wednesday 9 dec 20:00")
        assert asked.body.startswith(
            "What do I move to Wednesday 9 December at 20:00?\n1 Only the time on Tuesday"
        )
        moved = told(await s.says("Karin", "2", reply_to=asked))
        assert "Repeats every 2nd Wednesday of the month at 20:00" in moved.body
        off = told(await s.says("Els", "!meeting cancel 1 all"))
        assert off.body.startswith("Meeting #1 (Circle) ends.")
        assert called.data["meeting"] == 1


async def test_what_changes_about_a_later_time_leaves_the_next_one_as_it_is(tmp_path: Path) -> None:
    """The message of 1 December does not say that it is moved, or off, for what is done about the 15th and the 29th."""
    async with stage(tmp_path) as s:
        called = await in_room(s, SERIES)
        await s.taps("Ahmed", called, "✅")
        heard = await s.says("Karin", "!bijeenkomst verzet 1 15 december naar 16 december 20:00")
        assert [one for one in heard if one.edited] == []
        moved = told(heard)
        (shown,) = await s.taps("Bram", moved, "✅")
        assert shown.edited == moved.event
        assert shown.body.split("\n")[1] == "woensdag 16 december, 20:00–22:00 uur"
        heard = await s.says("Karin", "!bijeenkomst schrap 1 29 december")
        assert [one for one in heard if one.edited] == []
        (shown,) = await s.taps("Bram", called, "❔")
        assert shown.edited == called.event
        assert "De volgende keer: dinsdag 1 december" in shown.body
        assert shown.body.split("\n")[-1] == "Tot nu toe: 1 komt (1 van school) en 1 misschien."


async def test_a_time_that_stays_where_it_was_put_keeps_who_comes(tmp_path: Path) -> None:
    """The whole series moves; whoever said yes to the one that was elsewhere already is not forgotten, and not asked anew."""
    async with stage(tmp_path) as s:
        await in_room(s, SERIES)
        moved = told(await s.says("Karin", "!bijeenkomst verzet 1 15 december naar 16 december 20:00"))
        await s.taps("Ahmed", moved, "✅")
        (asked,) = await s.says("Karin", "!bijeenkomst verzet 1 donderdag 3 december")
        whole = told(await s.says("Karin", "2", reply_to=asked))
        assert whole.pings == ()
        await s.taps("Bram", moved, "✅")
        (refused,) = await s.says("Bram", "ik kom", reply_to=moved)
        assert refused.error == "meeting-over", (
            "its old message may mean another time now: it counts for none"
        )
        came = await s.waits(days=24)
        begins = {one.data["start"][5:10]: one.pings for one in came if one.kind == "meeting.started"}
        assert begins == {"12-03": (), "12-16": (AHMED,)}


@pytest.mark.parametrize(
    ("said", "readings"),
    [
        ("naar woensdag", ["woensdag 2 december om 19:30 uur", "woensdag 25 november om 19:30 uur"]),
        ("1 do 20:00", ["donderdag 3 december om 20:00 uur", "donderdag 26 november om 20:00 uur"]),
        (
            "van 15 december naar vrijdagavond 20:00",
            ["vrijdag 18 december om 20:00 uur", "vrijdag 27 november om 20:00 uur"],
        ),
    ],
)
async def test_a_weekday_alone_may_be_of_the_week_of_the_meeting(
    tmp_path: Path, said: str, readings: list[str]
) -> None:
    """On 24 November the meeting of 1 December is moved to Wednesday: not silently to tomorrow."""
    async with stage(tmp_path) as s:
        await in_room(s, SERIES)
        (asked,) = await s.says("Karin", f"!bijeenkomst verzet {said}")
        assert asked.error == "ambiguous-when"
        assert asked.body.splitlines()[1:] == [f"{n} {reading}" for n, reading in enumerate(readings, 1)]


async def test_a_weekday_alone_in_the_week_of_the_meeting_is_clear(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!bijeenkomst Kring donderdag 26 november 19:30")
        moved = told(await s.says("Karin", "!bijeenkomst verzet vrijdag"))
        assert moved.data["start"] == "2026-11-27T19:30:00+01:00"


async def test_the_number_of_a_day_is_not_that_of_a_meeting(tmp_path: Path) -> None:
    """With a meeting 3, "3 december" is still a day: nothing is cancelled that nobody meant."""
    async with stage(tmp_path) as s:
        await in_room(s, "!bijeenkomst Kring donderdag 3 december 19:30")
        for title in ("Koffie", "Uitje"):
            await s.says("Karin", f"!bijeenkomst {title} zaterdag 12 december 15:00")
        (asked,) = await s.says("Karin", "!bijeenkomst schrap 3 december")
        assert asked.error == "which-meeting"
        off = told(await s.says("Karin", "1", reply_to=asked))
        assert off.body == "Bijeenkomst #1 (Kring) van donderdag 3 december, 19:30–21:30 uur gaat niet door."
        (refused,) = await s.says("Karin", "!bijeenkomst schrap 3 dinsdag 15 december")
        assert refused.error == "no-such-occurrence", "it is on the 12th: another one is meant"


@pytest.mark.parametrize("said", ["schrap dinsdag 15 december", "schrap 15 december", "cancel van 15 dec"])
async def test_one_time_is_cancelled_by_its_day_alone(tmp_path: Path, said: str) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, SERIES)
        off = told(await s.says("Karin", f"!bijeenkomst {said}"))
        assert off.body.startswith("Bijeenkomst #1 (Kring) van dinsdag 15 december gaat niet door.")
