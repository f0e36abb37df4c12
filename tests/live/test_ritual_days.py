"""A round over days on a real homeserver: copbot ends in the middle of it, and is off when its time is over."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from copbot.demo.wire import JsonObject
from copbot.engine.ports import AFTER_COMMIT, AFTER_SEND, BEFORE_SEND
from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.events import check_all, kind, spoken
from tests.live.rooms import ask, welcomed

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)


def ahead(days: int, hour: int) -> timedelta:
    """How far the system's clock has to be ahead for it to be that hour in Amsterdam, so many days from now."""
    wall = (datetime.now(AMSTERDAM) + days * DAY).replace(hour=hour, minute=0, second=0, microsecond=0)
    return wall.astimezone(UTC) - datetime.now(UTC)


def _data(event: JsonObject) -> dict[str, Any]:
    return dict(event["content"].get("nl.copbot", {}))


async def test_a_round_over_days_outlives_whatever_happens_to_copbot(
    new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    """What was said in time counts, whenever copbot hears of it; it closes once, and says everything once."""
    anna, bert, copbot = await new_member("anna"), await new_member("bert"), await new_copbot()
    begun = ahead(1, 10)
    await copbot.start(travel=begun)
    room = await welcomed(anna, copbot, bert)
    opened = await ask(anna, room, "!ronde over dagen Wat gaf je moed?")
    assert opened["kind"] == "ritual.opened"
    opening = next(event for event in await anna.timeline(room) if _data(event).get("key") == opened["key"])

    await copbot.kill()
    await anna.say(room, "Samen eten.", reply_to=opening["event_id"])
    await copbot.start(kill_at=(AFTER_COMMIT, 1), travel=begun + DAY, until_ready=False)
    assert await copbot.ended() == -9
    await anna.say(room, "Dat is gewoon gepraat.")
    await bert.say(room, "De juf.", reply_to=opening["event_id"])
    await copbot.start(kill_at=(BEFORE_SEND, 1), travel=begun + DAY, until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start(kill_at=(AFTER_SEND, 1), travel=begun + 3 * DAY, until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start(travel=begun + 3 * DAY)

    closed = _data(await anna.wait_for(room, kind("ritual.closed"), 30))
    assert (closed["spoke"], closed["passed"], closed["unheard"]) == (2, 0, 0)
    said = spoken(await anna.timeline(room), copbot.user_id)
    new = [_data(event)["kind"] for event in said if not _data(event)["rev"]]
    assert [one for one in new if one.startswith("ritual")] == [
        "ritual.opened",
        "ritual.phase",
        "ritual.closed",
    ]
    (together,) = [event["content"]["body"] for event in said if _data(event)["kind"] == "ritual.phase"]
    assert "Samen eten." in together
    assert "De juf." in together
    assert "gepraat" not in together
    check_all([anna, bert], copbot.user_id)
