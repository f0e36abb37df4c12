"""The demo's members in encrypted rooms, before each other and before a client whose encryption is another."""

from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from typing import Any

import pytest

from copbot.demo.encrypted import EncryptedMember
from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from copbot.demo.sight import ENCRYPTED, POLL_RESPONSE
from tests.live.conftest import PASSWORD, MakeMember, MakePeer, MakeRoom
from tests.live.events import says

MakeEncrypted = Callable[[str], Awaitable[EncryptedMember]]
_numbers = count(1)
ONCE = "alleen voor wie er nu is"


@pytest.fixture
async def new_encrypted(homeserver: Homeserver) -> AsyncIterator[MakeEncrypted]:
    """Makes logged-in members of the demo's kind."""
    made: list[EncryptedMember] = []

    async def make(name: str) -> EncryptedMember:
        account = f"demo-{name}{next(_numbers)}"
        await homeserver.register(account, PASSWORD)
        member = EncryptedMember(homeserver.url)
        made.append(member)
        await member.login(account, PASSWORD)
        return member

    yield make
    for member in made:
        await member.close()


async def on_the_wire(member: Member, room: str, sender: str) -> list[dict[str, Any]]:
    """What somebody sent, state aside, as the homeserver has it; none of it may tell what was said."""
    events = [
        event
        for event in await Member.timeline(member, room)
        if event["sender"] == sender and "state_key" not in event
    ]
    assert ONCE not in str(events)
    return events


async def test_what_is_said_is_ciphertext_and_read_by_all(
    new_encrypted: MakeEncrypted, new_room: MakeRoom
) -> None:
    anna, bert = await new_encrypted("anna"), await new_encrypted("bert")
    room = await new_room(anna, bert, encrypted=True)
    said = await anna.say(room, ONCE)
    await anna.edit(room, said, f"{ONCE}, dus")
    voted = await anna.vote(room, said, "a")
    tapped = await anna.react(room, said, "✋")
    for one in (anna, bert):
        seen = await one.wait_for(room, says(ONCE))
        assert seen["encrypted"]
        edited = await one.wait_for(room, says(f"* {ONCE}, dus"))
        assert edited["content"]["m.new_content"]["body"] == f"{ONCE}, dus"
        vote = await one.wait_for(room, lambda event: event["event_id"] == voted)
        assert (vote["type"], vote["content"][POLL_RESPONSE]) == (POLL_RESPONSE, {"answers": ["a"]})
        tap = await one.wait_for(room, lambda event: event["event_id"] == tapped)
        assert (tap["type"], tap.get("encrypted")) == ("m.reaction", None)
        again = [event for event in await one.timeline(room) if "state_key" not in event]
        assert [event["content"] for event in again] == [
            event["content"] for event in (seen, edited, vote, tap)
        ]
    wire = await on_the_wire(anna, room, anna.user_id)
    assert [event["type"] for event in wire] == [ENCRYPTED, ENCRYPTED, ENCRYPTED, "m.reaction"]
    assert wire[1]["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": said}


async def test_a_key_serves_for_those_who_are_there(new_encrypted: MakeEncrypted, new_room: MakeRoom) -> None:
    anna, bert = await new_encrypted("anna"), await new_encrypted("bert")
    carla = await new_encrypted("carla")
    room = await new_room(anna, bert, encrypted=True)
    await anna.say(room, ONCE)
    await anna.invite(room, carla.user_id)
    await carla.join(room)
    await anna.say(room, "samen")
    await bert.wait_for(room, says("samen"))
    await bert.leave(room)
    await anna.say(room, "zonder Bert")
    await carla.wait_for(room, says("zonder Bert"))
    unread = [event for event in carla.events(room) if "failure" in event]
    assert [event["sender"] for event in unread] == [anna.user_id]
    await bert.sync()
    assert not [event for event in bert.events(room) if "failure" in event]
    sessions = [event["content"]["session_id"] for event in await on_the_wire(anna, room, anna.user_id)]
    assert len(set(sessions)) == 3


async def test_what_is_another_s_is_refused(new_encrypted: MakeEncrypted, new_room: MakeRoom) -> None:
    anna, bert = await new_encrypted("anna"), await new_encrypted("bert")
    room = await new_room(anna, bert, encrypted=True)
    await anna.say(room, ONCE)
    await bert.wait_for(room, says(ONCE))
    (wire,) = await on_the_wire(anna, room, anna.user_id)
    assert "failure" not in bert._keys.read(room, wire)
    relabelled = bert._keys.read(room, {**wire, "sender": bert.user_id})
    assert (relabelled["type"], relabelled["failure"]) == (ENCRYPTED, "not from a device of its sender's")
    assert "replay" in bert._keys.read(room, {**wire, "event_id": "$again"})["failure"]
    assert (
        "form" in bert._keys.read(room, {**wire, "content": {"algorithm": "m.megolm.v1.aes-sha2"}})["failure"]
    )
    curve = bert._keys._olm.account.identity_keys["curve25519"]
    ciphertext = {curve: {"type": 0, "body": "geen sleutel"}}
    content = {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": curve, "ciphertext": ciphertext}
    message = {"messages": {bert.user_id: {bert.device_id: content}}}
    await anna.request("PUT", "sendToDevice", ENCRYPTED, "badly-made", body=message)
    await anna.say(room, "toch verder")
    await bert.wait_for(room, says("toch verder"))


async def test_in_a_plain_room_it_is_a_plain_member(
    new_encrypted: MakeEncrypted, new_member: MakeMember, new_room: MakeRoom
) -> None:
    anna, bert = await new_encrypted("anna"), await new_member("bert")
    room = await new_room(anna, bert)
    await anna.say(room, "open")
    assert "encrypted" not in await bert.wait_for(room, says("open"))
    await bert.say(room, "ook open")
    assert "encrypted" not in await anna.wait_for(room, says("ook open"))


async def test_it_understands_a_client_of_another_kind(
    new_encrypted: MakeEncrypted, new_peer: MakePeer, new_room: MakeRoom
) -> None:
    anna, carla = await new_encrypted("anna"), await new_peer("carla", signed_only=False)
    room = await new_room(anna, carla, encrypted=True)
    await carla.say(room, "van een ander")
    assert (await anna.wait_for(room, says("van een ander"), 20))["encrypted"]
    await anna.say(room, ONCE)
    seen = await carla.wait_for(room, says(ONCE), 20)
    assert seen["encrypted"]
    assert seen["failure"] is None
