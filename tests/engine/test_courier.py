"""The courier: order within a room, rooms side by side, patience with a homeserver in trouble, nothing sent twice."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copbot.core.failures import TokenDead
from copbot.core.records import Settings
from copbot.core.text import text
from copbot.core.wishes import Edit, React, Retract, Say, Wish
from copbot.engine.courier import Courier
from copbot.engine.outgoing import Outgoing
from copbot.engine.ports import MOMENTS, Parcel, Undeliverable, Unmakeable, Unsent
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from tests.dialogs.stage import Lots

START = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


class FakeSender:
    """Takes parcels; fails as it is told to. ``accepted`` is what a homeserver would have."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, str, str]] = []
        self.parcels: list[Parcel] = []
        self.trouble: list[Exception] = []
        self.after_accepting: list[Exception] = []
        self.found: str | None = None
        self.begun = asyncio.Event()

    async def send(self, parcel: Parcel) -> str | None:
        await asyncio.sleep(0)
        self.parcels.append(parcel)
        self.begun.set()
        if self.trouble:
            raise self.trouble.pop(0)
        known = [key for key in self.accepted if key[2] == parcel.txn]
        if not known:
            self.accepted.append((parcel.lane, f"{parcel.act}:{parcel.key}:{parcel.rev}", parcel.txn))
        if self.after_accepting:
            raise self.after_accepting.pop(0)
        return f"$event-{parcel.txn}"

    async def find(self, parcel: Parcel) -> str | None:
        return self.found

    async def make_direct(self, member: str) -> str:
        return f"!direct-{member}"


class Post:
    """A courier on a database, with hands to put wishes in and to let time pass."""

    def __init__(self, database: Database) -> None:
        self.now = START
        self.lots = Lots()
        self.moments: list[str] = []
        self.desk = SqlDesk(database)
        self.sender = FakeSender()
        self.courier = Courier(self.desk, self.sender, lambda: self.now, lambda: 1.0, self.moments.append)

    async def put(self, *wishes: Wish) -> None:
        def unit(work: object) -> None:
            Outgoing(work, self.lots, self.now, Settings()).carry_out(wishes)  # type: ignore[arg-type]

        await self.desk.work(unit)

    async def send(self, while_: Callable[[], bool] = lambda: False) -> list[str]:
        """Send until nothing more goes; returns what the homeserver accepted, in order."""
        before = len(self.sender.accepted)
        while True:
            self.courier._gather()
            started = await self.courier.start_waiting()
            if not started and not self.courier._busy and not while_():
                return [what for _, what, _ in self.sender.accepted[before:]]
            await asyncio.gather(*self.courier._busy.values(), return_exceptions=True)

    async def waiting(self) -> int:
        def count(sql: sqlite3.Connection) -> int:
            return int(sql.execute("SELECT count(*) FROM outbox").fetchone()[0])

        return await self.desk._database.read(count)


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with Database(tmp_path / "copbot.db") as database:
        yield Post(database)


def say(key: str, room: str = "!a", **more: object) -> Say:
    return Say(key, (text("help.title"),), "reply", {"command": "help", "ok": True}, room=room, **more)  # type: ignore[arg-type]


async def test_a_room_keeps_its_order_and_every_moment_is_passed(post: Post) -> None:
    await post.put(say("one"), say("two"), say("three"))
    assert await post.send() == ["say:one:0", "say:two:0", "say:three:0"]
    assert post.moments == list(MOMENTS[2:]) * 3
    assert await post.waiting() == 0


async def test_prompts_go_before_edits_and_edits_before_seeds(post: Post) -> None:
    await post.put(say("one", seeds=("✋",)), Edit("one", (text("help.answer"),)), say("two"))
    assert await post.send() == ["say:one:0", "say:two:0", "edit:one:1", "react:one:0"]


async def test_a_newer_edit_takes_the_place_of_an_unsent_one(post: Post) -> None:
    await post.put(say("one"))
    await post.send()
    await post.put(*[Edit("one", (text("help.answer"),)) for _ in range(5)])
    assert await post.send() == ["edit:one:1"]
    await post.put(Edit("one", (text("help.answer"),)))
    assert await post.send() == ["edit:one:2"]


async def test_an_edit_that_may_have_arrived_is_not_replaced(post: Post) -> None:
    await post.put(say("one"))
    await post.send()
    await post.put(Edit("one", (text("help.answer"),)))
    post.sender.after_accepting = [Unsent("reset")]
    await post.send()
    await post.put(Edit("one", (text("help.title"),)))
    post.now += timedelta(minutes=5)
    assert await post.send() == ["edit:one:2"]
    assert [what for _, what, _ in post.sender.accepted] == ["say:one:0", "edit:one:1", "edit:one:2"]


