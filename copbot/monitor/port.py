"""A few pages on a loopback port, served by aiohttp: GET (and HEAD) only, one request a connection."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import structlog
from aiohttp import web

from copbot.monitor.pages import Answer, Page

PATIENCE = 5.0  # seconds that a page may take to be made
AGAIN = 30.0  # seconds until a port that was taken is tried again
LEAVE = 1.0  # seconds that whoever still asks has when copbot stops
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
log = structlog.get_logger("copbot.monitor")
_silent = logging.getLogger("copbot.monitor.requests")  # what a stranger sends is no line of our log
_silent.disabled = True


class Port:
    """Serves pages by their path. A port that another program has is told in the log, and tried again."""

    def __init__(self, host: str, port: int, pages: Mapping[str, Page]) -> None:
        self._host = host
        self._port = port
        self._pages = pages

    async def run(self) -> None:
        """Serve until cancelled; what is under way then is cut off."""
        app = web.Application()
        for path, page in self._pages.items():
            app.router.add_get(path, _handler(page))
        runner = web.AppRunner(
            app, access_log=None, logger=_silent, handle_signals=False, shutdown_timeout=LEAVE
        )
        await runner.setup()
        try:
            await self._listen(runner)
            log.info("the monitor listens", host=self._host, port=self._port)
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        told = False
        while True:
            site = web.TCPSite(runner, self._host, self._port)
            try:
                return await site.start()
            except OSError as trouble:
                await site.stop()
                if not told:
                    log.warning(
                        "the monitor's port can't be opened; copbot runs without it and tries again",
                        port=self._port,
                        errno=trouble.errno,
                    )
                told = True
            await asyncio.sleep(AGAIN)


def _handler(page: Page) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(_: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await page()
        except Exception:
            log.exception("the monitor could not answer")
            failed = HTTPStatus.INTERNAL_SERVER_ERROR
            answer = Answer(f"{failed.phrase}\n", status=failed)
        headers = {**HEADERS, "Content-Type": answer.kind}
        response = web.Response(body=answer.body.encode(), status=answer.status, headers=headers)
        response.force_close()
        return response

    return handle
