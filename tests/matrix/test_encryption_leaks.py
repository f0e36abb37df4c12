"""Nothing of what copbot says in a room that is or ever was encrypted leaves in the clear, whatever was forgotten and whatever fails.

Every request to the homeserver is looked through for the words; the judge of what does arrive is a member's own device.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from copbot.core.records import Room
from copbot.engine.ports import Parcel, StoreFailed, Undeliverable, Unsent, Work
from copbot.matrix.http import Refused
from copbot.matrix.rooms import DIRECT_MARK
from copbot.store.desk import SqlDesk
from tests.databases import database
from tests.phones import KARIN, MALLORY, ME, ROOM, Object, Phone
from tests.secrecy import NOW, House, Server

SECRET = "kanarie-in-de-mijn"
DIRECT = "!dm:x"
ENCRYPTION = {"type": "m.room.encryption", "state_key": "", "sender": KARIN, "event_id": "$enc"}
ALGORITHM = {"algorithm": "m.megolm.v1.aes-sha2"}
CREATED = {"type": "m.room.create", "state_key": "", "sender": KARIN, "event_id": "$create", "content": {}}


class Words:
    """Every word of a message is the secret."""

    def render(self, lane: str, body: Mapping[str, Any]) -> tuple[str, str]:
        return SECRET, f"<b>{SECRET}</b>"

    def plain(self, lane: str, body: Mapping[str, Any]) -> str:
        return SECRET

    def poll(self, lane: str, body: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
        return SECRET, [("a", SECRET), ("b", SECRET)]

    def file(self, lane: str, body: Mapping[str, Any]) -> tuple[str, str, bytes]:
        return f"{SECRET}.ics", "text/calendar", SECRET.encode()


def parcel(
    act: str, lane: str = ROOM, poll: Object | None = None, *, file: bool = False, **more: Any
) -> Parcel:
    body: Object = {"kind": "x", "field": {"words": SECRET}, "reply_to": "$asked", "ping": [KARIN]}
    body |= {"poll": poll} if poll else {}
    body |= {"file": True} if file else {}
    return Parcel(1, "txn", act, lane, "key", 0, body, None, target="$target", thread="$root", **more)


OPENS, ENDS = {"ends": None, "most": 1}, {"ends": "key", "most": 1}
PARCELS = {
    "says": parcel("say"),
    "edits": parcel("edit"),
    "opens a poll": parcel("say", poll=OPENS),
    "edits a poll": parcel("edit", poll=OPENS),
    "ends a poll": parcel("say", poll=ENDS),
    "sends a file": parcel("say", file=True),
    "leaves": parcel("quit"),
    "says in private": parcel("say", DIRECT, direct_with=KARIN),
    "sends a file in private": parcel("say", DIRECT, file=True, direct_with=KARIN),
    "asks in private": parcel("edit", DIRECT, direct_with=KARIN),
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    server = Server()
    server.members[ROOM] = {ME: "join", KARIN: "join"}
    server.members[DIRECT] = {ME: "join", KARIN: "join"}
    server.phones[KARIN] = [Phone(KARIN, "PHONE")]
    server.state[ROOM, "m.room.encryption"] = ALGORITHM
    server.state[ROOM, "m.room.create"] = {}
    server.state[DIRECT, "m.room.create"] = {DIRECT_MARK: KARIN}
    async with database(tmp_path / "copbot.db") as opened:
        yield House(opened, server, Words())


async def told(house: House, *events: Object) -> None:
    """In memory alone, as a sync tells it."""
    house.rooms.apply(ROOM, [CREATED, *events])


async def by_memory(house: House) -> None:
    await told(house, {**ENCRYPTION, "content": ALGORITHM})


async def by_an_event_taken_away(house: House) -> None:
    await told(house, {**ENCRYPTION, "content": {}})


async def by_an_event_of_no_shape(house: House) -> None:
    await told(house, {**ENCRYPTION, "content": None})


async def by_what_came_before(house: House) -> None:
    await told(house, {**ENCRYPTION, "content": ALGORITHM}, {**ENCRYPTION, "content": {"algorithm": "none"}})
    house.rooms.forget(ROOM)
    house.server.state.pop((ROOM, "m.room.encryption"))


async def by_the_database(house: House) -> None:
    """The homeserver says nothing of it any more."""
    house.server.state.pop((ROOM, "m.room.encryption"))
    await house.welcome(ROOM)
    await told(house)


async def by_asking(house: House) -> None:
    """Neither memory nor database know the room."""


async def by_asking_after_its_members(house: House) -> None:
    """Who is in the room is known, its state is not."""
    house.rooms.begin_direct({ROOM: KARIN})
    await house.rooms.learn([ROOM])


WAYS = [
    by_memory,
    by_an_event_taken_away,
    by_an_event_of_no_shape,
    by_what_came_before,
    by_the_database,
    by_asking,
    by_asking_after_its_members,
]
PLACES: list[tuple[str, ...]] = [
    ("keys", "upload"),
    ("keys", "query"),
    ("keys", "claim"),
    ("sendToDevice",),
    ("rooms", ROOM, "members"),
    ("rooms", ROOM, "state"),
    ("media", "upload"),
]
TROUBLES = [
    Unsent("away"),
    Refused(403, "M_FORBIDDEN"),
    Refused(404, "M_NOT_FOUND"),
    Refused(400, "M_UNKNOWN"),
]


def share(house: House) -> None:
    """copbot is in the encrypted room; who else is, nobody asked yet."""
    house.rooms.lock([ROOM])
    house.rooms.apply(ROOM, [])


def in_the_clear(house: House) -> list[tuple[str, ...]]:
    """The requests in which the secret can be read."""
    return [path for _, path, body in house.server.asked if SECRET in json.dumps([path, body])]


async def attempt(house: House, wish: Parcel) -> None:
    with suppress(Unsent, Undeliverable, StoreFailed):
        await house.sender.send(wish)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("act", PARCELS)
async def test_nothing_is_said_in_the_clear(house: House, act: str, way: Any) -> None:
    await way(house)
    wish = PARCELS[act]
    if wish.direct_with is not None:
        share(house)
    await attempt(house, wish)
    assert in_the_clear(house) == []
    if wish.act != "quit":
        (sent,) = house.server.said()
        found = house.server.phones[KARIN][0].opens(sent)
        assert found is not None
        assert SECRET in json.dumps(found), "it did arrive, for those who may read it"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("act", PARCELS)
async def test_nothing_is_said_in_the_clear_when_anything_fails(
    house: House, act: str, place: tuple[str, ...]
) -> None:
    for trouble in TROUBLES:
        if isinstance(trouble, Refused) and place[-1] == "members":
            continue  # that is no failing: copbot is not in the room
        later = House(house.database, house.server, Words())
        share(later)

        def fails(path: tuple[str, ...], body: object, trouble: Exception = trouble) -> None:
            if path[: len(place)] == place:
                raise trouble

        house.server.trouble = fails
        await attempt(later, PARCELS[act])
        assert in_the_clear(later) == []


@pytest.mark.parametrize("table", ["keys", "olm_sessions", "group_sessions"])
@pytest.mark.parametrize("act", PARCELS)
async def test_nothing_is_said_in_the_clear_when_nothing_can_be_kept(
    house: House, act: str, table: str
) -> None:
    share(house)
    await house.burst(table)
    await attempt(house, PARCELS[act])
    assert in_the_clear(house) == []
    if PARCELS[act].act != "quit":
        assert house.server.said() == []


@pytest.mark.parametrize("act", PARCELS)
async def test_nothing_is_said_in_the_clear_when_the_store_is_gone(house: House, act: str) -> None:
    share(house)

    def gone(sql: Any) -> None:
        for table in ("keys", "olm_sessions", "group_sessions"):
            sql.execute(f"DROP TABLE {table}")

    await house.database.read(gone)
    await attempt(house, PARCELS[act])
    assert in_the_clear(house) == []


async def test_a_plain_chat_is_encrypted_before_anything_private_is_said_there(house: House) -> None:
    """Also when nobody asked yet who is in the encrypted room: after a start that is known of no room."""
    later = await house.welcome(ROOM)
    later.rooms.apply(ROOM, [CREATED])
    assert later.rooms.rooms_of(KARIN) == ()
    await later.sender.send(PARCELS["says in private"])
    assert ("rooms", DIRECT, "state", "m.room.encryption") in [path for _, path, _ in house.server.asked]
    assert in_the_clear(later) == []


async def test_where_nobody_tells_who_is_in_encrypted_rooms_a_plain_chat_waits(house: House) -> None:
    later = await house.welcome(ROOM)
    later.rooms.apply(ROOM, [CREATED])

    def fails(path: tuple[str, ...], body: object) -> None:
        if path == ("rooms", ROOM, "members"):
            raise Unsent("away")

    house.server.trouble = fails
    with pytest.raises(Unsent):
        await later.sender.send(PARCELS["says in private"])
    assert house.server.said() == []


async def test_a_plain_chat_that_may_not_be_encrypted_hears_nothing(house: House) -> None:
    later = await house.welcome(ROOM)
    share(later)

    def fails(path: tuple[str, ...], body: object) -> None:
        if path == ("rooms", DIRECT, "state", "m.room.encryption") and body is not None:
            raise Refused(403, "M_FORBIDDEN")

    house.server.trouble = fails
    with pytest.raises(Undeliverable):
        await later.sender.send(PARCELS["says in private"])
    assert house.server.said() == []


@pytest.mark.parametrize("key", [KARIN, "x", None, 7])
async def test_a_state_of_another_key_encrypts_nothing(house: House, key: Any) -> None:
    house.rooms.apply(ROOM, [{**ENCRYPTION, "state_key": key, "content": ALGORITHM}])
    assert not house.rooms.encrypted(ROOM)


async def test_once_encrypted_a_room_is_for_ever(house: House) -> None:
    await house.welcome(ROOM)
    gone = {"type": "m.room.member", "state_key": ME, "sender": ME, "event_id": "$gone"}
    house.server.syncs.append(
        {
            "next_batch": "s1",
            "rooms": {
                "leave": {ROOM: {"timeline": {"events": [{**gone, "content": {"membership": "leave"}}]}}}
            },
        }
    )
    await house.syncing.once()
    assert house.rooms.encrypted(ROOM)

    def save(work: Work) -> None:
        work.leave(ROOM, NOW)
        work.save(Room(ROOM, joined=False, encrypted=False), NOW)

    await SqlDesk(house.database).work(save)
    assert (await house.again()).rooms.encrypted(ROOM)


@pytest.mark.parametrize("encrypted", [True, False])
async def test_an_invitation_to_an_encrypted_room_is_refused_without_words(
    house: House, encrypted: bool
) -> None:
    await house.welcome()
    invite = {
        "type": "m.room.member",
        "state_key": ME,
        "sender": MALLORY,
        "content": {"membership": "invite"},
    }
    locked = [{**ENCRYPTION, "content": ALGORITHM}] if encrypted else []
    house.server.syncs.append(
        {"next_batch": "s1", "rooms": {"invite": {"!new:x": {"invite_state": {"events": [*locked, invite]}}}}}
    )
    await house.syncing.once()
    await house.sender.send(parcel("quit", "!new:x"))
    assert (in_the_clear(house) == []) is encrypted
