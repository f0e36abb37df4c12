"""A reminder comes once, whatever happens to copbot or to the clock of its system; a member's client is the judge.

The process is the real one, and its system's clock is what is changed: see ``travelled``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from copbot.demo.member import Member
from copbot.demo.sight import Predicate
from copbot.demo.wire import JsonObject
from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.copbot import Copbot
from tests.live.events import kind, spoken
from tests.live.rooms import ask, welcomed

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WHILE = 3.0  # seconds in which a second one would be there


def until(wall: datetime) -> timedelta:
    """How far the system's clock has to be ahead for a local wall time in Amsterdam to be now."""
    return wall.replace(tzinfo=AMSTERDAM).astimezone(UTC) - datetime.now(UTC)


def told(text: str, count: int) -> Predicate:
    """Holds for the reminder that is the nth with these words."""
    seen: set[str] = set()

    def holds(event: JsonObject) -> bool:
        if kind("reminder")(event) and text in event["content"]["body"]:
            seen.add(event["event_id"])
        return len(seen) >= count

    return holds


async def reminders(member: Member, room: str, copbot: Copbot) -> list[JsonObject]:
    """The reminders that stand in the room, after a while in which others might have come."""
    await asyncio.sleep(WHILE)
    said = spoken(await member.timeline(room), copbot.user_id)
    return [event["content"] for event in said if kind("reminder")(event)]


def data(found: Sequence[JsonObject], field: str) -> list[object]:
    return [content["nl.copbot"][field] for content in found]


@pytest.mark.parametrize(
    ("away", "how"),
    [
        pytest.param(MINUTE, "killed", id="a minute", marks=pytest.mark.torture),
        pytest.param(DAY, "stopped", id="a day", marks=pytest.mark.torture),
        pytest.param(DAY, "killed", id="a day, killed", marks=pytest.mark.torture),
        pytest.param(8 * DAY, "killed", id="eight days"),
    ],
)
async def test_down_over_its_time_it_comes_once(
    new_copbot: MakeCopbot, new_member: MakeMember, away: timedelta, how: str
) -> None:
    anna, bert, copbot = await new_member("anna"), await new_member("bert"), await new_copbot()
    await copbot.start(travel=timedelta())
    room = await welcomed(anna, copbot, bert)
    assert (await ask(anna, room, "!herinner over een uur taart"))["ok"] is True
    await (copbot.stop() if how == "stopped" else copbot.kill())

    await copbot.start(travel=HOUR + away)
    await bert.wait_for(room, told("taart", 1), 30)
    await copbot.stop()
    await copbot.start(travel=HOUR + away + MINUTE)

    assert data(await reminders(bert, room, copbot), "late") == [away > MINUTE]


async def test_ten_missed_repeats_are_one_message(new_copbot: MakeCopbot, new_member: MakeMember) -> None:
    anna, copbot = await new_member("anna"), await new_copbot()
    noon = (datetime.now(AMSTERDAM) + DAY).replace(hour=12, minute=0, second=0, tzinfo=None)
    await copbot.start(travel=until(noon - HOUR))
    room = await welcomed(anna, copbot)
    await ask(anna, room, "!herinner elke dag 12:00 taart")
    await copbot.kill()

    await copbot.start(travel=until(noon + 9 * DAY + HOUR))
    await anna.wait_for(room, told("taart", 1), 30)

    (came,) = await reminders(anna, room, copbot)
    assert "in plaats van 10" in came["body"]
    assert came["nl.copbot"]["late"] is True


