"""How long a meeting lasts: what people write, and what it is understood as."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from copbot.core.public_holidays import public_holiday
from copbot.core.recurrence import rrule
from copbot.core.when_duration import Duration, duration

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("minutes", "phrases"),
    [
        (5, "5 minuten|vijf minuten|5 min|5m"),
        (15, "een kwartier|kwartiertje|a quarter of an hour|15min"),
        (30, "een half uur|halfuur|half uurtje|half an hour|a half hour|½ uur|0,5 uur"),
        (45, "drie kwartier|45 minuten|three quarters of an hour|lasting 45 mins"),
        (60, "een uur|1u|1h|an hour|one hour|duur 1 uur|60 minuten|for 1 hour"),
        (75, "5 kwartier|vijf kwartier|1,25 uur|1¼ uur|een uur en een kwartier|an hour and a quarter"),
        (90, "anderhalf uur|1,5 uur|1.5u|1½ uur|1u30|1h30|1h 30m|1u30m|1 uur 30|90 min|een uur en een half uur|1:30"),
        (90, "duurt ongeveer anderhalf uur|an hour and a half|one and a half hours|1.5 hours|for 90 minutes|anderhlaf uur"),
        (120, "2 uur|twee uur|2 uur lang|duur: 2 uur|gedurende 2 uren|2hrs|for 2 hours|2 hours long|2 hour|2u"),
        (135, "2 uur en 15 minuten|2 uur en een kwartier|2u15|2 hours 15|two hours and fifteen minutes|2,25 uur"),
        (150, "twee en een half uur|tweeënhalf uur|2,5 uur|2½ hours|two and a half hours|2u30"),
        (1440, "24 uur|24 hours"),
    ],
)  # fmt: skip
def test_people_say_how_long_in_many_ways(minutes: int, phrases: str) -> None:
    for phrase in phrases.split("|"):
        found = duration(phrase)
        assert isinstance(found, Duration), phrase
        assert found.value.total_seconds() == minutes * 60, phrase


@pytest.mark.parametrize(
    ("why", "phrases"),
    [
        ("unknown", "|uur|minuten|de bibliotheek|20:00 uur vrijdag|2|voor de kinderen|" + "1 uur " * 50),
        ("unclear", "1 of 2 uur|1-2 uur|een paar uur|a couple of hours|an hour or so|de hele dag|all day"),
        ("short", "1 minuut|4 min|0 uur|a minute"),
        ("long", "25 uur|30 hours|25u|99 uur en 59 minuten"),
    ],
)
def test_what_is_no_duration_is_told_so(why: str, phrases: str) -> None:
    for phrase in phrases.split("|"):
        found = duration(phrase)
        assert not isinstance(found, Duration), phrase
        assert found.why == why, phrase


def test_a_public_holiday_has_a_name_in_the_language_of_the_room() -> None:
    assert public_holiday(date(2026, 12, 25)) == "Eerste Kerstdag"
    assert public_holiday(date(2026, 12, 25), language="en") == "Christmas Day"
    assert public_holiday(date(2027, 4, 27)) == "Koningsdag"
    assert public_holiday(date(2026, 12, 24)) is None
    assert public_holiday(date(2026, 12, 25), country="XX") is None


def test_the_end_of_a_rule_is_told_to_calendars_in_utc() -> None:
    """A rule with a zone beside it may not end in local time, RFC 5545 says."""
    assert (
        rrule("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270301T235959", ZONE)
        == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270301T225959Z"
    )
    assert (
        rrule("FREQ=DAILY;UNTIL=20260701T080000;COUNT=3", ZONE) == "FREQ=DAILY;UNTIL=20260701T060000Z;COUNT=3"
    )
    assert rrule("FREQ=DAILY;COUNT=3", ZONE) == "FREQ=DAILY;COUNT=3"
    until = datetime(2027, 3, 28, 2, 30, tzinfo=ZONE)
    assert rrule(f"FREQ=DAILY;UNTIL={until:%Y%m%dT%H%M%S}", ZONE).endswith("UNTIL=20270328T013000Z")
