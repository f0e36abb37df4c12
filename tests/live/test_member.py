"""The independent client: what it sends arrives as a phone would send it."""

import pytest

from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from copbot.demo.wire import MatrixError
from tests.live.conftest import MakeMember, MakeRoom
from tests.live.events import bodies, says


async def test_a_conversation_is_seen_by_both_in_order(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await new_room(anna, bert, name="Samen")

    await anna.say(room, "een")
    await bert.wait_for(room, says("een"))
    await bert.say(room, "twee")
    await anna.wait_for(room, says("twee"))
    await bert.wait_for(room, says("twee"))

    assert bodies(anna.events(room)) == bodies(bert.events(room)) == ["een", "twee"]
    assert bodies(await anna.timeline(room)) == ["een", "twee"]
    assert (await anna.state(room, "m.room.name"))["name"] == "Samen"


async def test_what_a_message_carries(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna = await new_member("anna")
    room = await new_room(anna)

    root = await anna.say(room, "begin")
    reply = await anna.say(room, "antwoord", reply_to=root, mention=anna.user_id)
    fallback = await anna.say(room, "in draad", thread=root, msgtype="m.notice")
    inside = await anna.say(room, "antwoord in draad", thread=root, reply_to=fallback)

    content = {event["event_id"]: event["content"] for event in await anna.timeline(room)}
    assert content[root] == {"msgtype": "m.text", "body": "begin", "m.mentions": {}}
    assert content[reply]["m.relates_to"] == {"m.in_reply_to": {"event_id": root}}
    assert content[reply]["m.mentions"] == {"user_ids": [anna.user_id]}
    assert content[fallback]["msgtype"] == "m.notice"
    assert content[fallback]["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": root,
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": root},
    }
    assert content[inside]["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": root,
        "is_falling_back": False,
        "m.in_reply_to": {"event_id": fallback},
    }


async def test_edits_reactions_and_redactions(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await new_room(anna, bert)

    said = await anna.say(room, "foutje")
    edit = await anna.edit(room, said, "goed")
    reaction = await bert.react(room, said, "✋")
    redaction = await bert.redact(room, reaction, "bedacht me")

    events = {event["event_id"]: event for event in await anna.timeline(room)}
    assert events[edit]["content"]["m.new_content"]["body"] == "goed"
    assert events[edit]["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": said}
    assert events[reaction]["type"] == "m.reaction"
    assert events[reaction]["content"] == {}
    assert events[redaction]["content"]["redacts"] == reaction
    await bert.react(room, said, "🤝")
    with pytest.raises(MatrixError) as refusal:
        await bert.react(room, said, "🤝")
    assert refusal.value.errcode == "M_DUPLICATE_ANNOTATION"


async def test_the_same_transaction_sends_once(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna = await new_member("anna")
    room = await new_room(anna)
    content = {"msgtype": "m.text", "body": "eenmaal"}

    first = await anna.send(room, "m.room.message", content, transaction="t")
    again = await anna.send(room, "m.room.message", content, transaction="t")

    assert first == again
    assert bodies(await anna.timeline(room)) == ["eenmaal"]


async def test_two_runs_on_one_device_do_not_share_transactions(
    homeserver: Homeserver, new_member: MakeMember, new_room: MakeRoom
) -> None:
    anna = await new_member("anna")
    room = await new_room(anna)
    await anna.say(room, "eerste keer")

    async with Member(homeserver.url) as later:
        await later.login(anna.user_id.split(":")[0][1:], "made-up", device_id=anna.device_id)
        assert later.device_id == anna.device_id
        await later.say(room, "tweede keer")

    async with Member(homeserver.url) as reader:
        await reader.login(anna.user_id.split(":")[0][1:], "made-up")
        assert bodies(await reader.timeline(room)) == ["eerste keer", "tweede keer"]


async def test_rooms_as_asked_for(new_member: MakeMember) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")

    direct = await anna.create_room([bert.user_id], direct=True, version="10")
    levels = await anna.state(direct, "m.room.power_levels")
    assert levels["users"] == {anna.user_id: 100, bert.user_id: 100}
    assert (await anna.state(direct, "m.room.create"))["room_version"] == "10"

    quiet = await anna.create_room(encrypted=True, power_levels={"events_default": 50}, name="Stil")
    assert (await anna.state(quiet, "m.room.encryption"))["algorithm"] == "m.megolm.v1.aes-sha2"
    assert (await anna.state(quiet, "m.room.power_levels"))["events_default"] == 50
    with pytest.raises(MatrixError) as missing:
        await anna.state(quiet, "m.room.topic")
    assert missing.value.status == 404


async def test_coming_and_going(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna, bert, carla = await new_member("anna"), await new_member("bert"), await new_member("carla")
    room = await new_room(anna, bert, carla)
    await bert.set_display_name("Bert 🌻")
    await anna.wait_for(room, lambda event: event["content"].get("displayname") == "Bert 🌻")
    assert await anna.members(room) == {
        anna.user_id: anna.user_id[1:].split(":")[0],
        bert.user_id: "Bert 🌻",
        carla.user_id: carla.user_id[1:].split(":")[0],
    }

    await bert.leave(room)
    await anna.kick(room, carla.user_id)
    await anna.set_state(room, "m.room.topic", {"topic": "rust"})

    assert set(await anna.members(room)) == {anna.user_id}
    await carla.wait_for(
        room, lambda event: event.get("state_key") == carla.user_id and event["sender"] == anna.user_id
    )
    assert (await anna.state(room, "m.room.topic"))["topic"] == "rust"
