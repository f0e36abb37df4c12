"""Calling a meeting: what is not clear is asked back, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from copbot.core.errors import Error
from copbot.core.quiet import quiet_until
from copbot.core.records import Count, Option
from copbot.core.text import Place, Said, Text, Who, text
from copbot.core.when_meeting import (
    MeetingAsked,
    MeetingPhrase,
    MeetingReading,
    MeetingRefused,
    Meets,
    meeting_phrase,
    meeting_time,
)
from copbot.core.wishes import Save, Wish
from copbot.dialogue import answers, meetings
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_drafts import Draft, resumed
from copbot.dialogue.meeting_words import invitation, lines, title
from copbot.dialogue.reminder_words import at, repeats
from copbot.meetings.occurrences import coming
from copbot.meetings.records import KIND, Meeting
from copbot.reminders.schedule import on_the_wall

MOST = 30
"""Meetings of one room that are still to take place."""
USUAL = 120
"""Minutes that a meeting lasts unless it was said."""
LONGEST_TITLE, LONGEST_PLACE = 120, 200
READS = (*meetings.SHOWING, "last")
"""The queries that calling a meeting needs."""


def languages(call: Call) -> tuple[str, ...]:
    """Both languages, the room's first."""
    own = call.room.settings.language
    return (own, "en" if own == "nl" else "nl")


def called(call: Call, line: str) -> Sequence[Wish]:
    """``Circle tuesday 19:30 for 2 hours at school``."""
    return _understood(call, Draft(), meeting_phrase(line, call.now, call.zone, languages(call)))


def go_on(call: Call, line: str) -> Sequence[Wish]:
    """What was asked back is answered: by a choice, with a time, or with a title."""
    draft, typed = resumed(line)
    if draft.first is None:
        return _timed(call, draft, typed)
    if draft.title is None and typed:
        draft = draft.named(typed, call.source)
    return keep(call, draft)


def _timed(call: Call, draft: Draft, typed: str) -> Sequence[Wish]:
    """A time was typed: with what was said before, where that makes one, else by itself."""
    both = [f"{draft.vague} {typed}", f"{typed} {draft.vague}"] if draft.vague else []
    for words in both:
        reading = meeting_time(words, call.now, call.zone, languages(call))
        if isinstance(reading, MeetingPhrase | MeetingAsked):
            return _understood(call, draft, reading)
    return _understood(call, draft, meeting_time(typed, call.now, call.zone, languages(call)))


def _understood(call: Call, draft: Draft, reading: MeetingReading) -> Sequence[Wish]:
    match reading:
        case MeetingPhrase():
            return keep(call, _with(call, draft, reading))
        case MeetingAsked(readings, phrase):
            found = [one for one in (_with(call, draft, one) for one in readings) if not _too_long(one)]
            if len(found) < 2:  # a place of so many words is none
                return keep(call, found[0] if found else _with(call, draft, readings[0]))
            same = len({(one.first, one.rule) for one in found}) == 1
            if same and len({(one.title, one.place) for one in found}) == len(found):
                return _named_or_placed(call, found)
            line = text("meeting.when-ambiguous", phrase=Said(phrase, call.source))
            return _choose(call, Error.AMBIGUOUS_WHEN, line, found, replace(found[0], first=None, rule=None))
        case MeetingRefused(why="no-title", next=timed) if timed is not None:
            return keep(call, _with(call, draft, timed))
        case MeetingRefused(why="no-title", rest=rest):  # when is not clear either: that is asked first
            return _understood(call, draft, meeting_time(rest, call.now, call.zone, languages(call)))
        case MeetingRefused():
            return _ask_when(call, draft.understood(reading, call.source), reading)


def _with(call: Call, draft: Draft, said: MeetingPhrase) -> Draft:
    return draft.named(said.title, call.source).timed(said, call.source)


def _ask_when(call: Call, draft: Draft, reading: MeetingRefused) -> Sequence[Wish]:
    phrase = Said(reading.phrase, call.source)
    possible = [] if reading.next is None else [_with(call, draft, reading.next)]
    match reading.why:
        case "past":
            return _choose(call, Error.PAST_WHEN, text("meeting.when-past", phrase=phrase), possible, draft)
        case "no-clock":
            after = replace(draft, vague=reading.phrase)
            return _choose(call, Error.NEEDS_WHEN, text("meeting.no-clock", phrase=phrase), (), after)
        case "no-time":
            if draft.title is None:
                line = text("meeting.how", p=call.prefix)
                return answers.ask(call, Error.NEEDS_WHEN, line, free=Option("meeting"))
            line = text("meeting.no-time", title=Said(draft.title, draft.source))
            return _choose(call, Error.NEEDS_WHEN, line, (), draft)
        case "length":
            return answers.refuse(call, Error.BAD_VALUE, text("meeting.length", p=call.prefix))
        case "long":
            return answers.refuse(call, Error.TOO_LONG, text("meeting.too-long", p=call.prefix))
        case "school-holidays" | "never":
            line = text(f"meeting.{reading.why}", phrase=phrase, p=call.prefix)
            return _choose(call, Error.VAGUE_WHEN, line, possible, draft)
        case _:
            line = text("meeting.when-vague", phrase=phrase)
            return _choose(call, Error.VAGUE_WHEN, line, possible, replace(draft, vague=reading.phrase))


