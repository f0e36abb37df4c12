"""copbot's comings and goings on a real homeserver: who may invite it, where it stays silent, and from when on it listens."""

import asyncio

import pytest

from copbot.demo.member import Member
from copbot.demo.wire import JsonObject, MatrixError
from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.copbot import Copbot
from tests.live.events import answered, answers, kind, spoken
from tests.live.rooms import ask, entered, welcomed


async def gone(member: Member, room: str, user: str) -> JsonObject:
    """Waits until the user refuses or leaves; returns that event."""
    return await member.wait_for(
        room,
        lambda event: event.get("state_key") == user and event["content"].get("membership") == "leave",
        20,
    )


async def test_an_invitation_by_a_stranger_is_refused(new_copbot: MakeCopbot, new_member: MakeMember) -> None:
    friend, stranger = await new_member("vriend"), await new_member("vreemde")
    copbot = await new_copbot(invite_from=[friend.user_id, "*:elders.example"])
    await copbot.start()

    refused = await stranger.create_room([copbot.user_id])
    await gone(stranger, refused, copbot.user_id)
    room = await welcomed(friend, copbot)

    assert spoken(await stranger.timeline(refused), copbot.user_id) == []
    assert spoken(await friend.timeline(room), copbot.user_id) != []


async def test_what_was_said_before_it_came_is_not_acted_on(resident: Copbot, new_member: MakeMember) -> None:
    anna = await new_member("anna")
    room = await anna.create_room()
    for _ in range(3):
        await anna.say(room, "!help")
    await anna.invite(room, resident.user_id)
    await anna.wait_for(room, kind("notice"), 20)

    said = await anna.say(room, "!help")
    await anna.wait_for(room, answers(said), 20)

    assert answered(await anna.timeline(room), resident.user_id) == [said]


@pytest.mark.parametrize("away", [False, True], ids=["present", "away"])
async def test_put_out_and_asked_back_it_begins_anew(
    away: bool, copbot: Copbot, new_member: MakeMember
) -> None:
    anna = await new_member("anna")
    room = await welcomed(anna, copbot)
    if away:
        await copbot.kill()
        await anna.say(room, "!help")
    await anna.kick(room, copbot.user_id)
    unheard = [await anna.say(room, "!help")]
    if not away:
        # A command elsewhere is answered after copbot has seen that it is out.
        await welcomed(anna, copbot)
    with pytest.raises(MatrixError):
        await anna.kick(room, copbot.user_id)
    last = await anna.say(room, "tot hier")
    await anna.invite(room, copbot.user_id)
    if away:
        await copbot.start()

    await anna.wait_for(room, kind("notice"), 20, after=last)
    assert (await ask(anna, room, "!role parent"))["error"] == "notice-not-accepted"
    assert (await ask(anna, room, "!start"))["ok"] is True

    assert not set(unheard) & set(answered(await anna.timeline(room), copbot.user_id))


async def test_a_direct_chat_is_greeted_and_heard_from_its_first_word(
    resident: Copbot, new_member: MakeMember
) -> None:
    anna = await new_member("anna")
    await welcomed(anna, resident)
    chat = await anna.create_room([resident.user_id], direct=True)

    assert (await ask(anna, chat, "hulp"))["ok"] is True


async def test_a_group_that_is_called_a_direct_chat_gets_the_notice(
    resident: Copbot, new_member: MakeMember
) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await anna.create_room([resident.user_id, bert.user_id], direct=True)

    await anna.wait_for(room, kind("notice"), 20)
    assert (await ask(anna, room, "!role parent"))["error"] == "notice-not-accepted"


async def test_a_third_person_in_a_direct_chat_makes_it_a_room(
    resident: Copbot, new_member: MakeMember
) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    await welcomed(anna, resident)
    chat = await anna.create_room([resident.user_id], direct=True)
    assert (await ask(anna, chat, "hulp"))["ok"] is True

    await anna.invite(chat, bert.user_id)

    await anna.wait_for(chat, kind("notice"), 20)
    assert (await ask(anna, chat, "!role parent"))["error"] == "notice-not-accepted"


async def test_on_an_empty_database_it_acts_on_nothing_of_the_past(
    copbot: Copbot, new_member: MakeMember
) -> None:
    anna = await new_member("anna")
    room = await welcomed(anna, copbot)
    old = [await anna.say(room, "!help") for _ in range(3)]
    for said in old:
        await anna.wait_for(room, answers(said), 20)
    await copbot.stop()
    for file in copbot.data.glob("copbot.db*"):
        file.unlink()
    last = await anna.say(room, "!help")

    await copbot.start()

    await anna.wait_for(room, kind("notice"), 20, after=last)
    assert (await ask(anna, room, "!help"))["ok"] is True
    told = answered(await anna.timeline(room), copbot.user_id)
    assert [told.count(said) for said in [*old, last]] == [1, 1, 1, 0]


async def test_whoever_leaves_and_comes_back_is_heard_again(resident: Copbot, new_member: MakeMember) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, resident, bert)
    await bert.leave(room)
    await anna.invite(room, bert.user_id)
    await bert.join(room)

    assert (await ask(bert, room, "!role school"))["ok"] is True


async def test_it_comes_to_several_rooms_at_once(resident: Copbot, new_member: MakeMember) -> None:
    anna = await new_member("anna")
    rooms = await asyncio.gather(*(entered(anna, resident) for _ in range(5)))

    for room in rooms:
        kinds = [
            event["content"]["nl.copbot"]["kind"]
            for event in spoken(await anna.timeline(room), resident.user_id)
        ]
        assert kinds == ["notice"]
