"""copbot as a process: how it ends, and which exit code tells what."""

import json
from functools import partial

import aiohttp
import pytest

from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.copbot import Copbot
from tests.live.events import answered, answers
from tests.live.proxy import FaultProxy, Hang, bad_gateway, everything, sends, syncs
from tests.live.rooms import ask, welcomed


@pytest.fixture
def new_copbot(new_copbot: MakeCopbot) -> MakeCopbot:
    """As elsewhere, but these begin as people begin them, with a Python of their own."""
    return partial(new_copbot, loaded=False)


async def test_it_ends_in_order_when_told_to(copbot: Copbot) -> None:
    assert await copbot.stop(within=5.0) == 0


async def test_it_ends_in_time_while_the_homeserver_is_silent(
    proxy: FaultProxy, new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    anna, copbot = await new_member("anna"), await new_copbot(url=proxy.url)
    await copbot.start()
    room = await welcomed(anna, copbot)
    proxy.always(sends, Hang(60))
    said = await anna.say(room, "!help")
    await proxy.arrived(lambda request: request.is_send and isinstance(request.fault, Hang), 1)

    assert await copbot.stop(within=5.0) == 0

    proxy.clear()
    await copbot.start()
    await anna.wait_for(room, answers(said), 20)
    assert answered(await anna.timeline(room), copbot.user_id).count(said) == 1


async def test_it_can_be_ended_before_the_homeserver_ever_answered(
    proxy: FaultProxy, new_copbot: MakeCopbot
) -> None:
    copbot = await new_copbot(url=proxy.url)
    proxy.always(syncs, Hang(60))
    await copbot.start(until_ready=False)
    await proxy.arrived(syncs, 1)

    assert await copbot.stop(within=5.0) == 0


async def test_it_can_be_ended_while_it_logs_in(proxy: FaultProxy, new_copbot: MakeCopbot) -> None:
    copbot = await new_copbot(url=proxy.url)
    proxy.always(everything, Hang(60))
    await copbot.start(until_ready=False)
    await proxy.arrived(everything, 1)

    assert await copbot.stop(within=5.0) == 0


async def test_a_dead_token_ends_it_aloud(copbot: Copbot, new_member: MakeMember) -> None:
    anna = await new_member("anna")
    await welcomed(anna, copbot)
    await _log_out(copbot)

    assert await copbot.ended(within=40.0) == 4
    assert "no longer accepts copbot's access token" in copbot.log().splitlines()[-1]


async def _log_out(copbot: Copbot) -> None:
    """Its device is logged out behind its back."""
    session = json.loads((copbot.data / "session.json").read_text())
    headers = {"Authorization": f"Bearer {session['access_token']}"}
    where = f"{copbot.url}/_matrix/client/v3/logout"
    async with aiohttp.ClientSession(headers=headers) as http, http.post(where, json={}) as answer:
        assert answer.status == 200


async def test_a_second_one_on_the_same_folder_is_refused(copbot: Copbot, new_member: MakeMember) -> None:
    second = copbot.again()
    await second.start(until_ready=False)

    assert await second.ended() == 3
    assert f"(process {copbot.pid})" in second.log().splitlines()[-1]
    anna = await new_member("anna")
    assert (await ask(anna, await welcomed(anna, copbot), "!help"))["ok"] is True


async def test_nobody_else_can_read_its_files(resident: Copbot) -> None:
    files = [file for file in resident.data.iterdir() if file.is_file()]

    assert {"copbot.db", "session.json", "lock"} <= {file.name for file in files}
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []


async def test_no_homeserver_at_login_is_told_in_a_sentence(
    proxy: FaultProxy, new_copbot: MakeCopbot
) -> None:
    copbot = await new_copbot(url=proxy.url)
    proxy.always(everything, bad_gateway())
    await copbot.start(until_ready=False)

    assert await copbot.ended() == 1
    assert "No homeserver answers at" in copbot.log().splitlines()[-1]
