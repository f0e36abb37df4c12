"""Calendar files read by libraries that did not write them, and what copbot itself says they should tell.

``ical.js`` (Mozilla's, in Thunderbird and Nextcloud) runs in Node and reads many files at once; of Python's, dateutil reads
the time zone in a file, its rule and its exceptions.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from io import StringIO
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr
from dateutil.tz import tzical

from copbot.core.recurrence import in_zone
from copbot.meetings.calendar import Entry, Moved, calendar
from copbot.meetings.occurrences import occurrences
from copbot.meetings.records import Change, Meeting, Standing
from tests.live.peer_process import FOLDER, missing

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Dublin",  # in summer it is standard time, by law
    "Atlantic/Azores",  # changes at midnight
    "Africa/Casablanca",  # follows the moon
    "Africa/Cairo",  # begins a Friday, ends a Thursday at midnight
    "America/New_York",
    "America/Santiago",
    "America/St_Johns",
    "America/Havana",
    "America/Sao_Paulo",  # no longer changes
    "Asia/Jerusalem",
    "Asia/Gaza",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Australia/Lord_Howe",  # half an hour
    "Australia/Sydney",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "UTC",
)
Told = tuple[str, int, int, str, bool]
"""An occurrence: its name, start and end in seconds since 1970, place, whether it was cancelled."""


@dataclass(frozen=True, slots=True)
class File:
    """A meeting with what was changed, and until when its occurrences are looked at."""

    meeting: Meeting
    changes: Sequence[Change] = ()
    until: datetime = datetime(2036, 11, 22, tzinfo=UTC)
    now: datetime = NOW

    def text(self) -> str:
        """Its calendar file."""
        meeting = self.meeting
        moved = [
            Moved(
                one.occurrence,
                one.wall,
                one.minutes or meeting.minutes,
                one.place or "" if one.place_source else meeting.place or "",
            )
            for one in self.changes
        ]
        return calendar(
            Entry(
                uid=meeting.uid,
                sequence=meeting.sequence,
                title=meeting.title or "Bijeenkomst",
                start=meeting.start,
                minutes=meeting.minutes,
                zone=meeting.zone,
                at=self.now,
                rule=meeting.rule,
                excepted=meeting.excepted,
                moved=moved,
                place=meeting.place or "",
                cancelled=meeting.standing is Standing.CANCELLED,
            )
        )

    def expected(self) -> list[Told]:
        """What copbot itself tells."""
        zone = ZoneInfo(self.meeting.zone)
        before = in_zone(self.meeting.start, zone).astimezone(UTC) - timedelta(days=400)
        cancelled = self.meeting.standing is Standing.CANCELLED
        return sorted(
            (
                (
                    one.of.isoformat(),
                    int(one.start.timestamp()),
                    int(one.end.timestamp()),
                    (one.place.words or "") if one.place else "",
                    cancelled,
                )
                for one in occurrences(self.meeting, self.changes, before, self.until)
            ),
            key=_by_start,
        )


def wall(plain: str) -> datetime:
    """A time on the wall: naive."""
    return datetime.fromisoformat(plain)


def meeting(
    rule: str | None, start: datetime, zone: str = "Europe/Amsterdam", minutes: int = 90, **more: object
) -> Meeting:
    """A meeting of nobody's, in no room."""
    values: dict[str, object] = {
        "title": "Kring",
        "place": "Bibliotheek",
        "uid": "0123456789a-kring",
        "sequence": 0,
        **more,
    }
    return Meeting(
        room="!kring:localhost",
        number=1,
        source="$said",
        place_source="$said",
        member="@els:localhost",
        host="@els:localhost",
        rule=rule,
        start=start,
        zone=zone,
        minutes=minutes,
        key="key-000001",
        called=NOW,
        told=NOW,
        **values,  # type: ignore[arg-type]
    )


def change(one: Meeting, of: datetime, wall: datetime | None, minutes: int | None = None) -> Change:
    """One occurrence moved, or cancelled."""
    return Change(one.room, one.number, of, one.member, wall, minutes)


def by_ical_js(files: Iterable[File]) -> list[list[Told]]:
    """What ical.js reads in them, by the time zones in the files, in one process. Raises AssertionError for a file that it can't read."""
    given = [
        {"ics": renamed(file.text(), file.meeting.zone), "until": int(file.until.timestamp())}
        for file in files
    ]
    ran = subprocess.run(
        ["node", str(FOLDER / "calendar.mjs")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    answers = json.loads(ran.stdout)
    failed = [answer["failed"] for answer in answers if isinstance(answer, dict)]
    assert not failed, failed[0]
    return [
        sorted(
            (
                (one["of"], one["start"], one["end"], one["place"], one["status"] == "CANCELLED")
                for one in answer
            ),
            key=_by_start,
        )
        for answer in answers
    ]


def why_not() -> str | None:
    """Why ical.js can't be had here."""
    return missing()


def zone_by_dateutil(text: str) -> tzical:
    """The time zones that stand in a file, as dateutil reads them."""
    return tzical(StringIO(text.replace("\r\n ", "").replace("\r\n", "\n")))


def lines(text: str) -> list[str]:
    """The content lines of a file, unfolded."""
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def _by_start(told: Told) -> tuple[int, str]:
    return told[1], told[0]


def renamed(text: str, zone: str) -> str:
    """The file with a zone that no reader knows: it has to take what stands in the file."""
    for mark in ("TZID=", "TZID:"):
        text = text.replace(f"{mark}{zone}", f"{mark}Nowhere/{zone}")
    return text


def by_dateutil(file: File) -> list[tuple[str, int]]:
    """Names and starts (seconds since 1970) of what dateutil makes of the file's rule and exceptions, by the zone in the file."""
    text = renamed(file.text(), file.meeting.zone)
    zones = zone_by_dateutil(text)
    events = [_properties(event) for event in text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]]
    rule = rrulestr(events[0]["RRULE"][0][1], dtstart=_wall(events[0]["DTSTART"][0]), ignoretz=True)
    assert isinstance(rule, rrule)
    series = rruleset()
    series.rrule(rule)
    for gone in events[0].get("EXDATE", ()):
        series.exdate(_wall(gone))
    moved = {_wall(event["RECURRENCE-ID"][0]): event["DTSTART"][0] for event in events[1:]}
    zone = zones.get()
    assert zone is not None
    found = []
    for of in series:
        start = _moment(moved[of], zone) if of in moved else of.replace(tzinfo=zone).astimezone(UTC)
        if start > file.until + timedelta(days=60):
            break
        if start <= file.until:
            found.append((of.isoformat(), int(start.timestamp())))
    return sorted(found, key=lambda one: (one[1], one[0]))


def _properties(event: str) -> dict[str, list[tuple[str, str]]]:
    """The lines of an event by name: parameters and value."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in event.split("\r\n"):
        head, _, value = line.partition(":")
        name, _, parameters = head.partition(";")
        found.setdefault(name, []).append((parameters, value))
    return found


def _wall(one: tuple[str, str]) -> datetime:
    return datetime.strptime(one[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007  # a wall time


def _moment(one: tuple[str, str], zone: tzinfo) -> datetime:
    if one[1].endswith("Z"):
        return datetime.strptime(one[1], "%Y%m%dT%H%M%S%z")
    return _wall(one).replace(tzinfo=zone).astimezone(UTC)
