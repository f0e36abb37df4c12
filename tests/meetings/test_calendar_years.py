"""Twenty zones, ten years: every occurrence of many meetings, moved and cancelled ones among them, as ical.js reads the file.

COPBOT_CALENDAR_YEARS makes it fewer years.
"""

import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.meetings.calendar_files import ZONES, File, by_ical_js, change, meeting, wall, why_not

UNTIL = datetime(2026 + int(os.environ.get("COPBOT_CALENDAR_YEARS", "10")), 12, 31, tzinfo=UTC)
RULES = {
    "weekly": ("FREQ=WEEKLY;BYDAY=TU", wall("2026-12-01T19:30")),
    "every other week": ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", wall("2026-12-01T19:30")),
    "second Tuesday": ("FREQ=MONTHLY;BYDAY=2TU", wall("2026-12-08T20:00")),
    "last Thursday": ("FREQ=MONTHLY;BYDAY=-1TH", wall("2026-11-26T19:30")),
    "every night": ("FREQ=DAILY", wall("2026-11-26T02:30")),
    "midnight": ("FREQ=WEEKLY;BYDAY=FR,SA,SU", wall("2026-11-27T00:00")),
    "half past midnight": ("FREQ=WEEKLY;BYDAY=FR,SA,SU", wall("2026-11-27T00:30")),
    "half past one": ("FREQ=WEEKLY;BYDAY=FR,SA,SU", wall("2026-11-27T01:30")),
}


def changed(rule: str, start: datetime, zone: str) -> File:
    """A meeting of ten years with one occurrence in nine moved, and one in nine cancelled."""
    one = meeting(rule, start, zone)
    names = [wall(told[0]) for told in File(one, until=UNTIL).expected()]
    later = [change(one, of, of + timedelta(days=1, hours=1), 45) for of in names[4::9]]
    off = [change(one, of, None) for of in names[7::9]]
    return File(one, (*later, *off), UNTIL)


@pytest.mark.torture
@pytest.mark.skipif(why_not() is not None, reason=why_not() or "")
@pytest.mark.parametrize("when", RULES)
def test_ten_years_in_twenty_zones(when: str) -> None:
    rule, start = RULES[when]
    plain = [File(meeting(rule, start, zone), until=UNTIL) for zone in ZONES]
    weekly = "DAILY" not in rule
    files = plain + [changed(rule, start, zone) for zone in ZONES if weekly]
    total = 0
    for file, read in zip(files, by_ical_js(files), strict=True):
        assert read == file.expected(), file.meeting.zone
        total += len(read)
    assert total > 20 * 24
