"""Rituals over days: until when a phase lasts, and when who has not answered is asked again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from copbot.core.quiet import quiet_until
from copbot.rituals.over_days import APART, IN_TIME, deadline, nudges

HERE = ZoneInfo("Europe/Amsterdam")
QUIET = "21:00-08:00"
ZONES = ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
TIMES = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HERE)


def test_a_phase_ends_at_the_same_time_of_day() -> None:
    assert deadline(local(2026, 11, 24, 16), 2, HERE, QUIET) == local(2026, 11, 26, 16)


def test_a_weekend_counts_like_other_days() -> None:
    assert deadline(local(2026, 11, 27, 16), 3, HERE, QUIET) == local(2026, 11, 30, 16)


def test_days_are_days_of_the_clock_on_the_wall_when_summer_ends_and_begins() -> None:
    assert deadline(local(2026, 10, 24, 16), 2, HERE, QUIET) == local(2026, 10, 26, 16)
    assert deadline(local(2027, 3, 27, 16), 2, HERE, QUIET) == local(2027, 3, 29, 16)


def test_a_time_that_the_clock_skips_is_the_one_it_jumps_to() -> None:
    assert deadline(local(2027, 3, 27, 2, 30), 1, HERE, "00:00-00:00") == local(2027, 3, 28, 3, 30)


def test_a_time_that_comes_twice_is_the_first() -> None:
    due = deadline(local(2026, 10, 24, 2, 30), 1, HERE, "00:00-00:00")
    assert due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_what_would_end_in_the_night_ends_in_the_morning() -> None:
    assert deadline(local(2026, 11, 24, 22, 30), 1, HERE, QUIET) == local(2026, 11, 26, 8)
    assert deadline(local(2026, 11, 24, 21), 1.25, HERE, QUIET) == local(2026, 11, 26, 8)


def test_asked_again_halfway_and_on_the_last_day() -> None:
    begun, due = local(2026, 11, 23, 12), local(2026, 11, 27, 17)
    assert nudges(begun, due, HERE, QUIET) == (local(2026, 11, 25, 14, 30), local(2026, 11, 26, 17))


def test_in_two_days_only_once() -> None:
    begun = local(2026, 11, 23, 12)
    assert nudges(begun, local(2026, 11, 25, 12), HERE, QUIET) == (local(2026, 11, 24, 12),)


def test_within_a_day_once_and_never_in_the_night() -> None:
    begun = local(2026, 11, 23, 12)
    assert nudges(begun, local(2026, 11, 24, 12), HERE, QUIET) == (local(2026, 11, 24, 8),)


def test_hours_are_too_short_for_it() -> None:
    begun = local(2026, 11, 23, 12)
    assert nudges(begun, begun + timedelta(hours=3), HERE, QUIET) == ()


@given(TIMES, st.floats(0.2, 30), st.sampled_from(ZONES))
def test_whenever_it_begins(begun: datetime, days: float, name: str) -> None:
    zone = ZoneInfo(name)
    due = deadline(begun, days, zone, QUIET)
    assert quiet_until(due, zone, QUIET) is None
    assert timedelta(days=days) - timedelta(hours=2) <= due - begun <= timedelta(days=days, hours=13)
    times = nudges(begun, due, zone, QUIET)
    assert len(times) <= 2
    assert all(begun < at <= due - IN_TIME for at in times)
    assert all(quiet_until(at, zone, QUIET) is None for at in times)
    assert all(later - sooner >= APART for sooner, later in pairwise(times))
