"""The calendar file: what stands in it, and that libraries which did not write it read the same occurrences in it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from copbot.meetings.calendar import LINE, escaped, folded
from copbot.meetings.records import Standing
from tests.meetings.calendar_files import (
    NOW,
    ZONES,
    File,
    by_dateutil,
    by_ical_js,
    change,
    lines,
    meeting,
    renamed,
    wall,
    why_not,
    zone_by_dateutil,
)

needs_node = pytest.mark.skipif(why_not() is not None, reason=why_not() or "")
BIWEEKLY = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
TUESDAY = wall("2026-12-01T19:30")


def cycle() -> File:
    """A year of meetings every other Tuesday: two were moved, one was cancelled, and the clock is changed twice."""
    one = meeting(BIWEEKLY, TUESDAY, sequence=4, excepted=(wall("2026-12-29T19:30"),))
    moved = change(one, wall("2027-03-23T19:30"), wall("2027-03-28T14:00"))  # to the day it is changed
    later = change(one, wall("2027-06-01T19:30"), wall("2027-06-03T20:00"), 120)
    off = change(one, wall("2027-08-10T19:30"), None)
    return File(one, (moved, later, off), until=datetime(2027, 12, 1, 23, 0, tzinfo=UTC))


def one_of(file: File, name: str) -> list[str]:
    """What the lines of that name say."""
    return [line.partition(":")[2] for line in lines(file.text()) if line.split(":")[0].split(";")[0] == name]


def event(file: File) -> list[str]:
    """The lines of its first event."""
    found = lines(file.text())
    return found[found.index("BEGIN:VEVENT") : found.index("END:VEVENT")]


@needs_node
def test_a_yearly_cycle_is_the_same_in_copbot_in_the_file_and_in_a_library_of_others() -> None:
    file = cycle()
    (read,) = by_ical_js([file])
    assert read == file.expected()
    assert len(read) == 25
    assert {told[0][5:] for told in read} >= {"03-23T19:30:00", "06-01T19:30:00"}
    assert not {told[0] for told in read} & {"2026-12-29T19:30:00", "2027-08-10T19:30:00"}


@needs_node
def test_clock_changes_in_twenty_zones_are_read_as_copbot_keeps_them() -> None:
    until = datetime(2028, 6, 1, tzinfo=UTC)
    nights = [
        File(meeting("FREQ=WEEKLY;BYDAY=SU", wall("2026-11-29T02:30"), zone), until=until) for zone in ZONES
    ]
    evenings = [
        File(meeting("FREQ=MONTHLY;BYDAY=-1TH", wall("2026-11-26T19:30"), zone), until=until)
        for zone in ZONES
    ]
    files = nights + evenings
    for file, read in zip(files, by_ical_js(files), strict=True):
        assert read == file.expected(), file.meeting.zone


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Africa/Casablanca", "Australia/Lord_Howe"])
def test_dateutil_reads_the_same_with_the_zone_in_the_file(zone: str) -> None:
    night = File(
        meeting("FREQ=WEEKLY;BYDAY=SU", wall("2026-11-29T02:30"), zone),
        until=datetime(2028, 12, 1, tzinfo=UTC),
    )
    assert by_dateutil(night) == [(told[0], told[1]) for told in night.expected()]


def test_dateutil_reads_the_yearly_cycle() -> None:
    assert by_dateutil(cycle()) == [(told[0], told[1]) for told in cycle().expected()]


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_in_the_file_is_the_zone(zone: str) -> None:
    """Around each change of the clock, and between them, as dateutil reads it."""
    text = renamed(File(meeting(None, TUESDAY, zone)).text(), zone)
    told, real = zone_by_dateutil(text).get(f"Nowhere/{zone}"), ZoneInfo(zone)
    days = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(11 * 365)]
    changed = [
        one + timedelta(hours=hour)
        for one, following in pairwise(days)
        if one.astimezone(real).utcoffset() != following.astimezone(real).utcoffset()
        for hour in range(25)
    ]
    for at in [*days[::30], *changed]:
        assert at.astimezone(told).utcoffset() == at.astimezone(real).utcoffset(), at


def test_where_clocks_follow_a_rule_the_file_is_short_and_holds_for_ever() -> None:
    assert one_of(File(meeting(None, TUESDAY)), "RRULE") == [
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]
    assert len(one_of(File(meeting(None, TUESDAY, "Africa/Casablanca")), "RDATE")) > 20


def test_it_is_published_and_names_nobody() -> None:
    text = cycle().text()
    assert lines(text)[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//copbot//meetings//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    assert "els" not in text
    assert "localhost" not in text
    assert "ORGANIZER" not in text
    assert "ATTENDEE" not in text
    assert set(one_of(cycle(), "UID")) == {"0123456789a-kring"}
    assert set(one_of(cycle(), "SEQUENCE")) == {"4"}
    assert set(one_of(cycle(), "DTSTAMP")) == {"20261122T120000Z"}


def test_a_meeting_that_repeats_is_one_event_with_its_exceptions() -> None:
    assert event(cycle()) == [
        "BEGIN:VEVENT",
        "UID:0123456789a-kring",
        "SEQUENCE:4",
        "DTSTAMP:20261122T120000Z",
        "LAST-MODIFIED:20261122T120000Z",
        "DTSTART;TZID=Europe/Amsterdam:20261201T193000",
        "DTEND;TZID=Europe/Amsterdam:20261201T210000",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        "EXDATE;TZID=Europe/Amsterdam:20261229T193000",
        "EXDATE;TZID=Europe/Amsterdam:20270810T193000",
        "SUMMARY:Kring",
        "LOCATION:Bibliotheek",
        "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Kring",
        "TRIGGER:-PT60M",
        "END:VALARM",
    ]
    assert one_of(cycle(), "RECURRENCE-ID") == ["20270323T193000", "20270601T193000"]


@pytest.mark.parametrize(
    ("until", "told"),
    [("20270630", "20270630T215959Z"), ("20270119T193000", "20270119T183000Z"), ("20270101T000000Z",) * 2],
)
def test_until_is_told_in_utc(until: str, told: str) -> None:
    file = File(meeting(f"BYDAY=TU;UNTIL={until};FREQ=WEEKLY", TUESDAY))
    assert one_of(file, "RRULE")[-1] == f"FREQ=WEEKLY;BYDAY=TU;UNTIL={told}"


def test_what_was_cancelled_says_so_and_rings_nobody() -> None:
    file = File(meeting(BIWEEKLY, TUESDAY, standing=Standing.CANCELLED), cycle().changes)
    assert set(one_of(file, "STATUS")) == {"CANCELLED"}
    assert "BEGIN:VALARM" not in file.text()
    assert one_of(file, "METHOD") == ["PUBLISH"]


def test_once_is_where_it_was_last_put() -> None:
    once = meeting(None, TUESDAY)
    moved = File(once, (change(once, TUESDAY, TUESDAY + timedelta(days=1), 60),))
    assert "RECURRENCE-ID" not in moved.text()
    assert one_of(moved, "DTSTART")[-1] == "20261202T193000"
    assert one_of(moved, "DTEND") == ["20261202T203000"]
    assert one_of(File(once, (change(once, TUESDAY, None),)), "STATUS") == ["CANCELLED"]


@pytest.mark.parametrize(
    ("start", "begins", "ends"),
    [
        (wall("2027-03-28T02:30"), "20270328T013000Z", "20270328T030000Z"),  # shifted forward: 03:30
        (wall("2027-10-31T02:30"), "20271031T003000Z", "20271031T020000Z"),  # of two the first
        (wall("2027-03-28T01:00"), "20270328T000000Z", "20270328T013000Z"),  # it is changed meanwhile
    ],
)
def test_what_takes_place_while_the_clock_is_changed_is_told_in_utc(
    start: datetime, begins: str, ends: str
) -> None:
    file = File(meeting(None, start))
    assert (one_of(file, "DTSTART")[-1], one_of(file, "DTEND")[-1]) == (begins, ends)


def test_a_rule_that_is_none_is_refused() -> None:
    for rule in ("FREQ=WEEKLY\r\nSUMMARY:x", "FREQ=WEEKLY;X-A=b:c"):
        with pytest.raises(ValueError, match="not a rule"):
            File(meeting(rule, TUESDAY)).text()


def test_nothing_that_people_wrote_becomes_a_line_of_its_own() -> None:
    words = "Kring\r\nATTENDEE:mailto:x@y\nBEGIN:VEVENT\u2028\u202eABC\x00;,\\ \x85einde"
    text = File(meeting(None, TUESDAY, title=words, place=words)).text()
    assert lines(text).count("BEGIN:VEVENT") == 1
    assert not any(line.startswith("ATTENDEE") for line in lines(text))
    assert set(one_of(File(meeting(None, TUESDAY, title=words)), "SUMMARY")) == {
        "Kring ATTENDEE:mailto:x@y BEGIN:VEVENT ABC \\;\\,\\\\ einde"
    }
    assert not set(text) & set("\x00\x85\u2028\u202e")


@pytest.mark.parametrize("words", ["é" * 200, "👩‍👩‍👧‍👦" * 60, "a" * 300, ""])
def test_lines_are_folded_at_75_bytes_and_never_within_a_character(words: str) -> None:
    line = folded(f"SUMMARY:{escaped(words)}")
    pieces = line.split("\r\n")
    assert all(len(piece.encode()) <= LINE for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == f"SUMMARY:{escaped(words)}"


def test_an_old_meeting_is_told_with_the_clocks_of_years_to_come() -> None:
    old = File(
        meeting(BIWEEKLY, wall("2021-11-30T19:30"), "Africa/Casablanca"),
        now=NOW + timedelta(days=2000),
    )
    assert any(found.startswith("2046") for found in one_of(old, "RDATE"))
    assert one_of(old, "DTSTART")[0].startswith("2020")


def test_writing_one_loads_no_more_than_it_needs() -> None:
    code = (
        "import sys; import copbot.meetings.calendar; "
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'icalendar', 'dateutil', 'babel', 'nio'}))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
