"""copbot in encrypted rooms, before clients whose encryption is not copbot's and that heed signed devices only."""

import asyncio

from tests.live.conftest import MakePeer
from tests.live.copbot import Copbot
from tests.live.events import answers
from tests.live.peer import NEVER_ENCRYPTED, Peer
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


async def fit(peer: Peer, room: str, user: str) -> None:
    """All that somebody sent is encrypted, readable and without a warning; a client may need a moment to know whose device
    it is from, so its events are judged anew."""
    bad: list[object] = []
    for _ in range(PATIENCE):
        bad = [
            (event["type"], event["failure"], event["shield"])
            for event in await peer.timeline(room)
            if event["sender"] == user
            and "state_key" not in event
            and event["type"] not in NEVER_ENCRYPTED
            and (event["failure"] or not event["encrypted"] or event["shield"] != FINE)
        ]
        if not bad:
            break
        await asyncio.sleep(0.1)
    assert bad == []


async def test_copbot_answers_in_a_room_encrypted_from_the_start(copbot: Copbot, new_peer: MakePeer) -> None:
    anna, bert = await new_peer("anna"), await new_peer("bert")
    room = await welcomed(anna, copbot, bert)
    told = await bert.say(room, "!role parent")
    await bert.wait_for(room, answers(told), 20)
    for one in (anna, bert):
        await fit(one, room, copbot.user_id)
    assert "warning" not in copbot.log()
