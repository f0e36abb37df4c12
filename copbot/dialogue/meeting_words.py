"""A meeting in words: what it is called, when and where it is, how it repeats, and how many come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from copbot.core.recurrence import in_zone
from copbot.core.text import Said, Text, Value, Who, text
from copbot.dialogue.call import Call
from copbot.dialogue.reminder_words import clock, repeats
from copbot.meetings.occurrences import Occurrence
from copbot.meetings.records import KIND, Answer, Meeting, Standing
from copbot.meetings.telling import iso

ABOUT = KIND
"""What a message that shows a meeting is about; `REMINDED` is one that tells that it is coming, or begins."""
REMINDED = "meeting-reminder"
SEEDS = ("✅", "❔", "❌")
ROLES = ("parent", "youth", "school", "care", "municipality", "alliance", "attendance", "other")
ASKING = frozenset({"meeting.coming", "meeting.coming-next", "meeting.coming-anew"})
"""The lines that ask who comes."""
MOST_EXCEPTED = 3  # days that are named one by one


def title(meeting: Meeting) -> Value:
    """What it is called, in the words of who called it; without them simply a meeting."""
    return text("meeting.untitled") if meeting.title is None else Said(meeting.title, meeting.source)


def head(meeting: Meeting) -> Text:
    """The first line: its number, and what it is called."""
    if meeting.title is None:
        return text("meeting.head-untitled", n=meeting.number)
    return text("meeting.head", n=meeting.number, title=Said(meeting.title, meeting.source))


def when(call: Call, meeting: Meeting, occurrence: Occurrence) -> Text:
    """Weekday, date, and from when until when; with the time zone where the room lives in another."""
    zone = ZoneInfo(meeting.zone)
    values: dict[str, Value] = {
        "day": occurrence.start.astimezone(zone).date(),
        "begin": clock(occurrence.start, zone),
        "end": clock(occurrence.end, zone),
    }
    if meeting.zone == call.zone.key:
        return text("meeting.when", **values)
    return text("meeting.when-zone", zone=meeting.zone, **values)


def day(meeting: Meeting, occurrence: Occurrence) -> Text:
    """The day alone."""
    return text("meeting.day", day=occurrence.start.astimezone(ZoneInfo(meeting.zone)).date())


def lines(call: Call, meeting: Meeting, occurrence: Occurrence, *, first: Text | None = None) -> list[Text]:
    """What it is, how it repeats, when and where it is next."""
    said = [first or head(meeting)]
    if meeting.rule is None:
        said.append(when(call, meeting, occurrence))
    else:
        said.append(text("meeting.repeats", rule=repeats(meeting.rule, meeting.start, len(meeting.excepted))))
        if meeting.excepted:
            said.append(_excepted(meeting, occurrence))
        moved = "meeting.next-moved" if occurrence.moved else "meeting.next"
        said.append(text(moved, when=when(call, meeting, occurrence)))
    return [*said, *where(call, meeting, occurrence)]


def where(call: Call, meeting: Meeting, occurrence: Occurrence) -> list[Text]:
    """Where it is, who receives people there, and a public holiday on which it falls."""
    found = [] if occurrence.place is None else [text("meeting.place", place=occurrence.place)]
    if meeting.host != meeting.member:
        found.append(text("meeting.host", who=Who(meeting.host)))
    return [*found, *holiday(call, meeting, occurrence)]


def _excepted(meeting: Meeting, occurrence: Occurrence) -> Text:
    coming = sorted(one.date() for one in meeting.excepted if one >= occurrence.of)
    if not coming or len(coming) > MOST_EXCEPTED:
        return text("meeting.excepted-many", count=len(meeting.excepted))
    return text("meeting.excepted", days=tuple(coming))


def holiday(call: Call, meeting: Meeting, occurrence: Occurrence) -> tuple[Text, ...]:
    """A public holiday on which it falls is mentioned, so that nobody forgets."""
    from copbot.core.public_holidays import public_holiday  # it takes long to load

    where = "NL" if meeting.zone == "Europe/Amsterdam" else ""
    local = occurrence.start.astimezone(ZoneInfo(meeting.zone)).date()
    name = public_holiday(local, where, call.room.settings.language) if where else None
    return () if name is None else (text("meeting.holiday", day=local, holiday=name),)


def invitation(meeting: Meeting) -> Text:
    """Who comes is asked; of a meeting that repeats, for one time of it."""
    return text("meeting.coming" if meeting.rule is None else "meeting.coming-next")


# -- who comes, in numbers


def numbers(call: Call, answers: Sequence[Answer]) -> tuple[Text, ...]:
    """How many come, by what they bring to the room; never who. Needs the query roles."""
    here = [one for one in answers if not call.people.members or one.member in call.people.members]
    if not here:
        return ()
    given = Counter(one.answer for one in here)
    brought = call.read.roles()
    roles = Counter(_role(brought.get(one.member, frozenset())) for one in here if one.answer == "yes")
    parts = [
        text(f"meeting.role-{role}", count=roles[role], n=roles[role])
        for role in (*ROLES, "none")
        if roles[role]
    ]
    coming, known = given["yes"], set(roles) != {"none"}
    told = []
    if coming:
        told.append(
            text("meeting.number-yes", count=coming, n=coming, roles=tuple(parts))
            if known
            else text("meeting.number-yes-plain", count=coming, n=coming)
        )
    told += [
        text(f"meeting.number-{answer}", count=given[answer], n=given[answer])
        for answer in ("maybe", "no")
        if given[answer]
    ]
    return (text("meeting.numbers", numbers=tuple(told)),)


def _role(brought: frozenset[str]) -> str:
    return next((role for role in ROLES if role in brought), "none")


# -- which time of it a message is about


def key_about(key: str, of: datetime, before: timedelta | None = None) -> str:
    """The key of a message about one time of a meeting (its name, naive): told so long before, if it tells that."""
    told = "" if before is None else f"~{int(before.total_seconds()) // 60}"
    return f"{key}~{of:%Y%m%dT%H%M%S}{told}"


def about_in(key: str | None) -> tuple[datetime, timedelta | None] | None:
    """What `key_about` put into a key; None for other keys."""
    _, *parts = (key or "").split("~")
    if not parts:
        return None
    of = datetime.strptime(parts[0], "%Y%m%dT%H%M%S")  # noqa: DTZ007  # a wall time
    return of, timedelta(minutes=int(parts[1])) if len(parts) > 1 else None


# -- for machines


def fields(meeting: Meeting, occurrence: Occurrence, before: timedelta | None = None) -> dict[str, Any]:
    """The fields of its messages; ``occurrence`` is the start that the meeting itself gives, ``start`` the one it has now."""
    zone = ZoneInfo(meeting.zone)
    found = {
        "meeting": meeting.number,
        "start": occurrence.start.astimezone(zone).isoformat(timespec="seconds"),
        "occurrence": in_zone(occurrence.of, zone).isoformat(timespec="seconds"),
    }
    if before is not None:
        return found | {"before": iso(before)}
    standing = "cancelled" if occurrence.cancelled else meeting.standing.value
    return found | {"standing": standing if meeting.standing is Standing.PLANNED else meeting.standing.value}
