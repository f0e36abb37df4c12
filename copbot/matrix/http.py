"""Requests to the homeserver, over nio's client: one at a time per call, with our own judgement of every answer.

nio's own retries are not used: they sleep without limit, ignore the header and know no jitter. Here every trouble has a
kind: `Unsent` (try again later), `Refused` (the homeserver says no, with a code) or `TokenDead` (stop).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import aiohttp
from nio import AsyncClient, AsyncClientConfig

from copbot.core.failures import TokenDead
from copbot.engine.ports import Unsent

PATIENCE = 30.0  # seconds for an ordinary request
BASE = "/_matrix/client/v3"
MEDIA = "/_matrix/media/v3"
UNWRITABLE = "COPBOT_UNWRITABLE"  # no request can be made of this: half a character is in it

# What a homeserver's refusal means, for all who ask it something.
GONE = frozenset(
    {"M_FORBIDDEN", "M_NOT_FOUND"}
)  # copbot may no longer, or there is nothing any more: that is an answer
LATER = frozenset(  # nothing is wrong with what was asked: somebody has to mend something first, and then it works
    {
        "M_CONNECTION_FAILED",
        "M_CONNECTION_TIMEOUT",
        "M_CONSENT_NOT_GIVEN",
        "M_LIMIT_EXCEEDED",
        "M_RESOURCE_LIMIT_EXCEEDED",
        "M_UNAVAILABLE",
        "M_UNRECOGNIZED",  # a proxy that leads astray
        "M_USER_LIMIT_EXCEEDED",
        "M_USER_LOCKED",
        "M_USER_SUSPENDED",
    }
)

NO_FILES = frozenset(
    {"M_UNRECOGNIZED", "M_USER_LIMIT_EXCEEDED"}
)  # where files are given: it keeps none, or no more


class Refused(Exception):
    """The homeserver answered with a Matrix error that repeating will not change."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


class Asked(Unsent):
    """The homeserver wants to know first that it is really copbot's account that asks (user-interactive authentication).

    ``session`` names this asking; ``ways`` are the steps of which one list has to be gone, ``address`` where a person can
    allow it, if there is such a place; ``code`` says what was wrong with the step before, if there was one.
    """

    def __init__(self, found: Mapping[str, Any]) -> None:
        super().__init__("401 with questions")
        self.session = str(found.get("session", ""))
        self.code = str(found.get("errcode", ""))
        self.ways = [
            [str(step) for step in flow["stages"]]
            for flow in found["flows"]
            if isinstance(flow, dict) and isinstance(flow.get("stages"), list)
        ]
        params = found.get("params")
        places = params.values() if isinstance(params, dict) else ()
        urls = [place.get("url") for place in places if isinstance(place, dict)]
        self.address = next(
            (url for url in urls if isinstance(url, str) and url.startswith("https://")), None
        )


class Requests:
    """Requests with copbot's access token. Raises Unsent (also as `Asked`), Refused and TokenDead, and nothing else."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def use(self, access_token: str) -> None:
        """Speak as the account that this token belongs to."""
        self._client.access_token = access_token

    async def request(
        self,
        method: str,
        *path: str,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        patience: float = PATIENCE,
        base: str = BASE,
    ) -> dict[str, Any]:
        """One request; the parts of ``path`` are escaped. Returns the JSON object of the answer."""
        try:
            where = base + "".join(f"/{quote(part, safe='')}" for part in path)
            where += (
                "?" + "&".join(f"{name}={_quoted(value)}" for name, value in query.items()) if query else ""
            )
            data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        except UnicodeError as trouble:
            raise Refused(400, UNWRITABLE) from trouble
        if body is None and method in ("POST", "PUT"):
            data = b"{}"
        return await self._exchange(method, where, data, "application/json", patience)

    async def upload(self, content: bytes, media: str, name: str | None = None) -> str:
        """Give the homeserver a file; its address there (``mxc://…``). The whole file goes at once: it is to be small.

        ``name`` is for all to see who see the address.
        """
        where = f"{MEDIA}/upload" + (f"?filename={quote(name, safe='')}" if name else "")
        answer = await self._exchange("POST", where, content, media, PATIENCE, LATER - NO_FILES)
        address = answer.get("content_uri")
        if not isinstance(address, str) or not address.startswith("mxc://"):
            raise Unsent("a file without its address")
        return address

    async def _exchange(
        self,
        method: str,
        where: str,
        data: bytes | None,
        media: str,
        patience: float,
        later: frozenset[str] = LATER,
    ) -> dict[str, Any]:
        headers = {"Content-Type": media}
        if self._client.access_token:
            headers["Authorization"] = f"Bearer {self._client.access_token}"
        try:
            async with asyncio.timeout(patience):
                answer = await self._client.send(method, where, data, headers, timeout=patience)
                async with answer:
                    return self._judge(answer, await answer.read(), later)
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            raise Unsent(type(trouble).__name__) from trouble

    @staticmethod
    def _judge(answer: aiohttp.ClientResponse, raw: bytes, later: frozenset[str]) -> dict[str, Any]:
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Unsent(f"{answer.status} without a Matrix answer", _retry_after(answer, {}))
        if answer.status < 300:
            return found
        code = str(found.get("errcode", ""))
        after = _retry_after(answer, found)
        if answer.status == 429 or code == "M_LIMIT_EXCEEDED":
            raise Unsent("M_LIMIT_EXCEEDED", after or 1.0)
        if code in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED"):
            raise TokenDead
        if answer.status == 401 and isinstance(found.get("flows"), list):
            raise Asked(found)
        if answer.status >= 500 or answer.status == 401 or not code.startswith("M_") or code in later:
            # A proxy that asks for a password has not judged what was sent either.
            raise Unsent(f"{answer.status} {code}".strip(), after)
        raise Refused(answer.status, code)


@lru_cache(maxsize=16)
def _quoted(value: str) -> str:
    """A value in a query; the filter of every sync is the same."""
    return quote(value, safe="")


@asynccontextmanager
async def connected(url: str, user_id: str) -> AsyncIterator[Requests]:
    """Requests to a homeserver, without a token as yet; the connections are closed at the end."""
    client = AsyncClient(url, user_id, config=AsyncClientConfig(encryption_enabled=False))
    try:
        yield Requests(client)
    finally:
        await client.close()


def _retry_after(answer: aiohttp.ClientResponse, found: Mapping[str, Any]) -> float | None:
    """Seconds to wait, as the body or the header says; never more than an hour."""
    milliseconds = found.get("retry_after_ms")
    if isinstance(milliseconds, int | float) and not isinstance(milliseconds, bool) and milliseconds >= 0:
        return min(milliseconds, 3_600_000) / 1000
    header = answer.headers.get("Retry-After", "").strip()
    return min(float(header), 3600.0) if header.isascii() and header.isdigit() else None
