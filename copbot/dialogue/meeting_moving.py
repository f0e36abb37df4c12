"""A meeting is moved, whole or one time of it. Who said yes hears that once: it is their date that changes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Said, Text, text
from copbot.core.when_meeting import MeetingAsked, MeetingPhrase, MeetingRefused, meeting_time
from copbot.core.wishes import Erase, Save, Wish
from copbot.dialogue import answers, meetings
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_calling import LONGEST_PLACE, chosen, languages
from copbot.dialogue.meeting_times import (
    day_of,
    not_then,
    on,
    on_day,
    shown_is,
    still_named,
    to_change,
    told_elsewhere,
    under_way,
    who_come,
    with_change,
)
from copbot.dialogue.meeting_weekdays import weekday_alone, with_that_week
from copbot.dialogue.meeting_words import day, head, invitation, key_about, lines, title, when, where
from copbot.dialogue.meetings import Found
from copbot.dialogue.reminder_words import at
from copbot.meetings.moving import Moved, NeedsRepeat, all_moved, one_moved
from copbot.meetings.occurrences import Occurrence, coming, named, occurrences
from copbot.meetings.records import Answer, Change, Meeting
from copbot.reminders.schedule import on_the_wall

MOVE, MOVE_ON = "meeting-move", "meeting-move-on"
ONE, ALL = "one", "all"
_TO = re.compile(r"\s+(?:naar|to)\s+", re.IGNORECASE)
_FROM = re.compile(r"\A(?:van|from)\s+", re.IGNORECASE)
_LEADING = re.compile(r"\A(?:naar|to)\s+", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:om|at|naar|to)?\s*(?:[0-9]{1,2}[:.][0-9]{2}(?: ?uur)?|[0-9]{1,2}[uh](?:[0-9]{2})?"
    r"|(?:(?:half|kwart|vijf|tien)(?: (?:voor|over))?(?: half)? )?(?:[0-9]{1,2}|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)(?: uur)?"
    r"|[0-9]{1,2}(?::[0-9]{2})? ?[ap]m|(?:half|quarter) (?:past|to) [a-z]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class To:
    """When it is to be instead: aware, with how it repeats where that was said, how long and where.

    ``of`` names the time of the meeting that is meant (naive); ``what`` is one, all, or not known yet.
    """

    number: int
    of: datetime
    first: datetime
    what: str | None = None
    rule: str | None = None
    without: tuple[datetime, ...] = ()
    minutes: int | None = None
    place: str | None = None
    source: str | None = None

    def option(self) -> Option:
        """Going on from here."""
        plain = [
            self.number,
            self.of.isoformat(),
            self.first.isoformat(),
            self.what,
            self.rule,
            [one.isoformat() for one in self.without],
            self.minutes,
            self.place,
            self.source,
        ]
        return Option(MOVE_ON, json.dumps(plain, ensure_ascii=False))


def _resumed(line: str) -> To:
    number, of, first, what, rule, without, *more = json.loads(line)
    left_out = tuple(datetime.fromisoformat(one) for one in without)
    return To(number, datetime.fromisoformat(of), datetime.fromisoformat(first), what, rule, left_out, *more)


# -- moving


def move(call: Call, line: str) -> Sequence[Wish]:
    """``3 tuesday 20:00``; of a meeting that repeats, also ``3 15 dec to 16 dec 20:00``."""
    found = to_change(call, line, MOVE)
    if not isinstance(found, Found):
        return found
    occurrence = found.next(call.now)
    assert occurrence is not None
    rest, what = found.rest, None
    if len(parts := _TO.split(_FROM.sub("", found.rest), maxsplit=1)) == 2 and day_of(
        call, found.meeting, parts[0]
    ):
        meant = on(call, found, parts[0])
        if meant is None:
            return not_then(call, found, occurrence, parts[0])
        occurrence, rest, what = meant, parts[1], ONE
    free = Option(MOVE, f"#{found.meeting.number}")
    if not rest:
        line_ = text("meeting.move-when", n=found.meeting.number, title=title(found.meeting))
        return answers.ask(call, Error.NEEDS_WHEN, line_, free=free)
    reading = _read(call, found.meeting, occurrence, _LEADING.sub("", rest))
    if isinstance(reading, MeetingPhrase):
        return _moved(call, found, occurrence, _to(call, found, occurrence, reading, what))
    if isinstance(reading, MeetingAsked):
        tos = [_to(call, found, occurrence, one, what) for one in reading.readings]
        line_ = text("meeting.when-ambiguous", phrase=Said(rest, call.source))
        choices = [
            (chosen(call, one.when), to.option()) for one, to in zip(reading.readings, tos, strict=True)
        ]
        return answers.ask(call, Error.AMBIGUOUS_WHEN, line_, choices=choices, free=free)
    return _not_a_time(call, reading, free)


def _not_a_time(call: Call, reading: MeetingRefused, free: Option) -> Sequence[Wish]:
    phrase = Said(reading.phrase or reading.title, call.source)
    if reading.why == "past":
        return answers.ask(call, Error.PAST_WHEN, text("meeting.move-past", phrase=phrase), free=free)
    if reading.why == "length":
        return answers.refuse(call, Error.BAD_VALUE, text("meeting.length", p=call.prefix))
    return answers.ask(call, Error.VAGUE_WHEN, text("meeting.when-vague", phrase=phrase), free=free)


def _read(
    call: Call, meeting: Meeting, occurrence: Occurrence, rest: str
) -> MeetingPhrase | MeetingAsked | MeetingRefused:
    """When it is to be: a clock time alone is on the same day, a day alone at the same time."""
    zone = ZoneInfo(meeting.zone)
    local = occurrence.start.astimezone(zone)
    if _CLOCK.fullmatch(rest):
        rest = f"{local:%Y-%m-%d} {rest}"
    weekday = weekday_alone(rest, _CLOCK)
    reading = meeting_time(rest, call.now, zone, languages(call))
    if isinstance(reading, MeetingRefused) and reading.why in ("no-clock", "vague"):
        timed = f"{rest} {local:%H:%M}"
        with_clock = meeting_time(timed, call.now, zone, languages(call))
        if isinstance(with_clock, MeetingPhrase | MeetingAsked):
            rest, reading = timed, with_clock
    if not weekday:
        return reading
    return with_that_week(reading, rest, occurrence.start, call.now, zone, languages(call))


def _to(call: Call, found: Found, occurrence: Occurrence, said: MeetingPhrase, what: str | None) -> To:
    minutes = None if said.length is None else int(said.length.total_seconds()) // 60
    if said.when.rule is not None or found.meeting.rule is None:
        what = ALL
    return To(
        found.meeting.number,
        occurrence.of,
        said.when.first,
        what,
        said.when.rule,
        tuple(said.when.without),
        minutes,
        said.place,
        call.source if said.place else None,
    )


def move_on(call: Call, line: str) -> Sequence[Wish]:
    """What was asked back is chosen."""
    to = _resumed(line)
    found = meetings.by_number(call, to.number)
    if not isinstance(found, Found):
        return found
    refusal = meetings.refused(call, found.meeting)
    if refusal is not None:
        return refusal
    return _moved(call, found, still_named(call, found, to.of), to)


def _moved(call: Call, found: Found, occurrence: Occurrence | None, to: To) -> Sequence[Wish]:
    meeting = found.meeting
    if occurrence is None or to.first <= call.now:
        free = Option(MOVE, f"#{meeting.number}")
        return answers.ask(call, Error.PAST_WHEN, text("meeting.past"), free=free)
    if len(to.place or "") > LONGEST_PLACE:
        return answers.refuse(call, Error.TOO_LONG, text("meeting.too-long", p=call.prefix))
    if to.what is None:
        which = day(meeting, occurrence)
        choices = [
            (text("meeting.only-this", day=which), replace(to, what=ONE).option()),
            (text("meeting.all-from-now"), replace(to, what=ALL).option()),
        ]
        other = on_day(call, found, to.first)
        if other is not None and other.of != occurrence.of:  # "8 december 20:00": the one of that day, later
            itself = replace(to, of=other.of, what=ONE).option()
            choices.insert(0, (text("meeting.only-this", day=day(meeting, other)), itself))
        line = text("meeting.move-which", when=at(to.first, ZoneInfo(meeting.zone)))
        return answers.ask(call, Error.WHICH_MEETING, line, choices=choices)
    wall = on_the_wall(to.first, ZoneInfo(meeting.zone))
    if to.what == ONE:
        return _one_moved(call, found, occurrence, wall, to)
    try:
        moved = all_moved(meeting, found.changes, occurrence, wall, to.rule, to.without)
    except NeedsRepeat:
        line = text("meeting.needs-repeat", n=meeting.number, p=call.prefix)
        return answers.ask(call, Error.NEEDS_WHEN, line, free=Option(MOVE, f"#{meeting.number}"))
    return _all_moved(call, found, occurrence, moved, to)


def _one_moved(call: Call, found: Found, occurrence: Occurrence, wall: datetime, to: To) -> Sequence[Wish]:
    if refusal := under_way(call, found.meeting, occurrence):
        return refusal
    before = next((one for one in found.changes if one.occurrence == occurrence.of), None)
    place = (to.place, to.source) if to.place else None
    meeting, change = one_moved(found.meeting, occurrence, call.sender, wall, to.minutes, place, before)
    changes = with_change(found.changes, change)
    after = named(meeting, changes, occurrence.of)
    assert after is not None
    key = key_about(call.chance.key(), occurrence.of)
    values = {"n": meeting.number, "title": title(meeting), "day": day(meeting, occurrence)}
    said = [
        text("meeting.moved-one", when=when(call, meeting, after), **values),
        *where(call, meeting, after),
    ]
    return _told(call, found, meeting, changes, [occurrence], after, said, [Save(change)], key)


def _all_moved(call: Call, found: Found, occurrence: Occurrence, moved: Moved, to: To) -> Sequence[Wish]:
    if found.meeting.rule is None and (refusal := under_way(call, found.meeting, occurrence)):
        return refusal
    meeting = moved.meeting
    if to.minutes is not None:
        meeting = replace(meeting, minutes=to.minutes)
    if to.place is not None:
        meeting = replace(meeting, place=to.place, place_source=to.source)
    wishes: list[Wish] = [Erase(one) for one in moved.gone]
    wishes += [Save(one) for one in moved.changes]
    later = occurrences(found.meeting, found.changes, occurrence.start, call.now + timedelta(days=60))
    following = coming(meeting, moved.changes, call.now)
    assert following is not None
    said = lines(
        call, meeting, following, first=text("meeting.moved", n=meeting.number, title=title(meeting))
    )
    goes = [occurrence, *(one for one in later if one.of not in moved.stay)]
    kept = [(one, of) for was, of in moved.stay.items() for one in _given(call, meeting, was)]
    wishes += [Erase(one) for one, _ in kept]
    stays = [Save(replace(one, occurrence=of)) for one, of in kept]
    told = _told(call, found, meeting, moved.changes, goes, following, said, wishes, call.chance.key())
    return [*told, *stays]


def _told(
    call: Call,
    found: Found,
    meeting: Meeting,
    changes: Sequence[Change],
    moved: Sequence[Occurrence],
    after: Occurrence,
    said: list[Text],
    wishes: list[Wish],
    key: str,
) -> Sequence[Wish]:
    """It is shown anew, and who comes is asked anew; the earlier message says that it was moved, if it is about that time."""
    meeting = meetings.afresh(meeting, call.now)
    shown = replace(meeting, key=key)
    ping = tuple(dict.fromkeys(who for one in moved for who in who_come(call, found.meeting, one)))
    for one in moved:
        wishes += [Erase(given) for given in _given(call, meeting, one.of)]
    asks = text("meeting.coming-anew") if ping else invitation(meeting)
    message = meetings.stands(call, shown, changes, after, [*said, asks], ping=ping)
    if shown_is(call, found, moved[0]) or len(moved) > 1:
        meeting = shown
        gone = [head(meeting), text("meeting.moved-see-below")]
        wishes.append(meetings.edited(found.meeting, moved[0], gone))
    return [*wishes, *meetings.kept(call, meeting, changes), *message, *told_elsewhere(call, meeting)]


def _given(call: Call, meeting: Meeting, of: datetime) -> Sequence[Answer]:
    return call.read.meeting_answers(meeting.number, of)
