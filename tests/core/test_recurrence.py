"""Occurrences of what repeats: in local wall time, once on every date, and never after a long search."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from copbot.core.recurrence import HORIZON, between, following, in_zone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = [
    "Europe/Amsterdam", "Europe/London", "Europe/Dublin", "Europe/Chisinau", "Atlantic/Azores", "America/New_York",
    "America/Sao_Paulo", "America/Santiago", "America/Nuuk", "America/Havana", "America/St_Johns", "Asia/Beirut",
    "Asia/Tehran", "Asia/Gaza", "Asia/Kathmandu", "Africa/Cairo", "Africa/Casablanca", "Antarctica/Troll",
    "Australia/Lord_Howe", "Pacific/Chatham",
]  # fmt: skip


def wall(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


def at(iso: str) -> datetime:
    return datetime.fromisoformat(iso).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("name", "clock"),
    [
        *((name, "02:30") for name in ZONES),
        # where the clock skips midnight itself
        *(
            (name, clock)
            for name in ("America/Santiago", "Asia/Beirut", "Africa/Cairo")
            for clock in ("00:00", "00:30")
        ),
    ],
)
def test_a_daily_time_happens_once_on_every_date(name: str, clock: str) -> None:
    """Ten years of clock changes: every date has exactly one occurrence, at that time unless the clock skips it."""
    zone, begin, end = ZoneInfo(name), date(2019, 1, 1), date(2029, 1, 1)
    start = wall(f"2019-01-01T{clock}")
    found = list(
        between(
            "FREQ=DAILY", start, in_zone(start, zone) - timedelta(1), in_zone(wall("2029-01-01"), zone), zone
        )
    )
    dates = [occurrence.date() for occurrence in found]
    if dates[-1] == end:
        dates.pop()
    assert dates == [begin + timedelta(days=n) for n in range((end - begin).days)]
    moved = [o for o in found if o.strftime("%H:%M") != clock]
    for occurrence in moved:  # only where that wall time is in a gap, and by the size of the gap
        meant = datetime.combine(occurrence.date(), start.time(), tzinfo=zone)
        assert meant.astimezone(UTC).astimezone(zone) == occurrence
    assert all(occurrence.fold == 0 for occurrence in found)


def test_what_a_gap_pushes_beyond_midnight_still_comes_once() -> None:
    """Nuuk went from 23:00 on 30 March 2024 to midnight."""
    zone = ZoneInfo("America/Nuuk")
    after, until = datetime(2024, 3, 30, 12, tzinfo=zone), datetime(2024, 4, 1, 12, tzinfo=zone)
    found = [
        o.strftime("%d %H:%M") for o in between("FREQ=DAILY", wall("2024-01-01T23:45"), after, until, zone)
    ]
    assert found == ["31 00:45", "31 23:45"]


def test_a_day_that_a_zone_left_out_gives_no_second_occurrence() -> None:
    """Samoa had no 30 December 2011."""
    zone = ZoneInfo("Pacific/Apia")
    after, until = datetime(2011, 12, 29, tzinfo=UTC), datetime(2012, 1, 1, tzinfo=UTC)
    found = [o.date() for o in between("FREQ=DAILY", wall("2011-12-01T09:00"), after, until, zone)]
    assert found == [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


@pytest.mark.parametrize(
    ("rule", "start", "after", "expected"),
    [
        ("FREQ=DAILY", "2026-11-18T09:00", "2026-11-18T08:59", "2026-11-18T09:00"),
        ("FREQ=DAILY", "2026-11-18T09:00", "2026-11-18T09:00", "2026-11-19T09:00"),
        ("FREQ=DAILY;INTERVAL=3", "2026-11-18T09:00", "2046-06-01T12:00", "2046-06-03T09:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-20T17:00", "2026-11-20T17:00", "2026-12-04T17:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR", "2026-11-20T17:00", "2026-11-20T17:00", "2026-12-01T17:00"),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-11-20T17:00", "2046-11-20T17:00", "2046-11-23T17:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-12-31T09:00", "2027-01-31T09:00", "2027-03-31T09:00"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27T16:00", "2026-11-27T16:00", "2026-12-25T16:00"),
        ("FREQ=MONTHLY;BYDAY=5MO", "2026-11-30T09:00", "2026-11-30T09:00", "2027-03-29T09:00"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "2026-12-01T09:00", "2027-01-01T09:00", "2027-02-01T09:00"),
        ("FREQ=MONTHLY", "2026-11-18T09:00", "2026-11-18T09:00", "2026-12-18T09:00"),
        ("FREQ=YEARLY", "2026-12-05T17:00", "2026-12-05T17:00", "2027-12-05T17:00"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-29T09:00", "2096-02-29T09:00", "2104-02-29T09:00"),
        ("FREQ=DAILY;COUNT=3", "2026-11-18T09:00", "2026-11-19T09:00", "2026-11-20T09:00"),
        ("FREQ=DAILY;COUNT=3", "2026-11-18T09:00", "2026-11-20T09:00", None),
        ("FREQ=DAILY;UNTIL=20261120", "2026-11-18T09:00", "2026-11-19T09:00", "2026-11-20T09:00"),
        ("FREQ=DAILY;UNTIL=20261120T085959", "2026-11-18T09:00", "2026-11-19T09:00", None),
        ("FREQ=DAILY;UNTIL=20261120T080000Z", "2026-11-18T09:00", "2026-11-19T09:00", "2026-11-20T09:00"),
        ("FREQ=DAILY;UNTIL=20261120T075959Z", "2026-11-18T09:00", "2026-11-19T09:00", None),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-11-18T09:00", "2026-11-19T09:00", None),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-11-18T09:00", "2026-11-19T09:00", None),
        # the first fell in the gap of 28 March 2027 and was shifted; the rule keeps the time that was meant
        ("FREQ=DAILY;BYHOUR=2;BYMINUTE=30", "2027-03-28T03:30", "2027-03-27T12:00", "2027-03-28T03:30"),
        ("FREQ=DAILY;BYHOUR=2;BYMINUTE=30", "2027-03-28T03:30", "2027-03-28T12:00", "2027-03-29T02:30"),
        ("FREQ=DAILY", "9999-12-30T09:00", "9999-12-31T09:00", None),
    ],
)  # fmt: skip
def test_the_next_occurrence(rule: str, start: str, after: str, expected: str | None) -> None:
    """Strictly after the given moment, whether the start is a wall time or a moment."""
    found = following(rule, wall(start), at(after), AMSTERDAM)
    assert found == (None if expected is None else at(expected))
    assert found == following(rule, at(start), at(after).astimezone(UTC), AMSTERDAM)


@pytest.mark.parametrize(
    "rule",
    ["", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYDAG=1", "FREQ=WEEKLY;BYDAY=XX", "elke dag"],
)
def test_other_rules_are_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="not a rule"):
        following(rule, wall("2026-11-18T09:00"), at("2026-11-18T09:00"), AMSTERDAM)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        following("FREQ=DAILY", wall("2026-11-18T09:00"), wall("2026-11-18T09:00"), AMSTERDAM)


DAYS = st.lists(
    st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True
)
NTH = st.builds(
    lambda n, day: f"{n}{day}", st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.sampled_from(["MO", "SU"])
)
RULES = st.builds(
    lambda parts, every: f"{parts};INTERVAL={every}",
    st.one_of(
        st.just("FREQ=DAILY"),
        st.builds(lambda days: f"FREQ=WEEKLY;BYDAY={','.join(days)}", DAYS),
        st.builds(lambda days: f"FREQ=DAILY;BYDAY={','.join(days)}", DAYS),
        st.builds(lambda day: f"FREQ=MONTHLY;BYMONTHDAY={day}", st.sampled_from([1, 15, 29, 31, -1, -3])),
        st.builds(lambda days: f"FREQ=MONTHLY;BYDAY={','.join(days)}", st.lists(NTH, min_size=1, max_size=2)),
        st.builds(lambda days, p: f"FREQ=MONTHLY;BYDAY={','.join(days)};BYSETPOS={p}", DAYS, st.sampled_from([1, 2, -1])),
        st.builds(lambda day: f"FREQ=YEARLY;BYDAY={day}", NTH),
        st.builds(lambda day, month: f"FREQ=YEARLY;BYMONTH={month};BYDAY={day}", NTH, st.integers(1, 12)),
        st.builds(lambda day, month: f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}", st.integers(1, 28), st.integers(1, 12)),
        st.sampled_from(["FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"]),
    ),
    st.integers(1, 6),
)  # fmt: skip


@given(
    RULES,
    st.integers(0, 10 * 366 * 1440).map(lambda m: wall("2020-01-01T00:00") + timedelta(minutes=m)),
    st.integers(0, 20 * 366),
)
def test_the_search_may_begin_anywhere(rule: str, start: datetime, later: int) -> None:
    """Wherever the search begins, it finds what counting from the start finds."""
    zone = ZoneInfo("Etc/UTC")
    after = start + timedelta(days=later)
    theirs = rrulestr(rule, dtstart=start).after(after)
    assume(theirs is None or theirs.year < after.year + HORIZON)
    found = following(rule, start, after.replace(tzinfo=UTC), zone)
    assert (None if theirs is None else theirs.replace(tzinfo=UTC)) == found
