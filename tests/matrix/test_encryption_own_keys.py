"""Others can always begin to talk to copbot: its keys are on disk before anybody may use them, and never run out."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from vodozemac import Account

from copbot.core.facts import Posted
from copbot.crypto.account import MOST, SIGNED
from copbot.engine.ports import Unsent
from copbot.matrix.http import Refused
from tests.databases import database
from tests.encryption import DEVICE
from tests.phones import KARIN, ME, ROOM, Phone
from tests.secrecy import House, Server


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    server = Server()
    server.members[ROOM][KARIN] = "join"
    async with database(tmp_path / "copbot.db") as opened:
        yield await House(opened, server).welcome(ROOM)


def add(house: House, id: str = "PHONE") -> Phone:
    made = Phone(KARIN, id)
    house.server.phones[KARIN].append(made)
    house.encryption._devices.changed([KARIN])
    return made


async def account(house: House) -> Account:
    kept = await house.keys.account(DEVICE)
    assert kept is not None
    return Account.from_pickle(kept.pickle, b"k" * 32)


async def heard(house: House, phone: Phone) -> bool:
    found = await house.sync(phone.says("hallo"), to_device=[phone.gives(house.server)])
    return any(isinstance(fact, Posted) for fact in found)


async def test_keys_are_there_from_the_start(house: House) -> None:
    assert len(house.server.own_keys) == MOST
    assert await heard(house, add(house))


@pytest.mark.parametrize("left", [0, 1, 25])
async def test_new_ones_come_before_the_last_is_gone(house: House, left: int) -> None:
    while len(house.server.own_keys) > left:
        house.server.claim_own()
    await house.sync()
    assert len(house.server.own_keys) == MOST
    assert await heard(house, add(house))


async def test_a_count_that_leaves_out_copbots_keys_is_none(house: House) -> None:
    house.server.own_keys.clear()
    await house.sync(device_one_time_keys_count={})
    assert len(house.server.own_keys) == MOST


async def test_when_all_are_gone_the_fallback_key_serves(house: House) -> None:
    await house.sync(device_unused_fallback_key_types=[])
    assert len(house.server.own_fallback) == 1
    house.server.own_keys.clear()
    for id in ("ONE", "TWO"):
        phone = add(house, id)
        found = await house.sync(
            phone.says("hallo"),
            to_device=[phone.gives(house.server)],
            device_one_time_keys_count={SIGNED: MOST},
        )
        assert any(isinstance(fact, Posted) for fact in found)


async def test_a_fallback_key_that_was_used_is_replaced_and_still_opens(house: House) -> None:
    await house.sync(device_unused_fallback_key_types=[])
    house.server.own_keys.clear()
    phone, before = add(house), dict(house.server.own_fallback)
    letter = phone.gives(house.server)
    await house.sync(device_unused_fallback_key_types=[])
    assert house.server.own_fallback.keys() != before.keys()
    found = await house.sync(phone.says("hallo"), to_device=[letter])
    assert any(isinstance(fact, Posted) for fact in found)


async def test_what_is_uploaded_is_on_disk_before(house: House) -> None:
    uploaded: list[tuple[set[str], set[str]]] = []

    async def look(path: tuple[str, ...]) -> None:
        if path == ("keys", "upload"):
            kept = await account(house)
            fallback: dict[str, Any] = kept.fallback_key  # type: ignore[attr-defined]  # left out of vodozemac's stubs
            body = house.server.asked[-1][2]
            asked = {*body.get("one_time_keys", {}), *body.get("fallback_keys", {})}
            uploaded.append((asked, {f"{SIGNED}:{name}" for name in (*kept.one_time_keys, *fallback)}))

    house.server.pause = look
    house.server.own_keys.clear()
    await house.sync(device_unused_fallback_key_types=[])
    assert len(uploaded) == 1
    asked, kept = uploaded[0]
    assert len(asked) == MOST + 1
    assert asked == kept


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_process_that_ended_while_uploading_offers_no_key_twice(house: House, arrived: bool) -> None:
    house.server.own_keys.clear()

    def ends(path: tuple[str, ...], body: Any) -> None:
        if path == ("keys", "upload"):
            if arrived:
                house.server._answer(path, body)
            raise Unsent("killed")

    house.server.trouble = ends
    await house.sync(device_unused_fallback_key_types=[])
    house.server.trouble = lambda *_: None
    before = set(house.server.own_keys)
    assert len(before) == (MOST if arrived else 0)
    phone = add(house)
    letter = phone.gives(house.server) if arrived else None
    later = await house.again()
    await later.sync(device_unused_fallback_key_types=[])
    bodies = [body for _, path, body in house.server.asked if path == ("keys", "upload")]
    for part in ("one_time_keys", "fallback_keys"):
        names = [name for body in bodies for name in body.get(part, ())]
        assert len(names) == len(set(names))
    if letter is not None:
        found = await later.sync(phone.says("hallo"), to_device=[letter])
        assert any(isinstance(fact, Posted) for fact in found), (
            "what was uploaded by the process that ended opens"
        )
    assert await heard(later, add(later, "LATER"))


@pytest.mark.parametrize("trouble", [Unsent("away"), Refused(500, "M_UNKNOWN")])
async def test_uploading_that_fails_again_and_again_pushes_no_key_out(
    house: House, trouble: Exception
) -> None:
    await house.sync(device_unused_fallback_key_types=[])
    phone = add(house)
    old = phone.gives(house.server)
    last = {name: house.server.own_keys[name] for name in list(house.server.own_keys)[:3]}
    fallback = add(house, "FALLBACK")
    house.server.own_keys.clear()
    by_fallback = fallback.gives(house.server)

    def fails(path: tuple[str, ...], body: Any) -> None:
        if path == ("keys", "upload"):
            raise trouble

    house.server.trouble = fails
    for _ in range(120):
        await house.sync(device_unused_fallback_key_types=[])
    house.server.trouble = lambda *_: None
    bodies = [body for _, path, body in house.server.asked if path == ("keys", "upload")]
    assert len(bodies[-1]["one_time_keys"]) == MOST
    found = await house.sync(phone.says("hallo"), fallback.says("hallo"), to_device=[old, by_fallback])
    assert sum(isinstance(fact, Posted) for fact in found) == 2
    house.server.own_keys = dict(last)
    assert await heard(house, add(house, "LAST"))


async def test_a_device_whose_keys_are_refused_says_nothing_in_encrypted_rooms(house: House) -> None:
    later = House(house.database, house.server)

    def refuses(path: tuple[str, ...], body: Any) -> None:
        if path == ("keys", "upload"):
            raise Refused(403, "M_FORBIDDEN")

    house.server.trouble = refuses
    await later.begin()
    with pytest.raises(Unsent):
        await later.encryption.sealed(ROOM, "m.room.message", {"body": "geheim"})
    assert house.server.said() == []
    assert house.server.uploaded["user_id"] == ME


async def test_beginning_with_thousands_of_conversations_reads_none_of_them(house: House) -> None:
    many = [(f"peer{number}", "s", "pickle", "2026-11-24T19:00:00Z") for number in range(2_000)]
    rooms = [
        (ROOM, f"s{number}", "p", "e", "", 0, "pickle", "2026-11-24T19:00:00Z") for number in range(2_000)
    ]

    def fill(sql: Any) -> None:
        sql.executemany("INSERT INTO olm_sessions VALUES (?, ?, ?, ?)", many)
        sql.executemany("INSERT INTO group_sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rooms)

    await house.database.write(fill)
    seen: list[str] = []
    await house.database.read(lambda sql: sql.set_trace_callback(seen.append))
    later = await house.again()
    await later.sync()
    await house.database.read(lambda sql: sql.set_trace_callback(None))
    touched = [text for text in seen if "olm_sessions" in text or "group_sessions" in text]
    assert touched == []
    assert 0 < len(seen) < 40
