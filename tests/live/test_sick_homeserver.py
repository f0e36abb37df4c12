"""A sick homeserver: nothing is lost or doubled, the order stays, and it is left in peace while it is sick.

The illnesses of a group run side by side, each with a copbot and a proxy of its own, because most of it is waiting.
"""

import asyncio
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from tests.live.conftest import PASSWORD, MakeCopbot, MakeMember
from tests.live.copbot import Copbot
from tests.live.events import answered, answers, spoken
from tests.live.proxy import (
    Answer,
    Fault,
    FaultProxy,
    Hang,
    Matcher,
    ResetAfter,
    ResetBefore,
    Seen,
    Truncated,
    bad_gateway,
    dead_token,
    matrix_error,
    rate_limited,
    sends,
    server_error,
    syncs,
)
from tests.live.rooms import ask, welcomed

COMMAND = "!role parent"
SPAN = 4.0  # seconds that sending, and then everything, is sick
BURST = 2
"""How many requests more than one a second a span may see.

copbot waits at least 1, 2, 4 … seconds after trouble, so in these four seconds it tries three times at most; and after a
reset the connection library repeats a request once by itself. Longer spans stay under one a second without this.
"""

ANSWERS: Mapping[str, Fault] = {
    "401 without a code": Answer(401, "{}"),
    "401 with another code": matrix_error(401, "M_UNAUTHORIZED"),
    "429 in the body": rate_limited(1500, in_header=False),
    "429 in the header": rate_limited(1000, in_body=False),
    "429 without a time": rate_limited(0, in_body=False, in_header=False),
    "500": server_error(),
    "502 with HTML": bad_gateway(),
}
CONNECTIONS: Mapping[str, Fault] = {
    "half a JSON": Truncated(),
    "an answer cut off": Truncated(honest=False),
    "silence": Hang(2.0),
    "silence after accepting": Hang(2.0, ResetAfter()),
    "reset before": ResetBefore(),
    "reset after": ResetAfter(),
}


@pytest.mark.waits
@pytest.mark.xdist_group("waits")
@pytest.mark.parametrize(
    "illnesses",
    [
        pytest.param(ANSWERS, id="answers"),
        pytest.param(CONNECTIONS, id="connections", marks=pytest.mark.torture),
    ],
)
async def test_nothing_is_lost_or_doubled_and_nobody_hammers(
    illnesses: Mapping[str, Fault], homeserver: Homeserver, new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    async def one(name: str, fault: Fault) -> None:
        async with FaultProxy(homeserver.url) as proxy:
            copbot = await new_copbot(url=proxy.url)
            try:
                await _fall_ill_and_recover(proxy, copbot, await new_member("anna"), fault)
            except BaseException as error:
                error.add_note(f"with {name}")
                raise
            finally:
                await copbot.close()

    async with asyncio.TaskGroup() as group:
        for name, fault in illnesses.items():
            group.create_task(one(name, fault))


async def _fall_ill_and_recover(proxy: FaultProxy, copbot: Copbot, anna: Member, fault: Fault) -> None:
    await copbot.start()
    room = await welcomed(anna, copbot, timeout=30)
    before = len(answered(await anna.timeline(room), copbot.user_id))
    commands = []

    proxy.always(sends, fault)
    commands += [await anna.say(room, COMMAND) for _ in range(3)]
    await proxy.arrived(_sick(sends), 1)
    await asyncio.sleep(SPAN)

    proxy.always(syncs, fault)
    commands += [await anna.say(room, COMMAND) for _ in range(3)]
    await proxy.arrived(_sick(syncs), 1)
    began = time.monotonic()
    await asyncio.sleep(SPAN)
    ended = time.monotonic()

    proxy.clear()
    commands.append(await anna.say(room, COMMAND))
    await anna.wait_for(room, answers(commands[-1]), 60)
    said = await anna.timeline(room)
    assert answered(said, copbot.user_id)[before:] == commands
    keys = [(data["key"], data["rev"]) for event in spoken(said, copbot.user_id) if (data := _data(event))]
    assert len(keys) == len(set(keys))
    asked = [request for request in proxy.matching(_sick(syncs)) if request.arrived <= ended]
    assert len(asked) <= ended - began + BURST, [round(request.arrived - began, 2) for request in asked]


def _sick(matcher: Matcher) -> Matcher:
    """Matches those of the requests that met a fault."""
    return lambda request: matcher(request) and _met_a_fault(request)


def _met_a_fault(request: Seen) -> bool:
    return type(request.fault).__name__ != "Pass"


def _data(event: dict[str, dict[str, dict[str, object]]]) -> dict[str, object]:
    return event["content"]["nl.copbot"]


@pytest.mark.parametrize("matcher", [syncs, sends], ids=["sync", "send"])
async def test_a_dead_token_ends_it_and_nobody_is_asked_again(
    matcher: Matcher, proxy: FaultProxy, new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    anna, copbot = await new_member("anna"), await new_copbot(url=proxy.url)
    await copbot.start()
    room = await welcomed(anna, copbot)
    proxy.always(matcher, dead_token())
    said = await anna.say(room, COMMAND)

    assert await copbot.ended(within=20.0) == 4
    assert len(proxy.matching(_sick(matcher))) == 1

    # With a new login nothing was lost: the device is the same, and so is what waited.
    proxy.clear()
    (copbot.data / "session.json").unlink()
    await copbot.start()
    await anna.wait_for(room, answers(said), 20)
    assert answered(await anna.timeline(room), copbot.user_id).count(said) == 1


async def test_a_repeat_after_the_homeserver_forgot_is_not_doubled(tmp_path: Path) -> None:
    """Homeservers remember a transaction for a day. After that copbot looks in the room before it sends again."""
    async with (
        Homeserver(tmp_path / "homeserver", errands=False) as server,
        FaultProxy(server.url) as proxy,
        Member(server.url) as anna,
    ):
        await server.register("anna", PASSWORD)
        await anna.login("anna", PASSWORD)
        user = await server.register("copbot", PASSWORD)
        copbot = Copbot(tmp_path / "copbot", proxy.url, user, PASSWORD, loaded=True)
        try:
            await copbot.start()
            room = await welcomed(anna, copbot)
            before = len(answered(await anna.timeline(room), user))
            control = await anna.send(room, "m.room.message", _hello(), transaction="control")

            proxy.always(sends, ResetAfter())
            said = await anna.say(room, COMMAND)
            await anna.wait_for(room, answers(said))
            await copbot.kill()
            proxy.clear()
            await server.kill()
            _forget_transactions(server.folder)
            await server.restart()
            assert await anna.send(room, "m.room.message", _hello(), transaction="control") != control

            await copbot.start(ahead=25.0)
            assert (await ask(anna, room, COMMAND))["ok"] is True
            given = answered(await anna.timeline(room), user)[before:]
            assert given.count(said) == 1
            assert len(given) == 2
        finally:
            await copbot.close()


def _hello() -> dict[str, object]:
    return {"msgtype": "m.text", "body": "hallo", "m.mentions": {}}


def _forget_transactions(folder: Path) -> None:
    """What the homeserver does by itself after a day."""
    sql = sqlite3.connect(folder / "homeserver.db")
    try:
        assert sql.execute("DELETE FROM event_txn_id_device_id").rowcount > 0
        sql.commit()
    finally:
        sql.close()
