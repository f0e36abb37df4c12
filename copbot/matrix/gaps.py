"""Gaps: what happened while copbot was away and did not fit in one sync is paged in, before the token moves on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from copbot.engine.ports import Unsent
from copbot.engine.signs import GapFilled, Meter, unmetered
from copbot.matrix.http import GONE, Refused, Requests

PAGE = 500
MOST_PAGES = 2_000  # a million events: a bound on a homeserver that never ends
log = structlog.get_logger("copbot.sync")

Event = Mapping[str, Any]


class Gaps:
    """Pages back through a room's history, in the sync's own filter."""

    def __init__(self, requests: Requests, sync_filter: str, meter: Meter = unmetered) -> None:
        self._requests = requests
        self._meter = meter
        self._filter = json.dumps({"types": json.loads(sync_filter)["room"]["timeline"]["types"]})

    async def fill(self, room: str, before: str | None, since: str) -> list[Event]:
        """Everything between two tokens, oldest first; without ``before`` from the newest event on. Raises Unsent."""
        return await self._page(room, before, since, lambda _: False)

    async def back_to(self, room: str, before: str, enough: Callable[[list[Event]], bool]) -> list[Event]:
        """Back from a token until ``enough`` holds of what a page brought (oldest first), oldest first. Raises Unsent."""
        return await self._page(room, before, None, enough)

    async def _page(
        self, room: str, before: str | None, since: str | None, enough: Callable[[list[Event]], bool]
    ) -> list[Event]:
        found: list[Event] = []  # newest first
        for _ in range(MOST_PAGES):
            query = {"dir": "b", "limit": str(PAGE), "filter": self._filter}
            if before is not None:
                query["from"] = before
            if since is not None:
                query["to"] = since
            try:
                page = await self._requests.request("GET", "rooms", room, "messages", query=query)
            except Refused as refusal:
                if refusal.code not in GONE:
                    raise Unsent(f"messages of a room: {refusal}") from refusal
                log.warning("copbot may no longer read what happened in a room", room=room, code=refusal.code)
                break
            chunk = page.get("chunk")
            if not isinstance(chunk, list):
                raise Unsent("a page without messages")
            events = [event for event in chunk if isinstance(event, Mapping)]
            found += events
            following = page.get("end")
            if not isinstance(following, str) or following == before or enough(events[::-1]):
                break
            before = following
        else:
            log.error("too much happened in a room; what is older is left out", room=room, pages=MOST_PAGES)
        found.reverse()
        self._meter(GapFilled(len(found)))
        return found
