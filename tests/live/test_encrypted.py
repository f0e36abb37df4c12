"""copbot in encrypted rooms, before clients whose encryption is not copbot's and that heed signed devices only."""

import asyncio

from tests.live.conftest import MakePeer
from tests.live.copbot import Copbot
from tests.live.events import answers
from tests.live.peer import Peer
from tests.live.rooms import ask

PATIENCE = 100  # tenths of a second
FINE = {"colour": "NONE", "reason": None}


async def welcomed(host: Peer, copbot: Copbot, *others: Peer) -> str:
    """A room encrypted from the start, in which copbot is welcome."""
    room = await host.create_room([copbot.user_id, *(one.user_id for one in others)], encrypted=True)
    for one in others:
        await one.join(room)
    await host.wait_for(
        room, lambda event: event["sender"] == copbot.user_id and event["type"] == "m.room.message", 20
    )
    await ask(host, room, "!start")
    return room


def unfit(peer: Peer, room: str, user: str) -> list[object]:
    """What of somebody's a member could not read, saw in the clear, or with a warning."""
    own = [event for event in peer.events(room) if event["sender"] == user and "state_key" not in event]
    return [
        (peer.user_id, event["type"], event["failure"], event["shield"], event["content"].get("body"))
        for event in own
        if event["type"] not in ("m.reaction", "m.room.redaction")
        and (event["failure"] or not event["encrypted"] or event["shield"] != FINE)
    ]


async def fit(peer: Peer, room: str, user: str) -> None:
    """All that somebody sent is readable and without a warning; a client may need a moment to learn whose device it is."""
    for _ in range(PATIENCE):
        if not unfit(peer, room, user):
            return
        await asyncio.sleep(0.1)
    for event in await peer.timeline(room):
        if event["sender"] == user and event.get("failure"):
            print("ANEW", event["type"], event["failure"], event["shield"])
    assert unfit(peer, room, user) == []


async def test_copbot_answers_in_a_room_encrypted_from_the_start(copbot: Copbot, new_peer: MakePeer) -> None:
    anna, bert = await new_peer("anna"), await new_peer("bert")
    room = await welcomed(anna, copbot, bert)
    told = await bert.say(room, "!role parent")
    await bert.wait_for(room, answers(told), 20)
    for one in (anna, bert):
        await fit(one, room, copbot.user_id)
    assert "warning" not in copbot.log()
