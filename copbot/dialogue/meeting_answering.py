"""Who comes: by a reaction, a word in reply, or in a direct chat. It is said of one time of a meeting, and taken back by
taking the reaction or the message away.

Taps are answered by editing; a word gets one short reply. How many come stands in the message that shows the meeting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from copbot.core.errors import Error
from copbot.core.facts import Redacted
from copbot.core.lateness import late
from copbot.core.records import Option
from copbot.core.text import Text, Who, text
from copbot.core.wishes import Edit, Erase, Save, Wish
from copbot.dialogue import answers, meeting_times, meetings
from copbot.dialogue.call import By, Call
from copbot.dialogue.meeting_reminding import reminder_fields, reminder_lines
from copbot.dialogue.meeting_words import (
    ABOUT,
    REMINDED,
    about_in,
    head,
    invitation,
    numbers,
    title,
    when,
    where,
)
from copbot.dialogue.meetings import Found
from copbot.meetings.occurrences import Occurrence, at_hand, named
from copbot.meetings.records import Answer, Coming

READS = (*meetings.SHOWING, "meeting_answers_from", "sent_at", "message", "hosts")
"""The queries that answering needs."""
ANSWER, WITHDRAW = "meeting-answer", "meeting-unanswer"
_BEFORE_A_DAY = re.compile(r"\A(?:op|on)\s+", re.IGNORECASE)


def answer(call: Call, line: str) -> Sequence[Wish]:
    """``yes``, ``maybe`` or ``no``; with ``/3`` the number of a meeting, with ``//tuesday`` a day, if one was named."""
    given, number, words = (*line.split("/", 2), "", "")[:3]
    meant = _on_that_day(call, given, number, words) if words else _at_hand(call, number)
    if not isinstance(meant, _Meant):
        return meant
    found, occurrence = meant.found, meant.occurrence
    coming: Coming = "yes" if given in ("yes", "always") else "maybe" if given == "maybe" else "no"
    made = Answer(
        found.meeting.room,
        found.meeting.number,
        occurrence.of,
        call.sender,
        coming,
        call.event,
        call.now,
        occurrence.end.astimezone(UTC),
    )
    before = call.read.meeting_answers(made.number, made.occurrence)
    after = (*(one for one in before if one.member != call.sender), made)
    wishes: list[Wish] = [Save(made), *_shown(call, found, occurrence, after)]
    if call.by is By.TAP:
        return wishes
    return [
        *wishes,
        answers.reply(call, *_noted(call, found, occurrence, given), about=meetings.about(found.meeting)),
    ]


def _noted(call: Call, found: Found, occurrence: Occurrence, given: str) -> list[Text]:
    at = when(call, found.meeting, occurrence)
    noted = "yes" if given == "always" else given
    said = [text(f"meeting.noted-{noted}", who=Who(call.sender), title=title(found.meeting), when=at)]
    if given == "always" and found.meeting.rule is not None:
        said.append(text("meeting.noted-always"))
    return said


@dataclass(frozen=True, slots=True)
class _Meant:
    """Which time of which meeting is answered."""

    found: Found
    occurrence: Occurrence


def _at_hand(call: Call, number: str) -> _Meant | Sequence[Wish]:
    """The time that the message was about, or the next one."""
    found = _meant(call, number)
    if not isinstance(found, Found):
        return found
    occurrence = _which(call, found)
    if occurrence is None:
        return answers.refuse(call, Error.MEETING_OVER, _no_more(call, found))
    return _Meant(found, occurrence)


def _on_that_day(call: Call, given: str, number: str, words: str) -> _Meant | Sequence[Wish]:
    """The time on the day that was named: of the meeting that the message is about, else of any that is on that day."""
    words = _BEFORE_A_DAY.sub("", words)
    first = _meant(call, number)
    if not isinstance(first, Found):
        return first
    bound = number or (call.about is not None and call.about.what in (ABOUT, REMINDED))
    meetings_then = [
        _Meant(one, occurrence)
        for one in ([first] if bound else meetings.planned(call))
        if (occurrence := meeting_times.then(call, one, words)) is not None
    ]
    if len(meetings_then) > 1:
        choices = [
            (
                meetings.labelled(call, one.found),
                Option(ANSWER, f"{given}/{one.found.meeting.number}/{words}"),
            )
            for one in meetings_then[: meetings.CHOICES]
        ]
        return answers.ask(call, Error.WHICH_MEETING, text("meeting.which"), choices=choices)
    if meetings_then:
        return meetings_then[0]
    following = at_hand(first.meeting, first.changes, call.now)
    assert following is not None
    return meeting_times.not_then(call, first, following, words)