@pytest.mark.parametrize(
    ("moment", "down"),
    [
        pytest.param("after-commit", DAY, marks=pytest.mark.torture),
        pytest.param("before-send", 8 * DAY, marks=pytest.mark.torture),
        pytest.param("after-send", MINUTE, marks=pytest.mark.torture),
        ("after-send", 8 * DAY),
        pytest.param("before-mark", DAY, marks=pytest.mark.torture),
    ],
    ids=str,
)
async def test_killed_on_the_way_it_comes_once(
    new_copbot: MakeCopbot, new_member: MakeMember, moment: str, down: timedelta
) -> None:
    anna, copbot = await new_member("anna"), await new_copbot()
    await copbot.start(travel=timedelta())
    room = await welcomed(anna, copbot)
    await ask(anna, room, "!herinner over een uur taart")
    await copbot.emptied()
    await copbot.stop()

    await copbot.start(kill_at=(moment, 1), travel=HOUR + MINUTE, until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start(travel=HOUR + MINUTE + down)
    await anna.wait_for(room, told("taart", 1), 30)

    (came,) = await reminders(anna, room, copbot)
    assert came["nl.copbot"]["late"] is (moment in ("after-commit", "before-send") and down > MINUTE)


@pytest.mark.waits
@pytest.mark.xdist_group("waits")
@pytest.mark.parametrize(
    "jump", [pytest.param(HOUR, id="hour", marks=pytest.mark.torture), pytest.param(DAY, id="day")]
)
async def test_the_clock_jumps_while_it_runs(
    new_copbot: MakeCopbot, new_member: MakeMember, jump: timedelta
) -> None:
    """Ahead and back, and back and ahead again: none doubled, none lost, and it goes on living."""
    anna, copbot = await new_member("anna"), await new_copbot()
    noon = until((datetime.now(AMSTERDAM) + DAY).replace(hour=12, minute=0, second=0, tzinfo=None))
    await copbot.start(travel=noon)
    room = await welcomed(anna, copbot)
    await ask(anna, room, "!herinner over 30 min taart")
    await ask(anna, room, "!herinner over 9 dagen koffie")  # at nine in the morning of that date

    copbot.jump(noon + jump)
    await anna.wait_for(room, told("taart", 1), 40)
    copbot.jump(noon)
    assert (await ask(anna, room, "!herinneringen"))["ok"] is True
    copbot.jump(noon - jump)
    await ask(anna, room, "!herinner over 5 min thee")
    copbot.jump(noon - jump + 6 * MINUTE)
    await anna.wait_for(room, told("thee", 1), 40)
    copbot.jump(noon + 9 * DAY)
    await anna.wait_for(room, told("koffie", 1), 40)

    came = await reminders(anna, room, copbot)
    assert [content["body"].split("\n")[0].rpartition(": ")[2] for content in came] == [
        "taart",
        "thee",
        "koffie",
    ]


@pytest.mark.waits
@pytest.mark.xdist_group("waits")
@pytest.mark.parametrize(
    ("evening", "dues"),
    [
        pytest.param(
            "2027-03-27T12:00",
            ["2027-03-28T03:30:00+02:00", "2027-03-29T02:30:00+02:00"],
            id="spring",
            marks=pytest.mark.torture,
        ),
        pytest.param(
            "2027-10-30T12:00",
            ["2027-10-31T02:30:00+02:00", "2027-11-01T02:30:00+01:00"],
            id="autumn",
            marks=pytest.mark.torture,
        ),
    ],
)
async def test_half_past_two_comes_once_on_every_date(
    new_copbot: MakeCopbot, new_member: MakeMember, evening: str, dues: list[str]
) -> None:
    anna, copbot = await new_member("anna"), await new_copbot()
    await copbot.start(travel=until(datetime.fromisoformat(evening)))
    room = await welcomed(anna, copbot)
    await ask(anna, room, "!herinner elke dag 02:30 taart")

    first, second = (datetime.fromisoformat(due) for due in dues)
    copbot.jump(first - datetime.now(UTC) + timedelta(seconds=5))
    await anna.wait_for(room, told("taart", 1), 40)
    copbot.jump(
        first - datetime.now(UTC) + HOUR + timedelta(seconds=5)
    )  # in autumn it is half past two again
    assert (await ask(anna, room, "!herinneringen"))["ok"] is True
    copbot.jump(second - datetime.now(UTC) + timedelta(seconds=5))
    await anna.wait_for(room, told("taart", 2), 40)

    came = await reminders(anna, room, copbot)
    assert (data(came, "due"), data(came, "late")) == (dues, [False, False])
