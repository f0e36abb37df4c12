"""When a reminder comes: once for everything that was due, however the clock went meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.core.recurrence import between
from copbot.reminders.records import Reminder, Standing
from copbot.reminders.schedule import (
    awake,
    cancelled,
    fall_due,
    moment,
    moved,
    on_the_wall,
    snoozed,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Pacific/Apia",
)
RULES = (
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=TU,SA",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;COUNT=4",
)


def reminder(wall: datetime, rule: str | None = None, zone: str = "Europe/Amsterdam") -> Reminder:
    due = moment(wall, ZoneInfo(zone))
    return Reminder("!r", 1, "@karin:x", False, "taart", "$e", rule, wall, zone, wall, due)


@given(
    zone=st.sampled_from(ZONES),
    rule=st.sampled_from(RULES),
    minutes=st.integers(0, 24 * 60 - 1),
    jumps=st.lists(st.integers(-3 * 24 * 60, 9 * 24 * 60), min_size=1, max_size=12),
)
def test_whatever_the_clock_does_every_occurrence_is_told_for_once(
    zone: str, rule: str, minutes: int, jumps: list[int]
) -> None:
    """The clock jumps ahead and back as it likes; what was told for, in order, is what the rule says, without gaps."""
    place = ZoneInfo(zone)
    start = datetime(2026, 10, 20) + timedelta(minutes=minutes)  # noqa: DTZ001  # a wall time
    kept, now, told = reminder(start, rule, zone), moment(start, place), []
    for jump in jumps:
        now += timedelta(minutes=jump)
        if kept.standing is not Standing.WAITING or kept.due > now:
            continue
        fallen = fall_due(kept, now)
        told.append((fallen.due, fallen.count))
        kept = fallen.after
        assert kept.standing is Standing.TOLD or kept.due > now
    first = moment(start, place)
    reached = first + timedelta(days=400)
    every = [first, *(at.astimezone(UTC) for at in between(rule, start, first, reached, place))]
    expected = iter(every)
    for due, count in told:
        passed = [next(expected) for _ in range(count)]
        assert passed[0] == due
    if kept.standing is Standing.WAITING:
        assert next(expected) == kept.due


def test_once_is_once() -> None:
    kept = reminder(on_the_wall(NOW, ZoneInfo("Europe/Amsterdam")))
    fallen = fall_due(kept, NOW + timedelta(days=8))
    assert (fallen.due, fallen.count, fallen.after.standing) == (NOW, 1, Standing.TOLD)
    assert fallen.after.ended == NOW + timedelta(days=8)


def test_a_told_one_that_is_to_come_again_has_not_ended() -> None:
    kept = snoozed(reminder(on_the_wall(NOW, ZoneInfo("Europe/Amsterdam"))), NOW)
    assert kept.again == NOW + timedelta(hours=1)
    assert snoozed(kept, NOW + timedelta(minutes=20)) == kept
    over = fall_due(kept, NOW).after
    assert (over.standing, over.ended) == (Standing.TOLD, None)
    assert awake(over, NOW).ended == NOW
    assert snoozed(awake(over, NOW), NOW).ended is None


def test_cancelled_is_what_was_not_told_yet() -> None:
    waiting = reminder(on_the_wall(NOW, ZoneInfo("Europe/Amsterdam")))
    assert cancelled(waiting, NOW).standing is Standing.CANCELLED
    assert cancelled(fall_due(waiting, NOW).after, NOW).standing is Standing.TOLD


@pytest.mark.parametrize(
    ("wall", "due"),
    [("2027-03-28T02:30", "2027-03-28T01:30"), ("2026-10-25T02:30", "2026-10-25T00:30")],
    ids=["the gap", "the fold"],
)
def test_a_wall_time_is_one_moment_on_every_date(wall: str, due: str) -> None:
    at = moment(datetime.fromisoformat(wall), ZoneInfo("Europe/Amsterdam"))
    assert at == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_in_another_zone_an_hour_from_now_stays_that() -> None:
    """Such a time has seconds; a wall time has none."""
    amsterdam, london = ZoneInfo("Europe/Amsterdam"), ZoneInfo("Europe/London")
    soon = NOW + timedelta(hours=1, seconds=31)
    assert moved(reminder(on_the_wall(soon, amsterdam)), london, NOW).due == soon
    noon = reminder(on_the_wall(NOW + timedelta(hours=1), amsterdam))
    assert moved(noon, london, NOW).due == NOW + timedelta(hours=2)
