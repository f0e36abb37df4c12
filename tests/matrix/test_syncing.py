"""The sync loop on a real database: what becomes a fact, from when on, and what no odd answer can stop."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from copbot.core.facts import Departed, Entered, Fact, Invited, Locked, Posted
from copbot.core.records import Room
from copbot.engine.ports import Unsent, Work
from copbot.matrix.http import Refused, Requests
from copbot.matrix.ingest import Reading
from copbot.matrix.rooms import DIRECT_MARK, Rooms
from copbot.matrix.syncing import Syncing
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from copbot.store.inbound import SqlInbox
from tests import databases
from tests.dialogs.stage import ME, START
from tests.encryption import encryption, keys_answer

ROOM = "!r:x"
KARIN, AHMED = "@karin:x", "@ahmed:x"
Event = dict[str, Any]


def says(body: str, sender: str = KARIN, event: str | None = None) -> Event:
    return {
        "type": "m.room.message",
        "sender": sender,
        "event_id": event or f"${body}",
        "origin_server_ts": 1_790_000_000_000,
        "content": {"msgtype": "m.text", "body": body},
    }


def member(user: str, membership: str, before: Mapping[str, Any] | None = None, **more: Any) -> Event:
    return {
        "type": "m.room.member",
        "state_key": user,
        "sender": user,
        "event_id": f"${membership}-{user}",
        "content": {"membership": membership, **more},
        "unsigned": {} if before is None else {"prev_content": before},
    }


def state(kind: str, content: Mapping[str, Any], sender: str = KARIN, key: str = "") -> Event:
    return {"type": kind, "state_key": key, "sender": sender, "event_id": f"${kind}", "content": content}


def timeline(*events: Event, limited: bool = False, before: str | None = "p") -> dict[str, Any]:
    more = {} if before is None else {"prev_batch": before}
    return {"timeline": {"events": list(events), "limited": limited, **more}}


class Homeserver:
    """Answers one sync after another, and tells a room's members and history."""

    def __init__(self) -> None:
        self.syncs: list[dict[str, Any]] = []
        self.members: dict[str, list[Event]] = {}
        self.history: list[Any] = []
        self.asked: list[tuple[str, ...]] = []

    async def request(self, method: str, *path: str, **more: Any) -> dict[str, Any]:
        if (keys := keys_answer(path)) is not None:
            return keys
        self.asked.append(path)
        match path:
            case ("sync",):
                return self.syncs.pop(0)
            case ("rooms", room, "members"):
                return {"chunk": self.members.get(room, [])}
            case ("rooms", _, "messages"):
                page = self.history.pop(0)
                if isinstance(page, Exception):
                    raise page
                return {"chunk": page[::-1]}
        raise AssertionError(path)


def _nothing() -> None:
    """Whoever is woken sleeps on."""


class Loop:
    """A sync loop on a database of its own; ``again`` is the next start on the same."""

    def __init__(self, database: Database, server: Homeserver) -> None:
        requests = cast("Requests", server)
        self.database, self.server = database, server
        self.inbox = SqlInbox(database, lambda: START, lambda _: True, SqlDesk(database).work)
        self.rooms = Rooms(requests, ME, frozenset())
        reading = Reading(requests, ME, frozenset(), self.inbox.open_rooms)
        self.syncing = Syncing(
            requests,
            self.rooms,
            self.inbox,
            reading,
            encryption(requests, database, self.rooms, ME, START),
            lambda: START,
            float,
            lambda _: None,
            _nothing,
        )

    async def begin(
        self, *joined: str, token: str | None = "s0", direct: Mapping[str, str] | None = None
    ) -> None:
        def save(work: Work) -> None:
            for room in joined:
                work.save(Room(room, joined=True, direct_with=(direct or {}).get(room)), START)

        await SqlDesk(self.database).work(save)
        if token is not None:
            await self.inbox.ingest([], token)
        await self.load()

    async def load(self) -> None:
        self.syncing._known = set(await self.inbox.known_rooms())
        self.rooms.begin_direct(await self.inbox.direct_rooms())

    async def again(self) -> "Loop":
        other = Loop(self.database, self.server)
        await other.load()
        return other

    async def sync(self, **rooms: Any) -> list[Fact]:
        """One sync with these sections; returns the new facts, in their order."""
        before = await self.facts()
        self.server.syncs.append({"next_batch": f"s{len(self.server.asked)}", "rooms": rooms})
        await self.syncing.once()
        return (await self.facts())[len(before) :]

    async def facts(self) -> list[Fact]:
        from copbot.core import facts

        rows = await self.database.read(
            lambda sql: sql.execute("SELECT fact FROM inbox ORDER BY id").fetchall()
        )
        return [facts.from_json(json.loads(row[0])) for row in rows]


