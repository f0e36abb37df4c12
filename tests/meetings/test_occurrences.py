"""When a meeting takes place, with what was changed about single times: as dateutil's own sets of rules have it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given
from hypothesis import strategies as st

from copbot.meetings.occurrences import at_hand, coming, named, occurrences
from copbot.meetings.records import Change, Meeting

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AMSTERDAM = "Europe/Amsterdam"


def meeting(
    start: str, rule: str | None = None, zone: str = AMSTERDAM, minutes: int = 90, **more: object
) -> Meeting:
    return replace(
        Meeting(
            room="!r",
            number=1,
            title="Kring",
            source="$named",
            place="De Eik",
            place_source="$named",
            member="@karin:x",
            host="@karin:x",
            rule=rule,
            start=datetime.fromisoformat(start),
            zone=zone,
            minutes=minutes,
            uid="uid",
            key="key",
            called=NOW,
            told=NOW,
        ),
        **more,  # type: ignore[arg-type]
    )


def change(occurrence: str, wall: str | None, **more: object) -> Change:
    at = None if wall is None else datetime.fromisoformat(wall)
    made = Change("!r", 1, datetime.fromisoformat(occurrence), "@karin:x", at)
    return replace(made, **more)  # type: ignore[arg-type]


def starts(meeting: Meeting, *changes: Change, count: int = 5) -> list[str]:
    found = occurrences(meeting, changes, NOW, NOW + timedelta(days=3650))
    return [one.start.isoformat() for one in islice(found, count)]


BIWEEKLY = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"


def test_a_meeting_of_one_time() -> None:
    assert starts(meeting("2026-12-01T19:30")) == ["2026-12-01T19:30:00+01:00"]
    assert starts(meeting("2026-12-01T19:30"), change("2026-12-01T19:30", None)) == []
    assert starts(meeting("2026-11-01T19:30")) == []


def test_what_was_moved_stands_where_it_is_now_and_keeps_its_name() -> None:
    series = meeting("2026-12-01T19:30", BIWEEKLY)
    moved = change("2026-12-01T19:30", "2026-12-16T20:00", minutes=30, place="De Es", place_source="$moved")
    cancelled = change("2026-12-29T19:30", None)
    found = list(islice(occurrences(series, (moved, cancelled), NOW, NOW + timedelta(days=90)), 3))
    assert [f"{one.of:%m-%d} {one.start:%m-%d %H:%M}-{one.end:%H:%M}" for one in found] == [
        "12-15 12-15 19:30-21:00",
        "12-01 12-16 20:00-20:30",
        "01-12 01-12 19:30-21:00",
    ]
    assert [(one.moved, one.place and one.place.words) for one in found] == [
        (False, "De Eik"),
        (True, "De Es"),
        (False, "De Eik"),
    ]
    asked = occurrences(series, (moved, cancelled), NOW, NOW + timedelta(days=60), cancelled=True)
    assert [one.of.day for one in asked if one.cancelled] == [29]


@pytest.mark.parametrize(("at", "of"), [("19:29", 1), ("19:31", 1), ("20:59", 1), ("21:00", 15)])
def test_a_meeting_is_at_hand_until_it_ends(at: str, of: int) -> None:
    series = meeting("2026-12-01T19:30", BIWEEKLY)
    now = datetime.fromisoformat(f"2026-12-01T{at}").replace(tzinfo=ZoneInfo(AMSTERDAM))
    found = at_hand(series, (), now)
    assert found is not None
    assert found.of.day == of


def test_a_time_is_found_by_its_name_wherever_it_is() -> None:
    series = meeting("2026-12-01T19:30", BIWEEKLY)
    changes = (change("2026-12-15T19:30", "2027-06-01T20:00"), change("2026-12-29T19:30", None))
    by_name = {
        day: named(series, changes, datetime.fromisoformat(f"2026-12-{day}T19:30"))
        for day in ("08", "15", "29")
    }
    assert by_name["08"] is None
    assert by_name["15"] is not None
    assert by_name["15"].start.month == 6
    assert by_name["29"] is not None
    assert by_name["29"].cancelled


def test_half_past_two_takes_place_once_on_every_date_and_keeps_its_name() -> None:
    nightly = meeting("2027-03-27T02:30", "FREQ=DAILY", minutes=60)
    found = list(
        islice(occurrences(nightly, (), datetime(2027, 3, 26, 12, tzinfo=UTC), NOW + timedelta(days=900)), 3)
    )
    assert [(f"{one.of:%d %H:%M}", one.start.isoformat()[8:]) for one in found] == [
        ("27 02:30", "27T02:30:00+01:00"),
        ("28 02:30", "28T03:30:00+02:00"),
        ("29 02:30", "29T02:30:00+02:00"),
    ]
    autumn = list(
        occurrences(
            nightly, (), datetime(2027, 10, 30, 12, tzinfo=UTC), datetime(2027, 10, 31, 12, tzinfo=UTC)
        )
    )
    assert [one.start.isoformat()[8:] for one in autumn] == ["31T02:30:00+02:00"]
    assert [one.end.isoformat()[8:] for one in autumn] == ["31T02:30:00+01:00"], (
        "an hour later by the clock of the world"
    )


ZONES = ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
RULES = (
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR",
    "FREQ=MONTHLY;BYDAY=1TU",
    "FREQ=MONTHLY;BYDAY=-1TU",
    "FREQ=MONTHLY;BYMONTHDAY=1",
    "FREQ=WEEKLY;BYDAY=TU;COUNT=9",
    "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270301T235959",
)


@given(
    zone=st.sampled_from(ZONES),
    rule=st.sampled_from(RULES),
    hour=st.sampled_from((2, 12, 19)),
    changes=st.dictionaries(st.integers(0, 20), st.none() | st.integers(-20 * 1440, 20 * 1440), max_size=6),
    excepted=st.frozensets(st.integers(0, 20), max_size=3),
    skip=st.integers(0, 200),
)
def test_it_takes_place_when_dateutil_says_so(
    zone: str,
    rule: str,
    hour: int,
    changes: dict[int, int | None],
    excepted: frozenset[int],
    skip: int,
) -> None:
    """In wall times, where no clock changes; what they do is shown above, and by the comparison of calendar files."""
    start = datetime(2026, 12, 1, hour, 30)  # noqa: DTZ001  # a wall time
    walls = list(islice(rrulestr(rule, dtstart=start), 21))
    expected, made = rruleset(), []
    expected.rrule(rrulestr(rule, dtstart=start))  # type: ignore[arg-type]  # a rule alone gives no set
    for index, by in changes.items():
        if index >= len(walls):
            continue
        wall = None if by is None else walls[index] + timedelta(minutes=by)
        made.append(Change("!r", 1, walls[index], "@karin:x", wall))
        expected.exdate(walls[index])
    left_out = [walls[index] for index in excepted if index < len(walls)]
    for wall in left_out:
        expected.exdate(wall)
    elsewhere = [one.wall for one in made if one.wall is not None and one.occurrence not in left_out]
    tz = ZoneInfo(zone)
    at: Callable[[datetime], datetime] = lambda wall: wall.replace(tzinfo=tz).astimezone(UTC)  # noqa: E731
    after = datetime(2026, 11, 30, tzinfo=UTC) + timedelta(days=skip)
    until = after + timedelta(days=120)
    series = meeting(start.isoformat(), rule, zone, excepted=tuple(left_out))
    found = [one.start.astimezone(UTC) for one in occurrences(series, made, after, until)]
    regular = expected.between(start - timedelta(days=1), start + timedelta(days=400), inc=True)
    assert found == sorted(moment for wall in (*regular, *elsewhere) if after < (moment := at(wall)) <= until)
    nearest = coming(series, made, after)
    if found:
        assert nearest is not None
        assert nearest.start == found[0]
