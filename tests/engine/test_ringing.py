"""What the clock says is handled straight from its table: behind what people say, in small steps, and once."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from copbot.core.facts import Posted
from copbot.core.wishes import Ring
from copbot.dialogue import reminder_ringing
from copbot.engine.engine import CLOCKS
from copbot.engine.ports import StoreFailed, Work
from copbot.engine.signs import Handled, Sign
from copbot.reminders.records import Reminder
from copbot.reminders.schedule import Fallen, fall_due
from tests.dialogs.stage import ROOM, Stage, stage, user

HOUR = timedelta(hours=1)


@pytest.fixture
async def on(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        yield s


async def alarms(s: Stage, count: int) -> None:
    def ring(work: Work) -> None:
        for number in range(count):
            work.ring(Ring(f"alarm-{number}", s.time, ROOM, "reminder", f"{number}"))

    await s.desk.work(ring)


async def batches(s: Stage) -> list[tuple[str, ...]]:
    """The kinds of facts in each batch, until nothing waits."""
    signs: list[Sign] = []
    s.engine._meter = signs.append
    while await s.engine.handle():
        pass
    return [sign.facts for sign in signs if isinstance(sign, Handled) and sign.facts]


async def said(s: Stage, count: int) -> None:
    facts = [Posted(ROOM, user("Els"), f"$said{n}", s.time, f"zomaar {n}") for n in range(count)]
    await s.wait(*facts)


async def test_nothing_rings_before_the_timer_says_so(on: Stage) -> None:
    await alarms(on, 1)
    assert await batches(on) == []
    await on.ticking.tick()
    assert await batches(on) == [("rang",)]


async def test_the_clock_comes_in_small_steps(on: Stage) -> None:
    await alarms(on, 2 * CLOCKS + 3)
    await on.ticking.tick()
    assert [len(facts) for facts in await batches(on)] == [CLOCKS, CLOCKS, 3]


async def test_people_go_first_and_a_flood_of_them_does_not_stop_the_clock(on: Stage) -> None:
    await alarms(on, CLOCKS)
    await on.ticking.tick()
    await said(on, 30)
    found = await batches(on)
    assert found[0] == (*("posted",) * 20, "rang")
    assert found[1] == (*("posted",) * 10, "rang")
    assert sum(facts.count("rang") for facts in found) == CLOCKS


async def test_what_somebody_cancels_in_the_same_batch_does_not_ring(on: Stage) -> None:
    await on.says("Els", "!herinner morgen 9:00 taart")
    on.time += timedelta(hours=20)
    await on.ticking.tick()
    await on.wait(Posted(ROOM, user("Els"), "$cancel", on.time, "!herinneringen annuleer 1"))
    assert await batches(on) == [("posted",)]
    assert await on.desk.read(lambda work: work.due(on.time, 10)) == ()


async def test_a_clock_that_is_put_back_takes_along_what_had_not_rung(on: Stage) -> None:
    await alarms(on, 1)
    await on.ticking.tick()
    on.time -= HOUR
    assert await batches(on) == []
    on.time += HOUR
    assert await batches(on) == [("rang",)]


async def test_what_could_not_be_committed_rings_again(on: Stage) -> None:
    await alarms(on, 3)
    await on.ticking.tick()
    commit = on.engine._commit

    async def full(unit: object) -> object:
        def fails(work: object) -> None:
            unit(work)  # type: ignore[operator]
            raise StoreFailed("SQLITE_FULL")

        return await commit(fails)

    on.engine._commit = full  # type: ignore[assignment]
    with pytest.raises(StoreFailed):
        await on.engine.handle()
    on.engine._commit = commit
    assert await batches(on) == [("rang",) * 3]


async def test_one_that_goes_wrong_does_not_ring_for_ever_nor_stop_the_others(
    on: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for what in ("taart", "fiets"):
        await on.says("Els", f"!herinner morgen 9:00 {what}")

    def broken(reminder: Reminder, now: datetime) -> Fallen:
        if reminder.number == 1:
            raise RuntimeError("a fault of ours")
        return fall_due(reminder, now)

    monkeypatch.setattr(reminder_ringing, "fall_due", broken)
    on.time += timedelta(hours=20)
    await on.ticking.tick()
    (came,) = await on.settle()
    assert "fiets" in came.body
    assert await on.desk.read(lambda work: work.due(on.time, 10)) == ()
