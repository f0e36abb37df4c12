"""A room is upgraded on a real homeserver: nobody hangs, nothing said is lost unseen, and people are told where to go on."""

from typing import Any

from copbot.demo.member import Member
from copbot.demo.wire import JsonObject
from copbot.engine.ports import AFTER_COMMIT, BEFORE_SEND
from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.events import answers, check_all, kind
from tests.live.rooms import ask, welcomed

LONG = 60.0  # seconds: if it ended before it knew of the move, its clock, which is ahead, rings at the second tick only


def _data(event: JsonObject) -> dict[str, Any]:
    return dict(event["content"].get("nl.copbot", {}))


async def _chat(member: Member) -> tuple[str, list[str]]:
    """The chat that copbot began with a member, and what stands in it, once it says what was not told in the room."""
    chat = await member.wait_for_invitation(30)
    await member.join(chat)
    await member.wait_for(chat, lambda event: "soep" in event["content"].get("body", ""), 30)
    events = await member.timeline(chat)
    return chat, [event["content"]["body"] for event in events if event["type"] == "m.room.message"]


async def test_what_was_said_goes_to_who_led_it_and_the_new_room_begins_afresh(
    new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    """copbot ends three times on the way, and is off while the room moves."""
    anna, bert, copbot = await new_member("anna"), await new_member("bert"), await new_copbot()
    await copbot.start()
    room = await welcomed(anna, copbot, bert)
    opened = await ask(bert, room, "!ronde over dagen Wat gaf je moed?")
    opening = next(event for event in await bert.timeline(room) if _data(event).get("key") == opened["key"])
    said = await anna.say(room, "Samen soep eten.", reply_to=opening["event_id"])
    await anna.wait_for(room, lambda event: "Klaar: 1 van 2." in event["content"].get("body", ""), 20)
    await copbot.emptied()
    await copbot.kill()

    upgraded = await anna.request("POST", "rooms", room, "upgrade", body={"new_version": "12"})
    new = str(upgraded["replacement_room"])
    await copbot.start(kill_at=(AFTER_COMMIT, 1), until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start(kill_at=(BEFORE_SEND, 2), ahead=0.02, until_ready=False)
    assert await copbot.ended(within=LONG) == -9
    await copbot.start(ahead=0.02)

    chat, told = await _chat(bert)
    assert f"https://matrix.to/#/{new}" in told[0]
    assert any("Samen soep eten." in words for words in told)
    await copbot.emptied()
    again = [
        event["content"]["body"] for event in await bert.timeline(chat) if event["type"] == "m.room.message"
    ]
    assert len(again) == len(set(again)), "nothing is told twice"
    here = [event for event in await anna.timeline(room) if event["sender"] == copbot.user_id]
    assert not any("Samen soep eten." in event["content"].get("body", "") for event in here), said

    for member in (bert.user_id, copbot.user_id):
        await anna.request("POST", "rooms", new, "invite", body={"user_id": member})
    await bert.join(new)
    await anna.wait_for(new, kind("notice"), 20)
    await ask(anna, new, "!start")
    await ask(anna, new, "!start")
    begun = await ask(bert, new, "!ronde over dagen Wat gaf je moed?")
    assert (begun["kind"], begun.get("ritual")) == ("ritual.opened", 1), begun

    status = await bert.say(chat, "!waarzijnwe")
    which = await bert.wait_for(chat, answers(status), 20)
    assert _data(which)["error"] == "which-room"
    assert "2 De kring, zoals die was voor de verhuizing" in which["content"]["body"]
    check_all([anna, bert], copbot.user_id)
