"""A room's key reaches everybody before anything is said, whatever fails midway; and who should not read on gets none."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from copbot.crypto.account import signed
from copbot.engine.ports import StoreFailed, Unsent
from copbot.matrix.encryption import sharing
from copbot.matrix.http import Refused
from tests.databases import database
from tests.phones import KARIN, MALLORY, OTHER, ROOM, Object, Phone, identity
from tests.secrecy import House, Server

WORDS = {"msgtype": "m.text", "body": "dit blijft onder ons"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with database(tmp_path / "copbot.db") as opened:
        yield await House(opened, Server()).welcome(ROOM, OTHER)


def add(house: House, user: str, id: str = "PHONE", **more: Any) -> Phone:
    made = Phone(user, id, **more)
    house.server.phones[user].append(made)
    house.server.members[ROOM][user] = "join"
    return made


async def say(house: House) -> Object:
    return await house.encryption.sealed(ROOM, "m.room.message", WORDS)


def read(phone: Phone, content: Object) -> bool:
    found = phone.opens(content)
    return found is not None and found["content"] == WORDS


async def test_everybody_in_the_room_reads_what_is_said(house: House) -> None:
    phones = [add(house, user, id) for user in (KARIN, MALLORY) for id in ("ONE", "TWO")]
    for _ in range(3):
        content = await say(house)
        assert all(read(phone, content) for phone in phones)
    assert house.server.times("sendToDevice") == 1, "a key is given once"


async def test_a_device_that_copbot_never_talked_to_has_time_to_ask_whose_copbots_is(house: House) -> None:
    """Between the key and what is said under it; not for devices that know copbot, in whatever room."""
    add(house, KARIN)
    house.server.members[OTHER][KARIN] = "join"
    for room in (ROOM, ROOM, OTHER):
        await house.encryption.sealed(room, "m.room.message", WORDS)
    assert house.introductions == [1]
    add(house, MALLORY)
    house.encryption._devices.changed([MALLORY])
    house.rooms.apply(
        ROOM, [{"type": "m.room.member", "state_key": MALLORY, "content": {"membership": "join"}}]
    )
    await say(house)
    assert house.introductions == [1, 3]


@pytest.mark.parametrize(
    "trouble", [Unsent("away"), Refused(403, "M_FORBIDDEN"), Refused(413, "M_TOO_LARGE")]
)
@pytest.mark.parametrize("at", [1, 2, 3])
async def test_a_key_that_reached_only_some_seals_nothing_until_it_reached_all(
    house: House, monkeypatch: pytest.MonkeyPatch, trouble: Exception, at: int
) -> None:
    monkeypatch.setattr(sharing, "AT_ONCE", 2)
    phones = [add(house, KARIN, f"P{number}") for number in range(6)]
    calls = 0

    def fails(path: tuple[str, ...], body: object) -> None:
        nonlocal calls
        calls += path[0] == "sendToDevice"
        if path[0] == "sendToDevice" and calls == at:
            raise trouble

    house.server.trouble = fails
    with pytest.raises(Unsent):
        await say(house)
    content = await say(house)
    assert all(read(phone, content) for phone in phones)
    assert calls == 4, "who had it already is not sent it again"


@pytest.mark.parametrize("table", ["olm_sessions", "group_sessions"])
async def test_a_conversation_that_could_not_be_kept_is_not_used(house: House, table: str) -> None:
    karin = add(house, KARIN)
    await house.burst(table)
    with pytest.raises(StoreFailed):
        await say(house)
    assert house.server.times("sendToDevice") == 0
    await house.mend()
    assert read(karin, await say(house))


@pytest.mark.parametrize("step", range(0, 60, 3))
async def test_a_sending_that_is_cancelled_keeps_nobody_waiting(house: House, step: int) -> None:
    phones = [add(house, user) for user in (KARIN, MALLORY)]

    async def slowly(path: tuple[str, ...]) -> None:
        await asyncio.sleep(0)

    house.server.pause = slowly
    task = asyncio.create_task(say(house))
    for _ in range(step):
        await asyncio.sleep(0)
    task.cancel()
    found = (await asyncio.gather(task, return_exceptions=True))[0]
    if isinstance(found, dict):
        assert all(read(phone, found) for phone in phones)
    async with asyncio.timeout(30):
        content = await say(house)
    assert all(read(phone, content) for phone in phones)


async def test_a_process_that_ended_before_its_letters_left_begins_anew(house: House) -> None:
    karin = add(house, KARIN)
    assert read(karin, await say(house))
    house.now += timedelta(days=8)  # so that a new key is due

    def ends(path: tuple[str, ...], body: object) -> None:
        if path[0] == "sendToDevice":
            raise Unsent("killed")

    calm, house.server.trouble = house.server.trouble, ends
    with pytest.raises(Unsent):
        await say(house)
    house.server.trouble = calm
    later = await house.again()
    content = await say(later)
    assert read(karin, content)
    assert house.server.times("keys", "claim") == 1, "the conversation between the devices goes on"


async def test_after_a_restart_no_key_is_used_again(house: House) -> None:
    karin = add(house, KARIN)
    first = await say(house)
    second = await say(await house.again())
    assert first["session_id"] != second["session_id"]
    assert read(karin, first)
    assert read(karin, second)


async def test_who_left_reads_nothing_any_more(house: House) -> None:
    karin, mallory = add(house, KARIN), add(house, MALLORY)
    assert read(mallory, await say(house))
    house.rooms.apply(
        ROOM, [{"type": "m.room.member", "state_key": MALLORY, "content": {"membership": "leave"}}]
    )
    content = await say(house)
    assert read(karin, content)
    assert not read(mallory, content)


async def test_a_device_that_was_logged_out_reads_nothing_any_more(house: House) -> None:
    karin, lost = add(house, KARIN), add(house, KARIN, "LOST")
    assert read(lost, await say(house))
    house.server.phones[KARIN] = [karin]
    await house.sync(device_lists={"changed": [KARIN]})
    content = await say(house)
    assert read(karin, content)
    assert not read(lost, content)


@pytest.mark.parametrize("mallory_first", [True, False])
async def test_who_claims_anothers_key_takes_no_letter_from_them(house: House, mallory_first: bool) -> None:
    karin = add(house, KARIN)
    double = add(house, MALLORY if mallory_first else "@zoe:x")
    copied = {**double.keys["keys"], "curve25519:PHONE": karin.curve}
    bare = {name: value for name, value in double.keys.items() if name != "signatures"}
    double.keys = signed(double.account, double.user, "PHONE", {**bare, "keys": copied})
    content = await say(house)
    assert read(karin, content), "whoever claims her key takes no letter from her"
    house.now += timedelta(minutes=1)
    await house.sync(to_device=[karin.letter(house.server, "m.dummy", {})])
    karin.received, double.received = [], []
    later = await house.again()
    content = await say(later)
    letters = [*karin.received, *double.received]
    assert len({letter["ciphertext"][karin.curve]["body"] for letter in letters}) == len(letters) == 2
    karin.received = letters
    assert read(karin, content), "no step of their conversation served twice, so she can open both"


LIES: list[tuple[str, Any]] = [
    (
        "its signature is another's",
        lambda keys: {**keys, "signatures": Phone(KARIN, "PHONE").keys["signatures"]},
    ),
    ("it is not signed", lambda keys: {**keys, "signatures": {}}),
    ("it is another member's", lambda keys: {**keys, "user_id": MALLORY}),
    ("it has another name", lambda keys: {**keys, "device_id": "OTHER"}),
    ("its keys are none", lambda keys: {**keys, "keys": {}}),
    ("it can't be written to", lambda keys: {**keys, "algorithms": ["m.olm.v9"]}),
    ("it is no object", lambda keys: [keys]),
]


@pytest.mark.parametrize("lie", [lie for _, lie in LIES], ids=[name for name, _ in LIES])
async def test_a_device_that_is_told_wrongly_gets_no_key(house: House, lie: Any) -> None:
    karin, wrong = add(house, KARIN, "GOOD"), add(house, KARIN)
    wrong.keys = lie(wrong.keys)
    content = await say(house)
    assert read(karin, content)
    assert wrong.received == []


async def test_a_device_whose_keys_became_others_gets_nothing(house: House) -> None:
    karin = add(house, KARIN)
    assert read(karin, await say(house))
    stranger = Phone(KARIN, "PHONE")
    house.server.phones[KARIN] = [stranger]
    for _ in range(3):
        await house.sync(device_lists={"changed": [KARIN]})
        await say(house)
        assert stranger.received == [], "however often it is told"


async def test_a_device_that_its_owner_never_signed_gets_no_key_but_the_reason(house: House) -> None:
    owner = house.server.identities[KARIN] = identity(KARIN)
    karin, ghost = add(house, KARIN, owner=owner), add(house, KARIN, "GHOST")
    content = await say(house)
    assert read(karin, content)
    assert not read(ghost, content)
    assert house.server.times("sendToDevice", "m.room_key.withheld") == 1


async def test_an_identity_that_does_not_sign_its_own_keys_vouches_for_no_device(house: House) -> None:
    owner = identity(KARIN)
    karin = add(house, KARIN, owner=owner)
    house.server.identities[KARIN] = owner
    answer = house.server._devices([KARIN])
    forged = {"master_keys": {KARIN: identity(MALLORY).keys()["master_key"] | {"user_id": KARIN}}}
    house.server.trouble = lambda path, body: {**answer, **forged} if path == ("keys", "query") else None
    await say(house)
    assert karin.received == []


@pytest.mark.parametrize("answer", [{}, {"one_time_keys": []}, {"one_time_keys": None}])
async def test_an_answer_that_tells_no_one_time_keys_seals_nothing(house: House, answer: Object) -> None:
    karin = add(house, KARIN)
    house.server.trouble = lambda path, body: answer if path == ("keys", "claim") else None
    with pytest.raises(Unsent):
        await say(house)
    house.server.trouble = lambda path, body: None
    assert read(karin, await say(house))


@pytest.mark.parametrize("trouble", [Unsent("away"), Refused(403, "M_FORBIDDEN"), Refused(400, "M_BAD_JSON")])
@pytest.mark.parametrize("path", [("keys", "query"), ("keys", "claim")])
async def test_while_nobody_tells_who_reads_nothing_is_sealed(
    house: House, path: tuple[str, ...], trouble: Exception
) -> None:
    karin = add(house, KARIN)

    def fails(asked: tuple[str, ...], body: object) -> None:
        if asked == path:
            raise trouble

    house.server.trouble = fails
    with pytest.raises(Unsent):
        await say(house)
    house.server.trouble = lambda *_: None
    assert read(karin, await say(house))


@pytest.mark.parametrize("key", [{"key": "AAAA"}, {"key": None}, {}, [], "x", {"key": "\ud800"}])
async def test_a_one_time_key_that_is_none_leaves_its_device_out_and_nobody_else(
    house: House, key: Any
) -> None:
    karin, wrong = add(house, KARIN), add(house, MALLORY)
    wrong.one_time = {"signed_curve25519:AAAA": key, "other:B": key}
    content = await say(house)
    assert read(karin, content)
    assert wrong.received == []


async def test_a_one_time_key_that_another_signed_is_not_used(house: House) -> None:
    karin, mallory = add(house, KARIN), Phone(KARIN, "PHONE")
    karin.one_time = mallory.one_time
    await say(house)
    assert karin.received == []


async def test_a_room_that_asks_for_it_gets_new_keys_sooner(house: House) -> None:
    add(house, KARIN)
    content = {"algorithm": "m.megolm.v1.aes-sha2", "rotation_period_msgs": 2}
    house.rooms.apply(ROOM, [{"type": "m.room.encryption", "state_key": "", "content": content}])
    sessions = [(await say(house))["session_id"] for _ in range(4)]
    assert len(set(sessions)) == 2


async def test_who_has_no_verified_device_is_known_to_hear_nothing(house: House) -> None:
    members = frozenset({KARIN, MALLORY, "@els:x", "@unknown:x"})
    assert house.encryption.deaf(members) == frozenset(), "of nobody it is known yet"
    add(house, KARIN)
    house.server.identities[MALLORY] = identity(MALLORY)
    add(house, MALLORY)
    house.server.phones["@els:x"] = []
    house.server.members[ROOM]["@els:x"] = "join"
    await say(house)
    assert house.encryption.deaf(members) == {MALLORY, "@els:x"}


@pytest.mark.parametrize("what", ["messages", "upload"])
async def test_nobody_waits_for_a_key_while_a_gap_is_filled_or_keys_are_uploaded(
    house: House, what: str
) -> None:
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def pause(path: tuple[str, ...]) -> None:
        if path[-1] == what:
            reached.set()
            await go_on.wait()

    add(house, KARIN)
    await house.sync()
    house.server.pause = pause
    left_out: Object = {"timeline": {"events": [], "limited": True, "prev_batch": "earlier"}}
    few: Object = {"device_one_time_keys_count": {"signed_curve25519": 3}}
    more = few if what == "upload" else {"rooms": {"join": {ROOM: left_out}}}
    syncing = asyncio.create_task(house.sync(**more))
    await reached.wait()
    assert read(house.server.phones[KARIN][0], await say(house)), "sealed, and its key given"
    karin = house.server.phones[KARIN][0]
    assert not syncing.done()
    go_on.set()
    await syncing
    heard = await house.sync(karin.says("hallo"), to_device=[karin.gives(house.server)])
    assert heard
    account = await house.encryption._own.account()
    assert not account.one_time_keys, "all of them count as uploaded"
