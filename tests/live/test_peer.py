"""The encrypted client that is not ours measures what it is to measure: what is encrypted, who is trusted, what is refused."""

import asyncio
import os
import signal

import pytest

from copbot.demo.homeserver import Homeserver
from copbot.demo.sight import POLL_END, POLL_RESPONSE, POLL_START
from copbot.demo.wire import JsonObject, MatrixError
from tests.live.conftest import PASSWORD, MakeMember, MakePeer, MakeRoom
from tests.live.events import bodies, reply_to, says
from tests.live.flaws import UNSUSPECTED
from tests.live.peer import Peer
from tests.live.peer_process import PeerError, PeerProcess

POLL: JsonObject = {
    POLL_START: {
        "question": {"org.matrix.msc1767.text": "Thee?"},
        "kind": "org.matrix.msc3381.poll.disclosed",
        "max_selections": 1,
        "answers": [
            {"id": "ja", "org.matrix.msc1767.text": "Ja"},
            {"id": "nee", "org.matrix.msc1767.text": "Nee"},
        ],
    },
    "org.matrix.msc1767.text": "Thee?\n1. Ja\n2. Nee",
}


def said(events: list[JsonObject]) -> list[JsonObject]:
    """What members said: everything but the state of the room."""
    return [event for event in events if "state_key" not in event]


@pytest.mark.parametrize("later", [False, pytest.param(True, marks=pytest.mark.torture)])
async def test_people_of_signed_devices_talk_without_a_warning(
    new_peer: MakePeer, new_room: MakeRoom, later: bool
) -> None:
    anna, bert = await new_peer("anna"), await new_peer("bert")
    room = await new_room(anna, bert, encrypted=not later)
    if later:
        await anna.encrypt(room)
        await bert.meet(room, encrypted=True)

    first = await anna.say(room, "hoi", mention=bert.user_id)
    await bert.wait_for(room, says("hoi"))
    answer = await bert.say(room, "dag", reply_to=first)
    await anna.wait_for(room, says("dag"))
    edit = await anna.edit(room, first, "hallo")
    poll = await bert.send(room, POLL_START, POLL)
    await anna.wait_for(room, lambda event: event["event_id"] == poll)
    vote = await anna.vote(room, poll, "ja")
    end = await bert.end_poll(room, poll)
    reaction = await anna.react(room, answer, "🌻")
    for one in (anna, bert):
        await one.wait_for(room, lambda event: event["event_id"] == reaction)
        await one.wait_for(room, lambda event: event["event_id"] == end)

        whole = said(await one.timeline(room))
        events = {event["event_id"]: event for event in whole}
        assert list(events) == [event["event_id"] for event in said(one.events(room))]
        assert bodies(whole) == ["hoi", "dag", "* hallo"]
        assert events[first]["content"]["m.mentions"] == {"user_ids": [bert.user_id]}
        assert reply_to(events[answer]) == first
        assert events[edit]["content"]["m.new_content"]["body"] == "hallo"
        assert events[edit]["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": first}
        assert events[poll]["content"] == POLL
        assert events[vote]["content"][POLL_RESPONSE] == {"answers": ["ja"]}
        assert events[end]["type"] == POLL_END
        sealed = [event for event in whole if event["event_id"] != reaction]
        assert [event["encrypted"] for event in sealed] == [True] * 6
        assert [event["wire"]["type"] for event in sealed] == ["m.room.encrypted"] * 6
        assert [event["shield"] for event in sealed] == [UNSUSPECTED] * 6
        assert not events[reaction]["encrypted"]
        assert (one.unread(room), one.in_the_clear(room)) == ([], [])
        assert one.flaws(room, anna.user_id) == one.flaws(room, bert.user_id) == []

    about = await anna.known(bert.user_id)
    assert about.identity
    assert (about.verified, about.needs_approval) == (False, False)
    assert about.devices[bert.device_id].signed_by_owner
    assert not about.devices[bert.device_id].cross_signing_verified
    assert "Rust SDK" in await anna.version()


