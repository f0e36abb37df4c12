"""A meeting on a real homeserver: called, answered by a tap, told once though copbot was killed, with a file that calendars read.

The process is the real one, and its system's clock is what is changed: see ``travelled``.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from copbot.demo.member import Member
from copbot.demo.wire import JsonObject
from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.copbot import Copbot
from tests.live.events import kind, spoken
from tests.live.rooms import welcomed
from tests.live.test_reminders import DAY, HOUR, MINUTE, WHILE, until

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


async def said(member: Member, room: str, copbot: Copbot, *kinds: str) -> list[JsonObject]:
    """The messages of these kinds that stand in the room, after a while in which others might have come."""
    await asyncio.sleep(WHILE)
    events = spoken(await member.timeline(room), copbot.user_id)
    found = [event for event in events if any(kind(name)(event) for name in kinds)]
    return [event["content"] for event in found if "m.new_content" not in event["content"]]


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(None, id="between"),
        pytest.param("after-commit", marks=pytest.mark.torture),
        pytest.param("after-send", marks=pytest.mark.torture),
    ],
)
async def test_called_killed_and_told_once(
    new_copbot: MakeCopbot, new_member: MakeMember, moment: str | None
) -> None:
    """Killed after it was called, perhaps while it tells of it, and before it begins."""
    anna, bert, copbot = await new_member("anna"), await new_member("bert"), await new_copbot()
    noon = (datetime.now(AMSTERDAM) + DAY).replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=None)
    begins = noon + 2 * DAY
    await copbot.start(travel=until(noon))
    room = await welcomed(anna, copbot, bert)
    await anna.say(room, f"!bijeenkomst Kring elke {DAYS[begins.weekday()]} 12:00 in de bibliotheek")
    called = await bert.wait_for(room, kind("meeting"), 30)
    await bert.react(room, called["event_id"], "✅")
    await bert.wait_for(room, lambda event: "1 komt" in event["content"].get("body", ""), 30)
    await copbot.emptied()
    await copbot.kill()

    a_day_before = until(begins - DAY + MINUTE)
    if moment is not None:
        await copbot.start(kill_at=(moment, 1), travel=a_day_before, until_ready=False)
        assert await copbot.ended() == -9
    await copbot.start(travel=a_day_before)
    await bert.wait_for(room, kind("meeting.reminder"), 30)
    await copbot.emptied()
    await copbot.kill()
    await copbot.start(travel=until(begins + MINUTE))
    begun = await bert.wait_for(room, kind("meeting.started"), 30)

    assert (begun["content"]["m.mentions"], begun["content"]["msgtype"]) == (
        {"user_ids": [bert.user_id]},
        "m.text",
    )
    told = await said(bert, room, copbot, "meeting.reminder", "meeting.started")
    assert [(one["nl.copbot"]["kind"], one["nl.copbot"]["late"]) for one in told] == [
        ("meeting.reminder", False),
        ("meeting.started", False),
    ]
    found = await said(bert, room, copbot, "meeting")
    assert [content["msgtype"] for content in found] == ["m.notice", "m.file"]


@pytest.mark.torture
async def test_down_for_eight_days_many_missed_are_one_message(
    new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    anna, copbot = await new_member("anna"), await new_copbot()
    noon = (datetime.now(AMSTERDAM) + DAY).replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=None)
    await copbot.start(travel=until(noon - 3 * HOUR))
    room = await welcomed(anna, copbot)
    await anna.say(room, "!bijeenkomst Thee elke dag 12:00 duur 1 uur")
    await anna.wait_for(room, kind("meeting"), 30)
    await copbot.emptied()
    await copbot.kill()

    await copbot.start(travel=until(noon + 8 * DAY + 2 * HOUR))
    await anna.wait_for(room, kind("meeting.reminder"), 30)
    (came,) = await said(anna, room, copbot, "meeting.reminder", "meeting.started")
    assert "Intussen is het ook 9 keer geweest" in came["body"]
    assert came["nl.copbot"]["late"] is True


DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
