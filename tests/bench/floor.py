"""The least a bot can do, to measure against: one sync loop, one request for each command, nothing kept, nothing known.

``python -m tests.bench.floor URL TOKEN USER CONTENT``: it answers every message of somebody else's that begins with ``!``
with the same content (JSON), which is that of copbot's own answer, so that the homeserver has as much to do with both.
"""

import asyncio
import json
import sys
from typing import Any
from urllib.parse import quote

import aiohttp

BASE = "/_matrix/client/v3"
NOTHING: dict[str, Any] = {"types": []}
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


async def run(url: str, token: str, user: str, words: dict[str, Any]) -> None:
    """Answer for ever."""
    answering: set[asyncio.Task[None]] = set()
    sent = 0
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:

        async def answer(room: str, event: str) -> None:
            nonlocal sent
            sent += 1
            content = words | {"m.relates_to": {"m.in_reply_to": {"event_id": event}}}
            path = f"{url}{BASE}/rooms/{quote(room)}/send/m.room.message/floor{sent}"
            async with http.put(path, json=content) as taken:
                await taken.read()

        query = {"filter": FILTER, "timeout": "0"}
        while True:
            async with http.get(f"{url}{BASE}/sync", params=query) as news:
                found = json.loads(await news.read())
            if "since" in query:
                for room, section in found.get("rooms", {}).get("join", {}).items():
                    for event in section["timeline"]["events"]:
                        if event["sender"] != user and event["content"].get("body", "").startswith("!"):
                            task = asyncio.create_task(answer(room, event["event_id"]))
                            answering.add(task)
                            task.add_done_callback(answering.discard)
            else:
                print("ready", flush=True)
            query |= {"since": found["next_batch"], "timeout": "25000"}


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4])))
