"""Moved whole, a meeting begins anew at its next time, and its rule and its changes go along."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.meetings.moving import NeedsRepeat, all_moved, shifted
from copbot.meetings.occurrences import coming, occurrences
from tests.meetings.test_occurrences import BIWEEKLY, change, meeting

NOW = datetime(2026, 12, 10, 12, tzinfo=UTC)
FAR = datetime(2029, 1, 1, tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("rule", "before", "after", "moved"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "2026-12-01T19:30", "2026-12-01T20:00", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=WEEKLY;BYDAY=TU", "2026-12-01T19:30", "2026-12-03T20:00", "FREQ=WEEKLY;BYDAY=TH"),
        (BIWEEKLY, "2026-12-01T19:30", "2026-11-30T20:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("FREQ=WEEKLY;BYDAY=TU,FR", "2026-12-01T19:30", "2026-12-08T19:30", "FREQ=WEEKLY;BYDAY=TU,FR"),
        ("FREQ=WEEKLY", "2026-12-01T19:30", "2026-12-02T19:30", "FREQ=WEEKLY;BYDAY=WE"),
        ("FREQ=DAILY", "2026-12-01T19:30", "2026-12-02T20:00", "FREQ=DAILY"),
        ("FREQ=MONTHLY;BYDAY=2TU", "2026-12-08T19:30", "2026-12-16T19:30", "FREQ=MONTHLY;BYDAY=3WE"),
        ("FREQ=MONTHLY;BYDAY=-1TU", "2026-12-29T19:30", "2026-12-30T19:30", "FREQ=MONTHLY;BYDAY=-1WE"),
        ("FREQ=MONTHLY;BYDAY=-1TU", "2026-12-29T19:30", "2026-12-16T19:30", "FREQ=MONTHLY;BYDAY=3WE"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "2026-12-01T19:30", "2026-12-03T19:30", "FREQ=MONTHLY;BYMONTHDAY=3"),
    ],
)
def test_the_rule_goes_along(rule: str, before: str, after: str, moved: str) -> None:
    assert shifted(rule, wall(before), wall(after)) == moved


@pytest.mark.parametrize(
    ("rule", "after"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,FR", "2026-12-02T19:30"),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU", "2026-12-02T19:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "2026-12-31T19:30"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1", "2026-12-02T19:30"),
        ("FREQ=YEARLY", "2026-12-02T19:30"),
        ("FREQ=DAILY;BYHOUR=9,17", "2026-12-01T20:00"),
    ],
)
def test_where_it_may_mean_several_things_it_is_not_guessed(rule: str, after: str) -> None:
    with pytest.raises(NeedsRepeat):
        shifted(rule, wall("2026-12-01T19:30"), wall(after))


def test_what_was_cancelled_stays_cancelled_and_what_was_moved_stays_there() -> None:
    series = meeting("2026-12-01T19:30", BIWEEKLY, excepted=(wall("2027-01-26T19:30"),))
    changes = (
        change("2026-12-01T19:30", "2026-12-02T19:30"),
        change("2026-12-29T19:30", None),
        change("2027-01-12T19:30", "2027-01-14T18:00"),
    )
    following = coming(series, changes, NOW)
    assert following is not None
    moved = all_moved(series, changes, following, wall("2026-12-16T20:00"))
    assert moved.gone == changes
    assert (moved.meeting.sequence, moved.meeting.uid) == (series.sequence + 1, series.uid)
    found = islice(occurrences(moved.meeting, moved.changes, NOW, FAR), 4)
    assert [f"{one.start:%m-%d %H:%M}" for one in found] == [
        "12-16 20:00",
        "01-14 18:00",
        "02-10 20:00",
        "02-24 20:00",
    ]


@given(
    rule=st.sampled_from(("FREQ=WEEKLY;BYDAY=TU", BIWEEKLY, "FREQ=DAILY", f"{BIWEEKLY};COUNT=12")),
    been=st.integers(0, 6),
    by=st.integers(1, 13 * 24 * 60),
)
def test_as_many_are_left_each_as_far_from_where_it_was(rule: str, been: int, by: int) -> None:
    series = meeting("2026-12-01T19:30", rule)
    old = list(islice(occurrences(series, (), NOW - timedelta(days=30), FAR), 20))
    following, shift = old[been], timedelta(minutes=by)
    moved = all_moved(series, (), following, following.of + shift)
    new = list(islice(occurrences(moved.meeting, (), NOW - timedelta(days=30), FAR), 20 - been))
    assert [one.of for one in new] == [one.of + shift for one in old[been:]]


def test_with_another_repeat_all_is_new() -> None:
    series = meeting("2026-12-01T19:30", BIWEEKLY)
    following = coming(series, (), NOW)
    assert following is not None
    moved = all_moved(series, (), following, wall("2026-12-14T20:00"), "FREQ=WEEKLY;BYDAY=MO")
    expected = replace(series, start=wall("2026-12-14T20:00"), rule="FREQ=WEEKLY;BYDAY=MO", sequence=1)
    assert (moved.meeting, moved.changes) == (expected, ())
