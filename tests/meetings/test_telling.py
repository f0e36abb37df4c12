"""When there is something to tell of a meeting: once, never in quiet hours, and never of what has begun as if it were to come."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.core.quiet import quiet_from, quiet_until
from copbot.meetings.telling import Habits, What, iso, kept_leads, leads, look, upcoming
from tests.meetings.test_occurrences import BIWEEKLY, change, meeting

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
QUIET = "21:00-08:00"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("24 1", (DAY, HOUR)),
        ("48 uur en 2 uur", (2 * DAY, 2 * HOUR)),
        ("30 min, 1 dag van tevoren", (DAY, HOUR / 2)),
        ("2 days and 90 minutes before", (2 * DAY, 1.5 * HOUR)),
        ("uit", ()),
        ("off", ()),
        ("24 24", (DAY,)),
        ("straks", None),
        ("1 2 3 4", None),
        ("4 min", None),
        ("15 dagen", None),
        ("", None),
        ("-1", None),
        ("1uurtje", None),
    ],
)
def test_how_long_before_as_people_write_it(words: str, found: tuple[timedelta, ...] | None) -> None:
    assert leads(words) == found
    if found is not None:
        assert leads(kept_leads(found)) == found


def test_as_machines_write_it() -> None:
    spans = (DAY, HOUR, 1.5 * HOUR, timedelta(minutes=5), timedelta())
    assert [iso(span) for span in spans] == ["PT24H", "PT1H", "PT1H30M", "PT5M", "PT0S"]


@given(minutes=st.integers(0, 366 * 24 * 60), quiet=st.sampled_from((QUIET, "13:00-15:00", "00:00-00:00")))
def test_quiet_hours_begin_before_they_end(minutes: int, quiet: str) -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    begun, over = quiet_from(at, AMSTERDAM, quiet), quiet_until(at, AMSTERDAM, quiet)
    assert (begun is None) is (over is None)
    if begun is not None and over is not None:
        assert begun <= at < over
        assert quiet_until(begun - timedelta(minutes=1), AMSTERDAM, quiet) is None
        assert over - begun <= timedelta(hours=12)


@given(
    clock=st.sampled_from(("07:00", "08:30", "19:30", "21:30")),
    rule=st.sampled_from((None, "FREQ=DAILY", "FREQ=WEEKLY", BIWEEKLY)),
    before=st.sets(st.sampled_from((15, 60, 600, 1440, 4000)), max_size=3),
    steps=st.lists(st.integers(1, 5000), min_size=1, max_size=40),
    moved=st.booleans(),
)
def test_whenever_one_looks_nothing_is_told_twice_or_at_night(
    clock: str, rule: str | None, before: set[int], steps: list[int], moved: bool
) -> None:
    """Looks come at any time: late, in the night, in the middle of it."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    series = replace(meeting(f"2026-12-01T{clock}", rule), told=now)
    changes = (change(f"2026-12-01T{clock}", f"2026-12-03T{clock}"),) if moved else ()
    habits = Habits(tuple(timedelta(minutes=one) for one in before), AMSTERDAM, QUIET)
    told: Counter[tuple[object, ...]] = Counter()
    missed: Counter[datetime] = Counter()
    for step in steps:
        now += timedelta(minutes=step)
        found = look(series, changes, habits, now)
        night = quiet_until(now, AMSTERDAM, QUIET) is not None
        assert not (night and (found.thing or found.missed))
        assert found.next is None or found.next > now
        if found.thing is not None:
            occurrence = found.thing.occurrence
            told[occurrence.of, found.thing.what, found.thing.before] += 1
            running = found.thing.what is What.BEGINS
            assert (occurrence.start <= now < occurrence.end) is running
        for one in found.missed:
            missed[one.of] += 1
            assert one.end <= now
        series = replace(series, told=found.told)
    assert set(told.values()) | set(missed.values()) <= {1}


def test_looked_at_in_time_all_of_it_is_told() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    series = replace(meeting("2026-12-01T19:30", BIWEEKLY), told=now)
    habits = Habits((DAY, HOUR), AMSTERDAM, QUIET)
    said: list[tuple[str, str]] = []
    at = upcoming(series, (), habits, now)
    while at is not None and len(said) < 6:
        found = look(series, (), habits, at)
        if found.thing is not None:  # it also looks when one has ended, for that may have been the last
            said.append((f"{at:%m-%d %H:%M}", found.thing.what.value))
        series, at = replace(series, told=found.told), found.next
    assert said == [
        ("11-30 18:30", "before"),
        ("12-01 17:30", "before"),
        ("12-01 18:30", "begins"),
        ("12-14 18:30", "before"),
        ("12-15 17:30", "before"),
        ("12-15 18:30", "begins"),
    ]