@pytest.mark.torture
async def test_one_who_is_verified_and_then_has_another_identity(
    new_peer: MakePeer, new_room: MakeRoom
) -> None:
    anna, bert = await new_peer("anna"), await new_peer("bert")
    room = await new_room(anna, bert, encrypted=True)
    await bert.say(room, "ik ben het")
    await anna.wait_for(room, says("ik ben het"))

    before = await anna.known(bert.user_id)
    await anna.verify(bert.user_id)
    verified = await anna.known(bert.user_id)
    assert (before.verified, verified.verified) == (False, True)
    assert verified.devices[bert.device_id].cross_signing_verified

    await bert.cross_sign(reset=True)
    changed = await anna.known(bert.user_id)
    assert changed.master_key != verified.master_key
    assert (changed.verified, changed.was_verified) == (False, True)
    await bert.discard_session(room)
    event = await bert.say(room, "iemand anders")
    await anna.wait_for(room, lambda seen: seen["event_id"] == event)
    assert (await anna.look(room, event))["failure"]["code"] == "SENDER_IDENTITY_PREVIOUSLY_VERIFIED"


async def test_an_unsigned_device_is_refused_where_only_signed_ones_count(
    new_peer: MakePeer, new_room: MakeRoom
) -> None:
    """And elsewhere it is read, with a warning: so a sender that has no warning here is signed indeed."""
    strict, lenient = await new_peer("strikt"), await new_peer("ruim", signed_only=False)
    stranger = await new_peer("zonder", signed_only=False, cross_sign=False)
    room = await new_room(strict, lenient, stranger, encrypted=True)

    unsigned = await stranger.say(room, "wie ben ik")
    read = await lenient.wait_for(room, says("wie ben ik"))
    refused = await strict.wait_for(room, lambda event: event["event_id"] == unsigned)
    assert read["shield"] == {"colour": "RED", "reason": "UNSIGNED_DEVICE"}
    assert refused["type"] == "m.room.encrypted"
    assert refused["failure"]["code"] == "UNSIGNED_SENDER_DEVICE"
    assert refused["shield"] is None
    assert strict.unread(room) == [refused]
    assert strict.flaws(room, stranger.user_id) == ["not readable: UNSIGNED_SENDER_DEVICE"]
    assert lenient.flaws(room, stranger.user_id) == [f"warned of: m.room.message {read['shield']}"]
    about = await strict.known(stranger.user_id)
    assert not about.identity
    assert not about.devices[stranger.device_id].signed_by_owner

    kept = await strict.say(room, "alleen voor bekenden")
    await lenient.wait_for(room, says("alleen voor bekenden"))
    withheld = await stranger.wait_for(room, lambda event: event["event_id"] == kept)
    assert withheld["failure"]["code"] == "MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE"

    await strict.signed_only(False)
    again = await strict.look(room, unsigned)
    assert (again["content"]["body"], again["shield"]) == (
        "wie ben ik",
        {"colour": "RED", "reason": "UNSIGNED_DEVICE"},
    )

    await strict.signed_only(True)
    await stranger.cross_sign()
    assert (await strict.known(stranger.user_id)).devices[stranger.device_id].signed_by_owner
    assert (await strict.look(room, unsigned))["shield"] == UNSUSPECTED


async def test_ciphertext_that_somebody_else_sends_again_is_seen_to_be_forged(
    new_peer: MakePeer, new_room: MakeRoom
) -> None:
    anna, bert, carla = [await new_peer(name, signed_only=False) for name in ("anna", "bert", "carla")]
    room = await new_room(anna, bert, carla, encrypted=True)
    await anna.say(room, "van anna")
    stolen = (await bert.wait_for(room, says("van anna")))["wire"]

    forged = await bert.send_as_it_is(room, stolen["type"], stolen["content"])

    seen = await carla.wait_for(room, lambda event: event["event_id"] == forged)
    assert seen["shield"] == {"colour": "RED", "reason": "MISMATCHED_SENDER"}


async def test_what_is_said_in_the_clear_in_an_encrypted_room_is_found(
    new_peer: MakePeer, new_member: MakeMember, new_room: MakeRoom
) -> None:
    anna, plain = await new_peer("anna"), await new_member("open")
    room = await new_room(anna, plain)
    await anna.say(room, "mag nog open")
    await anna.encrypt(room)
    await anna.say(room, "dicht")
    await plain.say(room, "oeps")
    await anna.send_as_it_is(room, "m.room.message", {"msgtype": "m.text", "body": "ook oeps"})

    await anna.wait_for(room, says("ook oeps"))
    assert bodies(anna.in_the_clear(room)) == ["oeps", "ook oeps"]
    assert anna.flaws(room, plain.user_id) == ["in the clear: m.room.message"]
    assert bodies(anna.events(room)) == ["mag nog open", "dicht", "oeps", "ook oeps"]


