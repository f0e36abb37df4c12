"""Quiet hours: inside or outside, over midnight, and over both changes of daylight saving."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from copbot.core.quiet import quiet_until, span

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
