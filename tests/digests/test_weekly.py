"""When a digest comes: one moment a week in local time, through both changes, and rooms spread over a few minutes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.digests.weekly import DAYS, SPREAD, Weekly, following, latest, share, weekly

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "UTC",
)


@given(st.integers(0, 6), st.times(timezones=st.none()))
def test_a_setting_says_what_it_holds(day: int, clock: time) -> None:
    when = Weekly(day, clock.replace(second=0, microsecond=0))
    assert weekly(str(when)) == when


@pytest.mark.parametrize(
    "wrong", ["", "mon", "mon 25:00", "monday 12:30", "12:30", "mon 9:00", "mon 12:30:00"]
)
def test_nothing_else_is_a_setting(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        weekly(wrong)


def test_off_is_no_time() -> None:
    assert weekly("off") is None


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", [time(0, 0), time(2, 30), time(12, 30), time(23, 59)])
def test_there_is_one_moment_a_week_whatever_the_clocks_do(zone: str, clock: time) -> None:
    """Ten years, every weekday: the next one is always the next date of that weekday, and the last one is the last."""
    for day in range(len(DAYS)):
        when = Weekly(day, clock)
        at = following(when, datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo(zone))
        for _ in range(52 * 10):
            after = following(when, at, ZoneInfo(zone))
            days = after.astimezone(ZoneInfo(zone)).date() - at.astimezone(ZoneInfo(zone)).date()
            assert days == timedelta(days=7)
            assert latest(when, after, ZoneInfo(zone)) == after
            assert latest(when, after - timedelta(seconds=1), ZoneInfo(zone)) == at
            at = after


def test_in_a_gap_it_is_shifted_and_in_a_fold_it_is_the_first() -> None:
    night = Weekly(6, time(2, 30))
    assert following(night, datetime(2026, 3, 28, tzinfo=UTC), AMSTERDAM) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert following(night, datetime(2026, 10, 24, tzinfo=UTC), AMSTERDAM) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_thousand_rooms_are_spread_evenly_and_always_alike() -> None:
    shares = [share(f"!room{number}:localhost") for number in range(1000)]
    assert shares == [share(f"!room{number}:localhost") for number in range(1000)]
    assert timedelta() <= min(shares) <= max(shares) < timedelta(seconds=SPREAD)
    for minute in range(SPREAD // 60):
        within = sum(timedelta(minutes=minute) <= one < timedelta(minutes=minute + 1) for one in shares)
        assert 140 < within < 260
