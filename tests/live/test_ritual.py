"""A whole ritual on a real homeserver: steps that go on by themselves, and copbot that ends in the middle of every one."""

from typing import Any

from copbot.demo.member import Member
from copbot.demo.wire import JsonObject
from copbot.engine.ports import AFTER_COMMIT, AFTER_SEND, BEFORE_MARK
from tests.live.conftest import MakeMember
from tests.live.copbot import Copbot
from tests.live.events import check_all, kind, spoken
from tests.live.rooms import ask, welcomed


def _data(event: JsonObject) -> dict[str, Any]:
    return dict(event["content"].get("nl.copbot", {}))


async def in_step(member: Member, room: str, name: str, needed: int = 1) -> None:
    """Wait until so many messages have said that they belong to a step of this name."""

    def began(event: JsonObject) -> bool:
        found = _data(event)
        relation = event["content"].get("m.relates_to", {}).get("rel_type")
        return found.get("kind") == "ritual.phase" and found.get("phase") == name and relation != "m.replace"

    for _ in range(needed):
        await member.wait_for(room, began, 30)


async def test_a_ritual_goes_on_where_it_was_however_copbot_ends(
    copbot: Copbot, new_member: MakeMember
) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, copbot, bert)
    opened = await ask(anna, room, "!ritual check-out")
    assert (opened["kind"], opened["script"]) == ("ritual.opened", "check-out")
    opening = next(event for event in await anna.timeline(room) if _data(event).get("key") == opened["key"])
    await anna.react(room, opening["event_id"], "✋")
    await bert.say(room, "ik doe mee")
    await copbot.kill()
    await anna.say(room, "!begin")
    await copbot.start(kill_at=(AFTER_COMMIT, 1), until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start()
    await in_step(anna, room, "take-along")

    await anna.say(room, "een warm gevoel")
    await copbot.kill()
    await bert.say(room, "een goed idee")
    await copbot.start(kill_at=(AFTER_SEND, 1), until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start()
    await in_step(bert, room, "figure")

    await copbot.kill()
    await anna.say(room, "4")
    await bert.say(room, "5")
    await copbot.start(kill_at=(BEFORE_MARK, 1), until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start()
    closed = _data(await anna.wait_for(room, kind("ritual.closed"), 30))
    assert (closed["spoke"], closed["passed"], closed["unheard"]) == (2, 0, 0)

    said = [_data(event) for event in spoken(await anna.timeline(room), copbot.user_id)]
    new = [(one["kind"], one["phase"]) for one in said if one["kind"].startswith("ritual") and not one["rev"]]
    assert new == [
        ("ritual.opened", "joining"),
        ("ritual.phase", "take-along"),
        ("ritual.phase", "take-along"),
        ("ritual.phase", "figure"),
        ("ritual.phase", "figure"),
        ("ritual.closed", "figure"),
    ], "each of them once, and in order"
    check_all([anna, bert], copbot.user_id)
