"""A person in many rooms: gives commands, and sees in a sync of their own when each was answered."""

import asyncio
import itertools
import json
import secrets
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from copbot.demo.wire import Wire

NOTHING = {"types": list[str]()}
FILTER = json.dumps(
    {
        "presence": NOTHING,
        "account_data": NOTHING,
        "room": {
            "ephemeral": NOTHING,
            "account_data": NOTHING,
            "state": NOTHING,
            "timeline": {"types": ["m.room.message"], "limit": 100},
        },
    }
)
PATIENCE = 60.0  # seconds for an answer


class Crowd:
    """One account's eyes and mouth. As an async context manager it looks all the time."""

    def __init__(self, url: str, user: str, token: str) -> None:
        self.user = user
        self.unasked = 0
        """Messages of others that answered nothing."""
        self.loose: dict[str, asyncio.Future[float] | None] = {}
        """Rooms of a bot that does not reply: whatever is said there by others answers what was asked last."""
        self._mouth, self._eyes = Wire(url, patience=PATIENCE), Wire(url, patience=PATIENCE)
        self._mouth.token = self._eyes.token = token
        self._waiting: dict[str, asyncio.Future[float]] = {}
        self._early: dict[str, float] = {}
        self._run = secrets.token_hex(6)
        self._numbers = itertools.count()
        self._looking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        first = await self._eyes.request("GET", "sync", query={"filter": FILTER, "timeout": "0"})
        self._looking = asyncio.create_task(self._look(str(first["next_batch"])))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])
        await self._mouth.close()
        await self._eyes.close()

    async def _look(self, since: str) -> None:
        while True:
            query = {"filter": FILTER, "timeout": "25000", "since": since}
            found = await self._eyes.request("GET", "sync", query=query)
            now = time.perf_counter()
            since = str(found["next_batch"])
            for room, section in found.get("rooms", {}).get("join", {}).items():
                for event in section["timeline"]["events"]:
                    relation = event["content"].get("m.relates_to", {})
                    if asked := relation.get("m.in_reply_to", {}).get("event_id"):
                        self._answered(asked, now)
                    elif event["sender"] != self.user:
                        self.unasked += 1
                        self._answered_loosely(room, now)

    def _answered(self, asked: str, now: float) -> None:
        waiting = self._waiting.pop(asked, None)
        if waiting is None:
            self._early[asked] = now  # the answer was quicker than the confirmation of the question
        elif not waiting.done():
            waiting.set_result(now)

    def _answered_loosely(self, room: str, now: float) -> None:
        waiting = self.loose.get(room)
        if waiting is not None and not waiting.done():
            waiting.set_result(now)

    async def ask(self, room: str, words: str) -> float:
        """Give a command; returns the seconds from beginning to send it to seeing its answer."""
        began = time.perf_counter()
        content = {"msgtype": "m.text", "body": words, "m.mentions": {}}
        if room in self.loose:
            self.loose[room] = asyncio.get_running_loop().create_future()
        path = ("rooms", room, "send", "m.room.message", f"{self._run}.{next(self._numbers)}")
        event = str((await self._mouth.request("PUT", *path, body=content))["event_id"])
        if (loosely := self.loose.get(room)) is not None:
            async with asyncio.timeout(PATIENCE):
                return await loosely - began
        if event in self._early:
            return self._early.pop(event) - began
        self._waiting[event] = asyncio.get_running_loop().create_future()
        async with asyncio.timeout(PATIENCE):
            return await self._waiting[event] - began

    async def ask_all(self, rooms: Iterable[str], words: str, times: int) -> list[float]:
        """So many commands in each room, one after another there and side by side over the rooms; how long each waited."""

        async def talk(room: str) -> list[float]:
            return [await self.ask(room, words) for _ in range(times)]

        return list(itertools.chain.from_iterable(await asyncio.gather(*map(talk, rooms))))
