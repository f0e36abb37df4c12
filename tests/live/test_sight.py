"""What a member sees: everything, once and in order, and an error that can be read when something does not come."""

import asyncio

import pytest

from copbot.demo.sight import NotSeenError
from copbot.demo.wire import MatrixError
from tests.live.conftest import MakeMember, MakeRoom
from tests.live.events import bodies, says
from tests.live.proxy import FaultProxy, bad_gateway, matrix_error, syncs


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
