"""Whatever happens to copbot or its clock: a reminder comes once, and says so when it is late.

The clock and the process are ours here; the same with a real process and the clock of its system is in ``tests/live``.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from copbot.engine.ports import Unsent
from copbot.store import reminders
from tests.dialogs.stage import Heard, Stage, stage

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = {"a minute": 1 / 1440, "six minutes": 6 / 1440, "a day": 1.0, "eight days": 8.0}


async def in_room(s: Stage, *said: str) -> None:
    await s.room("Els", "Karin", "Ahmed")
    for line in said:
        (told,) = await s.says("Karin", line)
        assert told.data["ok"] is True, told.body


async def jumps(s: Stage, to: datetime | timedelta) -> list[Heard]:
    """The clock is suddenly something else; then copbot looks at it."""
    s.time = s.time + to if isinstance(to, timedelta) else to
    before = len(s.server.sent)
    for _ in range(3):
        await s.ticking.tick()
        await s.settle()
    return s.server.sent[before:]


def local(s: Stage, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


DUE = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)  # tomorrow at noon in Amsterdam


@pytest.mark.parametrize("away", DAYS)
async def test_down_over_its_time(tmp_path: Path, away: str) -> None:
    async with stage(tmp_path) as before:
        await in_room(before, "!herinner morgen 12:00 taart")
    before.time = DUE + timedelta(days=DAYS[away])
    async with stage(tmp_path, before=before) as s:
        (came,) = await jumps(s, timedelta())
        assert came.data["due"] == "2026-11-25T12:00:00+01:00"
        assert came.data["late"] is (away != "a minute")
        line = "Ik ben later dan beloofd. Dit was voor woensdag 25 november om 12:00 uur."
        assert (line in came.body) is (away != "a minute")
        assert came.body.split("\n")[0] == "Herinnering van Karin: taart"
        assert await s.waits(days=30) == []


async def test_exactly_five_minutes_is_not_late(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!herinner morgen 12:00 taart", "!herinner morgen 12:00 koffie")
        (first, second) = await jumps(s, DUE + timedelta(minutes=5))
        assert (first.data["late"], second.data["late"]) == (False, False)


async def test_ten_missed_repeats_are_one_message(tmp_path: Path) -> None:
    async with stage(tmp_path) as before:
        await in_room(before, "!herinner elke dag 12:00 taart")
    before.time = DUE + timedelta(days=9, hours=2)
    async with stage(tmp_path, before=before) as s:
        (came,) = await jumps(s, timedelta())
        assert came.body == (
            "Herinnering van Karin: taart\n"
            "Ik was er even niet. Dit is er één in plaats van 10. De eerste was voor woensdag 25 november om 12:00 uur."
        )
        assert (came.data["late"], came.data["due"]) == (True, "2026-11-25T12:00:00+01:00")
        following = await s.waits(days=2)
        assert [heard.data["due"] for heard in following] == [
            "2026-12-05T12:00:00+01:00",
            "2026-12-06T12:00:00+01:00",
        ]
        assert {heard.data["late"] for heard in following} == {False}


async def test_the_last_of_a_row_says_so_also_when_it_was_missed(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!herinner elke dag 12:00 taart")
        until = "UPDATE reminders SET rule = 'FREQ=DAILY;COUNT=3'"
        await s.database.write(lambda sql: sql.execute(until))
        (came,) = await jumps(s, DUE + timedelta(days=8))
        assert "Dit is er één in plaats van 3." in came.body
        assert came.body.endswith("\nDit was de laatste keer.")
        assert await s.waits(days=30) == []


async def test_lateness_is_that_of_sending(tmp_path: Path) -> None:
    """It was decided in time, and the homeserver was away for an hour."""
    async with stage(tmp_path) as s:
        await in_room(s, "!herinner morgen 12:00 taart")
        send, s.server.request = s.server.request, failing  # type: ignore[method-assign]
        assert await jumps(s, DUE) == []
        s.server.request = send  # type: ignore[method-assign]
        (came,) = await jumps(s, timedelta(hours=1))
        assert came.data["late"] is True
        assert "Dit was voor 12:00 uur" not in came.body
        assert "Dit was voor woensdag 25 november om 12:00 uur." in came.body


async def failing(*_: object, **__: object) -> dict[str, object]:
    raise Unsent("away")


async def test_decided_in_time_and_sent_after_a_night_it_waits_for_the_morning(tmp_path: Path) -> None:
    """copbot ended between its decision and the sending, and comes back within the quiet hours."""
    async with stage(tmp_path) as before:
        await in_room(before, "!herinner morgen 12:00 taart")
        before.time = DUE
        await before.ticking.tick()
        while await before.engine.handle():
            pass
    before.time = local(before, "2026-11-25T23:00")
    async with stage(tmp_path, before=before) as s:
        assert await jumps(s, timedelta()) == []
        came = await jumps(s, local(s, "2026-11-26T08:00"))
        assert [heard.data["late"] for heard in came] == [True]
        assert s.server.reactions == [(came[0].event, "⏰")]


@pytest.mark.parametrize("private", [False, True])
async def test_late_it_keeps_the_quiet_hours(tmp_path: Path, private: bool) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        chat = await s.direct("Karin") if private else "!kring:localhost"
        await s.says("Karin", "!herinner morgen 12:00 taart", room=chat)
        await s.says("Karin", "!herinner morgen 23:00 slapen", room=chat)
        (on_time,) = await jumps(s, local(s, "2026-11-25T23:01"))
        assert "slapen" in on_time.body
        (late,) = await s.waits(hours=9)
        assert "taart" in late.body
        assert late.data["late"] is True
        assert late.room == chat


@pytest.mark.parametrize("down", [timedelta(minutes=20), timedelta(days=1, minutes=20)])
async def test_who_asked_for_a_time_at_night_gets_it_at_night_also_late(
    tmp_path: Path, down: timedelta
) -> None:
    """Who asked for half past ten at night is not served by the morning."""
    async with stage(tmp_path) as before:
        await in_room(before, "!herinner morgen 22:30 medicijn")
        before.time = DUE
        await before.ticking.tick()
    before.time = local(before, "2026-11-25T22:30") + down
    async with stage(tmp_path, before=before) as s:
        (late,) = await jumps(s, timedelta())
        assert late.data["late"] is True
        assert await s.waits(days=3) == []


async def test_a_repeat_asked_for_by_a_clock_survives_as_well(tmp_path: Path) -> None:
    async with stage(tmp_path) as before:
        await in_room(before, "!herinner morgen 12:00 taart")
        (came,) = await jumps(before, DUE)
        await before.taps("Ahmed", came, "⏰")
    before.time += timedelta(days=1)
    async with stage(tmp_path, before=before) as s:
        (again,) = await jumps(s, timedelta())
        assert again.body == (
            "Nog een keer, voor Ahmed: taart\n"
            "Ik ben later dan beloofd. Dit was voor woensdag 25 november om 13:00 uur."
        )
        (shown,) = await s.taps("Karin", again, "⏰")
        assert shown.body == (
            "Nog een keer: taart\n"
            "Ik ben later dan beloofd. Dit was voor woensdag 25 november om 13:00 uur.\n"
            "⏰ Om 13:00 uur herinner ik er nog een keer aan."
        )
        assert shown.data["late"] is True


# -- jumps


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1), timedelta(days=3)])
async def test_the_clock_jumps_ahead_and_back(tmp_path: Path, jump: timedelta) -> None:
    """Nothing comes twice, and nothing that was still to come is lost."""
    async with stage(tmp_path) as s:
        await in_room(s, "!herinner elke dag 12:00 taart", "!herinner morgen 12:00 koffie")
        ahead = await jumps(s, jump)
        assert len(ahead) == (2 if jump > timedelta(hours=15) else 0)
        assert await jumps(s, -jump) == []
        came = [*ahead, *await s.waits(days=5)]
        assert sum("koffie" in heard.body for heard in came) == 1
        dues = [heard.data["due"] for heard in came if "taart" in heard.body]
        assert len(set(dues)) == len(dues)
        assert "2026-11-28T12:00:00+01:00" in dues


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=-1)])
async def test_the_clock_jumps_back(tmp_path: Path, jump: timedelta) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!herinner elke dag 12:00 taart", "!herinner morgen 12:00 koffie")
        await s.waits(hours=17)  # one o'clock: both have come once
        assert await jumps(s, jump) == []
        came = await s.waits(days=3)
        assert sum("koffie" in heard.body for heard in came) == 0
        assert [heard.data["due"] for heard in came][:2] == [
            "2026-11-26T12:00:00+01:00",
            "2026-11-27T12:00:00+01:00",
        ]


async def test_a_clock_that_is_put_back_before_it_was_told_takes_the_due_time_along(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!herinner elke dag 12:00 taart")
        s.time = DUE
        await s.ticking.tick()
        s.time = DUE - timedelta(days=1)
        assert await s.settle() == []
        came = await s.waits(days=2)
        assert [heard.data["due"] for heard in came] == [
            "2026-11-25T12:00:00+01:00",
            "2026-11-26T12:00:00+01:00",
        ]


# -- daylight saving: 25 October 2026 at 03:00 back to 02:00, 28 March 2027 at 02:00 on to 03:00


@pytest.mark.parametrize(
    ("begin", "dues"),
    [
        (
            datetime(2026, 10, 23, 12, 0, tzinfo=UTC),
            ["2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"],
        ),
        (
            datetime(2027, 3, 26, 12, 0, tzinfo=UTC),
            ["2027-03-27T02:30:00+01:00", "2027-03-28T03:30:00+02:00", "2027-03-29T02:30:00+02:00"],
        ),
    ],
    ids=["autumn", "spring"],
)
async def test_half_past_two_comes_once_on_every_date(
    tmp_path: Path, begin: datetime, dues: list[str]
) -> None:
    async with stage(tmp_path, clock=begin) as s:
        await in_room(s, "!herinner elke dag 02:30 taart")
        came = await s.waits(days=3)
        assert [heard.data["due"] for heard in came] == dues
        assert {heard.data["late"] for heard in came} == {False}


async def test_nine_stays_nine_over_the_change(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=datetime(2026, 10, 20, 12, 0, tzinfo=UTC)) as s:
        await in_room(s, "!herinner elke dag 9:00 taart", "!herinner 26 oktober 9:00 koffie")
        came = await s.waits(days=7)
        assert {heard.data["due"][11:16] for heard in came} == {"09:00"}
        assert sum("koffie" in heard.body for heard in came) == 1
        assert len(came) == 8


async def test_a_zone_with_other_rules_keeps_what_the_wall_says(tmp_path: Path) -> None:
    """The rules of a zone changed while copbot was down: the moment that was worked out before is an hour off."""
    async with stage(tmp_path) as s:
        await in_room(s, "!herinner elke dag 12:00 taart")
        off = (DUE + timedelta(hours=1)).isoformat(timespec="microseconds")

        def by_other_rules(sql: sqlite3.Connection) -> None:
            sql.execute("UPDATE reminders SET due = ?", (off,))
            sql.execute("UPDATE alarms SET at = ?", (off,))

        await s.database.write(by_other_rules)
        assert await s.desk.realign() == 1
        assert await s.desk.realign() == 0
        (came,) = await s.waits(hours=16)
        assert (came.data["due"], came.data["late"]) == ("2026-11-25T12:00:00+01:00", False)


async def test_what_comes_in_the_second_half_past_two_stays_there(tmp_path: Path) -> None:
    """A moment may be one that its wall time alone does not tell; that is no reason to move it."""
    begin = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # two o'clock, for the first time
    async with stage(tmp_path, clock=begin) as s:
        await in_room(s, "!herinner morgen 12:00 taart")
        wall, due = "2026-10-25T02:30:00", "2026-10-25T01:30:00.000000+00:00"
        await s.database.write(lambda sql: sql.execute("UPDATE reminders SET wall = ?, due = ?", (wall, due)))
        assert await s.database.write(reminders.realign) == 0