def _meant(call: Call, number: str) -> Found | Sequence[Wish]:
    """The meeting that was named, that the message is about, or the next one."""
    if number:
        return meetings.by_number(call, int(number.lstrip("#")))
    if call.about is not None and call.about.what in (ABOUT, REMINDED):
        return meetings.by_number(call, call.about.number)
    if call.by is By.PHRASE and call.about is not None and call.about.what != "help":
        return ()  # it answers something else
    found = meetings.nearest(call)
    if found is None:
        return answers.refuse(call, Error.NO_MEETING, text("meeting.none", p=call.prefix))
    return found


def _which(call: Call, found: Found) -> Occurrence | None:
    """The time that the message was about, while it is to come; else the one that runs, or the next."""
    one = _told_of(call, found, call.touched)
    if one is None and (about_in(call.touched) or (call.about is not None and call.about.what == REMINDED)):
        return None  # that one has been, or is no more: it is no answer about another
    return one or at_hand(found.meeting, found.changes, call.now)


def _no_more(call: Call, found: Found) -> Text:
    """Why the time that a message is about can't be answered."""
    told = about_in(call.touched)
    one = None if told is None else named(found.meeting, found.changes, told[0])
    if told is not None and one is None:
        return text("meeting.moved-see-below")
    if one is not None and one.cancelled:
        return text("meeting.off-see-below")
    return text("meeting.was-over", n=found.meeting.number, title=title(found.meeting))


def _told_of(call: Call, found: Found, key: str | None) -> Occurrence | None:
    """The one time that a message is about, if it is about one that is still to come."""
    told = about_in(key)
    one = None if told is None else named(found.meeting, found.changes, told[0])
    return one if one is not None and one.end > call.now and not one.cancelled else None


def _shown(call: Call, found: Found, occurrence: Occurrence, given: Sequence[Answer]) -> list[Wish]:
    """The messages that tell how many come: the one that shows the meeting, and the one that was tapped on."""
    meeting = found.meeting
    following = at_hand(meeting, found.changes, call.now)
    shows = _told_of(call, found, meeting.key) or following
    said = meetings.state(call, meeting, occurrence, given)
    if meeting.rule is not None and following is not None and following.of != occurrence.of:
        first = [head(meeting), when(call, meeting, occurrence), *where(call, meeting, occurrence)]
        said = [*first, invitation(meeting), *numbers(call, given)]  # it is not the next time
    edits: list[Wish] = []
    if shows is not None and shows.of == occurrence.of:
        edits.append(meetings.edited(meeting, occurrence, said))
    touched = call.touched if call.touched_kind == "meeting" and call.touched != meeting.key else None
    told = _told_of(call, found, touched)
    if touched is not None and told is not None and told.of == occurrence.of:
        edits.append(meetings.edited(replace(meeting, key=touched), occurrence, said))
    if call.touched_kind == "meeting.reminder" and call.touched is not None and call.by in (By.TAP, By.UNTAP):
        edits += _reminder(call, found, occurrence, given)
    return edits


def _reminder(call: Call, found: Found, occurrence: Occurrence, given: Sequence[Answer]) -> list[Wish]:
    told, sent = about_in(call.touched), call.read.sent_at(call.touched or "")
    if told is None or told[1] is None or sent is None or call.touched is None:
        return []
    due = occurrence.start.astimezone(UTC) - told[1]
    was_late = late(due, sent)
    said = reminder_lines(call, found.meeting, occurrence, given, due if was_late else None)
    shown = reminder_fields(found.meeting, occurrence, told[1]) | {"late": was_late}
    return [Edit(call.touched, tuple(said), shown)]


def withdraw(call: Call) -> Sequence[Wish]:
    """The reaction was taken away: the answer goes with it, unless another came since."""
    gone = call.fact
    return _withdrawn(call, gone.target) if isinstance(gone, Redacted) else ()


def taken_away(call: Call) -> Sequence[Wish]:
    """A message was removed that said whether somebody comes; the engine forgets the answer, here is told how many come."""
    gone = call.fact
    if not isinstance(gone, Redacted):
        return ()
    return [wish for wish in _withdrawn(call, gone.target) if isinstance(wish, Edit)]


def _withdrawn(call: Call, event: str) -> list[Wish]:
    wishes: list[Wish] = []
    for given in call.read.meeting_answers_from(event):
        wishes.append(Erase(given))
        found = meetings.by_number(call, given.number)
        if not isinstance(found, Found):
            continue
        occurrence = named(found.meeting, found.changes, given.occurrence)
        if occurrence is None or occurrence.end <= call.now:
            continue
        left = [
            one for one in call.read.meeting_answers(given.number, given.occurrence) if one.event != event
        ]
        wishes += _shown(call, found, occurrence, left)
    return wishes
