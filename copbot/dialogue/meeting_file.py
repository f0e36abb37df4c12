"""The calendar file of a meeting: what it will be made of, as data, until it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from copbot.core.text import Said, Value, text
from copbot.core.wishes import File, Say
from copbot.dialogue.call import Call
from copbot.dialogue.files import attached
from copbot.meetings.records import Change, Meeting, Standing

MEDIA = "text/calendar"


def calendar_file(call: Call, meeting: Meeting, changes: Sequence[Change], fields: Mapping[str, Any]) -> Say:
    """The file as it is after what was just done, for the room, right behind the message that tells it.

    To be put behind every message that tells of a new, changed or cancelled meeting. ``meeting`` and ``changes`` are as they
    are saved, with ``meeting.sequence`` raised by every change of either; ``changes`` are all of the meeting. ``fields`` are those of
    the message before it. In a room that wants it so, neither title nor place is in it.
    """
    file = File(text("file.meeting", n=meeting.number), MEDIA, values=_values(call, meeting, changes))
    return attached(call, "meeting", fields, file, room=meeting.room, scope=meeting.room, thread=None)


def _values(call: Call, meeting: Meeting, changes: Sequence[Change]) -> dict[str, Value]:
    full = call.room.settings.calendar == "full"
    place = Said(meeting.place, meeting.place_source) if full and meeting.place is not None else None
    return {
        "uid": meeting.uid,
        "sequence": meeting.sequence,
        "title": Said(meeting.title, meeting.source) if full and meeting.title is not None else None,
        "place": place,
        "more": None if full else text("file.meeting-more"),
        "start": meeting.start.isoformat(),
        "minutes": meeting.minutes,
        "zone": meeting.zone,
        "rule": meeting.rule,
        "excepted": tuple(of.isoformat() for of in meeting.excepted),
        "moved": tuple(_moved(meeting, change, place, full=full) for change in changes),
        "cancelled": meeting.standing is Standing.CANCELLED,
        "at": call.now,
    }


def _moved(meeting: Meeting, change: Change, place: Said | None, *, full: bool) -> Value:
    if full and change.place_source is not None:
        place = None if change.place is None else Said(change.place, change.place_source)
    wall = None if change.wall is None else change.wall.isoformat()
    return (change.occurrence.isoformat(), wall, change.minutes or meeting.minutes, place)
