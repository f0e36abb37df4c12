"""copbot's account is read from disk once; what is at hand after that is never other than what is on disk."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from copbot.core.facts import Fact, Posted
from copbot.engine.ports import StoreFailed
from tests.databases import database
from tests.phones import KARIN, MALLORY, ME, ROOM, Phone
from tests.secrecy import House, Server


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    server = Server()
    server.members[ROOM] |= {KARIN: "join", MALLORY: "join"}
    async with database(tmp_path / "copbot.db") as opened:
        yield await House(opened, server).welcome(ROOM)


def phone(house: House, user: str, id: str) -> Phone:
    made = Phone(user, id)
    house.server.phones[user].append(made)
    return made


def words(found: list[Fact]) -> list[str]:
    return [fact.body for fact in found if isinstance(fact, Posted)]


async def test_the_account_is_read_once_however_many_begin_to_talk(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Taking it from disk costs more with every one-time key that somebody took and never used.
    read: list[str] = []
    account = house.keys.account

    async def spied(device: str) -> object:
        read.append(device)
        return await account(device)

    monkeypatch.setattr(house.keys, "account", spied)
    everybody = [phone(house, user, f"{number}") for number in range(20) for user in (KARIN, MALLORY)]
    for one in everybody:
        lists = {"changed": [one.user]}
        heard = await house.sync(one.says("hallo"), to_device=[one.gives(house.server)], device_lists=lists)
        assert words(heard) == ["hallo"]
    await house.encryption.sealed(ROOM, "m.room.message", {"msgtype": "m.text", "body": "hallo"})

    assert len(house.server.own_keys) > 25, "new ones were uploaded meanwhile"
    assert read == []


async def test_a_key_that_was_used_in_vain_is_there_the_next_time(house: House) -> None:
    karin = phone(house, KARIN, "PHONE")
    said, key = karin.says("hallo"), karin.gives(house.server)
    await house.burst("group_sessions")
    with pytest.raises(StoreFailed):
        await house.sync(said, to_device=[key])
    await house.mend()

    assert words(await house.sync(said, to_device=[key])) == ["hallo"]


async def test_a_letter_that_does_not_count_uses_up_nothing(house: House) -> None:
    karin = phone(house, KARIN, "PHONE")
    wrong = karin.letter(house.server, "m.room_key", karin.room_key(), recipient=f"{ME}elsewhere")
    await house.sync(to_device=[wrong])

    # The same conversation, begun with the same one-time key.
    assert words(await house.sync(karin.says("hallo"), to_device=[karin.gives(house.server)])) == ["hallo"]
