"""What nobody waits for keeps out of the way of who does, and is never forgotten."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.core.records import Settings
from copbot.engine.outgoing import Outgoing
from copbot.engine.pace import ABOUT, BEHIND, BESIDE_PEOPLE, LONGEST_HUSH, Pace
from tests import databases
from tests.engine.post import START, Post, say

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LITTLE = timedelta(milliseconds=40)


def pace(*, answered: bool = False) -> Pace:
    made = Pace()
    made.more = True
    if answered:
        made.began(NOW, waited_for=True)
    return made


def test_as_long_as_nobody_is_about_several_go_at_once() -> None:
    assert pace().room(NOW, waited_for=False) == BEHIND
    assert pace(answered=True).room(NOW + ABOUT, waited_for=False) == BEHIND


def test_after_an_answer_one_goes_at_a_time_and_each_is_followed_by_a_pause_as_long_as_it_took() -> None:
    found = pace(answered=True)
    assert found.room(NOW, waited_for=False) == BESIDE_PEOPLE
    found.ended(NOW, NOW + LITTLE, waited_for=False)
    assert found.room(NOW + LITTLE, waited_for=False) == 0
    assert found.left(NOW + LITTLE, waited_for=False) == LITTLE.total_seconds()
    assert found.room(NOW + 2 * LITTLE, waited_for=False) == BESIDE_PEOPLE


def test_who_goes_on_at_once_after_an_answer_meets_nothing_of_it() -> None:
    found = pace(answered=True)
    found.ended(NOW, NOW + LITTLE, waited_for=True)
    found.ended(NOW, NOW + LITTLE, waited_for=False)
    assert found.room(NOW + 4 * LITTLE, waited_for=False) == 0
    assert found.room(NOW + 5 * LITTLE, waited_for=False) == BESIDE_PEOPLE
    found.ended(NOW, NOW + 100 * LITTLE, waited_for=True)
    assert found.left(NOW + 100 * LITTLE, waited_for=False) == 1.0


def test_while_somebody_waits_nothing_goes_but_one_after_a_while() -> None:
    found = pace()
    assert found.room(NOW, waited_for=True) == 0
    assert found.left(NOW, waited_for=True) == LONGEST_HUSH.total_seconds()
    assert found.room(NOW + LONGEST_HUSH - LITTLE, waited_for=True) == 0
    assert found.room(NOW + LONGEST_HUSH, waited_for=True) == BESIDE_PEOPLE
    found.began(NOW + LONGEST_HUSH, waited_for=False)
    assert found.room(NOW + LONGEST_HUSH + LITTLE, waited_for=True) == 0


def test_a_hush_of_long_ago_does_not_count() -> None:
    found = pace()
    found.room(NOW, waited_for=True)
    found.more = False
    found.room(NOW + LONGEST_HUSH, waited_for=True)
    found.more = True
    assert found.room(NOW + LONGEST_HUSH + LITTLE, waited_for=True) == 0


def test_a_clock_put_back_ends_every_pause() -> None:
    found = pace(answered=True)
    found.ended(NOW, NOW + LITTLE, waited_for=False)
    found.room(NOW, waited_for=True)
    earlier = NOW - timedelta(hours=1)
    assert found.room(earlier, waited_for=False) == BEHIND
    assert found.room(earlier, waited_for=True) == BESIDE_PEOPLE
    assert found.left(earlier, waited_for=False) == found.left(earlier, waited_for=True) == 0.0


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 3_000)), max_size=200))
def test_something_goes_every_few_seconds_however_people_speak(moments: list[tuple[bool, int]]) -> None:
    found, now, last = pace(), NOW, NOW
    for waited_for, milliseconds in moments:
        now += timedelta(milliseconds=milliseconds)
        if waited_for:
            found.began(now, waited_for=True)
        if found.room(now, waited_for=waited_for):
            found.began(now, waited_for=False)
            found.ended(now, now + LITTLE, waited_for=False)
            last = now
        # Three seconds may lie between two moments, and the first of a hush begins it.
        assert now - last <= LONGEST_HUSH + timedelta(seconds=6)


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with databases.database(tmp_path / "copbot.db") as database:
        made = Post(database)
        made.now = START.replace(hour=12)
        for number in range(40):
            await made.put(say(f"nudge-{number}", room=f"!{number:02d}", unprompted=True))
        yield made


async def test_nothing_of_it_begins_between_a_question_and_its_answer(post: Post) -> None:
    spoken = False
    post.courier.spoken = lambda: spoken
    for number in range(10):
        spoken = True
        assert await post.courier.start_waiting() == 0, "what they said is not handled yet"
        await post.put(say(f"answer-{number}", room="!z"))
        assert await post.courier.start_waiting() == 1
        spoken = False
        assert await post.courier.start_waiting() == 0, "the answer is on its way"
        assert len(post.courier._busy) == 1
        await post.courier.answering()
        assert await post.courier.start_waiting() == 1, "nobody waits any more"
        assert len(post.courier._behind) == 1
        await asyncio.gather(*post.courier._busy.values())


async def test_who_only_talks_among_people_does_not_keep_it_waiting(post: Post) -> None:
    """What they said leads to no answer: when it is handled the courier is woken."""
    post.courier.spoken = lambda: True
    assert await post.courier.start_waiting() == 0
    post.courier.wake.clear()
    post.courier.spoken = lambda: False
    post.courier.calmed()
    assert post.courier.wake.is_set()


async def test_nobody_is_woken_where_nothing_waits(post: Post) -> None:
    assert len(await post.send()) == 40
    post.courier.wake.clear()
    post.courier.calmed()
    assert not post.courier.wake.is_set()


async def test_what_comes_within_the_pause_behind_an_answer_goes_when_that_is_over(tmp_path: Path) -> None:
    """Nobody spoke meanwhile, and nothing is under way: only the courier itself can see the end of the pause."""
    async with databases.database(tmp_path / "copbot.db") as database:
        post = Post(database)
        await post.put(say("answer"))
        await post.courier.start_waiting()
        await asyncio.sleep(0)  # it is under way
        post.now += LITTLE  # so long the homeserver takes
        await post.send()
        post.courier.wake.clear()

        def rings(work: object) -> None:
            nudge = say("nudge", unprompted=True, timely=True)
            Outgoing(work, post.lots, post.now, Settings()).carry_out([nudge])  # type: ignore[arg-type]

        await post.courier.along(rings)
        assert not post.courier._busy, "whoever was answered may ask again"
        assert post.courier.wake.is_set()
        pause = post.courier._idle()
        assert pause == 4 * LITTLE.total_seconds()
        post.now += timedelta(seconds=pause)
        assert post.courier._idle() == 0.01, "it may end between two looks"
        assert await post.courier.start_waiting() == 1
        assert post.courier._idle() == 60.0, "what is under way wakes by itself"
