"""The sick homeserver: each illness looks to a client as the real one would, and the record tells what happened."""

import asyncio
import json

import aiohttp
import pytest

from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from tests.live.conftest import MakeMember, MakeRoom
from tests.live.events import bodies, says
from tests.live.proxy import (
    Answer,
    Fault,
    FaultProxy,
    Hang,
    Pass,
    ResetAfter,
    ResetBefore,
    Seen,
    Truncated,
    bad_gateway,
    dead_token,
    everything,
    rate_limited,
    sends,
    server_error,
    syncs,
)

VERSIONS = "/_matrix/client/versions"


class Answered:
    """A status, headers and body as they came over the wire."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


async def get(url: str, seconds: float = 10.0) -> Answered:
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
        return Answered(answer.status, dict(answer.headers), await answer.read())


async def test_without_rules_a_client_notices_nothing(
    proxy: FaultProxy, new_member: MakeMember, new_room: MakeRoom
) -> None:
    anna = await new_member("anna", url=proxy.url)
    room = await new_room(anna, name="Ruimte met een ! en een /")
    said = await anna.say(room, "hallo ✋")
    await anna.wait_for(room, lambda event: event["event_id"] == said)
    await anna.react(room, said, "🤝")
    await anna.set_state(room, "nl.copbot/test", {"a": 1}, "sleutel/met # tekens")

    assert await anna.state(room, "nl.copbot/test", "sleutel/met # tekens") == {"a": 1}
    assert bodies(await anna.timeline(room)) == ["hallo ✋"]
    (first_send, second_send) = proxy.matching(sends)
    assert first_send.method == "PUT"
    assert first_send.path.startswith(f"/_matrix/client/v3/rooms/{room}/send/m.room.message/")
    assert (first_send.fault, first_send.upstream_status) == (Pass(), 200)
    assert "/send/m.reaction/" in second_send.path
    arrivals = [seen.arrived for seen in proxy.requests]
    assert arrivals == sorted(arrivals)
    assert "timeout" in proxy.matching(syncs)[0].query


@pytest.mark.parametrize(
    ("fault", "status", "content_type", "errcode"),
    [
        (dead_token(), 401, "application/json", "M_UNKNOWN_TOKEN"),
        (dead_token(soft=True), 401, "application/json", "M_UNKNOWN_TOKEN"),
        (rate_limited(1500), 429, "application/json", "M_LIMIT_EXCEEDED"),
        (server_error(), 500, "application/json", "M_UNKNOWN"),
        (bad_gateway(), 502, "text/html", None),
    ],
)
async def test_answers_of_its_own(
    proxy: FaultProxy, fault: Answer, status: int, content_type: str, errcode: str | None
) -> None:
    proxy.next(everything, fault)
    answer = await get(proxy.url + VERSIONS)

    assert answer.status == status
    assert answer.headers["Content-Type"].startswith(content_type)
    if errcode is None:
        assert answer.body.startswith(b"<html>")
    else:
        assert json.loads(answer.body)["errcode"] == errcode
    assert proxy.requests[0].upstream_status is None
    assert (await get(proxy.url + VERSIONS)).status == 200


async def test_a_rate_limit_says_when_to_come_back_where_it_is_asked_to(proxy: FaultProxy) -> None:
    proxy.next(
        everything, rate_limited(1500), rate_limited(1500, in_body=False), rate_limited(1500, in_header=False)
    )
    both, header, body = [await get(proxy.url + VERSIONS) for _ in range(3)]

    assert json.loads(both.body)["retry_after_ms"] == json.loads(body.body)["retry_after_ms"] == 1500
    assert both.headers["Retry-After"] == header.headers["Retry-After"] == "2"
    assert "retry_after_ms" not in json.loads(header.body)
    assert "Retry-After" not in body.headers


async def test_half_an_answer(proxy: FaultProxy, homeserver: Homeserver) -> None:
    whole = (await get(homeserver.url + VERSIONS)).body
    proxy.next(everything, Truncated(), Truncated(honest=False))

    half = await get(proxy.url + VERSIONS)
    assert half.status == 200
    assert half.body == whole[: len(whole) // 2]
    with pytest.raises(json.JSONDecodeError):
        json.loads(half.body)
    with pytest.raises(aiohttp.ClientPayloadError):
        await get(proxy.url + VERSIONS)
    assert [seen.upstream_status for seen in proxy.requests] == [200, 200]


async def test_a_reset_after_acceptance_hides_that_it_was_sent(
    proxy: FaultProxy, new_member: MakeMember, new_room: MakeRoom
) -> None:
    anna = await new_member("anna", url=proxy.url)
    room = await new_room(anna)
    content = {"msgtype": "m.text", "body": "aangekomen"}
    proxy.always(sends, ResetAfter())

    with pytest.raises((ConnectionResetError, aiohttp.ClientConnectionError)):
        await anna.send(room, "m.room.message", content, transaction="t")
    assert bodies(await anna.timeline(room)) == ["aangekomen"]
    assert {(seen.fault, seen.upstream_status) for seen in proxy.matching(sends)} == {(ResetAfter(), 200)}
    proxy.clear()
    await anna.send(room, "m.room.message", content, transaction="t")

    assert bodies(await anna.timeline(room)) == ["aangekomen"]


async def test_a_reset_before_acceptance_sends_nothing(
    proxy: FaultProxy, new_member: MakeMember, new_room: MakeRoom
) -> None:
    anna = await new_member("anna", url=proxy.url)
    room = await new_room(anna)
    proxy.always(sends, ResetBefore())

    with pytest.raises((ConnectionResetError, aiohttp.ClientConnectionError)):
        await anna.say(room, "verloren")

    assert bodies(await anna.timeline(room)) == []
    assert {seen.upstream_status for seen in proxy.matching(sends)} == {None}


async def test_a_reset_is_a_reset_and_no_orderly_end(proxy: FaultProxy) -> None:
    proxy.next(everything, ResetBefore())
    reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.url.rpartition(":")[2]))
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    with pytest.raises(ConnectionResetError):
        await reader.read()
    writer.transport.abort()


async def test_an_aiohttp_client_repeats_a_reset_request_once_by_itself(proxy: FaultProxy) -> None:
    """So one reset is not enough to make such a client (nio is one) fail, and each counts for two requests."""
    proxy.next(everything, ResetBefore())

    assert (await get(proxy.url + VERSIONS)).status == 200
    assert [seen.fault for seen in proxy.requests] == [ResetBefore(), Pass()]


async def test_silence(proxy: FaultProxy) -> None:
    proxy.next(everything, Hang(60), Hang(0.05, then=Pass()))
    proxy.always(everything, Hang(0.05))

    with pytest.raises(TimeoutError):
        await get(proxy.url + VERSIONS, seconds=0.3)
    assert (await get(proxy.url + VERSIONS)).status == 200
    with pytest.raises(aiohttp.ClientConnectionError):
        await get(proxy.url + VERSIONS)
    assert [seen.upstream_status for seen in proxy.requests][:3] == [None, 200, None]


async def test_closing_ends_what_hangs(homeserver: Homeserver) -> None:
    async with FaultProxy(homeserver.url) as proxy:
        proxy.always(everything, Hang(3600))
        hanging = asyncio.create_task(get(proxy.url + VERSIONS, seconds=30))
        await proxy.arrived(everything, 1)
    with pytest.raises(aiohttp.ClientConnectionError):
        await hanging


async def test_rules_apply_in_order_and_can_be_forgotten(proxy: FaultProxy) -> None:
    def odd(request: Seen) -> Fault:
        return server_error() if len(proxy.requests) % 2 else Pass()

    proxy.next(lambda request: "special" in request.query, bad_gateway())
    proxy.choose(odd)
    proxy.always(everything, dead_token())

    plain = [(await get(proxy.url + VERSIONS)).status for _ in range(4)]
    special = [(await get(proxy.url + VERSIONS + "?special=1")).status for _ in range(2)]
    proxy.clear()
    after = [(await get(proxy.url + VERSIONS)).status for _ in range(2)]

    assert (plain, special, after) == ([200, 500, 200, 500], [502, 500], [200, 200])


async def test_a_homeserver_that_is_gone_looks_like_a_bad_gateway(unused_tcp_port: int) -> None:
    async with FaultProxy(f"http://127.0.0.1:{unused_tcp_port}") as proxy:
        answer = await get(proxy.url + VERSIONS)
    assert answer.status == 502
    assert answer.body.startswith(b"<html>")
    assert proxy.requests[0].upstream_status is None


async def test_a_long_wait_for_news_passes_through(
    proxy: FaultProxy, new_member: MakeMember, new_room: MakeRoom
) -> None:
    anna = await new_member("anna")
    through: Member = await new_member("bert", url=proxy.url)
    room = await new_room(anna, through)
    await through.sync()

    waiting = asyncio.create_task(through.wait_for(room, says("nieuws")))
    await proxy.arrived(syncs, 2)
    await anna.say(room, "nieuws")

    assert (await waiting)["sender"] == anna.user_id