async def test_trouble_in_one_room_does_not_stop_another(post: Post) -> None:
    await post.put(say("one"), say("two"), say("other", room="!b"))
    post.sender.trouble = [Unsent("500")]
    assert await post.send() == ["say:other:0"]
    post.now += timedelta(seconds=0.5)
    assert await post.send() == [], "it rests first"
    post.now += timedelta(seconds=1)
    assert await post.send() == ["say:one:0", "say:two:0"]


async def test_patience_grows_and_ends_with_success(post: Post) -> None:
    await post.put(say("one"))
    waits = []
    post.sender.trouble = [Unsent("502") for _ in range(9)]
    for _ in range(9):
        tries = len(post.sender.parcels)
        waited = 0
        while len(post.sender.parcels) == tries:
            post.now += timedelta(seconds=1)
            waited += 1
            await post.send()
        waits.append(waited)
    assert waits == [1, 1, 2, 4, 8, 16, 32, 60, 60]
    post.now += timedelta(seconds=61)
    assert await post.send() == ["say:one:0"]
    assert {parcel.txn for parcel in post.sender.parcels} == {post.sender.parcels[0].txn}


async def test_a_limit_of_the_homeserver_holds_everything(post: Post) -> None:
    await post.put(say("one"))
    post.sender.trouble = [Unsent("M_LIMIT_EXCEEDED", 30.0)]
    await post.send()
    await post.put(say("other", room="!b"))
    post.now += timedelta(seconds=29)
    assert await post.send() == []
    post.now += timedelta(seconds=2)
    assert sorted(await post.send()) == ["say:one:0", "say:other:0"]


async def test_what_was_accepted_and_not_confirmed_is_not_doubled(post: Post) -> None:
    await post.put(say("one"), say("two"))
    post.sender.after_accepting = [Unsent("reset"), Unsent("reset")]
    for _ in range(4):
        await post.send()
        post.now += timedelta(minutes=1)
    assert [what for _, what, _ in post.sender.accepted] == ["say:one:0", "say:two:0"]


async def test_after_the_homeservers_memory_it_looks_first(post: Post) -> None:
    await post.put(say("one"))
    post.sender.trouble = [Unsent("reset")]
    await post.send()
    post.now += timedelta(hours=21)
    post.sender.found = "$there-already"
    assert await post.send() == []
    assert await post.waiting() == 0
    await post.put(React("one", "✋"))
    assert await post.send() == ["react:one:0"]
    assert post.sender.parcels[-1].target == "$there-already"


async def test_what_can_never_be_delivered_does_not_block_the_room(post: Post) -> None:
    await post.put(say("one"), Edit("one", (text("help.answer"),)), say("two"))
    post.sender.trouble = [Undeliverable("M_FORBIDDEN")]
    assert await post.send() == ["say:two:0", "edit:one:1"]
    assert await post.waiting() == 0


async def test_a_message_that_cannot_be_made_does_not_stop_the_others(post: Post) -> None:
    await post.put(say("one"), say("two"))
    post.sender.trouble = [Unmakeable("KeyError")]
    assert await post.send() == ["say:two:0"]
    assert await post.waiting() == 0


async def test_a_dead_token_stops_it(post: Post) -> None:
    await post.put(say("one"))
    post.sender.trouble = [TokenDead()]
    with pytest.raises(TokenDead):
        await asyncio.wait_for(post.courier.run(), 5)
    assert await post.waiting() == 1


async def test_quiet_hours_hold_what_nobody_asked_for(post: Post) -> None:
    """It is eleven at night in Amsterdam; what was asked for goes out, the rest waits for eight in the morning."""
    await post.put(say("nudge", unprompted=True), say("answer"))
    assert await post.send() == ["say:answer:0"]
    post.now += timedelta(hours=8, minutes=59)
    assert await post.send() == []
    post.now += timedelta(minutes=1)
    assert await post.send() == ["say:nudge:0"]


async def test_a_direct_chat_is_made_when_first_needed(post: Post) -> None:
    first = Say("one", (text("help.title"),), "question", {"about": "item"}, to="@karin:x")
    await post.put(first, Say("two", (text("help.title"),), "question", {"about": "item"}, to="@karin:x"))
    assert await post.send() == ["say:one:0", "say:two:0"]
    assert {lane for lane, _, _ in post.sender.accepted} == {"!direct-@karin:x"}


async def test_removing_a_message_removes_every_revision_and_what_waits(post: Post) -> None:
    await post.put(say("one"))
    await post.send()
    await post.put(Edit("one", (text("help.answer"),)))
    await post.send()
    await post.put(Edit("one", (text("help.title"),)), Retract("one"))
    assert await post.send() == ["retract:one:0"]
    assert len(post.sender.parcels[-1].events) == 2


async def test_on_stopping_what_is_under_way_may_finish(post: Post) -> None:
    await post.put(say("one"), say("two"))
    running = asyncio.create_task(post.courier.run())
    await post.sender.begun.wait()
    await post.courier.stop(within=5)
    await asyncio.wait_for(running, 5)
    assert [what for _, what, _ in post.sender.accepted] == ["say:one:0"]
    assert await post.waiting() == 1
