"""Members come and go, with devices old, new, signed and gone: who may read copbot reads it, and who may not does not."""

import asyncio
from datetime import timedelta
from itertools import chain

import pytest

from tests.live.conftest import MakeCopbot, MakePeer
from tests.live.copbot import Copbot
from tests.live.events import answers, reply_to
from tests.live.peer import ALGORITHM, Peer
from tests.live.rooms import acquainted, ask, welcomed
from tests.live.secret import LONG, sessions, sound

COMMAND = "!rol ouder"
WITHHELD = "MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE"


async def answered(member: Peer, room: str, line: str = COMMAND) -> str:
    """The event with which copbot answered a command."""
    said = await member.say(room, line)
    return str((await member.wait_for(room, answers(said), LONG))["event_id"])


async def key_of(member: Peer, room: str, event: str) -> str:
    """Under which key an event was sent."""
    return str((await member.look(room, event))["wire"]["content"]["session_id"])


async def test_who_comes_reads_from_then_on_and_who_goes_no_longer(
    resident: Copbot, new_peer: MakePeer
) -> None:
    anna, bert = await new_peer("anna"), await new_peer("bert")
    carla = await new_peer("carla", signed_only=False, cross_sign=False)
    room = await welcomed(anna, resident, bert, timeout=LONG, encrypted=True)
    before = await answered(anna, room)

    await anna.invite(room, carla.user_id)
    await carla.join(room)
    await acquainted(room, anna, bert, carla)
    between = await answered(carla, room)
    seen = {event["event_id"]: event for event in await carla.timeline(room)}
    assert seen[before]["failure"], "what was said before she came is not hers to read"
    assert not seen[between]["failure"]
    assert await key_of(anna, room, before) == await key_of(anna, room, between)

    await bert.leave(room)
    await anna.wait_for(
        room, lambda event: event.get("state_key") == bert.user_id and _left(event["content"]), LONG
    )
    after = await key_of(anna, room, await answered(anna, room))
    theirs = {key["session_id"] for key in await bert.room_keys()}
    assert await key_of(anna, room, between) in theirs
    assert after not in theirs
    assert after in {key["session_id"] for key in await carla.room_keys()}

    await anna.discard_session(room)
    await answered(anna, room)
    await sound(room, resident, anna)


def _left(content: dict[str, object]) -> bool:
    return content["membership"] == "leave"


async def test_a_signed_second_device_is_as_good_as_the_first_and_an_unsigned_one_is_told_why(
    resident: Copbot, new_peer: MakePeer
) -> None:
    anna = await new_peer("anna")
    room = await welcomed(anna, resident, timeout=LONG, encrypted=True)
    await answered(anna, room)
    async with await anna.another() as telephone, await anna.another(signed=False) as loose:
        await telephone.meet(room, resident.user_id, encrypted=True)
        heard = await answered(telephone, room)
        await anna.wait_for(room, lambda event: event["event_id"] == heard, LONG)
        unread = await loose.wait_for(room, lambda event: event["event_id"] == heard, LONG)
        assert unread["failure"]["code"] == WITHHELD

        await loose.signed_only(False)  # else it would not send at all
        await loose.meet(room, resident.user_id, encrypted=True)
        first, second = [await loose.say(room, COMMAND) for _ in range(2)]
        told = await anna.wait_for(room, answers(first), LONG)
        assert told["content"]["nl.copbot"]["error"] == "unverified"
        await answered(telephone, room)
        events = await telephone.timeline(room)
        assert second not in {reply_to(event) for event in events}, "told once"

        await anna.sign(loose)  # which is what the text says
        assert (await ask(loose, room, COMMAND, timeout=LONG))["ok"] is True
        await sound(room, resident, anna)


@pytest.mark.torture
async def test_a_room_may_ask_for_new_keys_more_often(resident: Copbot, new_peer: MakePeer) -> None:
    anna = await new_peer("anna")
    habit = {"algorithm": ALGORITHM, "rotation_period_msgs": 2}
    state = {"type": "m.room.encryption", "state_key": "", "content": habit}
    room = await anna.create_room([resident.user_id], initial_state=[state])
    await anna.meet(room, encrypted=True)
    await anna.wait_for(room, lambda event: "nl.copbot" in event["content"], LONG)
    for _ in range(5):
        await ask(anna, room, "!hulp", timeout=LONG)
    await sound(room, resident, anna)
    assert len(sessions(await anna.timeline(room), resident.user_id)) == 3, "six messages, two to a key"


