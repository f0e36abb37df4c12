"""matrix-nio's own encryption falls for what `test_encryption_*` sees copbot refuse: so those tests test something.

Where one of these fails, nio has got better there, and copbot's own way may be looked at again (decision 0018).
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
from nio import AsyncClient, AsyncClientConfig, ClientConfig, RoomMessageText, RoomSendResponse, SyncResponse

from copbot.crypto.account import MEGOLM, SIGNED
from tests.encryption import DEVICE
from tests.phones import KARIN, MALLORY, ME, ROOM, Object, Phone, identity
from tests.secrecy import Server

SECRET = "kanarie-in-de-mijn"
SAID = {"msgtype": "m.text", "body": SECRET}


class Answer:
    """What nio takes for a response of its HTTP library."""

    def __init__(self, status: int, found: Object) -> None:
        self.status, self._found = status, found
        self.content_type, self.headers = "application/json", dict[str, str]()
        self.content_disposition = None

    async def json(self) -> Object:
        return self._found


class Stock:
    """nio's client as it comes, before the same homeserver as copbot elsewhere."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server = folder, server
        self.heard: list[tuple[str, str]] = []
        self._numbers = count()
        self.refuse: Callable[[tuple[str, ...]], bool] = lambda path: False
        self.pause: Callable[[tuple[str, ...]], Any] | None = None
        config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=False)
        self.client = AsyncClient("https://x", ME, DEVICE, store_path=str(folder), config=config)
        self.client.send = self._send
        self.client.add_event_callback(self._hear, RoomMessageText)
        self.client.restore_login(ME, DEVICE, "token")

    async def _hear(self, room: object, event: Any) -> None:
        self.heard.append((event.sender, event.body))

    async def _send(
        self, method: str, path: str, data: Any = None, *more: object, **others: object
    ) -> Answer:
        parts = tuple(unquote(part) for part in urlparse(path).path.split("/")[4:])
        if self.pause is not None:
            await self.pause(parts)
        if self.refuse(parts):
            return Answer(403, {"errcode": "M_FORBIDDEN", "error": "no"})
        if parts[-1] == "joined_members":
            nobody = {"display_name": None, "avatar_url": None}
            return Answer(200, {"joined": dict.fromkeys(self.server.members[ROOM], nobody)})
        return Answer(200, await self.server.request(method, *parts, body=json.loads(data or "{}")))

    async def begin(self, *, encrypted: bool = True) -> "Stock":
        """Keys uploaded, and in the room."""
        if not self.client.olm.account.shared:
            await self.client.keys_upload()
        await self.sync(state=self._state(encrypted))
        if self.client.should_query_keys:
            await self.client.keys_query()
        return self

    def _state(self, encrypted: bool) -> list[Object]:
        state: list[Object] = [
            {"type": "m.room.member", "state_key": user, "content": {"membership": "join"}, "sender": user}
            for user in (ME, KARIN, MALLORY)
        ]
        state.append({"type": "m.room.power_levels", "state_key": "", "content": {"users": {KARIN: 100}}})
        if encrypted:
            state.append({"type": "m.room.encryption", "state_key": "", "content": {"algorithm": MEGOLM}})
        stamp = {"origin_server_ts": 1, "sender": KARIN}
        return [{**stamp, "event_id": f"$s{number}", **event} for number, event in enumerate(state)]

    async def sync(
        self,
        *events: Object,
        to_device: tuple[Object, ...] = (),
        state: list[Object] | None = None,
        **more: Any,
    ) -> None:
        """One sync, as copbot gets it in the other tests."""
        room = {
            "timeline": {"events": list(events), "limited": False, "prev_batch": "p"},
            "state": {"events": state or []},
            "ephemeral": {"events": []},
            "account_data": {"events": []},
        }
        answer = {
            "next_batch": f"s{next(self._numbers)}",
            "rooms": {"join": {ROOM: room}, "invite": {}, "leave": {}},
            "to_device": {"events": list(to_device)},
            "device_lists": {"changed": [], "left": []},
            "device_one_time_keys_count": {SIGNED: 50},
            "presence": {"events": []},
            **more,
        }
        await self.client.receive_response(SyncResponse.from_dict(answer))

    async def again(self) -> "Stock":
        """The next process on the same files."""
        await self.close()
        return await Stock(self.folder, self.server).begin()

    async def close(self) -> None:
        await self.client.close()
        with suppress(Exception):
            self.client.store.database.close()


@pytest.fixture
async def stock(tmp_path: Path) -> AsyncIterator[Stock]:
    server = Server()
    for user in (ME, KARIN, MALLORY):
        server.members[ROOM][user] = "join"
    for user in (KARIN, MALLORY):
        server.phones[user] = [Phone(user, "PHONE")]
    made = await Stock(tmp_path, server).begin()
    yield made
    await made.close()


