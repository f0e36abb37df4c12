"""Meetings of a room from which its people moved: nobody is called into a dead room, and nobody waits before a closed door.

A meeting does not move along: who comes, and who leads, was agreed among other people. Who called it hears at once that it is to be
called anew; who was to come hears in their own chat, once, when it is near, where the group goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.core.text import Place, Text, text
from copbot.core.wishes import Save, Say, Silence, Wish
from copbot.dialogue import meetings
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_words import title, when
from copbot.meetings.occurrences import coming
from copbot.meetings.records import Meeting, Standing, alarm_name
from copbot.meetings.telling import Look

LINK = "https://matrix.to/#/"
READS = meetings.FINDING
"""The queries that telling who called them needs."""


def uprooted(call: Call) -> bool:
    """Whether the room's people moved from it: where copbot may still write there, nobody reads it."""
    return call.people.successor is not None


def on_leaving(call: Call, where: str) -> list[Say]:
    """The room moved: who called a meeting that is still to come is told that it is to be called anew."""
    told = []
    for meeting in call.read.planned_meetings():
        following = coming(meeting, call.read.meeting_changes(meeting.number), call.now)
        if following is None or meeting.member not in call.people.humans:
            continue
        values = {"n": meeting.number, "title": title(meeting), "when": when(call, meeting, following)}
        line = text("meeting.room-moved", room=Place(call.room.id), where=where, p=call.prefix, **values)
        told.append(_privately(call, meeting.member, line))
    return told


def alone(call: Call, meeting: Meeting, found: Look) -> Sequence[Wish]:
    """It is near: who called it and who comes are told in their own chat, once. Needs the queries meeting_answers and absent."""
    thing = found.thing
    if thing is None:
        return meetings.waiting(replace(meeting, told=found.told), found.next, call.now)
    values = {"n": meeting.number, "title": title(meeting), "when": when(call, meeting, thing.occurrence)}
    where = LINK + (call.people.successor or "")
    lines = [text("meeting.told-moved", room=Place(call.room.id), where=where, **values)]
    if thing.occurrence.place is not None:
        lines.append(text("meeting.place", place=thing.occurrence.place))
    absent = call.read.absent(call.now)
    given = call.read.meeting_answers(meeting.number, thing.occurrence.of)
    declined = {one.member for one in given if one.answer == "no"}
    wanted = dict.fromkeys((meeting.member, meeting.host, *(one.member for one in given)))
    over = replace(meeting, standing=Standing.OVER, told=found.told, due=None, wall=None, ended=call.now)
    return [
        Save(over),
        Silence(alarm_name(meeting.room, meeting.number)),
        *(_privately(call, who, *lines) for who in wanted if who not in declined | absent),
    ]


def _privately(call: Call, who: str, *lines: Text) -> Say:
    return Say(
        call.chance.key(),
        lines,
        "nudge",
        {"about": "meeting"},
        to=who,
        scope=call.room.id,
        unprompted=True,
        timely=True,
    )