@pytest.fixture
async def loop(tmp_path: Path) -> AsyncIterator[Loop]:
    async with databases.database(tmp_path / "copbot.db") as database:
        yield Loop(database, Homeserver())


def shown(facts: list[Fact]) -> list[str]:
    """Facts in short: what was said, and who came and went."""
    return [
        fact.body if isinstance(fact, Posted) else f"{type(fact).__name__} {fact.sender}" for fact in facts
    ]


def raw(text: str) -> Any:
    return json.loads(text)


async def test_halves_of_characters_stop_nothing(loop: Loop) -> None:
    await loop.begin(ROOM)
    half = cast("str", raw(r'"\ud800"'))
    events = [
        says("een"),
        says(f"{half} hoi", event="$half"),
        says("x", sender=f"@{half}:x"),
        says("x", event=f"${half}"),
        member(f"@{half}:x", "join"),
        state("m.room.name", {"name": half}),
        {
            **says("x"),
            "type": "m.reaction",
            "content": {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$1", "key": half}},
        },
        says("twee"),
    ]
    assert shown(await loop.sync(join={ROOM: timeline(*events), f"!{half}:x": timeline(says("x"))})) == [
        "een",
        "\ufffd hoi",
        "twee",
    ]


@pytest.mark.parametrize("stamp", [10**20, -(10**18), 1e308, "x"])
async def test_an_invitation_at_an_odd_time_stops_nothing(loop: Loop, stamp: object) -> None:
    await loop.begin()
    invite = member(ME, "invite") | {"sender": KARIN, "origin_server_ts": stamp}
    (found,) = await loop.sync(invite={ROOM: {"invite_state": {"events": [invite]}}})
    assert isinstance(found, Invited)


async def test_without_a_token_nothing_of_the_past_is_acted_on(loop: Loop) -> None:
    await loop.begin(token=None)
    loop.server.history = [[member(ME, "join"), says("oud")]]

    facts = await loop.sync(join={ROOM: timeline(says("zojuist"), limited=True)})

    assert shown(facts) == [f"Entered {ME}"]
    again = await loop.again()
    assert shown(await again.sync(join={ROOM: timeline(says("nu"))})) == ["nu"], (
        "nor after a start in between"
    )


async def test_a_room_that_is_new_is_read_from_its_own_joining_on(loop: Loop) -> None:
    await loop.begin()
    loop.server.history = [[says("ervoor"), member(ME, "join"), says("eerst")]]

    facts = await loop.sync(join={ROOM: timeline(says("dan"), limited=True)})

    assert shown(facts) == [f"Entered {ME}", "eerst", "dan"]


async def test_a_new_name_of_its_own_is_no_coming(loop: Loop) -> None:
    await loop.begin(ROOM)
    renamed = member(ME, "join", displayname="copbot!")
    assert shown(await loop.sync(join={ROOM: timeline(renamed, says("x"))})) == ["x"]


async def test_a_gap_without_a_beginning_is_filled_from_the_newest(loop: Loop) -> None:
    await loop.begin(ROOM)
    loop.server.history = [[says("een"), says("twee"), says("drie")]]
    facts = await loop.sync(join={ROOM: timeline(says("drie"), limited=True, before=None)})
    assert shown(facts) == ["een", "twee", "drie"]


async def test_a_gap_that_cannot_be_filled_now_is_filled_later(loop: Loop) -> None:
    await loop.begin(ROOM)
    loop.server.history = [Refused(400, "M_UNKNOWN"), [says("een")]]
    with pytest.raises(Unsent):
        await loop.sync(join={ROOM: timeline(says("twee"), limited=True)})
    assert await loop.inbox.token() == "s0"
    assert shown(await loop.sync(join={ROOM: timeline(says("twee"), limited=True)})) == ["een", "twee"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [([says("een")], ["een", "twee"]), (Refused(403, "M_FORBIDDEN"), ["twee"])],
)
async def test_what_was_said_before_copbot_was_put_out_is_heard(
    loop: Loop, page: Any, expected: list[str]
) -> None:
    await loop.begin(ROOM)
    loop.server.history = [page]
    facts = await loop.sync(
        leave={ROOM: timeline(says("twee"), member(ME, "leave", {"membership": "join"}), limited=True)}
    )
    assert shown(facts) == [*expected, f"Departed {ME}"]


async def test_the_state_that_the_homeserver_tells_wins_over_what_is_older(loop: Loop) -> None:
    await loop.begin(ROOM)
    loop.server.history = [[state("m.room.power_levels", {"users": {AHMED: 100}})]]
    resolved = state("m.room.power_levels", {"users": {KARIN: 100}})
    section = timeline(says("x"), limited=True) | {"state": {"events": [resolved]}}
    await loop.sync(join={ROOM: section})
    loop.rooms.apply(ROOM, [member(KARIN, "join"), member(AHMED, "join")])
    assert loop.rooms.people(ROOM).host(KARIN)
    assert not loop.rooms.people(ROOM).host(AHMED)


async def test_only_the_rooms_own_encryption_locks_it(loop: Loop) -> None:
    await loop.begin(ROOM)
    facts = await loop.sync(join={ROOM: timeline(state("m.room.encryption", {}, key=KARIN), says("x"))})
    assert shown(facts) == ["x"]
    assert not loop.rooms.encrypted(ROOM)
    (locked,) = await loop.sync(join={ROOM: timeline(state("m.room.encryption", {}))})
    assert isinstance(locked, Locked)
    loop.rooms.forget(ROOM)
    assert loop.rooms.encrypted(ROOM), "for ever"


async def comes_in(loop: Loop, *members: Event) -> Entered:
    loop.server.members[ROOM] = [member(ME, "join"), *members]
    own = member(ME, "join", {"membership": "invite", "is_direct": True})
    entered, *_ = await loop.sync(join={ROOM: timeline(own)})
    assert isinstance(entered, Entered)
    return entered


async def test_a_direct_chat_is_one_of_two(loop: Loop) -> None:
    await loop.begin()
    assert (await comes_in(loop, member(KARIN, "join"))).direct_with == KARIN


@pytest.mark.parametrize("membership", ["join", "invite"])
async def test_a_group_that_is_called_direct_is_none(loop: Loop, membership: str) -> None:
    await loop.begin()
    entered = await comes_in(loop, member(KARIN, "join"), member(AHMED, membership))
    assert entered.direct_with is None


async def test_a_mark_counts_only_where_copbot_made_the_room(loop: Loop) -> None:
    await loop.begin()
    trap = state("m.room.create", {DIRECT_MARK: KARIN}, sender="@mallory:x")
    own = state("m.room.create", {DIRECT_MARK: KARIN}, sender=ME)
    join = member(ME, "join")
    facts = await loop.sync(join={"!trap:x": timeline(trap, join), "!own:x": timeline(own, join)})
    assert [(fact.room, cast("Entered", fact).direct_with) for fact in facts] == [
        ("!trap:x", None),
        ("!own:x", KARIN),
    ]


@pytest.mark.parametrize("start_anew", [False, True])
async def test_who_is_asked_into_a_direct_chat_is_told(loop: Loop, start_anew: bool) -> None:
    await loop.begin()
    await comes_in(loop, member(KARIN, "join"))
    if start_anew:
        loop = await loop.again()
    facts = await loop.sync(join={ROOM: timeline(member(AHMED, "invite"))})
    assert shown(facts) == [f"Entered {AHMED}"]


async def test_who_refuses_a_direct_chat_is_told(loop: Loop) -> None:
    await loop.begin(ROOM, direct={ROOM: KARIN})
    refusal = member(KARIN, "leave", {"membership": "invite"})
    (gone,) = await loop.sync(join={ROOM: timeline(refusal)})
    assert isinstance(gone, Departed)
    assert gone.sender == KARIN


@pytest.mark.parametrize(
    "answer",
    [{}, {"next_batch": 7}, {"next_batch": raw(r'"\ud800"')}],
)
async def test_a_sync_without_a_token_is_asked_again(loop: Loop, answer: dict[str, Any]) -> None:
    await loop.begin(ROOM)
    loop.server.syncs = [answer]
    with pytest.raises(Unsent):
        await loop.syncing.once()


@pytest.mark.parametrize(
    "rooms", [None, [], {"join": []}, {"join": {ROOM: None}}, {"invite": {"!other:x": 3}}]
)
async def test_sections_of_the_wrong_shape_are_left_alone(loop: Loop, rooms: Any) -> None:
    await loop.begin(ROOM)
    loop.server.syncs = [{"next_batch": "s9", "rooms": rooms}]
    assert await loop.syncing.once() == 0


async def test_after_news_it_lets_the_answers_go_before_it_asks_again(loop: Loop) -> None:
    calmed = []

    async def calm() -> None:
        calmed.append(len(loop.server.asked))

    loop.syncing._calm = calm
    await loop.begin(ROOM)
    await loop.sync(join={ROOM: timeline(says("hello"))})
    assert len(calmed) == 1
    await loop.sync()
    assert len(calmed) == 1, "nothing was said"
