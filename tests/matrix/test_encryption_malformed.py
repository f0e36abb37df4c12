"""No shape of what comes in stops the sync, in letters between devices, in rooms, or in the homeserver's own answers."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from copbot.core.facts import Posted
from copbot.engine.ports import Unsent
from copbot.matrix.http import Refused
from tests.databases import database
from tests.phones import KARIN, MALLORY, ROOM, Object, Phone
from tests.secrecy import House, Server
from tests.strange import bent, deep, junk

AT_ONCE = 50


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    server = Server()
    server.members[ROOM] = {KARIN: "join", MALLORY: "join"}
    async with database(tmp_path / "copbot.db") as opened:
        yield await House(opened, server).welcome(ROOM)


def add(house: House, user: str) -> Phone:
    made = Phone(user, "PHONE")
    house.server.phones[user].append(made)
    return made


async def batter(house: House, times: int, seed: int) -> None:
    """So many odd letters, and as many odd events of a room; then somebody is heard as ever."""
    mallory, chance = add(house, MALLORY), Random(seed)
    gives, said = mallory.gives(house.server), mallory.says("hallo")
    for _ in range(0, times, AT_ONCE):
        inside = mallory.letter(house.server, "m.room_key", bent(chance, mallory.room_key()))
        letters = [bent(chance, gives) for _ in range(AT_ONCE)]
        events = [bent(chance, said) for _ in range(AT_ONCE)]
        said_odd = [mallory.sealed(json.dumps(junk(chance)).encode())]
        await house.sync(
            *(one for one in events + said_odd if isinstance(one, dict)), to_device=[inside, *letters]
        )
    karin = add(house, KARIN)
    heard = await house.sync(karin.says("hallo"), to_device=[karin.gives(house.server)])
    assert [fact.sender for fact in heard if isinstance(fact, Posted)] == [KARIN]


async def test_nothing_odd_stops_the_sync(house: House) -> None:
    await batter(house, 1_000, seed=3)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(5))
async def test_nothing_odd_stops_the_sync_very_often(house: House, seed: int) -> None:
    await batter(house, 10_000, seed)


@pytest.mark.parametrize("key", ["\ud800", "\x00", "", "A" * 60_000, 7, None, ["A"], "A" * 43])
async def test_a_senders_key_may_be_anything(house: House, key: Any) -> None:
    mallory = add(house, MALLORY)
    letter = mallory.gives(house.server)
    letter["content"]["sender_key"] = key
    assert await house.sync(to_device=[letter]) == []


@pytest.mark.parametrize("sender", ["\ud800", "", "nobody", 7, None, [], "@" + "x" * 1_000])
async def test_a_sender_may_be_anything(house: House, sender: Any) -> None:
    mallory = add(house, MALLORY)
    letter = mallory.letter(house.server, "m.room_key", mallory.room_key(), sender=sender)
    said = mallory.says("hallo")
    await house.sync({**said, "sender": sender}, to_device=[{**letter, "sender": sender}])
    karin = add(house, KARIN)
    heard = await house.sync(karin.says("hallo"), to_device=[karin.gives(house.server)])
    assert [fact.sender for fact in heard if isinstance(fact, Posted)] == [KARIN]


@pytest.mark.parametrize("kind", [{}, [], 7, None, "\ud800", ["m.room.message"]])
async def test_a_type_may_be_anything(house: House, kind: Any) -> None:
    event = {"type": kind, "sender": KARIN, "event_id": "$x", "content": {"body": "x"}}
    assert await house.sync(event, to_device=[event]) == []


async def test_depth_stops_nothing(house: House) -> None:
    karin = add(house, KARIN)
    for levels in (100, 500, 900, 3_000):
        said = karin.says("diep")
        await house.sync({**said, "unsigned": deep(levels)}, to_device=[{**said, "content": deep(levels)}])
    heard = await house.sync(karin.says("hallo"), to_device=[karin.gives(house.server)])
    assert "hallo" in [fact.body for fact in heard if isinstance(fact, Posted)]


@pytest.mark.parametrize("odd", [7, "x", [], {}, {"events": 7}, {"events": [7, None, "x", []]}])
@pytest.mark.parametrize("name", ["to_device", "device_lists", "device_one_time_keys_count"])
async def test_the_homeservers_own_part_may_be_anything(house: House, name: str, odd: Any) -> None:
    house.server.syncs.append({"next_batch": "s1", name: odd})
    assert await house.syncing.once() == 0


ODD_ANSWERS: list[Any] = [
    {},
    {"one_time_keys": {MALLORY: None}},
    {"one_time_keys": {MALLORY: {"PHONE": [1]}}},
    {"one_time_keys": {MALLORY: {"PHONE": {"signed_curve25519:A": {"key": "\ud800"}}}}},
    {"device_keys": {MALLORY: None}},
    {"device_keys": {MALLORY: {"PHONE": deep(200)}}},
    {"device_keys": []},
]


@pytest.mark.parametrize("odd", ODD_ANSWERS)
@pytest.mark.parametrize("path", [("keys", "claim"), ("keys", "query"), ("keys", "upload")])
async def test_an_odd_answer_about_keys_is_only_trouble(
    house: House, path: tuple[str, ...], odd: Object
) -> None:
    """Of a conversation that no longer fits a new one is begun, for which copbot asks all of this."""
    mallory = add(house, MALLORY)
    wrong = mallory.gives(house.server)
    wrong["content"]["ciphertext"] = {
        name: {"type": 1, "body": block["body"]} for name, block in wrong["content"]["ciphertext"].items()
    }
    body = mallory.account.curve25519_key.to_base64()
    assert body == mallory.curve
    house.server.trouble = lambda asked, _: odd if asked == path else None
    house.server.own_keys.clear()
    try:
        await house.sync(to_device=[wrong])
        await house.sync(mallory.says("hallo"), to_device=[mallory.gives(house.server)])
    except Unsent:
        assert path == ("keys", "query"), "only who can't be known yet is waited for"


@pytest.mark.parametrize("refusal", [Refused(400, "M_INVALID_PARAM"), Refused(403, "M_FORBIDDEN")])
async def test_a_homeserver_that_does_not_tell_who_somebody_is_keeps_nobody_else_waiting(
    house: House, refusal: Refused
) -> None:
    mallory, karin = add(house, MALLORY), add(house, KARIN)

    def refuses(path: tuple[str, ...], body: Any) -> None:
        if path == ("keys", "query") and MALLORY in body["device_keys"]:
            raise refusal

    house.server.trouble = refuses
    heard = await house.sync(
        mallory.says("!ping"),
        karin.says("hallo"),
        to_device=[one.gives(house.server) for one in (mallory, karin)],
    )
    assert [fact.sender for fact in heard if isinstance(fact, Posted)] == [KARIN]
