"""Gaps: what happened while copbot was away and did not fit in one sync is paged in, before the token moves on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from copbot.matrix.http import Refused, Requests

PAGE = 500
MOST_PAGES = 2_000  # a million events: a bound on a homeserver that never ends

Event = Mapping[str, Any]


class Gaps:
    """Pages back through a room's history, in the sync's own filter."""

    def __init__(self, requests: Requests, sync_filter: str) -> None:
        self._requests = requests
        self._filter = json.dumps({"types": json.loads(sync_filter)["room"]["timeline"]["types"]})

    async def fill(self, room: str, before: str, since: str) -> list[Event]:
        """Everything between two tokens, oldest first. Raises Unsent."""
        return await self._page(room, before, since, lambda _: False)

    async def back_to(self, room: str, before: str, enough: Callable[[list[Event]], bool]) -> list[Event]:
        """Back from a token until ``enough`` holds of what was found, oldest first. Raises Unsent."""
        return await self._page(room, before, None, enough)

    async def _page(
        self, room: str, before: str, since: str | None, enough: Callable[[list[Event]], bool]
    ) -> list[Event]:
        found: list[Event] = []  # newest first
        for _ in range(MOST_PAGES):
            query = {"dir": "b", "from": before, "limit": str(PAGE), "filter": self._filter}
            if since is not None:
                query["to"] = since
            try:
                page = await self._requests.request("GET", "rooms", room, "messages", query=query)
            except Refused:
                break  # copbot may no longer read this room
            chunk = page.get("chunk")
            found.extend(event for event in chunk if isinstance(event, Mapping)) if isinstance(
                chunk, list
            ) else None
            following = page.get("end")
            if not isinstance(following, str) or following == before or enough(found):
                break
            before = following
        found.reverse()
        return found
