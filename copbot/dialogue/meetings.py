"""A meeting in the room: which one is meant, who may change it, how it is shown, and when its alarm rings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Text, Who, text
from copbot.core.wishes import About, Edit, Ring, Save, Say, Silence, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_file import calendar_file
from copbot.dialogue.meeting_words import (
    ABOUT,
    ASKING,
    REMINDED,
    SEEDS,
    fields,
    invitation,
    lines,
    numbers,
    title,
    when,
)
from copbot.meetings.occurrences import Occurrence, at_hand, coming
from copbot.meetings.records import KIND, Answer, Change, Meeting, Standing, alarm_name
from copbot.meetings.telling import USUAL, Habits, leads, upcoming

FINDING = ("meeting", "planned_meetings", "meeting_changes")
"""The queries that finding a meeting needs."""
SHOWING = (*FINDING, "meeting_answers", "roles")
"""The queries that showing one needs."""
CHOICES = 5
_NUMBER = re.compile(
    r"#?([0-9]{1,6})[:.,)]?(?:\s+|$)"
    # "3 december" is a day, and not meeting 3
    r"(?!(?:jan|feb|mrt|maart|march|mar|apr|mei|may|jun|jul|aug|sep|sept|okt|oct|nov|dec)\b"
    r"|(?:januari|februari|april|juni|juli|augustus|september|oktober|november|december)\b"
    r"|(?:january|february|june|july|august|october)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """The meeting that is meant, what was changed about single times of it, and the rest of what was said."""

    meeting: Meeting
    changes: tuple[Change, ...]
    rest: str = ""

    def next(self, now: datetime) -> Occurrence | None:
        """The next time that it takes place, else the one that runs now."""
        return coming(self.meeting, self.changes, now) or at_hand(self.meeting, self.changes, now)


# -- which one


def find(call: Call, line: str, verb: str) -> Found | Sequence[Wish]:
    """The meeting that is meant by its number, by what the message replies to, or as the only one; and the rest.

    Only one that is still to take place is found; else a question, whose choices go to the command ``verb``, or a
    refusal. Needs the queries of `FINDING`.
    """
    match = _NUMBER.match(line.strip())
    rest = line.strip()[match.end() :].strip() if match else line.strip()
    number = int(match[1]) if match else None
    if number is None and call.about is not None and call.about.what in (ABOUT, REMINDED):
        number = call.about.number
    if number is not None:
        return by_number(call, number, rest)
    nearest = [replace(found, rest=rest) for found in planned(call)]
    if not nearest:
        return answers.refuse(call, Error.NO_MEETING, text("meeting.none", p=call.prefix))
    if len(nearest) == 1:
        return nearest[0]
    choices = [
        (labelled(call, found), Option(verb, f"#{found.meeting.number} {rest}".strip()))
        for found in nearest[:CHOICES]
    ]
    return answers.ask(call, Error.WHICH_MEETING, text("meeting.which"), choices=choices)


def by_number(call: Call, number: int, rest: str = "") -> Found | Sequence[Wish]:
    """The meeting of that number, if it is still to take place; else a refusal."""
    meeting = call.read.meeting(number)
    if meeting is None:
        refusal = text("meeting.no-such", n=number, p=call.prefix)
        return answers.refuse(call, Error.NO_SUCH_MEETING, refusal)
    found = _found(call, meeting, rest)
    if meeting.ended is None and found.next(call.now) is not None:
        return found
    standing = (
        Standing.OVER if meeting.ended is None else meeting.standing
    )  # what was missed is told in the morning
    refusal = text(f"meeting.was-{standing.value}", n=number, title=title(meeting))
    return answers.refuse(call, Error.MEETING_OVER, refusal)


def nearest(call: Call) -> Found | None:
    """The meeting of the room that runs now or comes next."""
    return min(planned(call), key=lambda one: _at_hand(call, one), default=None)


def planned(call: Call) -> list[Found]:
    """All that is still to take place, the next first; not what has been while copbot was not there to say so."""
    found = [_found(call, one) for one in call.read.planned_meetings()]
    left = (one for one in found if one.next(call.now) is not None)
    return sorted(left, key=lambda one: _start(call, one))


def _found(call: Call, meeting: Meeting, rest: str = "") -> Found:
    return Found(meeting, call.read.meeting_changes(meeting.number), rest)


def _start(call: Call, found: Found) -> tuple[datetime, int]:
    following = found.next(call.now)
    at = datetime.max.replace(tzinfo=UTC) if following is None else following.start
    return at, found.meeting.number


def _at_hand(call: Call, found: Found) -> tuple[datetime, int]:
    now = at_hand(found.meeting, found.changes, call.now)
    return datetime.max.replace(tzinfo=UTC) if now is None else now.start, found.meeting.number


def labelled(call: Call, found: Found) -> Text:
    """One to choose from: its number, what it is called, when it is next."""
    following, n = found.next(call.now), found.meeting.number
    if following is None:
        return text("meeting.labelled-over", n=n, title=title(found.meeting))
    at = when(call, found.meeting, following)
    return text("meeting.labelled", n=n, title=title(found.meeting), when=at)


def refused(call: Call, meeting: Meeting) -> tuple[Wish, ...] | None:
    """Why who asks may not change it, with who may; None: they may. Needs the query hosts."""
    if call.sender in (meeting.member, meeting.host) or call.is_host(call.sender):
        return None
    refusal = text("meeting.not-yours", n=meeting.number, who=Who(meeting.member), title=title(meeting))
    return answers.refuse(call, Error.NOT_ALLOWED, refusal)


# -- how it is kept


def habits(call: Call, meeting: Meeting) -> Habits:
    """How the room is told of it."""
    own = meeting.reminders
    if own is None:
        own = leads(call.room.settings.reminders)
    return Habits(USUAL if own is None else own, call.zone, call.room.settings.quiet)


def kept(call: Call, meeting: Meeting, changes: Sequence[Change]) -> tuple[Wish, ...]:
    """The meeting with its alarm set for the next thing there is to tell. What was due until now is told, or past."""
    name = alarm_name(meeting.room, meeting.number)
    if meeting.standing is not Standing.PLANNED:
        return (Save(replace(meeting, due=None, wall=None)), Silence(name))
    due = upcoming(meeting, changes, habits(call, meeting), meeting.told)
    return waiting(meeting, due, call.now)


def waiting(meeting: Meeting, due: datetime | None, now: datetime) -> tuple[Wish, ...]:
    """The meeting with its alarm at a time (UTC); without one it is over."""
    name = alarm_name(meeting.room, meeting.number)
    if due is None:
        over = replace(meeting, standing=Standing.OVER, due=None, wall=None, ended=now)
        return (Save(over), Silence(name))
    wall = due.astimezone(ZoneInfo(meeting.zone)).replace(tzinfo=None, fold=0)
    return (
        Save(replace(meeting, due=due, wall=wall)),
        Ring(name, due, meeting.room, KIND, str(meeting.number)),
    )


# -- how it is shown


def about(meeting: Meeting) -> About:
    """What a message that shows it is about."""
    return About(ABOUT, meeting.number)


def state(call: Call, meeting: Meeting, occurrence: Occurrence, given: Sequence[Answer]) -> list[Text]:
    """It as it is now: what, when, where, the invitation, and how many come."""
    return [*lines(call, meeting, occurrence), invitation(meeting), *numbers(call, given)]


def shown(
    call: Call, meeting: Meeting, occurrence: Occurrence, said: Sequence[Text], *, ping: tuple[str, ...] = ()
) -> Say:
    """The message that shows it, in the room's main timeline; the answer, where somebody asked for it there."""
    here = answers.owed(call) and not call.elsewhere
    return Say(
        meeting.key,
        tuple(said),
        "meeting",
        fields(meeting, occurrence),
        room=meeting.room,
        scope=meeting.room,
        about=about(meeting),
        reply_to=call.event if here else None,
        ping=ping,
        seeds=SEEDS if any(one.id in ASKING for one in said) else (),
    )


