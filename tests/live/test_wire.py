"""Requests that are refused, limited, or go to nobody."""

import aiohttp
import pytest

from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from copbot.demo.wire import JsonObject, MatrixError, _pause
from tests.live.conftest import MakeMember, MakeRoom
from tests.live.events import bodies
from tests.live.proxy import FaultProxy, rate_limited, sends


async def test_rate_limits_are_waited_for_with_bounded_patience(
    proxy: FaultProxy, new_member: MakeMember, new_room: MakeRoom
) -> None:
    anna = await new_member("anna", url=proxy.url, patience=1.5)
    room = await new_room(anna)

    proxy.next(sends, rate_limited(50, in_header=False), rate_limited(1000, in_body=False))
    await anna.say(room, "geduld")
    tries = proxy.matching(sends)
    assert len(tries) == 3
    assert len({request.path for request in tries}) == 1, "another try must be the same transaction"

    proxy.always(sends, rate_limited(800, in_header=False))
    with pytest.raises(MatrixError) as refusal:
        await anna.say(room, "ongeduld")
    assert refusal.value.status == 429
    assert len(proxy.matching(sends)) == 3 + 2, "0.8 s may be waited for once within 1.5 s, not twice"
    assert bodies(await anna.timeline(room)) == ["geduld"]


@pytest.mark.parametrize(
    ("body", "header", "seconds"),
    [({"retry_after_ms": 250}, "", 0.25), ({}, "3", 3.0), ({"retry_after_ms": 250}, "3", 3.0), ({}, "", 0.5)],
)
def test_how_long_a_rate_limit_is_waited_for(body: JsonObject, header: str, seconds: float) -> None:
    assert _pause(body, header) == seconds


async def test_a_wrong_password_is_an_error(homeserver: Homeserver) -> None:
    await homeserver.register("careless", "right")
    async with Member(homeserver.url) as member:
        with pytest.raises(MatrixError) as refusal:
            await member.login("careless", "wrong")
    assert refusal.value.errcode == "M_FORBIDDEN"


async def test_nobody_there_is_an_error(unused_tcp_port: int) -> None:
    async with Member(f"http://127.0.0.1:{unused_tcp_port}") as member:
        with pytest.raises(aiohttp.ClientConnectionError):
            await member.login("anna", "made-up")
