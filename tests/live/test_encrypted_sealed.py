"""A message whose key did not come: kept, told of once after a while, and acted on once and in its order when the key comes."""

import asyncio
import json
from datetime import timedelta

import pytest
from vodozemac import GroupSession

from tests.live.conftest import MakeCopbot, MakePeer
from tests.live.copbot import Copbot
from tests.live.events import answers, kind, reply_to
from tests.live.peer import ALGORITHM, Peer
from tests.live.rooms import ask, entered, welcomed
from tests.live.secret import LONG, data_of, sound

LATE = timedelta(minutes=6)  # more than the time that is given to a key


class Withheld:
    """Keys of a member in a room that are not given to anybody before the test says so."""

    def __init__(self, member: Peer, room: str) -> None:
        self._member = member
        self._room = room
        self._session = GroupSession()
        self._key = self._session.session_key.to_base64()

    async def say(self, words: str) -> str:
        """A message that nobody can read yet; returns its id."""
        content = {"msgtype": "m.text", "body": words, "m.mentions": {}}
        payload = {"type": "m.room.message", "content": content, "room_id": self._room}
        sealed = {
            "algorithm": ALGORITHM,
            "session_id": self._session.session_id,
            "ciphertext": self._session.encrypt(json.dumps(payload).encode()).to_base64(),
        }
        return await self._member.send_as_it_is(self._room, "m.room.encrypted", sealed)

    async def give(self, copbot: Copbot) -> None:
        """copbot gets the key, from the beginning on."""
        key = {
            "algorithm": ALGORITHM,
            "room_id": self._room,
            "session_id": self._session.session_id,
            "session_key": self._key,
        }
        (device,) = (await self._member.known(copbot.user_id)).devices
        await self._member.to_device(copbot.user_id, device, "m.room_key", key)


async def item(member: Peer, room: str, event: str) -> int:
    """The number of the item that a command opened."""

    def opened(found: dict[str, dict[str, object]]) -> bool:
        return kind("commitment")(found) and answers(event)(found)

    return int(data_of(await member.wait_for(room, opened, LONG))["item"])


async def test_a_key_that_comes_late_opens_what_waited_for_it_once_and_in_order(
    new_copbot: MakeCopbot, new_peer: MakePeer
) -> None:
    anna, copbot = await new_peer("anna"), await new_copbot()
    await copbot.start()
    room = await welcomed(anna, copbot, timeout=LONG, encrypted=True)
    withheld = Withheld(anna, room)
    sealed = [await withheld.say("!kanniet eerst"), await withheld.say("!kanniet dan")]
    assert (await ask(anna, room, "!kanniet meteen", timeout=LONG))["item"] == 1
    await copbot.kill()

    await copbot.start(travel=LATE)
    told = await anna.wait_for(room, answers(sealed[0]), LONG)
    assert data_of(told)["error"] == "unreadable"
    await withheld.give(copbot)
    assert [await item(anna, room, event) for event in sealed] == [2, 3]
    await withheld.give(copbot)
    await copbot.stop()
    await copbot.start(travel=LATE)
    assert (await ask(anna, room, "!kanniet later", timeout=LONG))["item"] == 4

    replies = [reply_to(event) for event in await anna.timeline(room) if event["sender"] == copbot.user_id]
    assert [replies.count(event) for event in sealed] == [2, 1], "told of once, and each answered once"
    await sound(room, copbot, anna)


@pytest.mark.torture
async def test_while_it_runs_the_room_hears_once_and_again_after_something_could_be_read(
    new_copbot: MakeCopbot, new_peer: MakePeer
) -> None:
    anna, copbot = await new_peer("anna"), await new_copbot(language="en")
    await copbot.start(travel=timedelta())
    room = await welcomed(anna, copbot, timeout=LONG, encrypted=True)
    withheld = Withheld(anna, room)
    first = await withheld.say("good morning")
    second = await withheld.say("!cannot half days")
    await ask(anna, room, "!help", timeout=LONG)
    copbot.jump(LATE)
    assert data_of(await anna.wait_for(room, answers(first), LONG))["error"] == "unreadable"
    await asyncio.sleep(21)  # longer than it ever takes to look at the clock
    assert not [event for event in anna.events(room) if answers(second)(event)]
    await withheld.give(copbot)
    assert await item(anna, room, second) == 1
    await sound(room, copbot, anna)


@pytest.mark.torture
async def test_before_the_notice_is_accepted_it_is_opened_too_as_long_as_it_runs(
    new_copbot: MakeCopbot, new_peer: MakePeer
) -> None:
    anna, copbot = await new_peer("anna"), await new_copbot()
    await copbot.start()
    room = await entered(anna, copbot, timeout=LONG, encrypted=True)
    withheld = Withheld(anna, room)
    start = await withheld.say("!start")
    await ask(anna, room, "!hulp", timeout=LONG)
    await withheld.give(copbot)
    assert data_of(await anna.wait_for(room, answers(start), LONG))["ok"] is True
    await sound(room, copbot, anna)