def stands(
    call: Call,
    meeting: Meeting,
    changes: Sequence[Change],
    occurrence: Occurrence,
    said: Sequence[Text],
    *,
    ping: tuple[str, ...] = (),
) -> tuple[Say, ...]:
    """The message that tells of a new or changed meeting, and its calendar file."""
    message = shown(call, meeting, occurrence, said, ping=ping)
    return message, calendar_file(call, meeting, changes, message.field)


def edited(meeting: Meeting, occurrence: Occurrence, said: Sequence[Text]) -> Edit:
    """The message that shows it, as it is now."""
    return Edit(meeting.key, tuple(said), fields(meeting, occurrence))


def stays(call: Call, found: Found, asked_in: str) -> Say:
    """The message ``asked_in`` was edited, and its meeting is as it was: an edit is never a new command."""
    meeting, following = found.meeting, found.next(call.now)
    assert following is not None
    at = when(call, meeting, following)
    told = text("meeting.stays", who=Who(call.sender), n=meeting.number, when=at, p=call.prefix)
    shown = {"command": call.command, "ok": False, "error": Error.EDITED_COMMAND}
    return answers.say(call, "reply", [told], shown, reply_to=asked_in, about=about(meeting))


def in_zone(call: Call, zone: ZoneInfo) -> tuple[Text, ...]:
    """What is told of meetings when the room moves to another time zone: theirs stays, for there people meet.

    Needs the query planned_meetings.
    """
    others = sorted({one.zone for one in call.read.planned_meetings()} - {zone.key})
    return (text("meeting.zones-stay", zone=others[0]),) if others else ()


def reset(call: Call) -> tuple[Wish, ...]:
    """The alarms of all meetings, where the room wants to be told otherwise. Needs the queries of `FINDING`."""
    found = (_found(call, one) for one in call.read.planned_meetings())
    return tuple(wish for one in found for wish in kept(call, afresh(one.meeting, call.now), one.changes))


def afresh(meeting: Meeting, now: datetime) -> Meeting:
    """The meeting, told of from now on: what would have been told by other habits is past; what is overdue still comes."""
    overdue = meeting.due is not None and meeting.due <= now
    return meeting if overdue else replace(meeting, told=max(meeting.told, now))
