"""Any meeting, with any words and any changes: its file tells what copbot tells, and nothing that people wrote is a line.

Files are read by the dozen, for a process of its own costs more than reading. COPBOT_MODEL_EXAMPLES sets the number of files.
"""

import os
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from copbot.core.names import one_line
from copbot.core.recurrence import occurrences
from copbot.meetings.calendar import LINE, LONGEST
from copbot.meetings.records import Meeting, Standing
from tests.meetings.calendar_files import ZONES, File, by_ical_js, change, lines, meeting, why_not

DOZENS = max(int(os.environ.get("COPBOT_MODEL_EXAMPLES", "12")) // 12, 1)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without making a failing dozen smaller, which takes a process for every try."""

UNTIL = datetime(2031, 1, 1, tzinfo=UTC)
NAMES = re.compile(
    r"(BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|TZID|TZOFFSETFROM|TZOFFSETTO|TZNAME|RRULE|RDATE|UID|SEQUENCE|DTSTAMP"
    r"|LAST-MODIFIED|DTSTART|DTEND|DURATION|EXDATE|RECURRENCE-ID|SUMMARY|LOCATION|DESCRIPTION|STATUS|CLASS|ACTION|TRIGGER)"
    r"(;TZID=[\w/+-]+)?:[^\x00-\x1f\x7f]*"
)
words = st.text(max_size=120) | st.text('a\r\n;,:\\"é\u202e\u2028👩\u200d \t', max_size=300)
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
days = st.dates(date(2026, 11, 1), date(2028, 12, 31))
ends = st.sampled_from(["", ";COUNT=9", ";UNTIL=20290101", ";UNTIL=20280615T120000"])


@st.composite
def files(draw: st.DrawFn) -> File:
    """A meeting that repeats in any way that the grammar makes, with some of its occurrences moved, cancelled or left out."""
    zone = draw(st.sampled_from(ZONES))
    start = datetime.combine(draw(days), draw(clocks))
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[start.weekday()]
    nth = (start.day - 1) // 7 + 1
    rule = draw(
        st.sampled_from(
            [
                None,
                "FREQ=DAILY;INTERVAL=5",
                f"FREQ=WEEKLY;BYDAY={weekday}",
                f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                f"FREQ=MONTHLY;BYDAY={min(nth, 4)}{weekday}",
                f"FREQ=MONTHLY;BYDAY=-1{weekday}",
                "FREQ=MONTHLY;BYMONTHDAY=-1",
                f"FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY={start.day}",
            ]
        )
    )
    rule = rule and rule + draw(ends)
    one = meeting(
        rule, start, zone, draw(st.integers(5, 600)), title=draw(words), place=draw(words), sequence=7
    )
    standing = draw(st.sampled_from([Standing.PLANNED, Standing.PLANNED, Standing.CANCELLED]))
    return _changed(draw, replace(one, standing=standing))


def _changed(draw: st.DrawFn, one: Meeting) -> File:
    if one.rule is None:
        return File(one, until=UNTIL)
    zone = ZoneInfo(one.zone)
    known = [
        moment.replace(tzinfo=None, fold=0) for moment in islice(occurrences(one.rule, one.start, zone), 40)
    ]
    plain = [of for of in known if of.time() == one.start.time()]  # in a gap the name is another
    picked = draw(st.lists(st.sampled_from(plain), unique=True, max_size=4)) if plain else []
    changes = []
    for of in picked[1:]:
        by = draw(st.none() | st.integers(-50, 50))
        moved = None if by is None else datetime.combine(of.date() + timedelta(days=by), draw(clocks))
        changes.append(change(one, of, moved, draw(st.none() | st.integers(5, 300))))
    return File(replace(one, excepted=tuple(picked[:1])), changes, UNTIL)


@pytest.mark.skipif(why_not() is not None, reason=why_not() or "")
@given(st.lists(files(), min_size=12, max_size=12))
@settings(max_examples=DOZENS, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
def test_any_meeting_is_read_as_copbot_keeps_it(dozen: list[File]) -> None:
    for file, read in zip(dozen, by_ical_js(dozen), strict=True):
        one, place = file.meeting, _shown(file.meeting.place)
        named = one.rule is not None  # what takes place once has no name in the file
        kept = Counter((told[0] * named, *told[1:3], place, told[4]) for told in file.expected())
        found = Counter((told[0] * named, *told[1:]) for told in read)
        differ = sorted(((kept - found) + (found - kept)).elements(), key=lambda one: one[1])[:4]
        assert not differ, (one.rule, one.start, one.zone, one.minutes, file.changes, differ)


@given(files())
@settings(max_examples=DOZENS * 12, deadline=None)
def test_nothing_that_people_wrote_is_a_line(file: File) -> None:
    text = file.text()
    assert all(len(piece.encode()) <= LINE for piece in text.split("\r\n"))
    told = lines(text)
    assert all(NAMES.fullmatch(line) for line in told), [line for line in told if not NAMES.fullmatch(line)]
    assert told.count("BEGIN:VCALENDAR") == told.count("END:VCALENDAR") == 1
    assert (
        told.count("BEGIN:VEVENT")
        == told.count("END:VEVENT")
        == sum(line.startswith("UID:") for line in told)
    )


def _shown(words: str | None) -> str:
    """What is left of words in a calendar."""
    line = one_line(words or "")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
