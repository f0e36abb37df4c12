"""A meeting is cancelled, whole or one time of it: the room is told, who comes is mentioned once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Text, text
from copbot.core.wishes import Erase, Save, Wish
from copbot.dialogue import answers, meetings
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_times import (
    WHOLE,
    day_of,
    not_then,
    on,
    shown_is,
    still_named,
    to_change,
    told_elsewhere,
    under_way,
    who_come,
    with_change,
)
from copbot.dialogue.meeting_words import day, head, invitation, title, when
from copbot.dialogue.meetings import Found
from copbot.meetings.moving import one_cancelled
from copbot.meetings.occurrences import Occurrence, coming
from copbot.meetings.records import Standing

CANCEL, CANCEL_ON = "meeting-cancel", "meeting-cancel-on"
ALL = "all"
_LEADING = re.compile(r"\A(?:(?:op|on|van|of|from|die|the|de(?! (?:hele|heel)))\s+)+", re.IGNORECASE)


def cancel(call: Call, line: str) -> Sequence[Wish]:
    """``3``, or of a meeting that repeats ``3 15 december`` or ``3 all``."""
    found = to_change(call, line, CANCEL)
    if not isinstance(found, Found):
        return found
    occurrence = found.next(call.now)
    assert occurrence is not None
    rest = _LEADING.sub("", found.rest)
    once = found.meeting.rule is None
    if WHOLE.fullmatch(rest) or (once and day_of(call, found.meeting, rest) is None):
        return _all_cancelled(call, found, occurrence)
    if rest:
        meant = on(call, found, rest)
        if meant is None:
            return not_then(call, found, occurrence, rest)
        if once:
            return _all_cancelled(call, found, occurrence)
        return _one_cancelled(call, found, meant)
    number = found.meeting.number
    choices = [
        (
            text("meeting.only-this", day=day(found.meeting, occurrence)),
            Option(CANCEL_ON, f"{number} {occurrence.of.isoformat()}"),
        ),
        (text("meeting.all-from-now"), Option(CANCEL_ON, f"{number} {ALL}")),
    ]
    return answers.ask(call, Error.WHICH_MEETING, text("meeting.cancel-which"), choices=choices)


def cancel_on(call: Call, line: str) -> Sequence[Wish]:
    """What was asked back is chosen."""
    number, what = line.split(" ")
    found = meetings.by_number(call, int(number))
    if not isinstance(found, Found):
        return found
    refusal = meetings.refused(call, found.meeting)
    if refusal is not None:
        return refusal
    occurrence = (
        found.next(call.now) if what == ALL else still_named(call, found, datetime.fromisoformat(what))
    )
    if occurrence is None:
        return answers.refuse(call, Error.PAST_WHEN, text("meeting.past"))
    return (_all_cancelled if what == ALL else _one_cancelled)(call, found, occurrence)


def _one_cancelled(call: Call, found: Found, occurrence: Occurrence) -> Sequence[Wish]:
    if refusal := under_way(call, found.meeting, occurrence):
        return refusal
    meeting, change = one_cancelled(found.meeting, occurrence, call.sender)
    changes = with_change(found.changes, change)
    following = coming(meeting, changes, call.now)
    if following is None:
        return _all_cancelled(call, found, occurrence)
    meeting = meetings.afresh(meeting, call.now)
    shown = replace(meeting, key=call.chance.key())
    ping = who_come(call, found.meeting, occurrence)
    off = text("meeting.off-once", n=meeting.number, title=title(meeting), day=day(meeting, occurrence))
    said = [off, text("meeting.next", when=when(call, meeting, following))]
    wishes: list[Wish] = [Save(change)]
    if shown_is(call, found, occurrence):
        said.append(invitation(meeting))
        meeting = shown
        gone = [head(meeting), text("meeting.off-see-below")]
        wishes.append(meetings.edited(found.meeting, occurrence, gone))
    message = meetings.stands(call, shown, changes, following, said, ping=ping)
    wishes += [Erase(given) for given in call.read.meeting_answers(meeting.number, occurrence.of)]
    return [*wishes, *meetings.kept(call, meeting, changes), *message, *told_elsewhere(call, meeting)]


def _all_cancelled(call: Call, found: Found, occurrence: Occurrence) -> Sequence[Wish]:
    if refusal := under_way(call, found.meeting, occurrence):
        return refusal
    meeting = replace(
        found.meeting,
        standing=Standing.CANCELLED,
        sequence=found.meeting.sequence + 1,
        ended=call.now,
        key=call.chance.key(),
    )
    ping = who_come(call, found.meeting, occurrence)
    off: Text = text(
        "meeting.off" if meeting.rule is None else "meeting.off-all",
        n=meeting.number,
        title=title(meeting),
        when=when(call, meeting, occurrence),
    )
    standing = replace(found.meeting, standing=Standing.CANCELLED)
    gone = meetings.edited(standing, occurrence, [head(meeting), text("meeting.off-short")])
    message = meetings.stands(call, meeting, found.changes, occurrence, [off], ping=ping)
    return [*meetings.kept(call, meeting, found.changes), gone, *message, *told_elsewhere(call, meeting)]
