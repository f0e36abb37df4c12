"""What looks like a command and is none: notices, edits, what copbot says itself, and other bots' words."""

from copbot.demo.member import Member
from tests.live.conftest import PASSWORD, MakeMember
from tests.live.copbot import Copbot
from tests.live.events import answered, bodies, reply_to
from tests.live.rooms import ask, welcomed


async def test_notices_edits_and_unknown_words_are_no_commands(
    resident: Copbot, new_member: MakeMember
) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, resident, bert)
    before = answered(await anna.timeline(room), resident.user_id)

    await bert.say(room, "!role school", msgtype="m.notice")
    said = await bert.say(room, "hallo")
    await bert.edit(room, said, "!role school")
    await bert.edit(room, await bert.say(room, "!zonsopkomst"), "!help")
    await bert.say(room, "! help")
    await bert.say(room, "bel !help")
    await bert.say(room, "1")
    assert (await ask(anna, room, "!role parent"))["ok"] is True

    assert len(answered(await anna.timeline(room), resident.user_id)) == len(before) + 1


async def test_its_own_words_are_no_commands(resident: Copbot, new_member: MakeMember) -> None:
    anna = await new_member("anna")
    room = await welcomed(anna, resident)
    answer = await anna.wait_for(room, lambda event: reply_to(event) is not None)
    content = answer["content"] | {"body": "!help"}
    del content["m.relates_to"]

    # Its own account speaks from another device, as a curious operator might make it do.
    async with Member(resident.url) as itself:
        await itself.login(resident.user_id[1:].partition(":")[0], PASSWORD)
        own = await itself.send(room, "m.room.message", content)
    assert (await ask(anna, room, "!role parent"))["ok"] is True

    said = await anna.timeline(room)
    assert "!help" in bodies(said)
    assert own not in answered(said, resident.user_id)
