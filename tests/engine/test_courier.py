"""The courier: order within a room, what goes first, and removing what was or will be sent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from copbot.core.text import Said, text
from copbot.core.wishes import Edit, Retract, Say, Unquote
from copbot.engine.ports import MOMENTS, Unsent, Work
from tests import databases
from tests.engine.post import START, Post, say

T = TypeVar("T")


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with databases.database(tmp_path / "copbot.db") as database:
        yield Post(database)


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


async def test_an_edit_that_arrives_after_the_removal_is_removed_too(post: Post) -> None:
    """It was under way, and nobody knew whether it had arrived."""
    await post.put(say("one"))
    await post.send()
    await post.put(Edit("one", (text("help.answer"),)))
    post.sender.after_accepting = [Unsent("reset")]
    await post.send()
    await post.put(Retract("one"))
    post.now += timedelta(minutes=5)
    assert await post.send() == ["retract:one:0", "retract:one:0"]
    removals = [parcel.events for parcel in post.sender.parcels if parcel.act == "retract"]
    edit = next(parcel for parcel in post.sender.parcels if parcel.act == "edit")
    assert removals[1] == (f"$event-{edit.txn}",)
    assert removals[0] != removals[1]
    assert await post.waiting() == 0


async def test_a_message_that_arrives_after_the_removal_is_removed_too(post: Post) -> None:
    await post.put(say("one"))
    post.sender.after_accepting = [Unsent("reset")]
    await post.send()
    await post.put(Retract("one"))
    post.now += timedelta(minutes=5)
    assert await post.send() == ["retract:one:0"]
    assert len(post.sender.parcels[-1].events) == 1


async def test_a_message_that_was_not_tried_yet_is_simply_not_sent(post: Post) -> None:
    await post.put(say("one", seeds=("✋",)), Edit("one", (text("help.answer"),)), Retract("one"))
    assert await post.send() == []
    assert await post.waiting() == 0


async def test_words_taken_away_before_sending_leave_the_answer_standing(post: Post) -> None:
    """Who asked hears something; only the words are gone from it."""
    quoting = text("help.title", said=Said("geheim", "$source"))
    await post.put(Say("one", (quoting,), "reply", {"command": "help", "ok": True}, room="!a"))
    await post.put(Unquote("$source"))
    assert await post.send() == ["say:one:0"]
    assert "geheim" not in str(post.sender.parcels[0].body)


async def test_what_nobody_asked_for_waits_behind_answers_of_other_rooms(post: Post) -> None:
    post.now = START.replace(hour=12)
    for number in range(40):
        await post.put(say(f"nudge-{number}", room=f"!{number:02d}", unprompted=True))
    await post.put(say("answer", room="!z"))
    sent = await post.send()
    assert sent.index("say:answer:0") == 0
    assert len(sent) == 41


async def test_what_nobody_waits_for_goes_few_at_a_time_and_one_by_one_while_people_are_about(
    post: Post,
) -> None:
    """A homeserver that is busy with it answers people late."""
    post.now = START.replace(hour=12)
    for number in range(40):
        await post.put(say(f"nudge-{number}", room=f"!{number:02d}", unprompted=True))
    assert await post.courier.start_waiting() == 4
    await post.put(*[say(f"answer-{number}", room=f"!z{number}") for number in range(30)])
    await asyncio.gather(*post.courier._busy.values())
    assert await post.courier.start_waiting() == 24, "people go first"
    await asyncio.gather(*post.courier._busy.values())
    assert await post.courier.start_waiting() == 6 + 1
    assert len(await post.send()) == 70 - 28
    post.now += timedelta(seconds=6)
    await post.put(*[say(f"later-{number}", room=f"!{number:02d}", unprompted=True) for number in range(40)])
    assert await post.courier.start_waiting() == 4


async def test_waiting_for_answers_is_not_waiting_for_the_rest(post: Post) -> None:
    post.now = START.replace(hour=12)
    await post.put(say("nudge", room="!nudged", unprompted=True), say("answer"))
    assert await post.courier.start_waiting() == 2
    await post.courier.answering()
    assert post.courier._busy["!a"].done()
    assert post.courier._confirmed.keys() >= {"!a"}


async def test_a_reaction_to_a_held_message_waits_with_it(post: Post) -> None:
    await post.put(say("nudge", unprompted=True, seeds=("✅",)), Edit("nudge", (text("help.answer"),)))
    assert await post.send() == []
    post.now += timedelta(hours=9)
    assert await post.send() == ["say:nudge:0", "edit:nudge:1", "react:nudge:0"]
    assert post.sender.parcels[1].target is not None


class Slow:
    """The desk of a post that works only when it is let; who worked with it is noted."""

    def __init__(self, post: Post) -> None:
        self.commits: list[str] = []
        self.free = asyncio.Event()
        self._whole = post.desk.work
        post.desk.work = self.work  # type: ignore[method-assign]

    async def work(self, unit: Callable[[Work], T]) -> T:
        task = asyncio.current_task()
        assert task is not None
        self.commits.append(task.get_name())
        await self.free.wait()
        return await self._whole(unit)


async def begun(post: Post, commits: int) -> tuple[Slow, asyncio.Task[None], asyncio.Task[None]]:
    """A message was sent and confirmed while an engine makes the first of so many commits; the courier runs."""
    await post.put(say("one"))
    assert await post.courier.start_waiting() == 1
    slow = Slow(post)

    async def engine() -> None:
        for _ in range(commits):
            await post.courier.along(lambda _: None)

    working = asyncio.create_task(engine(), name="engine")
    await asyncio.sleep(0)
    await asyncio.gather(*post.courier._busy.values())
    sending = asyncio.create_task(post.courier.run(), name="courier")
    await asyncio.sleep(0.01)
    return slow, working, sending


async def test_while_the_engine_commits_what_was_confirmed_goes_along_with_its_next_commit(
    post: Post,
) -> None:
    """A commit of its own would only be one more that people wait for."""
    slow, working, sending = await begun(post, commits=2)
    slow.free.set()
    await working
    assert slow.commits[:2] == ["engine", "engine"]
    assert await post.waiting() == 0
    sending.cancel()


async def test_what_was_confirmed_during_the_engines_last_commit_is_marked_after_it(post: Post) -> None:
    slow, working, sending = await begun(post, commits=1)
    slow.free.set()
    await working
    for _ in range(100):
        if not await post.waiting():
            break
    assert slow.commits[:2] == ["engine", "courier"]
    assert await post.waiting() == 0
    sending.cancel()
