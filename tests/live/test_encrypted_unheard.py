"""In an encrypted room, what anybody could have forged is not acted on, and who did it is told how it counts."""

from tests.live.conftest import MakePeer
from tests.live.copbot import Copbot
from tests.live.events import answers, kind
from tests.live.peer import Peer
from tests.live.rooms import ask, entered, welcomed

WAIT = 30.0


async def answer(peer: Peer, room: str, event: str) -> dict[str, object]:
    """What copbot says to an event, which nothing in the room suspects."""
    said = await peer.wait_for(room, answers(event), WAIT)
    assert said["encrypted"]
    return dict(said["content"]["nl.copbot"])


async def test_a_command_in_the_clear_is_told_of_once_and_not_obeyed(
    resident: Copbot, new_peer: MakePeer
) -> None:
    anna = await new_peer("anna")
    room = await welcomed(anna, resident, encrypted=True, timeout=WAIT)
    words = {"msgtype": "m.text", "body": "!cannot half days", "m.mentions": {}}
    first = await anna.send_as_it_is(room, "m.room.message", words)
    assert (await answer(anna, room, first))["error"] == "in-the-clear"
    second = await anna.send_as_it_is(room, "m.room.message", words)
    assert (await ask(anna, room, "!cannot two days", timeout=WAIT))["item"] == 1
    assert not any(answers(second)(event) for event in await anna.timeline(room))


async def test_a_reaction_does_not_accept_the_notice_and_words_do(
    resident: Copbot, new_peer: MakePeer
) -> None:
    anna = await new_peer("anna")
    room = await entered(anna, resident, encrypted=True, timeout=WAIT)
    notice = await anna.wait_for(room, kind("notice"), WAIT)
    await anna.react(room, notice["event_id"], "✅")
    told = await answer(anna, room, notice["event_id"])
    assert (told["error"], told["ok"]) == ("needs-message", False)
    assert (await ask(anna, room, "!start", timeout=WAIT))["ok"] is True


async def test_a_round_goes_on_when_the_room_is_encrypted_in_the_middle(
    resident: Copbot, new_peer: MakePeer
) -> None:
    anna = await new_peer("anna")
    room = await welcomed(anna, resident, timeout=WAIT)
    asked = await anna.say(room, "!round all How are you?")
    turn = await anna.wait_for(room, kind("ritual.turn"), WAIT)
    assert turn["content"]["nl.copbot"]["member"] == anna.user_id
    await anna.encrypt(room)
    await anna.say(room, "Better than last week.")
    closed = await anna.wait_for(room, kind("ritual.closed"), WAIT, after=asked)
    assert closed["encrypted"]
    assert closed["content"]["nl.copbot"]["spoke"] == 1
    assert await anna.lasting_flaws(room, resident.user_id) == []
