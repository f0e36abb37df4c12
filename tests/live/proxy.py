"""A reverse proxy in front of a homeserver that falls ill on request, to see what a client makes of it.

It answers as sick homeservers and the proxies before them do: refusals, HTML pages, half answers, silence, and connections
reset before or after the homeserver has accepted a request. It records every request for assertions.
"""

import asyncio
import json
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import unquote

import aiohttp
from aiohttp import web
from yarl import URL

_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "host", "content-length"}
)
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True)
class Pass:
    """Nothing is wrong."""


@dataclass(frozen=True)
class Answer:
    """The proxy answers this itself; the homeserver never hears of the request."""

    status: int
    body: str
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Truncated:
    """The homeserver acts and answers; only the first half of its body arrives.

    `honest`: the length that is announced is that of the half (so the JSON is broken); otherwise it is that of the whole, and
    the connection ends too early.
    """

    honest: bool = True


@dataclass(frozen=True)
class ResetAfter:
    """The homeserver accepts; its answer is dropped and the connection reset.

    A client on aiohttp repeats a GET or PUT once by itself after a reset: to make it fail, reset twice.
    """


@dataclass(frozen=True)
class ResetBefore:
    """The connection is reset and the homeserver never hears of the request."""


@dataclass(frozen=True)
class Hang:
    """No answer for so many seconds, then `then`: by default the connection is reset and the homeserver never heard."""

    seconds: float
    then: "Fault" = field(default_factory=ResetBefore)


Fault = Pass | Answer | Truncated | Hang | ResetAfter | ResetBefore


def matrix_error(status: int, errcode: str, text: str = "scripted") -> Answer:
    """An error as the Matrix specification writes it."""
    return Answer(status, json.dumps({"errcode": errcode, "error": text}))


def dead_token(*, soft: bool = False) -> Answer:
    """401 `M_UNKNOWN_TOKEN`: the device was logged out."""
    body = {"errcode": "M_UNKNOWN_TOKEN", "error": "scripted", "soft_logout": soft}
    return Answer(401, json.dumps(body))


