"""The room is told of a meeting: before it, and when it begins.

Each look at a meeting leads to one message at most; in the same commit it moves on to what there is to tell next. So nothing
is told twice, whatever happened to copbot or its clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from copbot.core.lateness import late
from copbot.core.text import Text, text
from copbot.core.wishes import About, Late, Save, Say, Wish
from copbot.dialogue import meeting_uprooted, meetings
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_words import (
    REMINDED,
    SEEDS,
    day,
    fields,
    holiday,
    invitation,
    key_about,
    numbers,
    title,
    when,
)
from copbot.dialogue.reminder_words import at
from copbot.meetings.occurrences import Occurrence
from copbot.meetings.records import Answer, Held, Meeting
from copbot.meetings.telling import Look, Thing, What, look

READS = (*meetings.SHOWING, "meeting_held", "absent")
"""The queries that ringing needs."""


def ring(call: Call, payload: str) -> Sequence[Wish]:
    """There may be something to tell of a meeting."""
    meeting = call.read.meeting(int(payload))
    if meeting is None or meeting.ended is not None:
        return ()
    found = look(meeting, call.read.meeting_changes(meeting.number), meetings.habits(call, meeting), call.now)
    if meeting_uprooted.uprooted(call):
        return meeting_uprooted.alone(call, meeting, found)
    after = meetings.waiting(replace(meeting, told=found.told), found.next, call.now)
    return [*after, *_told(call, meeting, found)]


def _told(call: Call, meeting: Meeting, found: Look) -> list[Wish]:
    missed = [one for one in found.missed if not _announced(call, meeting, one)]
    thing = found.thing
    if thing is not None and thing.what is What.BEGINS and _announced(call, meeting, thing.occurrence):
        thing = None
    if thing is None:
        return [_missed(call, meeting, missed)] if missed else []
    also = [text("meeting.missed-also", count=len(missed))] if missed else []
    if thing.what is What.BEGINS:
        return begins(call, meeting, thing.occurrence, also, opened=False)
    return [_coming(call, meeting, thing, also)]


def _announced(call: Call, meeting: Meeting, occurrence: Occurrence) -> bool:
    """Whether the room knows already that it began: by the clock, or because somebody began it."""
    held = call.read.meeting_held(meeting.number, occurrence.of)
    return held is not None and (held.announced is not None or held.started is not None)


# -- before it


def _coming(call: Call, meeting: Meeting, thing: Thing, also: Sequence[Text]) -> Say:
    one = thing.occurrence
    given = call.read.meeting_answers(meeting.number, one.of)
    in_time = reminder_lines(call, meeting, one, given, None)
    too_late = [*reminder_lines(call, meeting, one, given, thing.at), *also]
    return _say(
        call,
        meeting,
        "meeting.reminder",
        key_about(call.chance.key(), one.of, thing.before),
        reminder_fields(meeting, one, thing.before),
        in_time,
        Late(thing.at, tuple(too_late)),
        seeds=SEEDS,
    )


def reminder_lines(
    call: Call, meeting: Meeting, occurrence: Occurrence, given: Sequence[Answer], due: datetime | None
) -> list[Text]:
    """What a reminder says; ``due`` is when it should have come, if it is late."""
    values = {"n": meeting.number, "title": title(meeting)}
    said = [text("meeting.reminder", when=when(call, meeting, occurrence), **values)]
    if occurrence.place is not None:
        said.append(text("meeting.place", place=occurrence.place))
    said += [*holiday(call, meeting, occurrence), invitation(meeting), *numbers(call, given)]
    return said if due is None else [*said, text("meeting.late", when=at(due, ZoneInfo(meeting.zone)))]


def reminder_fields(meeting: Meeting, occurrence: Occurrence, before: timedelta) -> dict[str, Any]:
    """The fields of a reminder, but for whether it is late, which shows when it is sent."""
    return fields(meeting, occurrence, before)


# -- when it begins


def begins(
    call: Call, meeting: Meeting, occurrence: Occurrence, also: Sequence[Text] = (), *, opened: bool
) -> list[Wish]:
    """It begins: who said yes or perhaps is mentioned, unless they are away; nobody else is. Told once, so it is kept.

    Where nobody ``opened`` it yet, it says how that is done.
    """
    key = key_about(call.chance.key(), occurrence.of)
    held = call.read.meeting_held(meeting.number, occurrence.of)
    held = held or Held(meeting.room, meeting.number, occurrence.of)
    absent = call.read.absent(call.now)
    ping = tuple(
        one.member
        for one in call.read.meeting_answers(meeting.number, occurrence.of)
        if one.answer != "no" and one.member not in absent and one.member in call.people.members
    )
    values = {"n": meeting.number, "title": title(meeting)}
    more = [] if occurrence.place is None else [text("meeting.place", place=occurrence.place)]
    if not opened:
        more.append(text("meeting.how-to-open", p=call.prefix))
    begun = at(occurrence.start, ZoneInfo(meeting.zone))
    message = _say(
        call,
        meeting,
        "meeting.started",
        key,
        fields(meeting, occurrence, timedelta()),
        [text("meeting.begins", **values), *more],
        Late(occurrence.start, (text("meeting.begun", when=begun, **values), *more, *also)),
        ping=ping,
    )
    return [Save(replace(held, announced=call.now, key=key)), message]


# -- it has been


def _missed(call: Call, meeting: Meeting, missed: Sequence[Occurrence]) -> Say:
    """It was while copbot was not there: one line, however many there were."""
    last = missed[-1]
    values = {"n": meeting.number, "title": title(meeting), "day": day(meeting, last)}
    line = text("meeting.missed", count=len(missed), **values)
    return _say(
        call,
        meeting,
        "meeting.reminder",
        key_about(call.chance.key(), last.of),
        fields(meeting, last, timedelta()),
        [line],
        Late(last.start, (line,)),
    )


def _say(
    call: Call,
    meeting: Meeting,
    kind: str,
    key: str,
    shown: dict[str, Any],
    said: Sequence[Text],
    too_late: Late,
    **more: Any,
) -> Say:
    return Say(
        key,
        tuple(said),
        kind,
        shown,
        room=meeting.room,
        scope=meeting.room,
        about=About(REMINDED, meeting.number),
        unprompted=True,
        timely=not late(too_late.due, call.now),
        late=too_late,
        **more,
    )
