"""What a meeting has of its own: how long before it the room is told, and who receives people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from copbot.core.errors import Error
from copbot.core.text import Said, Text, Who, text
from copbot.core.wishes import Save, Wish
from copbot.dialogue import answers, meetings
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_words import title
from copbot.dialogue.meetings import Found
from copbot.dialogue.members import meant
from copbot.meetings.telling import leads

READS = (*meetings.FINDING, "hosts")
"""The queries that this needs."""
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def remind(call: Call, line: str) -> Sequence[Wish]:
    """``3 48 hours and 2 hours``, ``3 off``."""
    found = meetings.find(call, line, "meeting-remind")
    if not isinstance(found, Found):
        return found
    refusal = meetings.refused(call, found.meeting)
    if refusal is not None:
        return refusal
    n = found.meeting.number
    if not found.rest:
        how = text("meeting.remind-how", n=n, p=call.prefix)
        return [answers.reply(call, told(meetings.habits(call, found.meeting).before), how)]
    wanted = leads(found.rest)
    if wanted is None:
        words = text("meeting.remind-bad", value=Said(found.rest, call.source), n=n, p=call.prefix)
        return answers.refuse(call, Error.BAD_VALUE, words)
    meeting = replace(meetings.afresh(found.meeting, call.now), reminders=wanted)
    named = text("meeting.remind-set", n=n, title=title(meeting))
    reply = answers.reply(call, named, told(wanted), about=meetings.about(meeting))
    return [*meetings.kept(call, meeting, found.changes), reply]


def host(call: Call, line: str) -> Sequence[Wish]:
    """``3 @els``: who receives people; they may change the meeting too."""
    member, words = meant(call, line, bare=False)
    found = meetings.find(call, words if member else line.split(maxsplit=1)[0], "meeting")
    if not isinstance(found, Found):
        return found
    refusal = meetings.refused(call, found.meeting)
    if refusal is not None:
        return refusal
    if member is None or member not in call.people.members or member in call.people.bots:
        return answers.refuse(call, Error.NO_SUCH_MEMBER, text("engine.no-such-member"))
    meeting = replace(found.meeting, host=member)
    said = text("meeting.host-set", n=meeting.number, title=title(meeting), who=Who(member))
    return [Save(meeting), answers.reply(call, said, about=meetings.about(meeting))]


def told(before: Sequence[timedelta]) -> Text:
    """When the room is told, in words."""
    if not before:
        return text("meeting.remind-off")
    return text("meeting.remind-at", spans=tuple(_span(one) for one in before))


def _span(span: timedelta) -> Text:
    for unit, size in (("days", _DAY), ("hours", _HOUR)):
        if span % size == timedelta() and (unit == "hours" or span > _DAY):
            return text(f"meeting.span-{unit}", count=span // size, n=span // size)
    minutes = int(span.total_seconds()) // 60
    return text("meeting.span-minutes", count=minutes, n=minutes)