def _choose(call: Call, error: Error, line: Text, possible: Sequence[Draft], free: Draft) -> Sequence[Wish]:
    """Ask when, with each meeting that it can be to choose from."""
    choices = [(start(call, one), one.option()) for one in possible]
    return answers.ask(_from(call, free), error, line, choices=choices, free=free.option())


def _named_or_placed(call: Call, possible: Sequence[Draft]) -> Sequence[Wish]:
    """When it is is clear: the words behind that are of its name, or the place."""
    choices = [(_whole(one), one.option()) for one in possible]
    free = replace(possible[0], first=None, rule=None)
    line = text("meeting.name-or-place", when=start(call, possible[0]))
    return answers.ask(_from(call, free), Error.AMBIGUOUS_WHEN, line, choices=choices, free=free.option())


def _whole(draft: Draft) -> Text:
    name = Said(draft.title or "", draft.source)
    if draft.place is None:
        return text("meeting.choice-named", title=name)
    return text("meeting.choice-placed", title=name, place=Said(draft.place, draft.place_source))


def _too_long(draft: Draft) -> bool:
    return len(draft.title or "") > LONGEST_TITLE or len(draft.place or "") > LONGEST_PLACE


def start(call: Call, draft: Draft) -> Text:
    """When it would be, to choose from."""
    assert draft.first is not None
    return chosen(call, Meets(draft.first, draft.rule))


def chosen(call: Call, meets: Meets) -> Text:
    """A time to choose, with how it repeats."""
    first = at(meets.first, call.zone)
    if meets.rule is None:
        return first
    return text(
        "reminder.choice-rule", rule=repeats(meets.rule, on_the_wall(meets.first, call.zone)), when=first
    )


def _from(call: Call, draft: Draft) -> Call:
    """The question goes when the message is taken away that the waiting words are from."""
    return call if draft.title is None else replace(call, source=draft.source)


# -- it is clear


def keep(call: Call, draft: Draft) -> Sequence[Wish]:
    """It stands; or what is still missing is asked."""
    assert draft.first is not None
    if draft.first <= call.now:  # it was chosen after its time had come
        again = replace(draft, first=None, rule=None, without=())
        return answers.ask(_from(call, draft), Error.PAST_WHEN, text("meeting.past"), free=again.option())
    if draft.title is None and not draft.untitled:
        choice = (text("meeting.no-title"), replace(draft, untitled=True).option())
        line = text("meeting.what", when=start(call, draft))
        return answers.ask(call, Error.NEEDS_TITLE, line, choices=[choice], free=draft.option())
    if _too_long(draft):
        return answers.refuse(call, Error.TOO_LONG, text("meeting.too-long", p=call.prefix))
    planned = call.read.planned_meetings()
    if len(planned) >= MOST:
        return answers.refuse(
            call, Error.TOO_MANY_MEETINGS, text("meeting.too-many", most=MOST, p=call.prefix)
        )
    twin = None if draft.twin else _twin(call, draft, planned)
    if twin is not None:
        choice = (text("meeting.twin-yes"), replace(draft, twin=True).option())
        line = text("meeting.twin", n=twin.number, title=title(twin), who=Who(twin.member))
        return answers.ask(_from(call, draft), Error.SAME_MEETING, line, choices=[choice])
    return _kept(call, draft, draft.first)


def _twin(call: Call, draft: Draft, planned: Sequence[Meeting]) -> Meeting | None:
    """One of the same title at the same time: two people called it, or one did twice."""
    wanted = _plain(draft.title)
    for one in planned:
        following = coming(one, call.read.meeting_changes(one.number), call.now)
        if _plain(one.title) == wanted and following is not None and following.start == draft.first:
            return one
    return None


def _plain(words: str | None) -> str:
    return " ".join((words or "").casefold().split())


def _kept(call: Call, draft: Draft, first: datetime) -> Sequence[Wish]:
    meeting = Meeting(
        room=call.room.id,
        number=call.read.last(KIND) + 1,
        title=draft.title,
        source=draft.source,
        place=draft.place,
        place_source=draft.place_source,
        member=call.sender,
        host=call.sender,
        rule=draft.rule,
        start=on_the_wall(first, call.zone),
        zone=call.zone.key,
        minutes=draft.minutes or USUAL,
        uid=call.chance.key(),
        key=call.chance.key(),
        called=call.now,
        told=call.now,
        excepted=draft.without,
    )
    occurrence = coming(meeting, (), call.now)
    if occurrence is None:
        return answers.refuse(
            call, Error.VAGUE_WHEN, text("meeting.never", phrase=start(call, draft), p=call.prefix)
        )
    said = [*lines(call, meeting, occurrence), *_quiet(call, occurrence.start), invitation(meeting)]
    said.append(text("meeting.how-on", n=meeting.number, p=call.prefix))
    told = []
    if call.elsewhere:
        stands = text("meeting.stands-in", n=meeting.number, room=Place(call.room.id))
        told.append(answers.reply(call, stands, about=meetings.about(meeting)))
    return [
        Save(Count(call.room.id, KIND, meeting.number)),
        *meetings.kept(call, meeting, ()),
        *meetings.stands(call, meeting, (), occurrence, said),
        *told,
    ]


def _quiet(call: Call, begins: datetime) -> list[Text]:
    """Whether it begins in the quiet hours, in which nothing is said of that."""
    if quiet_until(begins.astimezone(UTC), call.zone, call.room.settings.quiet) is None:
        return []
    return [text("meeting.in-quiet-hours")]
