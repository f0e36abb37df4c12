"""Gaps: what happened while copbot was away and did not fit in one sync is paged in, before the token moves on."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Mapping
from typing import Any

import structlog

from copbot.engine.ports import Unsent
from copbot.engine.signs import GapFilled, Meter, unmetered
from copbot.matrix.http import GONE, Refused, Requests
from copbot.matrix.shapes import events, mapping, sections, token

PAGE = 500
MOST_PAGES = 2_000  # a million events: a bound on a homeserver that never ends
log = structlog.get_logger("copbot.sync")

Event = Mapping[str, Any]
Older = dict[tuple[str, str], list[Event]]  # by part of the sync and room: what it left out, oldest first


class Gaps:
    """Pages back through a room's history, in the sync's own filter."""

    def __init__(self, requests: Requests, sync_filter: str, meter: Meter = unmetered) -> None:
        self._requests = requests
        self._meter = meter
        self._filter = json.dumps({"types": json.loads(sync_filter)["room"]["timeline"]["types"]})

    async def all(
        self,
        rooms: Mapping[str, Any],
        since: str | None,
        known: Container[str],
        begins: Callable[[list[Event]], bool],
    ) -> Older:
        """What a sync left out: of rooms that copbot was in (``known``) all since then, of others all since it came in. Raises Unsent.

        ``begins`` tells whether copbot's coming is among events.
        """
        older: Older = {}
        if since is None:
            return older
        gone = {room for part in ("leave", "invite") for room, _ in sections(rooms, part)}
        for part in ("leave", "join"):
            for room, section in sections(rooms, part):
                timeline = mapping(section.get("timeline"))
                before, limited = token(timeline.get("prev_batch")), timeline.get("limited") is True
                if room in known and (part == "leave" or room not in gone):
                    if limited:
                        older[part, room] = await self.fill(room, before, since)
                elif part == "join" and before is not None and not begins(events(timeline)):
                    # Also when copbot ended between hearing of its coming and acting on it: all since then is read again, and
                    # what is in the inbox already stays there once.
                    older[part, room] = await self.back_to(room, before, begins)
        return older

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
            some = [event for event in chunk if isinstance(event, Mapping)]
            found += some
            following = page.get("end")
            if not isinstance(following, str) or following == before or enough(some[::-1]):
                break
            before = following
        else:
            log.error("too much happened in a room; what is older is left out", room=room, pages=MOST_PAGES)
        found.reverse()
        self._meter(GapFilled(len(found)))
        return found
