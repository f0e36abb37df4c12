"""The room is told before a meeting and when it begins: once, at decent hours, also by a copbot that was away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.dialogs.stage import Heard, Stage, stage
from tests.dialogs.test_meetings import CIRCLE, in_room

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
KARIN, AHMED = "@karin:localhost", "@ahmed:localhost"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


async def until(s: Stage, at: str) -> list[tuple[str, str]]:
    """What copbot says until a local time, each with the local time at which it did."""
    said: list[tuple[str, str]] = []
    end = local(at)
    while s.time < end:
        came = await s.comes(end)
        at = f"{s.time.astimezone(AMSTERDAM):%m-%d %H:%M}"
        said += [(at, heard.kind) for heard in came]
    return said


async def looks(s: Stage) -> list[Heard]:
    before = len(s.server.sent)
    for _ in range(3):
        await s.ticking.tick()
        await s.settle()
    return s.server.sent[before:]


async def test_a_day_and_an_hour_before_and_when_it_begins(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, CIRCLE)
        for name, tap in (("Ahmed", "✅"), ("Bram", "❌"), ("Els", "❔"), ("Karin", "✅")):
            await s.taps(name, called, tap)
        await s.says("Els", "!evenweg tot 10 dec")
        day, hour, begins = await s.waits(days=10)
        assert day.body == (
            "Bijeenkomst #1 (Kring) komt eraan: dinsdag 1 december, 19:30–21:30 uur\n"
            "Waar: de bibliotheek\n"
            "Kom je? ✅ ja, ❔ misschien, ❌ nee. Of antwoord: ik kom.\n"
            "Tot nu toe: 2 komen (1 ouder en 1 van school), 1 misschien en 1 kan niet."
        )
        assert [(one.kind, one.data["before"], one.data["late"]) for one in (day, hour)] == [
            ("meeting.reminder", "PT24H", False),
            ("meeting.reminder", "PT1H", False),
        ]
        assert (day.content["msgtype"], day.pings) == ("m.notice", ())
        assert (begins.kind, begins.content["msgtype"], begins.pings) == (
            "meeting.started",
            "m.text",
            (AHMED, KARIN),
        ), "who declined is not there, nor who is away"
        assert (
            begins.body
            == "Bijeenkomst #1 (Kring) begint nu. Welkom!\nWaar: de bibliotheek\nSamen door de agenda? Schrijf !bijeenkomst start."
        )
        assert await s.waits(days=30) == []


async def test_an_answer_to_a_reminder_is_about_that_time(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, "!bijeenkomst Kring elke dinsdag 19:30")
        day, *_ = await s.waits(days=6)
        shown, edit = await s.taps("Ahmed", day, "✅")
        assert (shown.edited, edit.edited) == (called.event, day.event)
        assert edit.body.endswith("Tot nu toe: 1 komt (1 van school).")
        await s.waits(days=2)
        assert await s.taps("Bram", day, "✅") == [], "that one has been"
        (edit,) = await s.taps("Bram", called, "✅")
        assert "dinsdag 8 december" in edit.body
        assert edit.body.endswith("Tot nu toe: 1 komt.")
        (told, _) = await s.says("Ahmed", "ik kom altijd", reply_to=called)
        assert told.body.endswith("Dat is voor deze keer. Bij de volgende vraag ik het opnieuw.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "Kring 1 dec 08:30",
            [
                ("11-30 08:30", "meeting.reminder"),
                ("11-30 20:45", "meeting.reminder"),
                ("12-01 08:30", "meeting.started"),
            ],
        ),
        ("Kring 1 dec 07:00", [("11-29 20:45", "meeting.reminder"), ("11-30 20:45", "meeting.reminder")]),
        ("Kring 1 dec 22:00", [("11-30 20:45", "meeting.reminder"), ("12-01 20:45", "meeting.reminder")]),
    ],
)
async def test_what_would_come_in_quiet_hours_comes_before_them(
    tmp_path: Path, line: str, said: list[tuple[str, str]]
) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, f"!bijeenkomst {line}")
        assert ("Dat begint in de stille uren" in called.body) is (len(said) == 2)
        assert await until(s, "2026-12-02T12:00") == said


async def test_as_the_room_or_the_meeting_wants_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        (told,) = await s.says("Karin", "!bijeenkomst herinner 1")
        assert told.body.startswith("Ik herinner eraan: 24 uur en 1 uur van tevoren.\n")
        (told,) = await s.says("Els", "!instellingen herinneringen 48 uur en 30 min")
        assert told.body.endswith("Bijeenkomsten: Ik herinner eraan: 2 dagen en 30 minuten van tevoren.")
        assert [at for at, _ in await until(s, "2026-11-30T12:00")] == ["11-29 19:30"]
        (told,) = await s.says("Karin", "!bijeenkomst herinner 1 2 uur")
        assert told.body == "Bijeenkomst #1 (Kring):\nIk herinner eraan: 2 uur van tevoren."
        assert [at for at, _ in await until(s, "2026-12-02T12:00")] == ["12-01 17:30", "12-01 19:30"]
        await s.says("Karin", "!bijeenkomst Thee 5 dec 15:00")
        await s.says("Karin", "!bijeenkomst herinner 2 uit")
        assert [kind for _, kind in await until(s, "2026-12-06T12:00")] == ["meeting.started"]
        for wrong in ("straks", "1 2 3 4", "1 min", "400 uur"):
            (refused,) = await s.says("Els", f"!instellingen herinneringen {wrong}")
            assert refused.error == "bad-value"


@pytest.mark.parametrize("away", [1 / 1440, 1.0, 8.0])
async def test_down_over_a_reminder_the_start_or_all_of_it(tmp_path: Path, away: float) -> None:
    """Down a minute over the first reminder; a day, over both reminders and the start; eight days, over all of it."""
    async with stage(tmp_path) as before:
        await in_room(before, CIRCLE)
    before.time = local("2026-11-30T19:30") + timedelta(days=away, minutes=0 if away < 1 else 1)
    async with stage(tmp_path, before=before) as s:
        (came,) = await looks(s)
        if away < 1:
            assert (came.kind, came.data["before"], came.data["late"]) == ("meeting.reminder", "PT24H", False)
            assert [one.kind for one in await s.waits(days=9)] == ["meeting.reminder", "meeting.started"]
        elif away == 1:
            assert (came.kind, came.data["late"]) == ("meeting.started", False)
        else:
            assert (
                came.body
                == "Ik was er even niet. Intussen is bijeenkomst #1 (Kring) geweest, op dinsdag 1 december."
            )
            assert came.data["late"] is True
        assert await looks(s) == []
        assert await s.waits(days=30) == [] or away < 1


async def test_many_missed_ones_are_one_message_and_a_late_one_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as before:
        await in_room(before, "!bijeenkomst Kring elke dag 19:30")
    before.time = local("2026-12-03T10:00")
    async with stage(tmp_path, before=before) as s:
        (came,) = await looks(s)
        assert came.kind == "meeting.reminder"
        assert came.data["start"] == "2026-12-03T19:30:00+01:00"
        assert came.data["late"] is True
        assert came.body.split("\n")[-2:] == [
            "Ik was er even niet. Dit had je moeten lezen op woensdag 2 december om 19:30 uur.",
            "Intussen is het ook 8 keer geweest zonder mij.",
        ]
        assert [(one.kind, one.data["start"][8:10]) for one in await s.waits(hours=10)] == [
            ("meeting.reminder", "03"),
            ("meeting.started", "03"),
        ], "tomorrow's, due in the same minute, is in nobody's way"


async def test_what_is_late_waits_for_the_morning(tmp_path: Path) -> None:
    async with stage(tmp_path) as before:
        await in_room(before, "!bijeenkomst Ontbijt 1 dec 08:30")
    before.time = local("2026-11-30T23:00")
    async with stage(tmp_path, before=before) as s:
        assert await looks(s) == []
        assert await until(s, "2026-12-01T12:00") == [
            ("12-01 08:00", "meeting.reminder"),
            ("12-01 08:30", "meeting.started"),
        ]


async def test_a_clock_that_jumps_tells_nothing_twice(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        s.time = local("2026-11-30T19:31")
        assert [one.kind for one in await looks(s)] == ["meeting.reminder"]
        s.time = local("2026-11-28T12:00")
        assert await looks(s) == []
        assert [kind for _, kind in await until(s, "2026-12-02T12:00")] == [
            "meeting.reminder",
            "meeting.started",
        ]


async def test_over_both_clock_changes_it_stays_at_the_same_time_on_the_wall(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(
            s, "!instellingen herinneringen 1", "!bijeenkomst Kring elke 2e dinsdag van de maand 19:30"
        )
        came = [one.data["start"] for one in await s.waits(days=365) if one.kind == "meeting.started"]
        assert len(came) == 12
        assert {start[10:19] for start in came} == {"T19:30:00"}
        assert {start[19:] for start in came} == {"+01:00", "+02:00"}


async def test_the_room_moves_to_another_time_zone_and_meetings_stay_where_they_are(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        (told,) = await s.says("Els", "!tijdzone America/New_York")
        assert told.body.endswith("De bijeenkomsten die er staan, blijven op de tijd van Europe/Amsterdam.")
        (shown,) = await s.says("Karin", "!bijeenkomst 1")
        assert "dinsdag 1 december, 19:30–21:30 uur (Europe/Amsterdam)" in shown.body
        assert ("12-01 19:30", "meeting.started") in await until(s, "2026-12-02T12:00")


async def test_in_the_night_after_a_meeting_that_copbot_missed_it_is_over(tmp_path: Path) -> None:
    """It is told in the morning; until then nothing can be done with it any more, and each command is answered."""
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        s.time = local("2026-12-02T00:30")
        for said in ("verzet 1 vrijdag 20:00", "schrap 1", "1", "start 1"):
            (refused,) = await s.says("Karin", f"!bijeenkomst {said}")
            assert refused.error == "meeting-over"
        (none,) = await s.says("Karin", "!bijeenkomst schrap")
        assert none.error == "no-meeting"
        (listed,) = await s.says("Karin", "!bijeenkomsten")
        assert "Kring dinsdag 19:30" in listed.body, "an example; none is planned"
        assert await until(s, "2026-12-02T12:00") == [("12-02 08:00", "meeting.reminder")]
