"""Requests to a homeserver's client API, as one member makes them: with a token, and patient under rate limits."""

import asyncio
from typing import Any
from urllib.parse import quote

import aiohttp

JsonObject = dict[str, Any]

_RETRY_WITHOUT_HINT_S = 0.5


class MatrixError(Exception):
    """The homeserver refused a request. `status` is that of HTTP (0 if none), `errcode` that of Matrix ('' if none)."""

    def __init__(self, status: int, errcode: str, text: str) -> None:
        super().__init__(f"{status} {errcode}: {text}")
        self.status = status
        self.errcode = errcode


class Wire:
    """One connection to one homeserver. Close it after use."""

    def __init__(self, url: str, *, patience: float) -> None:
        """`patience`: how many seconds one request may wait for rate limits in all before it fails with the 429."""
        self._url = url.rstrip("/")
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None
        self.token: str | None = None

    async def close(self) -> None:
        """Closes the connection; a later request opens it again."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def request(
        self,
        method: str,
        *path: str,
        body: JsonObject | None = None,
        query: dict[str, str] | None = None,
        seconds: float = 60.0,
    ) -> JsonObject:
        """One request below `/_matrix/client/v3`; `path` in unquoted parts; `seconds` is for each attempt.

        Raises `MatrixError` for every answer but 200, a 429 only after `patience`; `aiohttp.ClientError` and
        `TimeoutError` if there is no answer.
        """
        address = f"{self._url}/_matrix/client/v3/" + "/".join(quote(part, safe="") for part in path)
        waited = 0.0
        while True:
            status, answer, header = await self._once(method, address, body, query, seconds)
            if status == 200:
                return answer
            pause = _pause(answer, header)
            if status != 429 or waited + pause > self._patience:
                raise MatrixError(status, str(answer.get("errcode", "")), str(answer.get("error", "")))
            waited += pause
            await asyncio.sleep(pause)

    async def _once(
        self, method: str, address: str, body: JsonObject | None, query: dict[str, str] | None, seconds: float
    ) -> tuple[int, JsonObject, str]:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.request(
            method,
            address,
            json=body,
            params=query,
            headers={"Authorization": f"Bearer {self.token}"} if self.token else None,
            timeout=aiohttp.ClientTimeout(total=seconds),
        ) as answer:
            header = answer.headers.get("Retry-After", "")
            if answer.content_type != "application/json":
                text = await answer.text()
                return answer.status if answer.status != 200 else 0, {"error": text[:200]}, header
            return answer.status, await answer.json(), header


def _pause(answer: JsonObject, header: str) -> float:
    """Seconds to wait before another try: the longer of what the body and the header ask for."""
    asked = [float(header)] if header.isdigit() else []
    if isinstance(answer.get("retry_after_ms"), int | float):
        asked.append(answer["retry_after_ms"] / 1000)
    return max(asked, default=_RETRY_WITHOUT_HINT_S)
