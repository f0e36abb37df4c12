"""Quiet hours: inside or outside, over midnight, and over both changes of daylight saving."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from copbot.core.quiet import FOREVER, free_from, quiet_until, span

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def until(local: str, hours: str) -> str | None:
    now = datetime.fromisoformat(local).replace(tzinfo=AMSTERDAM)
    found = quiet_until(now.astimezone(UTC), AMSTERDAM, hours)
    return None if found is None else found.astimezone(AMSTERDAM).isoformat()


@pytest.mark.parametrize(
    ("local", "hours", "end"),
    [
        ("2026-11-24 20:59", "21:00-08:00", None),
        ("2026-11-24 21:00", "21:00-08:00", "2026-11-25T08:00:00+01:00"),
        ("2026-11-25 00:00", "21:00-08:00", "2026-11-25T08:00:00+01:00"),
        ("2026-11-25 07:59", "21:00-08:00", "2026-11-25T08:00:00+01:00"),
        ("2026-11-25 08:00", "21:00-08:00", None),
        ("2026-11-25 13:00", "12:00-14:00", "2026-11-25T14:00:00+01:00"),
        ("2026-11-25 14:00", "12:00-14:00", None),
        ("2026-11-25 03:00", "00:00-00:00", None),
        ("2026-11-25 03:00", "nonsense", None),
        ("2026-10-24 23:00", "21:00-08:00", "2026-10-25T08:00:00+01:00"),
        ("2027-03-27 23:00", "21:00-08:00", "2027-03-28T08:00:00+02:00"),
        ("2026-10-25 01:00", "22:00-02:30", "2026-10-25T02:30:00+02:00"),
        ("2027-03-28 01:00", "22:00-02:30", "2027-03-28T03:00:00+02:00"),
    ],
)
def test_when_the_quiet_hours_end(local: str, hours: str, end: str | None) -> None:
    assert until(local, hours) == end


@pytest.mark.parametrize("text", ["21:00-08:00", " 21.00 – 8.00 ", "9:05-17:30"])
def test_hours_as_people_write_them(text: str) -> None:
    assert span(text) is not None


@pytest.mark.parametrize("text", ["24:00-08:00", "21:60-08:00", "21-8", "", "21:00"])
def test_what_is_no_span(text: str) -> None:
    assert span(text) is None


ZONES = [
    "Europe/Amsterdam",
    "Europe/Lisbon",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
]
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 9, 6, 4, tzinfo=UTC),
]
around = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-2 * 1440, 2 * 1440),
)
clocks = st.builds(
    lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 23), st.sampled_from([0, 15, 30])
)


def is_quiet(at: datetime, zone: ZoneInfo, hours: str) -> bool:
    """The same, said by what a clock on the wall shows."""
    begin, end = hours.split("-")
    shows = at.astimezone(zone).strftime("%H:%M")
    return begin <= shows < end if begin < end else begin != end and (shows >= begin or shows < end)


@given(around, st.sampled_from(ZONES), clocks, clocks)
@example(datetime(2026, 10, 25, 0, 45, tzinfo=UTC), "Europe/Amsterdam", "21:00", "08:00")
@example(datetime(2026, 10, 25, 1, 15, tzinfo=UTC), "Europe/Amsterdam", "22:00", "02:30")
@example(datetime(2027, 3, 28, 0, 15, tzinfo=UTC), "Europe/Amsterdam", "22:00", "02:30")
def test_quiet_hours_hold_over_every_change_of_daylight_saving(
    now: datetime, name: str, begin: str, end: str
) -> None:
    """Held exactly when the clock shows a quiet time, until one at which it does not, and never for more than a day."""
    zone, hours = ZoneInfo(name), f"{begin}-{end}"
    over = quiet_until(now, zone, hours)
    assert (over is not None) == is_quiet(now, zone, hours)
    if over is not None:
        assert now < over <= now + timedelta(hours=26)
        assert not is_quiet(over, zone, hours)


@given(around, st.integers(0, 1440), st.sampled_from(ZONES))
def test_the_whole_night_is_quiet(now: datetime, later: int, name: str) -> None:
    """Whoever is held, is held for the rest of the night: no moment before the end is free."""
    zone, hours = ZoneInfo(name), "21:00-08:00"
    over = quiet_until(now, zone, hours)
    between = now + timedelta(minutes=later)
    if over is not None and between < over:
        assert is_quiet(between, zone, hours)
        assert quiet_until(between, zone, hours) == over


@given(around, st.none() | around | st.just(FOREVER), st.sampled_from(ZONES))
def test_free_is_neither_quiet_nor_away(now: datetime, away: datetime | None, name: str) -> None:
    """It is the first moment that may be used, never an earlier one."""
    zone = ZoneInfo(name)
    free = free_from(now, zone, "21:00-08:00", away)
    assert free >= now
    assert away is None or free >= away
    assert free == FOREVER or not is_quiet(free, zone, "21:00-08:00")
