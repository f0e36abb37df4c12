"""When the weekly digest comes: once a week, at the room's own time, through restarts, delays and changes of the clock."""

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copbot.core.facts import Departed
from copbot.digests.weekly import SPREAD, share
from copbot.store.database import statements, steps
from tests.dialogs.digests import WEDNESDAY, digests, monday, off, until
from tests.dialogs.stage import ME, ROOM, Stage, stage


async def something(s: Stage, words: str = "vervoer") -> None:
    """Something happens in the room, a little later."""
    s.time += timedelta(seconds=1)
    await s.says("Karin", f"!kanniet {words}")


async def test_it_comes_at_its_time_and_once(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        due = datetime(2026, 11, 30, 11, 30, tzinfo=UTC) + share(ROOM)
        assert await until(s, due - timedelta(seconds=1)) == []
        assert len(await until(s, due)) == 1
        await something(s, "zwemmen")
        assert await until(s, due + timedelta(days=7, seconds=-1)) == []
        assert len(await until(s, due + timedelta(days=7))) == 1


async def test_a_restart_over_its_time_neither_loses_nor_doubles_it(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        await off(s, monday(30, hour=15))
    async with stage(tmp_path, before=s) as after:
        assert len(digests(await after.waits(seconds=1))) == 1
    async with stage(tmp_path, before=after) as again:
        assert digests(await again.waits(hours=1)) == []


async def test_ended_between_deciding_and_sending_it_is_sent_once(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        s.time = monday(30)
        await s.ticking.tick()
        while await s.engine.handle():
            pass
    async with stage(tmp_path, before=s) as after:
        assert len(digests(await after.waits(minutes=1))) == 1
        assert digests(await after.waits(days=1)) == []


@pytest.mark.parametrize(
    ("down", "at_once"),
    [
        (timedelta(hours=2), 1),
        (timedelta(days=2), 1),
        (timedelta(days=4), 0),
        (timedelta(days=8), 1),  # the Monday before yesterday's is told with it
        (timedelta(days=12), 0),
    ],
)
async def test_down_over_its_time(tmp_path: Path, down: timedelta, at_once: int) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        await off(s, monday(30, hour=12) + down)
    async with stage(tmp_path, before=s) as after:
        assert len(digests(await after.waits(seconds=1))) == at_once
        later = digests(await after.waits(days=7))
        assert len(later) == 1 - at_once, "nothing is lost: the next one tells it"
        for digest in later:
            assert "vervoer" in digest.body


@pytest.mark.parametrize(
    ("before", "sunday"),
    [
        (datetime(2026, 3, 25, 9, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 21, 9, 0, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
async def test_when_the_clocks_change_it_comes_once(
    tmp_path: Path, before: datetime, sunday: datetime
) -> None:
    """At half past two in the night, which is not there in spring and comes twice in autumn."""
    async with stage(tmp_path, clock=before) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!stil uit")
        await s.says("Karin", "!weekbericht zondag 02:30")
        await something(s)
        late = share(ROOM)
        assert await until(s, sunday + late - timedelta(seconds=1)) == []
        assert len(await until(s, sunday + late)) == 1
        await something(s, "zwemmen")
        assert await until(s, sunday + timedelta(days=6)) == []
        (following,) = await until(s, sunday + timedelta(days=8))
        assert following.data["to"][11:16] in ("02:30", "02:31", "02:32", "02:33", "02:34")


@pytest.mark.parametrize(
    "jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)]
)
async def test_a_jump_of_the_clock_doubles_nothing(tmp_path: Path, jump: timedelta) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        found = await until(s, monday(30))
        await something(s, "zwemmen")
        s.time += jump
        found += digests(await s.waits(days=3))
        assert len(found) == 1
        found += await until(s, monday(7, 12))
        assert len(found) == 2
        assert "zwemmen" in found[1].body


async def test_a_new_time_counts_from_now_on(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        await s.says("Karin", "!weekbericht vrijdag 16:00")
        assert len(await until(s, datetime(2026, 11, 27, 15, 10, tzinfo=UTC))) == 1
        await something(s, "zwemmen")
        assert await until(s, monday(30)) == []


async def test_another_time_zone_moves_it(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        await s.says("Karin", "!tijdzone New York")
        assert await until(s, monday(30, hour=17, minute=20)) == []
        assert len(await until(s, monday(30, hour=17, minute=40))) == 1


async def test_an_alarm_of_an_earlier_choice_rings_in_vain(tmp_path: Path) -> None:
    """It is already under way when the room chooses another time."""
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        s.time = monday(30)
        await s.ticking.tick()
        known = await s.desk.work(lambda work: work.room(ROOM))
        assert known is not None
        moved = dataclasses.replace(known, settings=dataclasses.replace(known.settings, digest="sun 10:00"))
        await s.desk.work(lambda work: work.save(moved, s.time))
        assert digests(await s.settle()) == []
        assert len(await until(s, datetime(2026, 12, 6, 9, 10, tzinfo=UTC))) == 1


async def test_switched_off_none_comes(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        await s.says("Karin", "!weekbericht uit")
        assert digests(await s.waits(days=15)) == []
        await s.says("Karin", "!weekbericht maandag 12:30")
        assert len(digests(await s.waits(days=7))) == 1


async def test_none_comes_where_the_notice_was_not_accepted_or_copbot_left(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Els", room="!nog-niet:localhost", accepted=False)
        await s.room("Karin", "Ahmed")
        await something(s)
        await s.happens(Departed(ROOM, ME, "left:1", s.time))
        assert await s.waits(days=15) == []
        assert await s.desk.work(lambda work: work.reader(ROOM).told()) is None


async def test_it_does_not_break_into_a_live_round(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        await until(s, monday(30, minute=29))
        await s.says("Karin", "!ronde allen lang Hoe zit je erbij?")
        assert digests(await s.waits(minutes=8)) == []
        await s.says("Karin", "!einde")
        assert len(digests(await s.waits(minutes=10))) == 1
        assert digests(await s.waits(days=3)) == []


async def test_what_people_ask_goes_first_and_the_digest_behind_answers(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s)
        s.time = monday(30)
        await s.ticking.tick()
        heard = await s.says("Ahmed", "!steun")
        assert [message.kind for message in heard] == ["reply", "digest"]


async def test_rooms_from_before_digests_get_theirs(tmp_path: Path) -> None:
    """The schema's step to digests sets an alarm that is due at once, which sets the real one."""
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await something(s, "iets van lang geleden")
        s.time += timedelta(days=40)
        await something(s)
        await s.database.write(lambda sql: sql.execute("DELETE FROM alarms"))
        await s.database.write(lambda sql: [sql.execute(statement) for statement in _upgrade()])
        assert digests(await s.waits(seconds=1)) == []
        (digest,) = digests(await s.waits(days=7))
        assert "vervoer" in digest.body
        assert "is nieuw en zit vast: iets van lang geleden" not in digest.body, (
            "a week, not all that ever was"
        )


def _upgrade() -> list[str]:
    (script,) = [script for _, script in steps() if "CREATE TABLE digests" in script]
    return [one for one in statements(script) if "INTO alarms" in one]


async def test_a_thousand_rooms_at_the_same_time_are_ready_in_seconds_and_spread_over_minutes(
    tmp_path: Path,
) -> None:
    """How long it takes is measured elsewhere; here: each room gets one, none before its share of the minutes has passed."""
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        rooms = [await s.room("Karin", "Ahmed", room=f"!kring{number}:localhost") for number in range(40)]
        for room in rooms:
            await s.says("Karin", "!kanniet vervoer", room=room)
        start = datetime(2026, 11, 30, 11, 30, tzinfo=UTC)
        found: dict[str, datetime] = {}
        for second in range(0, SPREAD + 10, 10):
            for digest in await until(s, start + timedelta(seconds=second)):
                assert digest.room not in found
                found[digest.room] = s.time
        assert set(found) == set(rooms)
        assert len(set(found.values())) > 15