@pytest.mark.torture
async def test_a_device_that_was_off_reads_everything_that_came_meanwhile(
    new_peer: MakePeer, new_room: MakeRoom
) -> None:
    anna, bert = await new_peer("anna"), await new_peer("bert", sync_limit=10)
    room = await new_room(anna, bert, encrypted=True)
    await anna.say(room, "0")
    await bert.wait_for(room, says("0"))

    await bert.stop()
    with pytest.raises(PeerError, match="stopped"):
        await bert.say(room, "niemand hoort dit")
    for number in range(1, 25):
        if number == 12:
            await anna.discard_session(room)
        await anna.say(room, str(number))
    await bert.start()

    await bert.wait_for(room, says("24"))
    assert bodies(bert.events(room)) == [str(number) for number in range(25)]
    assert bert.unread(room) == []
    sessions = {event["wire"]["content"]["session_id"] for event in said(bert.events(room))}
    assert len(sessions) == 2


@pytest.mark.torture
async def test_another_device_of_the_same_person(new_peer: MakePeer, new_room: MakeRoom) -> None:
    anna, bert = await new_peer("anna"), await new_peer("bert")
    room = await new_room(anna, bert, encrypted=True)
    old = await anna.say(room, "van vroeger")
    await bert.wait_for(room, says("van vroeger"))

    async with await bert.another() as telephone, await bert.another(signed=False) as loose:
        devices = (await anna.known(bert.user_id)).devices
        assert {device: about.signed_by_owner for device, about in devices.items()} == {
            bert.device_id: True,
            telephone.device_id: True,
            loose.device_id: False,
        }
        await telephone.meet(room, encrypted=True)
        await telephone.say(room, "van de telefoon")
        assert (await anna.wait_for(room, says("van de telefoon")))["shield"] == UNSUSPECTED
        new = await anna.say(room, "voor allebei")
        await telephone.wait_for(room, says("voor allebei"))
        unheard = await loose.wait_for(room, lambda event: event["event_id"] == new)
        assert unheard["failure"]["code"] == "MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE"

        assert [event["event_id"] for event in telephone.unread(room)] == [old]
        await telephone.take_room_keys(await bert.room_keys())
        # A key that came later counts from then on, where the event stands.
        await telephone.wait_for(room, says("van vroeger"))
        assert bodies(telephone.events(room)) == ["van vroeger", "van de telefoon", "voor allebei"]

        await loose.logout()
        assert loose.device_id not in (await anna.known(bert.user_id)).devices


async def test_it_talks_to_this_machine_only_and_says_what_is_refused(
    homeserver: Homeserver, new_peer: MakePeer
) -> None:
    anna = await new_peer("anna")
    with pytest.raises(MatrixError, match="M_FORBIDDEN"):
        await Peer(homeserver.url, anna._process).login("nobody", "wrong")
    with pytest.raises(PeerError, match=r"refused to contact matrix\.example"):
        await Peer("http://matrix.example", anna._process).login("anna", PASSWORD)
    anna._patience = 0.5
    with pytest.raises(PeerError, match="did not hear that !nowhere"):
        await anna.meet("!nowhere:localhost")
    anna._patience = 30.0

    alone = Peer(homeserver.url, cross_sign=False)
    async with alone:
        await alone.login(anna.user_id.partition(":")[0][1:], PASSWORD)
        pid = alone._process.pid
        assert pid is not None
        assert pid != anna._process.pid
    assert alone._process.pid is None


async def test_a_process_that_is_gone_is_told_at_once(homeserver: Homeserver, peers: PeerProcess) -> None:
    await homeserver.register("weg", PASSWORD)
    async with PeerProcess() as process:
        peer = Peer(homeserver.url, process)
        await peer.login("weg", PASSWORD)
        waiting = asyncio.create_task(peer.meet("!nowhere:localhost"))
        await asyncio.sleep(0)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(PeerError, match="the process ended"):
            await waiting
        with pytest.raises(PeerError, match="does not run"):
            await peer.version()
        await peer.close()
