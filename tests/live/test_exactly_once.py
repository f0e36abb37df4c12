"""Every command is acted on exactly once and in order, whatever happens to copbot; a member's view is the judge."""

import asyncio

import pytest

from copbot.demo.member import Member
from copbot.engine.ports import MOMENTS
from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.copbot import Copbot
from tests.live.events import answered, answers
from tests.live.rooms import ask, welcomed

COMMAND = "!role parent"


async def say_all(member: Member, room: str, words: list[str]) -> list[str]:
    return [await member.say(room, one) for one in words]


@pytest.mark.torture  # a restart in the middle and a gap see the same of fewer
async def test_sixty_commands_while_away_are_sixty_answers_in_order(
    copbot: Copbot, new_member: MakeMember
) -> None:
    anna = await new_member("anna")
    room = await welcomed(anna, copbot)
    before = len(answered(await anna.timeline(room), copbot.user_id))
    assert await copbot.stop() == 0

    commands = await say_all(anna, room, [COMMAND] * 60)
    await copbot.start()
    await anna.wait_for(room, answers(commands[-1]), 30)

    assert answered(await anna.timeline(room), copbot.user_id)[before:] == commands


async def test_a_gap_larger_than_one_sync_is_filled(copbot: Copbot, new_member: MakeMember) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, copbot, bert)
    before = len(answered(await anna.timeline(room), copbot.user_id))
    await copbot.kill()

    commands = []
    for number in range(150):  # a sync brings the last hundred
        speaker = anna if number % 2 else bert
        if number % 15 == 3:
            commands.append(await speaker.say(room, COMMAND))
        else:
            await speaker.say(room, f"zomaar een bericht {number}")
    await copbot.start()
    await anna.wait_for(room, answers(commands[-1]), 30)

    assert answered(await anna.timeline(room), copbot.user_id)[before:] == commands


async def test_a_restart_in_the_middle_loses_and_doubles_nothing(
    copbot: Copbot, new_member: MakeMember
) -> None:
    anna = await new_member("anna")
    room = await welcomed(anna, copbot)
    before = len(answered(await anna.timeline(room), copbot.user_id))

    commands = await say_all(anna, room, [COMMAND] * 15)
    await copbot.kill()
    commands += await say_all(anna, room, [COMMAND] * 15)
    await copbot.start()
    commands += await say_all(anna, room, [COMMAND] * 15)
    assert await copbot.stop() == 0
    commands += await say_all(anna, room, [COMMAND] * 15)
    await copbot.start()
    await anna.wait_for(room, answers(commands[-1]), 30)

    assert answered(await anna.timeline(room), copbot.user_id)[before:] == commands


async def test_an_end_at_any_named_moment_loses_and_doubles_nothing(
    copbot: Copbot, new_member: MakeMember
) -> None:
    anna = await new_member("anna")
    room = await welcomed(anna, copbot)
    before = len(answered(await anna.timeline(room), copbot.user_id))
    await copbot.kill()

    commands = []
    for moment in MOMENTS:
        commands.append(await anna.say(room, COMMAND))
        await copbot.start(kill_at=(moment, 1), until_ready=False)
        assert await copbot.ended() == -9, moment
    commands.append(await anna.say(room, COMMAND))
    await copbot.start()
    await anna.wait_for(room, answers(commands[-1]), 20)

    assert answered(await anna.timeline(room), copbot.user_id)[before:] == commands


@pytest.mark.parametrize(
    "nth", [pytest.param(2, marks=pytest.mark.torture), 3, pytest.param(4, marks=pytest.mark.torture)]
)
async def test_an_end_while_entering_loses_and_doubles_nothing(
    nth: int, new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    anna, copbot = await new_member("anna"), await new_copbot()
    await copbot.start(kill_at=("after-ingest", nth), until_ready=False)
    room = await anna.create_room([copbot.user_id])
    early = []

    async def speak() -> None:
        # As soon as copbot is in the room, and through whatever happens to it there.
        await anna.wait_for(
            room, lambda event: event.get("state_key") == copbot.user_id and _joined(event), 30
        )
        early.extend(await say_all(anna, room, ["!help"] * 4))

    async def restart() -> None:
        await copbot.ended(60.0)
        await copbot.start()

    restarting = asyncio.create_task(restart())
    await speak()
    await anna.wait_for(room, answers(early[-1]), 30)
    restarting.cancel()  # it may not have come to pass that moment so often
    await asyncio.wait([restarting])
    said = await anna.timeline(room)

    assert answered(said, copbot.user_id) == early
    kinds = [event["content"].get("nl.copbot", {}).get("kind") for event in said]
    assert kinds.count("notice") == 1


def _joined(event: dict[str, dict[str, object]]) -> bool:
    return event["content"].get("membership") == "join"


async def test_rooms_keep_their_own_order_side_by_side(resident: Copbot, new_member: MakeMember) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    rooms = [await welcomed(anna, resident, bert), await welcomed(bert, resident, anna)]
    before = [len(answered(await anna.timeline(room), resident.user_id)) for room in rooms]

    commands = await asyncio.gather(
        say_all(anna, rooms[0], [COMMAND] * 20), say_all(bert, rooms[1], [COMMAND] * 20)
    )
    for room, said in zip(rooms, commands, strict=True):
        await anna.wait_for(room, answers(said[-1]), 30)

    for room, said, start in zip(rooms, commands, before, strict=True):
        assert answered(await anna.timeline(room), resident.user_id)[start:] == said


async def test_direct_chat_works(resident: Copbot, new_member: MakeMember) -> None:
    anna = await new_member("anna")
    await welcomed(anna, resident)
    chat = await anna.create_room([resident.user_id], direct=True)
    await anna.wait_for(
        chat, lambda event: event["sender"] == resident.user_id and "body" in event["content"], 20
    )

    assert (await ask(anna, chat, "!help"))["ok"] is True
    assert (await ask(anna, chat, "help"))["ok"] is True
