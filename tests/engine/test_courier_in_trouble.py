"""The courier in trouble: patience with a homeserver that fails, nothing sent twice, nothing lost."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from copbot.core.failures import TokenDead
from copbot.core.text import text
from copbot.core.wishes import Edit, React
from copbot.engine.ports import StoreFailed, Undeliverable, Unmakeable, Unsent, Work
from tests import databases
from tests.engine.post import Post, say


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with databases.database(tmp_path / "copbot.db") as database:
        yield Post(database)


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


@pytest.mark.parametrize("trouble", [Unsent("500"), Unsent("M_LIMIT_EXCEEDED", 30.0)])
async def test_a_clock_put_back_does_not_make_it_rest_for_a_day(post: Post, trouble: Exception) -> None:
    await post.put(say("one"))
    post.sender.trouble = [trouble]
    await post.send()
    post.now -= timedelta(days=1)
    post.sender.found = None
    assert await post.send() == ["say:one:0"]


async def test_after_a_clock_put_back_it_looks_first(post: Post) -> None:
    """Nobody knows how long ago the row was tried: the homeserver may have forgotten it."""
    await post.put(say("one"))
    post.sender.after_accepting = [Unsent("reset")]
    await post.send()
    post.now -= timedelta(days=1)
    post.sender.found = "$there-already"
    before = len(post.sender.parcels)
    assert await post.send() == []
    assert len(post.sender.parcels) == before
    assert await post.waiting() == 0


async def test_a_fault_that_is_not_in_the_message_loses_nothing(post: Post) -> None:
    await post.put(say("one"), say("two"), say("other", room="!b"))
    post.sender.trouble = [KeyError("an odd answer of the homeserver")]
    assert await post.send() == ["say:other:0"]
    post.now += timedelta(seconds=2)
    assert await post.send() == ["say:one:0", "say:two:0"]


async def test_a_database_in_trouble_does_not_end_it(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copbot.engine.courier.FIRST_WAIT", 0.01)
    work, failed = post.desk.work, asyncio.Event()

    async def fails_once(unit: Callable[[Work], object]) -> object:
        if not failed.is_set():
            failed.set()
            raise StoreFailed("SQLITE_FULL")
        return await work(unit)

    monkeypatch.setattr(post.desk, "work", fails_once)
    running = asyncio.create_task(post.courier.run())
    await asyncio.wait_for(failed.wait(), 5)
    await post.put(say("one"))
    post.courier.wake.set()
    await asyncio.wait_for(post.sender.begun.wait(), 5)
    await post.courier.stop(within=5)
    await asyncio.wait_for(running, 5)
    assert [what for _, what, _ in post.sender.accepted] == ["say:one:0"]


async def test_on_stopping_what_is_under_way_may_finish(post: Post) -> None:
    await post.put(say("one"), say("two"))
    running = asyncio.create_task(post.courier.run())
    await post.sender.begun.wait()
    await post.courier.stop(within=5)
    await asyncio.wait_for(running, 5)
    assert [what for _, what, _ in post.sender.accepted] == ["say:one:0"]
    assert await post.waiting() == 1


async def test_a_dead_token_while_it_stops_is_nothing_for_asyncio_to_tell(post: Post) -> None:
    """The last line of the log says why copbot ended, and how to go on."""
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    await post.put(say("one"))
    post.sender.trouble = [TokenDead()]
    await post.courier.start_waiting()
    await post.courier.stop(within=5)
    post.courier._busy.clear()
    gc.collect()
    await asyncio.sleep(0)
    assert told == []


async def test_what_is_taken_while_it_stops_may_finish_too(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine takes what goes next in a commit of its own, and may be in the middle of that."""
    await post.put(say("one"))
    work, begun, go = post.desk.work, asyncio.Event(), asyncio.Event()

    async def slow(unit: Callable[[Work], object]) -> object:
        begun.set()
        await go.wait()
        return await work(unit)

    monkeypatch.setattr(post.desk, "work", slow)
    engine = asyncio.create_task(post.courier.along(lambda _: None))
    await begun.wait()
    stopping = asyncio.create_task(post.courier.stop(within=5))
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(engine, stopping)
    assert [what for _, what, _ in post.sender.accepted] == ["say:one:0"]
    assert await post.waiting() == 0
