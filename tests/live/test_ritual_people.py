"""People come and go around rituals on a real homeserver: leads who leave or fall silent, who comes late; copbot ends all the time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from copbot.demo.member import Member
from copbot.demo.sight import Predicate
from copbot.demo.wire import JsonObject
from copbot.engine.ports import AFTER_COMMIT, AFTER_SEND, BEFORE_SEND
from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.events import answers, check_all, kind, spoken
from tests.live.rooms import ask, welcomed
from tests.live.test_ritual_days import AMSTERDAM, DAY, ahead

HOUR = timedelta(hours=1)
LONG = 100.0
"""Seconds: where copbot starts more than a minute after a deadline, it waits a minute more for what is in the post."""


def _data(event: JsonObject) -> dict[str, Any]:
    return dict(event["content"].get("nl.copbot", {}))


def closed(ritual: int) -> Predicate:
    """Holds for the outcome of that ritual."""
    return lambda event: kind("ritual.closed")(event) and _data(event)["ritual"] == ritual


async def leads(member: Member, room: str, words: str) -> bool:
    """Take over; whether that was done."""
    answer = await member.wait_for(room, answers(await member.say(room, words)), 30)
    return _data(answer).get("ok", True) is True


async def test_rituals_go_on_whoever_disappears_and_whenever_copbot_ends(
    new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    anna, bert, carla, dirk = [await new_member(name) for name in ("anna", "bert", "carla", "dirk")]
    copbot = await new_copbot()
    begun = ahead(1, 10)
    await copbot.start(travel=begun)
    room = await welcomed(anna, copbot, bert, carla)
    last = (datetime.now(UTC) + begun).astimezone(AMSTERDAM) + 5 * DAY
    opened = await ask(anna, room, f"!ronde tot {last:%Y-%m-%d} 17:00 Wat gaf je moed?")
    opening = next(event for event in await anna.timeline(room) if _data(event).get("key") == opened["key"])
    live = await ask(carla, room, "!ronde allen Hoe is het nu?")
    assert (opened["ritual"], live["ritual"]) == (1, 2)

    # The lead of the live one leaves, somebody comes, somebody answers, all while copbot is off.
    await copbot.emptied()
    await copbot.kill()
    await anna.request("POST", "rooms", room, "invite", body={"user_id": dirk.user_id})
    await dirk.join(room)
    await carla.request("POST", "rooms", room, "leave", body={})
    await bert.say(room, "De juf.", reply_to=opening["event_id"])
    await copbot.start(kill_at=(AFTER_COMMIT, 1), travel=begun, until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start(travel=begun)
    assert not await leads(bert, room, "!geefdoor 1"), "the lead of the one over days is there"
    assert await leads(bert, room, "!geefdoor 2")
    await bert.say(room, "!einde 2")
    await bert.wait_for(room, closed(2), 30)
    await dirk.say(room, "Een lied.", reply_to=opening["event_id"])
    await dirk.wait_for(room, lambda event: "Klaar: 2 van" in event["content"].get("body", ""), 30)

    # Who leads the one over days does nothing for two days and more.
    await copbot.emptied()
    await copbot.kill()
    await copbot.start(kill_at=(BEFORE_SEND, 1), travel=begun + 2 * DAY + HOUR, until_ready=False)
    over = await bert.say(room, "!geefdoor 1")
    assert await copbot.ended() == -9
    await copbot.start(travel=begun + 2 * DAY + HOUR)
    told = await bert.wait_for(room, answers(over), 30)
    assert _data(told).get("ok", True) is True

    # Its time is over while copbot is off, and it ends once more on the way back.
    await copbot.emptied()
    await copbot.kill()
    late = last.replace(hour=17, minute=0, second=10, microsecond=0) - datetime.now(UTC)
    await copbot.start(kill_at=(AFTER_SEND, 1), travel=late, until_ready=False)
    assert await copbot.ended(within=LONG) == -9
    await copbot.start(travel=late)
    outcome = _data(await anna.wait_for(room, closed(1), LONG))
    assert (outcome["spoke"], outcome["unheard"]) == (2, 1)
    await copbot.emptied()
    said = [event for event in spoken(await anna.timeline(room), copbot.user_id) if not _data(event)["rev"]]
    assert [_data(event)["ritual"] for event in said if kind("ritual.closed")(event)] == [2, 1]
    (together,) = [
        event["content"]["body"]
        for event in said
        if kind("ritual.phase")(event) and _data(event)["ritual"] == 1
    ]
    assert "De juf." in together
    assert "Een lied." in together
    keys = [_data(event)["key"] for event in said]
    assert len(keys) == len(set(keys)), "nothing is said twice"
    check_all([anna, bert, dirk], copbot.user_id)