def phone(stock: Stock, user: str = KARIN) -> Phone:
    return stock.server.phones[user][0]


async def test_anothers_ciphertext_is_taken_for_ones_own(stock: Stock) -> None:
    karin = phone(stock)
    forged = {**karin.says("ik ben voor"), "sender": MALLORY}
    await stock.sync(forged, to_device=(karin.gives(stock.server),))
    assert stock.heard == [(MALLORY, "ik ben voor")]


async def test_words_count_again_after_a_restart(stock: Stock) -> None:
    karin = phone(stock)
    said = karin.says("ja")
    await stock.sync(said, to_device=(karin.gives(stock.server),))
    later = await stock.again()
    await later.sync({**said, "event_id": "$again"})
    assert later.heard == [(KARIN, "ja")]
    await later.close()


async def test_what_comes_out_of_a_ciphertext_is_state(stock: Stock) -> None:
    mallory = phone(stock, MALLORY)
    forged = mallory.event("m.room.power_levels", {"users": {MALLORY: 100}}, state_key="")
    await stock.sync(forged, to_device=(mallory.gives(stock.server),))
    assert stock.client.rooms[ROOM].power_levels.users[MALLORY] == 100


async def test_an_unknown_device_is_heard(stock: Stock) -> None:
    ghost = Phone(KARIN, "GHOST")
    await stock.sync(ghost.says("!ping"), to_device=(ghost.gives(stock.server),))
    assert stock.heard == [(KARIN, "!ping")]


async def test_a_device_that_its_owner_never_signed_is_heard(stock: Stock) -> None:
    stock.server.identities[KARIN] = identity(KARIN)
    karin = phone(stock)
    await stock.sync(karin.says("!ping"), to_device=(karin.gives(stock.server),))
    assert stock.heard == [(KARIN, "!ping")]


@pytest.mark.parametrize("form", [0, 1])
async def test_a_malformed_letter_stops_the_sync(stock: Stock, form: int) -> None:
    karin = phone(stock)
    letter = karin.gives(stock.server)
    for block in letter["content"]["ciphertext"].values():
        block |= {"type": form, "body": "AAAA"}
    with pytest.raises(ValueError, match=r"\S"):
        await stock.sync(karin.says("hallo"), to_device=(letter,))
    assert stock.heard == []


async def test_a_count_of_nothing_is_ignored_and_there_is_no_fallback_key(stock: Stock) -> None:
    await stock.sync(device_one_time_keys_count={SIGNED: 0}, device_unused_fallback_key_types=[])
    assert stock.client.olm.uploaded_key_count == 50
    assert not stock.client.should_upload_keys
    assert stock.server.own_fallback == {}


async def test_keys_that_were_uploaded_are_lost_with_the_process(tmp_path: Path) -> None:
    server = Server()
    first = Stock(tmp_path, server)

    send = first.client.send

    async def killed(*request: Any) -> None:
        await send(*request)
        raise asyncio.CancelledError

    first.client.send = killed
    with pytest.raises(asyncio.CancelledError):
        await first.client.keys_upload()
    keys = dict(server.own_keys)
    later = await first.again()
    server.own_keys = keys
    karin = Phone(KARIN, "PHONE")
    with pytest.raises(ValueError, match="unknown one-time key"):
        await later.sync(karin.says("hallo"), to_device=(karin.gives(server),))
    assert later.heard == []
    await later.close()


async def test_a_sending_that_is_cancelled_leaves_its_lock(stock: Stock) -> None:
    claiming = asyncio.Event()

    async def hangs(path: tuple[str, ...]) -> None:
        if path == ("keys", "claim"):
            claiming.set()
            await asyncio.Event().wait()

    stock.pause = hangs
    sending = asyncio.create_task(
        stock.client.room_send(ROOM, "m.room.message", SAID, ignore_unverified_devices=True)
    )
    await claiming.wait()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    assert not stock.client.sharing_session[ROOM].is_set(), "whoever sends there waits for ever"


async def test_a_key_that_was_refused_counts_as_given(stock: Stock) -> None:
    stock.refuse = lambda path: path[0] == "sendToDevice"
    answer = await stock.client.room_send(ROOM, "m.room.message", SAID, ignore_unverified_devices=True)
    assert isinstance(answer, RoomSendResponse)
    (sent,) = stock.server.said()
    assert phone(stock).opens(sent) is None


async def test_a_flag_that_was_lost_is_words_in_the_clear(stock: Stock) -> None:
    stock.client.rooms[ROOM].encrypted = False
    await stock.client.room_send(ROOM, "m.room.message", SAID)
    assert stock.server.said() == [SAID]


def test_the_key_of_all_keys_is_known_to_everybody() -> None:
    assert ClientConfig().pickle_key == "DEFAULT_KEY"
