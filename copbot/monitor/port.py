"""A few pages on a loopback port: one request a connection, GET only, everything about it bounded.

Written by hand because it is so little: a web framework would bring two megabytes along, and would wait without end for
a client that never finishes its question.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

import structlog

PATIENCE = 5.0  # seconds for a whole request, its answer included
LARGEST = 8192  # bytes of a request
AT_ONCE = 16  # connections
AGAIN = 30.0  # seconds until a port that was taken is tried again
PLAIN = "text/plain; charset=utf-8"
log = structlog.get_logger("copbot.monitor")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page answers."""

    body: str
    kind: str = PLAIN
    status: int = HTTPStatus.OK


Page = Callable[[], Awaitable[Answer]]


class Port:
    """Serves pages by their path. A port that another program has is told in the log, and tried again."""

    def __init__(self, host: str, port: int, pages: Mapping[str, Page]) -> None:
        self._host = host
        self._port = port
        self._pages = pages
        self._open: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve until cancelled; what is under way then is cut off."""
        told = False
        while True:
            try:
                server = await asyncio.start_server(self._serve, self._host, self._port, limit=LARGEST)
            except OSError as trouble:
                if not told:
                    log.warning(
                        "the monitor's port can't be opened; copbot runs without it and tries again",
                        port=self._port,
                        errno=trouble.errno,
                    )
                told = True
                await asyncio.sleep(AGAIN)
                continue
            log.info("the monitor listens", host=self._host, port=self._port)
            try:
                await asyncio.Event().wait()
            finally:
                server.close()
                for task in self._open:
                    task.cancel()
                if self._open:
                    await asyncio.wait(self._open, timeout=1)

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._open) >= AT_ONCE:
            writer.close()
            return
        # A task of our own: one that asyncio makes of a coroutine tells in the log that it was cut off.
        task = asyncio.create_task(self._talk(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                writer.write(_written(await self._answer(reader)))
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            pass  # whoever asked has gone, or never finished asking
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader) -> Answer:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            return _refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        words = head.partition(b"\r\n")[0].decode("latin-1").split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            return _refusal(HTTPStatus.BAD_REQUEST)
        page = self._pages.get(words[1].partition("?")[0])
        if page is None:
            return _refusal(HTTPStatus.NOT_FOUND)
        if words[0] != "GET":
            return _refusal(HTTPStatus.METHOD_NOT_ALLOWED)
        try:
            return await page()
        except Exception:
            log.exception("the monitor could not answer")
            return _refusal(HTTPStatus.INTERNAL_SERVER_ERROR)


def _refusal(status: HTTPStatus) -> Answer:
    return Answer(f"{status.phrase}\n", status=status)


def _written(answer: Answer) -> bytes:
    body = answer.body.encode()
    lines = [
        f"HTTP/1.1 {answer.status:d} {HTTPStatus(answer.status).phrase}",
        f"Content-Type: {answer.kind}",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
    ]
    if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
        lines.append("Allow: GET")
    return "\r\n".join([*lines, "", ""]).encode() + body
