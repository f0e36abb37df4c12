"""What moving and cancelling a meeting share: which time of it is meant, who is to hear of it, and what is said where it was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from copbot.core.errors import Error
from copbot.core.text import Place, Said, text
from copbot.core.when import Day, Moment, read_due
from copbot.core.wishes import Wish
from copbot.dialogue import answers, meetings
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_calling import languages
from copbot.dialogue.meeting_words import about_in, title, when
from copbot.dialogue.meetings import Found
from copbot.meetings.occurrences import FAR, Occurrence, at_hand, named, occurrences
from copbot.meetings.records import Change, Meeting

READS = (*meetings.SHOWING, "hosts", "absent", "message", "meeting_held")
"""The queries that moving and cancelling need."""
WHOLE = re.compile(
    r"(?:de )?(?:hele|heel|alles|allemaal|alle|whole|all|series|reeks)(?: reeks| series| keren)?",
    re.IGNORECASE,
)
"""The words for all times of a meeting."""
WEEK = 7  # days
_WEEKDAY = re.compile(
    r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?: ?[a-z]+)?",
    re.IGNORECASE,
)


def to_change(call: Call, line: str, verb: str) -> Found | Sequence[Wish]:
    """The meeting that is meant, if who asks may change it."""
    found = meetings.find(call, line, verb)
    if not isinstance(found, Found):
        return found
    return meetings.refused(call, found.meeting) or found


def on(call: Call, found: Found, words: str) -> Occurrence | None:
    """The time that is on the day that the words name, if they name one."""
    zone = ZoneInfo(found.meeting.zone)
    wanted = day_of(call, found.meeting, words)
    if wanted is None:
        return None
    return on_day(call, found, datetime.combine(wanted, datetime.max.time(), zone))


def then(call: Call, found: Found, words: str) -> Occurrence | None:
    """As `on`; the name of today's weekday is today while it is still to come then: who can't come "on tuesday" says so on Tuesday too."""
    occurrence = on(call, found, words)
    wanted = day_of(call, found.meeting, words)
    today = call.now.astimezone(ZoneInfo(found.meeting.zone))
    if wanted is None or (wanted - today.date()).days != WEEK or not _WEEKDAY.fullmatch(words.strip()):
        return occurrence
    return on_day(call, found, today) or occurrence


def on_day(call: Call, found: Found, day: datetime) -> Occurrence | None:
    """The time that is still to come on the same day as this moment (aware)."""
    zone = ZoneInfo(found.meeting.zone)
    wanted = day.astimezone(zone).date()
    until = min(datetime.combine(wanted, datetime.max.time(), zone), call.now + FAR)
    later = occurrences(found.meeting, found.changes, call.now, until)
    return next((one for one in later if one.start.astimezone(zone).date() == wanted), None)


def day_of(call: Call, meeting: Meeting, words: str) -> date | None:
    """The day that the words name."""
    zone = ZoneInfo(meeting.zone)
    reading = read_due(words, call.now, zone, languages(call)) if words else None
    if isinstance(reading, Moment):
        return reading.value.astimezone(zone).date()
    return reading.value if isinstance(reading, Day) else None


def not_then(call: Call, found: Found, occurrence: Occurrence, words: str) -> Sequence[Wish]:
    told = text("meeting.not-then", n=found.meeting.number, phrase=Said(words, call.source))
    following = text("meeting.next", when=when(call, found.meeting, occurrence))
    return answers.refuse(call, Error.NO_SUCH_OCCURRENCE, told, following)


def still_named(call: Call, found: Found, of: datetime) -> Occurrence | None:
    """The time of that name, if it is still to come."""
    one = named(found.meeting, found.changes, of)
    return one if one is not None and not one.cancelled and one.end > call.now else None


def under_way(call: Call, meeting: Meeting, occurrence: Occurrence) -> tuple[Wish, ...] | None:
    """Why a time that was opened and not closed can't be changed any more; None: it can."""
    held = call.read.meeting_held(meeting.number, occurrence.of)
    if held is None or held.started is None or held.ended is not None:
        return None
    refusal = text("meeting.under-way", n=meeting.number, title=title(meeting), p=call.prefix)
    return answers.refuse(call, Error.RITUAL_RUNS, refusal)


def with_change(changes: Sequence[Change], made: Change) -> tuple[Change, ...]:
    return (*(one for one in changes if one.occurrence != made.occurrence), made)


def who_come(call: Call, meeting: Meeting, occurrence: Occurrence) -> tuple[str, ...]:
    """Who said to come, or perhaps, and is to be reached: not who is away, nor who changed it."""
    absent = call.read.absent(call.now)
    return tuple(
        one.member
        for one in call.read.meeting_answers(meeting.number, occurrence.of)
        if one.answer != "no" and one.member not in absent and one.member != call.sender
        if one.member in call.people.members
    )


def shows(call: Call, found: Found) -> Occurrence | None:
    """The time that the message shows by which the meeting is known now."""
    told = about_in(found.meeting.key)
    one = None if told is None else still_named(call, found, told[0])
    return one or at_hand(found.meeting, found.changes, call.now)


def shown_is(call: Call, found: Found, occurrence: Occurrence) -> bool:
    """Whether that message is about this time: only then it is over when this time is moved or cancelled."""
    shown = shows(call, found)
    return shown is None or shown.of == occurrence.of


def told_elsewhere(call: Call, meeting: Meeting) -> tuple[Wish, ...]:
    if not call.elsewhere:
        return ()
    told = text("meeting.told-in", n=meeting.number, room=Place(call.room.id))
    return (answers.reply(call, told, about=meetings.about(meeting)),)
