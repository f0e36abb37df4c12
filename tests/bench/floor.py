"""The least a bot can do, to measure against: one sync loop, one request for each command, nothing kept, nothing known.

``python -m tests.bench.floor URL TOKEN USER CONTENT [FILE]``: it answers every message of somebody else's that begins with ``!``
with the same content (JSON), which is that of copbot's own answer, so that the homeserver has as much to do with both.

With a file it is the *durable* floor, the least a bot can do that loses nothing: before it answers what a sync brought, one commit
has the sync token and what will be sent, each under its transaction id, on disk.
"""

import asyncio
import json
import sqlite3
import sys
from collections.abc import Callable, Sequence
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


Keep = Callable[[str, Sequence[tuple[str, str, str]]], None]


def keeping(file: str) -> Keep:
    """Something that writes a sync token and (transaction id, room, event) of answers, and returns when the disk has them."""
    sql = sqlite3.connect(file, isolation_level=None)
    sql.execute("PRAGMA journal_mode = WAL")
    sql.execute("PRAGMA synchronous = FULL")
    sql.execute("CREATE TABLE outbox (txn TEXT PRIMARY KEY, room TEXT, event TEXT)")
    sql.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)")

    def keep(token: str, answers: Sequence[tuple[str, str, str]]) -> None:
        sql.execute("BEGIN IMMEDIATE")
        sql.execute("INSERT OR REPLACE INTO meta VALUES ('token', ?)", (token,))
        sql.executemany("INSERT INTO outbox VALUES (?, ?, ?)", answers)
        sql.execute("COMMIT")

    return keep


async def run(url: str, token: str, user: str, words: dict[str, Any], keep: Keep | None) -> None:
    """Answer for ever."""
    answering: set[asyncio.Task[None]] = set()
    sent = 0
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:

        async def answer(txn: str, room: str, event: str) -> None:
            content = words | {"m.relates_to": {"m.in_reply_to": {"event_id": event}}}
            path = f"{url}{BASE}/rooms/{quote(room)}/send/m.room.message/{txn}"
            async with http.put(path, json=content) as taken:
                await taken.read()

        query = {"filter": FILTER, "timeout": "0"}
        while True:
            async with http.get(f"{url}{BASE}/sync", params=query) as news:
                found = json.loads(await news.read())
            if "since" in query:
                asked = [
                    (room, event["event_id"])
                    for room, section in found.get("rooms", {}).get("join", {}).items()
                    for event in section["timeline"]["events"]
                    if event["sender"] != user and event["content"].get("body", "").startswith("!")
                ]
                answers = [(f"floor{number}", *one) for number, one in enumerate(asked, sent)]
                sent += len(answers)
                if keep and answers:
                    keep(found["next_batch"], answers)
                for one in answers:
                    task = asyncio.create_task(answer(*one))
                    answering.add(task)
                    task.add_done_callback(answering.discard)
            else:
                print("ready", flush=True)
            query |= {"since": found["next_batch"], "timeout": "25000"}


if __name__ == "__main__":
    kept = keeping(sys.argv[5]) if len(sys.argv) > 5 else None
    asyncio.run(run(sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4]), kept))
