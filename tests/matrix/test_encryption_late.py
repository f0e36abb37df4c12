"""What waits although its key is there is opened as soon as it is seen whose device it came from, also when nobody says more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from copbot.core.facts import Fact, Posted, Sealed
from copbot.engine.ports import StoreFailed, Unsent
from copbot.matrix.encryption.devices import GRACE, REST
from tests.databases import database
from tests.phones import KARIN, MALLORY, OTHER, ROOM, Object, Phone
from tests.secrecy import House, Server


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    server = Server()
    for user in (KARIN, MALLORY):
        server.members[ROOM][user] = server.members[OTHER][user] = "join"
    async with database(tmp_path / "copbot.db") as opened:
        yield await House(opened, server).welcome(ROOM, OTHER)


def words(found: list[Fact]) -> list[tuple[str, str, str]]:
    return [(fact.room, fact.sender, fact.body) for fact in found if isinstance(fact, Posted)]


async def before_its_device(house: House) -> Phone:
    """A message and its key are here before the homeserver tells of the device that sent them."""
    karin = Phone(KARIN, "PHONE")
    heard = await house.sync(karin.says("hallo"), to_device=[karin.gives(house.server)])
    assert [type(fact) for fact in heard] == [Sealed]
    house.server.phones[KARIN].append(karin)
    return karin


async def test_a_device_that_is_told_late_is_heard(house: House) -> None:
    await before_its_device(house)
    assert await house.sync() == []
    changed = {"changed": [KARIN]}
    assert words(await house.sync(room=OTHER, device_lists=changed)) == [(ROOM, KARIN, "hallo")]
    assert await house.rows("sealed") == []
    assert await house.sync(device_lists=changed) == []


async def test_a_commit_that_fails_loses_nothing_of_it(house: House) -> None:
    await before_its_device(house)
    await house.burst("group_indexes")
    with pytest.raises(StoreFailed):
        await house.sync(device_lists={"changed": [KARIN]})
    await house.mend()
    assert words(await house.sync()) == [(ROOM, KARIN, "hallo")]


async def test_after_a_restart_it_is_heard_too(house: House) -> None:
    await before_its_device(house)
    house = await house.again()
    assert words(await house.sync(device_lists={"changed": [KARIN]})) == [(ROOM, KARIN, "hallo")]


async def test_another_member_who_becomes_known_takes_none_of_it(house: House) -> None:
    await before_its_device(house)
    house.server.phones[KARIN].clear()
    house.server.phones[MALLORY].append(Phone(MALLORY, "PHONE"))
    assert await house.sync(device_lists={"changed": [KARIN, MALLORY]}) == []
    assert len(await house.rows("sealed")) == 1


async def test_it_is_heard_when_its_homeserver_told_who_is_to_read_an_answer(house: House) -> None:
    karin = Phone(KARIN, "PHONE")
    house.server.phones[KARIN].append(karin)
    silent: Object = {"device_keys": {}, "failures": {"x": {}}}
    house.server.trouble = lambda path, body: silent if path == ("keys", "query") else None
    heard = await house.sync(karin.says("hallo"), to_device=[karin.gives(house.server)])
    assert [type(fact) for fact in heard] == [Sealed]
    house.server.trouble = lambda path, body: None
    house.seconds += REST + 1
    await house.encryption.sealed(ROOM, "m.room.message", {"msgtype": "m.text", "body": "dag"})
    assert words(await house.sync()) == [(ROOM, KARIN, "hallo")]


async def test_trouble_that_lasts_keeps_nobody_else_from_being_heard(house: House) -> None:
    karin, mallory = Phone(KARIN, "PHONE"), Phone(MALLORY, "PHONE")
    house.server.phones[KARIN].append(karin)

    def silent(path: tuple[str, ...], _body: object) -> Object | None:
        if path == ("keys", "query"):
            raise Unsent("504")
        return None

    house.server.trouble = silent
    said, given = [karin.says("hallo")], [karin.gives(house.server)]
    with pytest.raises(Unsent):
        await house.sync(*said, to_device=given)
    house.seconds += GRACE
    await house.sync(*said, to_device=given)
    assert [type(fact) for fact in await house.facts()] == [Sealed]

    asked = house.server.times("keys", "query")
    await house.sync(mallory.says("x"), to_device=[mallory.gives(house.server)])
    assert house.server.times("keys", "query") == asked  # it is left alone for a while

    house.server.trouble = lambda *_: None
    house.seconds += REST
    await house.sync(karin.says("en nu"), to_device=[karin.gives(house.server)])
    await house.sync(room=OTHER)
    assert words(await house.facts()) == [(ROOM, KARIN, "hallo"), (ROOM, KARIN, "en nu")]
