"""A homeserver that costs next to nothing: it hands on what is said and takes what copbot sends, and does no more.

A real homeserver is the bottleneck of every measurement against it. This one has only the requests that copbot makes,
keeps everything in memory, checks nothing, and plays the people too, so that it sees when each of them is answered.
No test of correctness uses it. Run as a process of its own: ``python -m tests.bench.stub``; it prints its port.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from copbot.crypto.account import MEGOLM, SIGNED
from tests.bench.phones import Phones

ME = "@copbot:stub"
ENCRYPTED, ENCRYPTION = "m.room.encrypted", "m.room.encryption"
LONGEST_SYNC = 500  # events
A_ROOM_AT_ONCE = 90  # events; copbot asks for a hundred, so nothing is ever left out
PATIENCE = 60.0  # seconds for an answer

Json = dict[str, Any]


def room_id(number: int) -> str:
    """The room with this number."""
    return f"!room{number:06d}:stub"


def person(room: int, number: int) -> str:
    """Somebody in a room; nobody is in two."""
    return f"@person{room:06d}-{number}:stub"


class Stub:
    """The rooms, everything that happened in them in one line, and who waits for an answer."""

    def __init__(self) -> None:
        self._people = 5
        self._rooms = 0
        self._encrypted = False
        self._phones = Phones(ME)
        self._stream: list[tuple[str, Json]] = []
        self._news = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[float]] = {}
        self._sent: dict[str, str] = {}
        self._kinds: Counter[str] = Counter()
        self._unasked: list[float] = []  # when messages came that answer nobody
        self._account_data: dict[str, Json] = {}
        self._syncs = 0
        self._pace = 0.0
        self._one_by_one = asyncio.Lock()

    # -- what copbot asks for

    async def login(self, _request: web.Request) -> web.Response:
        return _json({"user_id": ME, "device_id": "STUB", "access_token": "token"})

    async def whoami(self, _request: web.Request) -> web.Response:
        return _json({"user_id": ME, "device_id": "STUB"})

    async def sync(self, request: web.Request) -> web.Response:
        self._syncs += 1
        since = request.query.get("since")
        place, read = _places(since)
        full = "full_state" in request.query or since is None
        wait = int(request.query.get("timeout", "0")) / 1000
        if place >= len(self._stream) and read >= len(self._phones.letters) and not full and wait:
            self._news.clear()
            try:
                async with asyncio.timeout(wait):
                    await self._news.wait()
            except TimeoutError:
                pass
        joined: dict[str, Json] = {}
        if full:
            joined = {room_id(number): self._whole(number) for number in range(self._rooms)}
        end = place
        while end < min(len(self._stream), place + LONGEST_SYNC):
            room, event = self._stream[end]
            events = joined.setdefault(room, _section())["timeline"]["events"]
            if len(events) == A_ROOM_AT_ONCE:
                break
            events.append(event)
            end += 1
        letters = self._phones.letters
        return _json(
            {
                "next_batch": f"s{end}.{len(letters)}",
                "rooms": {"join": joined},
                "to_device": {"events": letters[read:]},
                "device_one_time_keys_count": {SIGNED: self._phones.left},
                "device_unused_fallback_key_types": [SIGNED],
            }
        )

    def _whole(self, number: int) -> Json:
        room = room_id(number)
        host = person(number, 0)
        state = [
            _state(room, "m.room.create", "", host, {"room_version": "10"}),
            _state(room, "m.room.power_levels", "", host, {"users": {host: 100}, "users_default": 0}),
            _state(room, "m.room.name", "", host, {"name": f"Kring {number}"}),
            *([_state(room, ENCRYPTION, "", host, {"algorithm": MEGOLM})] if self._encrypted else []),
            _member(room, ME, "copbot"),
            *(_member(room, person(number, n), f"Persoon {n}") for n in range(min(3, self._people))),
        ]
        return _section(state)

    async def members(self, request: web.Request) -> web.Response:
        room = request.match_info["room"]
        number = int(room[5:11])
        chunk = [_member(room, person(number, n), f"Persoon {n}") for n in range(self._people)]
        return _json({"chunk": [*chunk, _member(room, ME, "copbot")]})

    async def send(self, request: web.Request) -> web.Response:
        room, kind, txn = (request.match_info[name] for name in ("room", "kind", "txn"))
        content = json.loads(await request.read())
        asked = content.get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id")
        if self._pace and asked not in self._waiting:
            async with self._one_by_one:
                await asyncio.sleep(self._pace)
        if txn not in self._sent:
            event = self._add(room, ME, kind, content)
            self._sent[txn] = event
            self._take(content)
        return _json({"event_id": self._sent[txn]})

    def _take(self, content: Json) -> None:
        sealed = ENCRYPTED if "ciphertext" in content else "reaction"
        self._kinds[content.get("nl.copbot", {}).get("kind", sealed)] += 1
        asked = content.get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id")
        waiting = self._waiting.pop(asked, None)
        if waiting is None:
            self._unasked.append(time.monotonic())
        elif not waiting.done():
            waiting.set_result(time.perf_counter())

    async def keys(self, request: web.Request) -> web.Response:
        """All that is about encryption."""
        return _json(self._phones.answer(request.match_info["what"], await request.json()))

    async def nothing(self, _request: web.Request) -> web.Response:
        return _json({})

    async def remember(self, request: web.Request) -> web.Response:
        self._account_data[request.match_info["kind"]] = await request.json()
        return _json({})

    async def recall(self, request: web.Request) -> web.Response:
        known = self._account_data.get(request.match_info["kind"])
        return await self.missing(request) if known is None else _json(known)

    async def missing(self, _request: web.Request) -> web.Response:
        return _json({"errcode": "M_NOT_FOUND", "error": ""}, 404)

    async def joined_rooms(self, _request: web.Request) -> web.Response:
        return _json({"joined_rooms": [room_id(number) for number in range(self._rooms)]})

    def _add(self, room: str, sender: str, kind: str, content: Json) -> str:
        event = f"$event{len(self._stream):012d}-of-a-length-that-real-ids-have"
        self._stream.append((room, _event(event, sender, kind, content)))
        self._news.set()
        return event

    # -- what the measurement asks for

    async def make(self, request: web.Request) -> web.Response:
        """So many rooms with so many people, from now on, ``encrypted`` or not."""
        asked = await request.json()
        self._encrypted = bool(asked.get("encrypted"))
        self._rooms, self._people = int(asked["rooms"]), int(asked["people"])
        return _json({})

    async def pace(self, request: web.Request) -> web.Response:
        """Take so many seconds for each message that is no answer, one after another, as a busy homeserver does."""
        self._pace = float((await request.json())["seconds"])
        return _json({})

    async def ask(self, request: web.Request) -> web.Response:
        """People in ``rooms`` rooms give ``commands`` commands in all, each room ``window`` at a time, ``pause`` apart.

        ``words`` are what they say, in turn. Returns how long each waited, in seconds, and how long all took.
        """
        asked = await request.json()
        rooms, window = list(asked["rooms"]), int(asked.get("window", 1))
        left = iter(range(int(asked["commands"])))
        waits: list[float] = []

        async def talk(room: int) -> None:
            for number in left:
                words = asked["words"][number % len(asked["words"])]
                waits.append(await self._say(room, words))
                if asked.get("pause"):
                    await asyncio.sleep(asked["pause"])

        began = time.perf_counter()
        await asyncio.gather(*(talk(room) for room in rooms for _ in range(window)))
        return _json({"seconds": time.perf_counter() - began, "waits": waits})

    async def _say(self, room: int, words: str) -> float:
        began = time.perf_counter()
        content = {"msgtype": "m.text", "body": words, "m.mentions": {}}
        where, who, kind = room_id(room), person(room, 0), "m.room.message"
        if self._encrypted:
            kind, content = ENCRYPTED, self._phones.sealed(where, who, kind, content)
        event = self._add(where, who, kind, content)
        self._waiting[event] = asyncio.get_running_loop().create_future()
        async with asyncio.timeout(PATIENCE):
            return await self._waiting[event] - began

    async def seen(self, _request: web.Request) -> web.Response:
        """What copbot sent so far, by kind, and when (monotonic clock, seconds) what answered nobody came in."""
        return _json({"kinds": self._kinds, "unasked": self._unasked, "syncs": self._syncs})


def _places(since: str | None) -> tuple[int, int]:
    """Up to where a sync token says that events, and letters to copbot's device, are known."""
    events, _, letters = (since or "s0")[1:].partition(".")
    return int(events), int(letters or 0)


