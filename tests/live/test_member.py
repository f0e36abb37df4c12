"""The independent client: what it sends arrives as a phone would send it, and it sees everything once and in order."""

import asyncio

import aiohttp
import pytest

from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from copbot.demo.sight import NotSeenError, Predicate
from copbot.demo.wire import JsonObject, MatrixError, _pause
from tests.live.conftest import MakeMember, MakeRoom
from tests.live.proxy import FaultProxy, bad_gateway, matrix_error, rate_limited, sends, syncs


def bodies(events: list[JsonObject]) -> list[str]:
    return [event["content"]["body"] for event in events if event["type"] == "m.room.message"]


def says(text: str) -> Predicate:
    return lambda event: event["content"].get("body") == text


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


async def test_gaps_are_filled_in_order(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna, bert = await new_member("anna"), await new_member("bert", sync_limit=3)
    room = await new_room(anna, bert)
    await anna.say(room, "start")
    await bert.wait_for(room, says("start"))

    expected = [str(number) for number in range(25)]
    for text in expected:
        await anna.say(room, text)
    await bert.wait_for(room, says("24"))

    assert bodies(bert.events(room)) == ["start", *expected]
    assert [event["event_id"] for event in bert.events(room)] == [
        event["event_id"] for event in await bert.timeline(room)
    ]


async def test_a_late_arrival_sees_the_whole_room(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna = await new_member("anna")
    room = await new_room(anna)
    for number in range(10):
        await anna.say(room, str(number))

    bert = await new_member("bert", sync_limit=2)
    await bert.sync()
    await anna.invite(room, bert.user_id)
    assert await bert.wait_for_invitation(sender=anna.user_id) == room
    await bert.join(room)
    await bert.sync(wait=5)

    assert bodies(bert.events(room)) == [str(number) for number in range(10)]
    assert bert.invitations == {}


async def test_a_timeline_of_several_pages_is_whole(
    new_member: MakeMember, new_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copbot.demo.sight._PAGE", 4)
    anna = await new_member("anna")
    room = await new_room(anna)
    expected = [str(number) for number in range(18)]
    for text in expected:
        await anna.say(room, text)

    events = await anna.timeline(room)

    assert events[0]["type"] == "m.room.create"
    assert bodies(events) == expected
    assert len({event["event_id"] for event in events}) == len(events)


async def test_hidden_history_does_not_end_the_timeline(
    new_member: MakeMember, new_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copbot.demo.sight._PAGE", 3)
    anna, bert = await new_member("anna"), await new_member("bert")
    hidden = {"type": "m.room.history_visibility", "content": {"history_visibility": "joined"}}
    room = await new_room(anna, initial_state=[hidden])
    for number in range(12):
        await anna.say(room, str(number))
    await anna.invite(room, bert.user_id)
    await bert.join(room)
    await anna.say(room, "na")

    assert bodies(await bert.timeline(room)) == ["na"]


async def test_waiting_counts_only_what_comes_after(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna = await new_member("anna")
    room = await new_room(anna)
    first = await anna.say(room, "hallo")
    second = await anna.say(room, "hallo")

    seen = await anna.wait_for(room, says("hallo"))
    later = await anna.wait_for(room, says("hallo"), after=first)

    assert (seen["event_id"], later["event_id"]) == (first, second)


async def test_what_does_not_come_is_told_with_what_came(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna = await new_member("anna")
    room = await new_room(anna)
    await anna.say(room, "iets anders")

    with pytest.raises(NotSeenError, match=rf"0\.5 s(?s:.*){anna.user_id}: iets anders"):
        await anna.wait_for(room, says("nooit"), timeout=0.5)
    with pytest.raises(NotSeenError, match="no invitation"):
        await anna.wait_for_invitation(timeout=0.2)


async def test_several_may_wait_at_once(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await new_room(anna, bert)

    async with asyncio.TaskGroup() as group:
        waits = [group.create_task(bert.wait_for(room, says(str(n)))) for n in range(5)]
        for number in range(5):
            await anna.say(room, str(number))

    assert [task.result()["content"]["body"] for task in waits] == ["0", "1", "2", "3", "4"]
    assert bodies(bert.events(room)) == ["0", "1", "2", "3", "4"]


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


async def test_rate_limits_are_waited_for_with_bounded_patience(
    proxy: FaultProxy, new_member: MakeMember, new_room: MakeRoom
) -> None:
    anna = await new_member("anna", url=proxy.url, patience=1.5)
    room = await new_room(anna)

    proxy.next(sends, rate_limited(50, in_header=False), rate_limited(1000, in_body=False))
    await anna.say(room, "geduld")
    tries = proxy.matching(sends)
    assert len(tries) == 3
    assert len({request.path for request in tries}) == 1, "another try must be the same transaction"

    proxy.always(sends, rate_limited(800, in_header=False))
    with pytest.raises(MatrixError) as refusal:
        await anna.say(room, "ongeduld")
    assert refusal.value.status == 429
    assert len(proxy.matching(sends)) == 3 + 2, "0.8 s may be waited for once within 1.5 s, not twice"
    assert bodies(await anna.timeline(room)) == ["geduld"]


@pytest.mark.parametrize(
    ("body", "header", "seconds"),
    [({"retry_after_ms": 250}, "", 0.25), ({}, "3", 3.0), ({"retry_after_ms": 250}, "3", 3.0), ({}, "", 0.5)],
)
def test_how_long_a_rate_limit_is_waited_for(body: JsonObject, header: str, seconds: float) -> None:
    assert _pause(body, header) == seconds


async def test_waiting_bears_a_sick_homeserver_but_no_refusal(
    proxy: FaultProxy, new_member: MakeMember, new_room: MakeRoom
) -> None:
    anna, bert = await new_member("anna"), await new_member("bert", url=proxy.url)
    room = await new_room(anna, bert)
    proxy.next(syncs, bad_gateway(), bad_gateway())
    await anna.say(room, "toch")
    await bert.wait_for(room, says("toch"))
    assert [seen.fault for seen in proxy.matching(syncs)][:2] == [bad_gateway(), bad_gateway()]

    proxy.always(syncs, matrix_error(403, "M_FORBIDDEN"))
    with pytest.raises(MatrixError) as refusal:
        await bert.wait_for(room, says("nooit"))
    assert refusal.value.status == 403


async def test_a_wrong_password_is_an_error(homeserver: Homeserver) -> None:
    await homeserver.register("careless", "right")
    async with Member(homeserver.url) as member:
        with pytest.raises(MatrixError) as refusal:
            await member.login("careless", "wrong")
    assert refusal.value.errcode == "M_FORBIDDEN"


async def test_nobody_there_is_an_error(unused_tcp_port: int) -> None:
    async with Member(f"http://127.0.0.1:{unused_tcp_port}") as member:
        with pytest.raises(aiohttp.ClientConnectionError):
            await member.login("anna", "made-up")