async def test_what_was_said_while_it_was_away_by_a_device_that_is_gone(
    copbot: Copbot, new_peer: MakePeer
) -> None:
    """All is answered once and in order, also what was said under new keys, and by who came meanwhile."""
    anna, carla = await new_peer("anna"), await new_peer("carla")
    room = await welcomed(anna, copbot, timeout=LONG, encrypted=True)
    telephone = await anna.another()
    await telephone.meet(room, copbot.user_id, encrypted=True)
    # What a device tells of itself in its letters bears its owner's signature once it has seen that itself.
    assert (await telephone.known(anna.user_id)).devices[telephone.device_id].signed_by_owner
    await copbot.kill()

    commands = [await telephone.say(room, COMMAND) for _ in range(3)]
    await telephone.logout()
    await telephone.close()
    await anna.invite(room, carla.user_id)
    await carla.join(room)
    await acquainted(room, anna, carla)
    await carla.meet(room, copbot.user_id)
    for number in range(15):
        if number % 6 == 5:
            await anna.discard_session(room)
        commands.append(await (carla if number % 3 == 2 else anna).say(room, COMMAND))
    await copbot.start()
    await anna.wait_for(room, answers(commands[-1]), LONG)
    await sound(room, copbot, anna, once=commands)
    events = await carla.timeline(room)
    theirs = [event for event in events if event["sender"] == copbot.user_id and reply_to(event) in commands]
    assert [reply_to(event) for event in theirs] == commands, "who came meanwhile reads them all"


@pytest.mark.torture
async def test_a_backlog_of_a_thousand(new_copbot: MakeCopbot, new_peer: MakePeer) -> None:
    anna, bert, copbot = await new_peer("anna"), await new_peer("bert"), await new_copbot()
    await copbot.start()
    room = await welcomed(anna, copbot, bert, timeout=LONG, encrypted=True)
    await copbot.kill()

    async def speak(speaker: Peer) -> list[str]:
        commands: list[str] = []
        for number in range(500):  # there are new keys after every hundred, and now and then by themselves
            if number % 130 == 100:
                await speaker.discard_session(room)
            if number % 20 == 7:
                commands.append(await speaker.say(room, COMMAND))
            else:
                await speaker.say(room, f"zomaar een bericht {number}")
        return commands

    said = set(chain.from_iterable(await asyncio.gather(speak(anna), speak(bert))))
    commands = [event["event_id"] for event in await anna.timeline(room) if event["event_id"] in said]
    await copbot.start()
    await anna.wait_for(room, answers(commands[-1]), 5 * LONG)
    await sound(room, copbot, anna, bert, once=commands)


@pytest.mark.torture
async def test_its_own_keys_are_new_after_a_hundred_messages_a_restart_and_a_week(
    new_copbot: MakeCopbot, new_peer: MakePeer
) -> None:
    anna, copbot = await new_peer("anna"), await new_copbot()
    await copbot.start(travel=timedelta())
    room = await welcomed(anna, copbot, timeout=LONG, encrypted=True)
    commands: list[str] = []
    for _ in range(11):
        commands += [await anna.say(room, COMMAND) for _ in range(10)]
        await anna.wait_for(room, answers(commands[-1]), LONG)
    assert len(sessions(await anna.timeline(room), copbot.user_id)) == 2
    copbot.jump(timedelta(days=8))
    await asyncio.sleep(1)
    commands += [await anna.say(room, COMMAND) for _ in range(3)]
    await anna.wait_for(room, answers(commands[-1]), LONG)
    assert len(sessions(await anna.timeline(room), copbot.user_id)) == 3
    await copbot.kill()
    await copbot.start()
    commands.append(await anna.say(room, COMMAND))
    await anna.wait_for(room, answers(commands[-1]), LONG)
    assert len(sessions(await anna.timeline(room), copbot.user_id)) == 4
    await sound(room, copbot, anna, once=commands)
