"""The port: GET only, known pages only; what a stranger sends stays out of the log."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

import pytest
from structlog.testing import capture_logs

from copbot.demo.homeserver import free_port
from copbot.monitor import port as ports
from copbot.monitor.pages import Answer
from copbot.monitor.port import Port
from tests.monitor.watching import until

CANARY = "kanariegeel"
Ask = Callable[[bytes], "asyncio.Task[bytes]"]


async def _hello() -> Answer:
    return Answer("höi\n", "application/json", HTTPStatus.SERVICE_UNAVAILABLE)


async def _broken() -> Answer:
    raise RuntimeError(CANARY)


@asynccontextmanager
async def serving() -> AsyncIterator[Ask]:
    """A port; asking it sends bytes and gives what comes back until it is closed."""
    number = free_port()

    async def ask(sent: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", number)
        try:
            writer.write(sent)
            await writer.drain()
            return await reader.read()
        finally:
            writer.close()

    with capture_logs() as lines:
        running = asyncio.create_task(Port("127.0.0.1", number, {"/hello": _hello, "/broken": _broken}).run())
        await until(lambda: lines)
    try:
        yield lambda sent: asyncio.create_task(ask(sent))
    finally:
        running.cancel()
        await asyncio.wait([running])


def request(line: str) -> bytes:
    return f"{line}\r\nHost: x\r\nConnection: close\r\n\r\n".encode()


async def test_a_page_is_answered_whole_and_the_connection_closed() -> None:
    async with serving() as ask:
        head, _, body = (await ask(request("GET /hello?a=b HTTP/1.1"))).partition(b"\r\n\r\n")
    assert body.decode() == "höi\n"
    status, *headers = head.decode().split("\r\n")
    assert status == "HTTP/1.1 503 Service Unavailable"
    assert {
        "Content-Type: application/json",
        "Content-Length: 5",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
    } <= set(headers)


async def test_who_only_looks_whether_it_answers_gets_the_head_of_it() -> None:
    async with serving() as ask:
        head, _, body = (await ask(request("HEAD /hello HTTP/1.1"))).partition(b"\r\n\r\n")
    assert (head.split(b"\r\n")[0], body) == (b"HTTP/1.1 503 Service Unavailable", b"")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request("GET / HTTP/1.1"), 404),
        (request("GET /hello/../hello2 HTTP/1.1"), 404),
        (request("POST /hello HTTP/1.1"), 405),
        (request("DELETE /hello HTTP/1.1"), 405),
        (request("GET /hello HTTP/2"), 400),
        (b"\x16\x03\x01\xff\r\n\r\n", 400),
        (b"GET /hello HTTP/1.1\r\nX: " + b"x" * 10_000 + b"\r\n\r\n", 400),
        (request("GET /broken HTTP/1.1"), 500),
    ],
    ids=lambda value: value if isinstance(value, int) else value[:20].decode("latin-1").partition("\r")[0],
)
async def test_everything_else_is_refused(sent: bytes, status: int) -> None:
    async with serving() as ask:
        with capture_logs() as lines:
            answer = (await ask(sent)).decode()
    assert answer.split(" ")[1] == str(status)
    assert CANARY not in answer
    assert ("\r\nAllow: GET,HEAD\r\n" in answer) == (status == 405)
    assert [line["event"] for line in lines] == (["the monitor could not answer"] if status == 500 else [])


async def test_a_port_that_is_taken_is_told_once_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "AGAIN", 0.01)
    number = free_port()
    other = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", number)
    with capture_logs() as lines:
        running = asyncio.create_task(Port("127.0.0.1", number, {}).run())
        await asyncio.sleep(0.1)
        assert [line["log_level"] for line in lines] == ["warning"]
        other.close()
        await other.wait_closed()
        await until(lambda: len(lines) == 2)
    assert lines[1]["event"] == "the monitor listens"
    running.cancel()
    await asyncio.wait([running])


async def test_it_closes_at_once_also_while_somebody_asks() -> None:
    async with serving() as ask:
        hanging = ask(b"GET /hello HTTP/1.1\r\n")
        await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        assert await hanging == b""
