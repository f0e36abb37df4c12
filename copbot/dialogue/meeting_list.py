"""Meetings that are to come, and one of them shown."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import Text, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, meetings
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_words import fields, title, when
from copbot.dialogue.meetings import Found
from copbot.dialogue.reminder_words import repeats

PAGE = 5
READS = meetings.SHOWING
"""The queries that a list needs."""


def show(call: Call) -> Sequence[Wish]:
    """What is to come, the next first; in a direct chat with what one answered oneself."""
    found = meetings.planned(call)
    if not found:
        return [answers.reply(call, text("meeting.list-nothing", p=call.prefix))]
    lines = [text("meeting.list-title"), *(_line(call, one) for one in found[:PAGE])]
    if len(found) > PAGE:
        others = tuple(f"#{one.meeting.number}" for one in found[PAGE:])
        lines.append(text("meeting.list-more", numbers=others, n=found[PAGE].meeting.number, p=call.prefix))
    about = meetings.about(found[0].meeting) if len(found) == 1 else None
    return [answers.reply(call, *lines, about=about)]


def one(call: Call, found: Found) -> Sequence[Wish]:
    """One meeting as it is now."""
    following = found.next(call.now)
    assert following is not None
    given = call.read.meeting_answers(found.meeting.number, following.of)
    said = [*meetings.state(call, found.meeting, following, given), *_own(call, found)]
    about = meetings.about(found.meeting)
    return [answers.say(call, "meeting", said, fields(found.meeting, following), about=about)]


def _line(call: Call, found: Found) -> Text:
    meeting, following = found.meeting, found.next(call.now)
    if following is None:
        return meetings.labelled(call, found)
    values = {"n": meeting.number, "title": title(meeting), "when": when(call, meeting, following)}
    if meeting.rule is None:
        line = text("meeting.list-line", **values)
    else:
        line = text(
            "meeting.list-line-rule",
            rule=repeats(meeting.rule, meeting.start, len(meeting.excepted)),
            **values,
        )
    own = _own(call, found)
    return text("meeting.list-own", line=line, own=own[0]) if own else line


def _own(call: Call, found: Found) -> tuple[Text, ...]:
    """What who asks answered, where nobody else reads it."""
    following = found.next(call.now)
    if not call.spot.direct or following is None:
        return ()
    given = call.read.meeting_answers(found.meeting.number, following.of)
    own = next((answer.answer for answer in given if answer.member == call.sender), None)
    return () if own is None else (text(f"meeting.own-{own}"),)
