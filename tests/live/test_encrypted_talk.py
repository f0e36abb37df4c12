"""What is said in encrypted rooms and direct chats besides commands and taps: threads, edits, removals, private words."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest

from copbot.demo.wire import JsonObject
from tests.live.conftest import MakeCopbot, MakePeer
from tests.live.copbot import Copbot
from tests.live.events import answers, kind
from tests.live.peer import Peer
from tests.live.rooms import ask, welcomed
from tests.live.secret import LONG, by, data_of, sound, tells

SENT_TO = "SELECT event FROM messages WHERE member = ? AND event IS NOT NULL"
LOOK = 0.1  # seconds
TOGETHER = "!ronde samen Hoe kom je binnen?"


def thread_of(content: JsonObject) -> str | None:
    """The root of the thread in which a message stands."""
    relation = content.get("m.relates_to", {})
    return relation["event_id"] if relation.get("rel_type") == "m.thread" else None


async def begun(room: str, line: str, people: Sequence[Peer]) -> str:
    """A round in which these take part has begun; returns its opening."""
    said = await people[0].say(room, line)
    opening = (await people[0].wait_for(room, answers(said), LONG))["event_id"]
    for one in people:
        await one.react(room, opening, "✋")
    await people[0].say(room, "!begin")
    return str(opening)


async def test_threads_edits_and_removals_are_heeded(resident: Copbot, new_peer: MakePeer) -> None:
    anna, bert = await new_peer("anna"), await new_peer("bert")
    room = await welcomed(anna, resident, bert, timeout=LONG, encrypted=True)
    await ask(anna, room, "!draadjes aan", timeout=LONG)
    root = await begun(room, TOGETHER, [anna, bert])
    prompt = await bert.wait_for(room, kind("ritual.phase"), LONG)
    for content in (prompt["content"], prompt["wire"]["content"]):
        assert thread_of(content) == root, "the homeserver has to see it too"

    hasty = await bert.say(room, "met sop", thread=root)
    await bert.edit(room, hasty, "met soep")
    sweet = await anna.say(room, "met taart", thread=root)
    shown = await bert.wait_for(room, lambda event: _shows(event, resident, "met soep"), LONG)
    assert "met taart" in shown["content"]["body"]
    assert "met sop" not in shown["content"]["body"]
    assert thread_of(shown["content"]) == root
    outcome = await anna.wait_for(room, kind("ritual.closed"), LONG)
    assert thread_of(outcome["content"]) is None

    await anna.redact(room, sweet)
    again = await bert.wait_for(
        room, lambda event: _shows(event, resident, "met soep"), LONG, after=outcome["event_id"]
    )
    assert "met taart" not in again["content"]["body"]
    gone = await bert.look(room, shown["event_id"])
    assert gone["content"] == {}
    await sound(room, resident, anna, bert)


def _shows(event: JsonObject, copbot: Copbot, words: str) -> bool:
    return event["sender"] == copbot.user_id and words in event["content"].get("body", "")


@pytest.mark.torture
async def test_an_encrypted_direct_chat_is_greeted_and_heard(resident: Copbot, new_peer: MakePeer) -> None:
    anna = await new_peer("anna")
    chat = await anna.create_room([resident.user_id], direct=True, encrypted=True)
    await anna.wait_for(chat, by(resident.user_id), LONG)
    assert (await ask(anna, chat, "hulp", timeout=LONG))["ok"] is True
    assert (await ask(anna, chat, "!herinner over een uur thee", timeout=LONG))["ok"] is True
    await sound(chat, resident, anna)


async def test_who_is_only_asked_into_its_own_direct_chat_reads_the_first_word(
    resident: Copbot, new_peer: MakePeer
) -> None:
    anna = await new_peer("anna")
    room = await welcomed(anna, resident, timeout=LONG, encrypted=True)
    await anna.say(room, "!weekbericht mijn")
    chat = await anna.wait_for_invitation(LONG, sender=resident.user_id)
    await _spoken_to(resident, anna)
    await anna.join(chat)
    first = await anna.wait_for(chat, by(resident.user_id), LONG)
    came = await anna.wait_for(chat, lambda event: _joined(event, anna), LONG)
    order = [event["event_id"] for event in await anna.timeline(chat)]
    assert order.index(first["event_id"]) < order.index(came["event_id"])
    await sound(chat, resident, anna)


async def _spoken_to(copbot: Copbot, member: Peer) -> None:
    """copbot has sent something to a member alone, as it notes itself: nobody else could tell."""
    with closing(sqlite3.connect(copbot.data / "copbot.db")) as sql:
        for _ in range(int(LONG / LOOK)):
            if sql.execute(SENT_TO, (member.user_id,)).fetchall():
                return
            await asyncio.sleep(LOOK)
    raise AssertionError("nothing was sent")


def _joined(event: JsonObject, member: Peer) -> bool:
    return event.get("state_key") == member.user_id and event["content"].get("membership") == "join"


async def test_an_open_direct_chat_is_locked_where_more_was_said_in_secret(
    resident: Copbot, new_peer: MakePeer
) -> None:
    """Whose words are encrypted in a group hears from copbot in private only what is encrypted as well."""
    anna = await new_peer("anna")
    room = await welcomed(anna, resident, timeout=LONG, encrypted=True)
    await ask(anna, room, "!kanniet zeebries", timeout=LONG)
    chat = await anna.create_room([resident.user_id], direct=True)
    greeting = await anna.wait_for(chat, by(resident.user_id), LONG)
    assert greeting["encrypted"]
    await anna.meet(chat, encrypted=True)
    said = await anna.say(chat, "!steun")
    listed = await anna.wait_for(chat, answers(said), LONG)
    assert "zeebries" in listed["content"]["body"]
    await sound(chat, resident, anna)


@pytest.mark.torture
@pytest.mark.parametrize("away", [False, True], ids=["present", "away"])
async def test_a_room_encrypted_in_the_middle_of_a_round(
    away: bool, new_copbot: MakeCopbot, new_peer: MakePeer
) -> None:
    """Also while copbot is away: what is said after that and in the clear does not count, the rest does."""
    anna, bert, copbot = await new_peer("anna"), await new_peer("bert"), await new_copbot()
    await copbot.start()
    room = await welcomed(anna, copbot, bert, timeout=LONG)
    await begun(room, "!ronde Hoe zit je erbij?", [anna, bert])
    people = {one.user_id: one for one in (anna, bert)}
    turn = await anna.wait_for(room, tells("ritual.turn", index=1), LONG)
    first = people.pop(data_of(turn)["member"])
    if away:
        await copbot.kill()
    await anna.encrypt(room)
    await bert.meet(room, encrypted=True)
    clear = await first.send_as_it_is(room, "m.room.message", {"msgtype": "m.text", "body": "open"})
    await first.say(room, "Dicht.")
    if away:
        await copbot.start()
    ((user, second),) = people.items()
    following = await second.wait_for(room, tells("ritual.turn", index=2, member=user), LONG, after=clear)
    assert following["encrypted"]
    await second.say(room, "Ook dicht.")
    closed = await anna.wait_for(room, kind("ritual.closed"), LONG)
    assert data_of(closed)["spoke"] == 2
    await sound(room, copbot, anna, bert)


@pytest.mark.torture
async def test_people_whose_devices_nobody_signs_are_served_as_well(
    new_copbot: MakeCopbot, new_peer: MakePeer
) -> None:
    anna = await new_peer("anna", signed_only=False, cross_sign=False)
    bert = await new_peer("bert", signed_only=False)
    copbot = await new_copbot(language="en")
    await copbot.start()
    room = await welcomed(anna, copbot, bert, timeout=LONG, encrypted=True)
    await begun(room, "!round together How do you come in?", [anna, bert])
    prompt = await anna.wait_for(room, kind("ritual.phase"), LONG)
    for one in (anna, bert):
        await one.wait_for(room, lambda event: event["event_id"] == prompt["event_id"], LONG)
        await one.say(room, "Fine.")
    closed = await bert.wait_for(room, kind("ritual.closed"), LONG)
    assert data_of(closed)["spoke"] == 2
    await sound(room, copbot, anna, bert)
