"""Two copbots with the same keys, which must never be: the older notices, within the hour, and stops using them."""

import pytest

from copbot.app import now
from copbot.config import load
from copbot.entry.home import encryption
from copbot.matrix.device import KeysElsewhere
from copbot.matrix.encryption.door import ASK_AGAIN, Encryption
from copbot.matrix.http import Requests, connected
from copbot.matrix.rooms import Rooms
from copbot.store.database import Database
from tests.live.conftest import MakeMachine
from tests.live.machines import Machine


class Hours:
    """A clock that is put forward by hand; an hour is when copbot asks again."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed * ASK_AGAIN


def door(machine: Machine, requests: Requests, database: Database, hours: Hours) -> Encryption:
    session = machine.session()
    assert session is not None
    requests.use(session.access_token)
    rooms, config = Rooms(requests, machine.user, frozenset()), load(machine.copbot.config)
    return encryption(config, requests, session, database, rooms, now, hours, lambda: "request")


async def a_sync(one: Encryption) -> None:
    async with one.reading({}) as batch:
        pass
    await one.tend({}, batch)


async def test_one_alone_goes_on_and_the_older_of_two_stops(new_machine: MakeMachine) -> None:
    machine, hours = await new_machine(), Hours()
    await machine.login()
    file = machine.data / "copbot.db"
    async with connected(machine.copbot.url, machine.user) as requests, Database(file) as database:
        first = door(machine, requests, database, hours)
        await first.begin()
        for _ in range(3):
            hours.passed += 1.5
            await a_sync(first)

        copy = machine.data / "copy.db"
        await database.read(lambda sql: sql.execute("VACUUM INTO ?", (str(copy),)))
        async with Database(copy) as other:
            second = door(machine, requests, other, hours)
            await second.begin()
            hours.passed += 0.5
            await a_sync(first)  # not asked yet
            await a_sync(second)
            hours.passed += 0.75
            with pytest.raises(KeysElsewhere):
                await a_sync(first)
            await a_sync(second)