def _section(state: list[Json] | None = None) -> Json:
    events: list[Json] = []
    return {"state": {"events": state or []}, "timeline": {"events": events, "limited": False}}


def _event(event: str, sender: str, kind: str, content: Json) -> Json:
    return {
        "event_id": event,
        "sender": sender,
        "type": kind,
        "content": content,
        "origin_server_ts": int(time.time() * 1000),
        "unsigned": {"age": 10},
    }


def _state(room: str, kind: str, key: str, sender: str, content: Json) -> Json:
    return _event(f"$state-{kind}-{key}-{room}", sender, kind, content) | {"state_key": key}


def _member(room: str, user: str, name: str) -> Json:
    return _state(room, "m.room.member", user, user, {"membership": "join", "displayname": name})


def _json(answer: Json, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(answer).encode(), content_type="application/json", status=status)


def application() -> web.Application:
    """The stub with its requests."""
    stub = Stub()
    base = "/_matrix/client/v3"
    routes: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
        ("GET", f"{base}/sync", stub.sync),
        ("PUT", base + "/rooms/{room}/send/{kind}/{txn}", stub.send),
        ("GET", base + "/rooms/{room}/members", stub.members),
        ("PUT", base + "/rooms/{room}/redact/{event}/{txn}", stub.nothing),
        ("POST", base + "/rooms/{room}/join", stub.nothing),
        ("POST", base + "/rooms/{room}/leave", stub.nothing),
        ("GET", base + "/rooms/{room}/event/{event}", stub.missing),
        ("GET", base + "/rooms/{room}/state/{kind}", stub.missing),
        ("POST", f"{base}/keys/{{what:.+}}", stub.keys),
        ("PUT", base + "/sendToDevice/{kind}/{txn}", stub.nothing),
        ("GET", f"{base}/joined_rooms", stub.joined_rooms),
        ("POST", f"{base}/login", stub.login),
        ("GET", f"{base}/account/whoami", stub.whoami),
        ("GET", base + "/user/{user}/account_data/{kind}", stub.recall),
        ("PUT", base + "/user/{user}/account_data/{kind}", stub.remember),
        ("POST", "/bench/make", stub.make),
        ("POST", "/bench/pace", stub.pace),
        ("POST", "/bench/ask", stub.ask),
        ("GET", "/bench/seen", stub.seen),
    ]
    app = web.Application()
    for method, path, handler in routes:
        app.router.add_route(method, path, handler)
    return app


async def serve() -> None:
    """Answer on a free port of the loopback interface, for ever."""
    runner = web.AppRunner(application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    (address,) = runner.addresses
    print(address[1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