def rate_limited(retry_after_ms: int, *, in_body: bool = True, in_header: bool = True) -> Answer:
    """429 that says in the body (ms), in the header (whole seconds, rounded up), or in neither, when to come back."""
    body: dict[str, object] = {"errcode": "M_LIMIT_EXCEEDED", "error": "scripted"}
    if in_body:
        body["retry_after_ms"] = retry_after_ms
    headers = {"Retry-After": str(-(-retry_after_ms // 1000))} if in_header else {}
    return Answer(429, json.dumps(body), headers=headers)


def server_error() -> Answer:
    """500 as Synapse writes it."""
    return matrix_error(500, "M_UNKNOWN", "Internal server error")


def bad_gateway() -> Answer:
    """502 with an HTML page, as a web server before a dead homeserver writes it."""
    return Answer(502, _BAD_GATEWAY, content_type="text/html")


@dataclass
class Seen:
    """A request that came by."""

    method: str
    path: str
    """Unquoted, without the query."""
    query: dict[str, str]
    arrived: float
    """Monotonic seconds."""
    fault: Fault = field(default_factory=Pass)
    upstream_status: int | None = None
    """What the homeserver answered, None if it did not hear of the request or did not answer (yet)."""

    @property
    def is_sync(self) -> bool:
        """Whether it asks for news."""
        return self.path.endswith("/sync")

    @property
    def is_send(self) -> bool:
        """Whether it sends an event into a room (redactions and state not included)."""
        return self.method == "PUT" and "/rooms/" in self.path and "/send/" in self.path

    @property
    def is_login(self) -> bool:
        """Whether it logs in."""
        return self.method == "POST" and self.path.endswith("/login")


Chooser = Callable[[Seen], Fault]
Matcher = Callable[[Seen], bool]


def syncs(request: Seen) -> bool:
    """Matches requests for news."""
    return request.is_sync


def sends(request: Seen) -> bool:
    """Matches events sent into rooms."""
    return request.is_send


def everything(request: Seen) -> bool:
    """Matches every request."""
    return True


class FaultProxy:
    """As an async context manager it listens on a free loopback port, or that one. Without rules everything passes."""

    def __init__(self, upstream_url: str, port: int = 0) -> None:
        self._upstream = upstream_url.rstrip("/")
        self._port = port
        self._choosers: list[Callable[[Seen], Fault | None]] = []
        self._closing = asyncio.Event()
        self._arrival = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self.url = ""
        self.requests: list[Seen] = []
        """Every request in order of arrival."""

    def again(self) -> "FaultProxy":
        """Another one in the same place, once this one is gone."""
        return FaultProxy(self._upstream, self._port)

    def choose(self, chooser: Chooser) -> None:
        """Decides about every request that no earlier rule has decided about."""
        self._choosers.append(chooser)

    def always(self, matcher: Matcher, fault: Fault) -> None:
        """The fault for every matching request, until `clear()`."""
        self._choosers.append(lambda request: fault if matcher(request) else None)

    def next(self, matcher: Matcher, *faults: Fault) -> None:
        """One fault for each of the next matching requests, in this order; later ones go on to the next rule."""
        queue = list(faults)
        self._choosers.append(lambda request: queue.pop(0) if queue and matcher(request) else None)

    def clear(self) -> None:
        """Forgets all rules. Requests that hang already go on hanging."""
        self._choosers.clear()

    def matching(self, matcher: Matcher) -> list[Seen]:
        """The recorded requests that match."""
        return [request for request in self.requests if matcher(request)]

    async def arrived(self, matcher: Matcher, number: int) -> list[Seen]:
        """Waits until so many requests that match have come by, those of before included, and returns them."""
        while len(found := self.matching(matcher)) < number:
            self._arrival.clear()
            await self._arrival.wait()
        return found

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._session = aiohttp.ClientSession(
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None),
            connector=aiohttp.TCPConnector(limit=0),
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        seen = Seen(request.method, unquote(request.path), dict(request.query), time.monotonic())
        body = await request.read()
        seen.fault = next((fault for choose in self._choosers if (fault := choose(seen))), Pass())
        self.requests.append(seen)
        self._arrival.set()
        return await self._apply(seen.fault, seen, request, body)

    async def _apply(self, fault: Fault, seen: Seen, request: web.Request, body: bytes) -> web.StreamResponse:
        match fault:
            case Answer(status, text, content_type, headers):
                return web.Response(status=status, text=text, content_type=content_type, headers=headers)
            case Hang(seconds, then):
                try:
                    async with asyncio.timeout(seconds):
                        await self._closing.wait()
                except TimeoutError:
                    return await self._apply(then, seen, request, body)
                return _reset(request)
            case ResetBefore():
                return _reset(request)
            case ResetAfter():
                await self._forward(seen, request, body)
                return _reset(request)
            case Truncated(honest):
                answer = await self._forward(seen, request, body)
                return await _halved(answer, request, honest)
            case Pass():
                return await self._forward(seen, request, body)

    async def _forward(self, seen: Seen, request: web.Request, body: bytes) -> web.Response:
        assert self._session is not None
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP_BY_HOP}
        try:
            async with self._session.request(
                request.method,
                # As it came, quoting included: event types and room ids must not be quoted twice.
                URL(f"{self._upstream}{request.rel_url.raw_path_qs}", encoded=True),
                headers=headers,
                data=body or None,
                allow_redirects=False,
            ) as answer:
                content = await answer.read()
                seen.upstream_status = answer.status
                kept = {key: value for key, value in answer.headers.items() if key.lower() not in _HOP_BY_HOP}
                return web.Response(status=answer.status, body=content, headers=kept)
        except aiohttp.ClientConnectionError:
            return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")


async def _halved(answer: web.Response, request: web.Request, honest: bool) -> web.StreamResponse:
    whole = answer.body
    assert isinstance(whole, bytes)
    half = whole[: len(whole) // 2]
    if honest:
        return web.Response(status=answer.status, body=half, headers=answer.headers)
    stream = web.StreamResponse(status=answer.status, headers=answer.headers)
    stream.content_length = len(whole)
    await stream.prepare(request)
    await stream.write(half)
    if request.transport is not None:
        request.transport.close()  # Sends what is buffered, then ends: the second half never comes.
    return stream


def _reset(request: web.Request) -> web.Response:
    """Makes the kernel send RST instead of an orderly end."""
    transport = request.transport
    if transport is not None:
        connection: socket.socket = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        transport.abort()
    return web.Response()  # Goes nowhere: the connection is gone.
