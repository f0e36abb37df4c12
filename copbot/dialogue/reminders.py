"""Asking for a reminder: what is not clear is asked back, and nothing that was typed is lost.

While copbot asks, the words wait in the question, with the message that they are from, and go with it when their writer
takes them away.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from copbot.core.errors import Error
from copbot.core.quiet import quiet_until
from copbot.core.records import Count, Option
from copbot.core.recurrence import following
from copbot.core.text import Said, Text, Who, text
from copbot.core.when import Ambiguous, Moment, NotTime, Past, Reading, Repeat, Vague
from copbot.core.wishes import About, Ring, Save, Say, Wish
from copbot.dialogue import answers, reminder_reading
from copbot.dialogue.call import Call
from copbot.dialogue.reminder_words import SET, at, of, repeats
from copbot.reminders.records import Personal, Reminder, alarm_name
from copbot.reminders.schedule import on_the_wall

KIND = "reminder"
MOST = 50
"""Reminders of one member that may wait in one room."""
LONGEST = 350
"""Characters of what it reminds of, so that all of it fits into a message."""
READS = ("last", "reminders_waiting", "stopped", "personal_reminders")
"""The queries that asking for a reminder needs."""
GO_ON = "remind-on"
CANCEL = "reminder-cancel"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known so far: of what (``source`` is the message that says so), and when (aware), with how it repeats.

    ``vague`` is a time that was named but is not clear by itself: "tomorrow evening", "next week".
    """

    words: str | None = None
    source: str | None = None
    at: datetime | None = None
    rule: str | None = None
    vague: str | None = None
    personal: bool = False

    def option(self) -> Option:
        """Going on from here; a text in answer follows behind it."""
        at = self.at.isoformat() if self.at else None
        plain = [self.words, self.source, at, self.rule, self.vague, self.personal]
        return Option(GO_ON, json.dumps(plain, ensure_ascii=False))

    def timed(self, time: Moment | Repeat) -> Draft:
        """The same with a time."""
        if isinstance(time, Repeat):
            return replace(self, at=time.first, rule=time.rule, vague=None)
        return replace(self, at=time.value, rule=None, vague=None)


def remind(call: Call, line: str) -> Sequence[Wish]:
    """``tomorrow 9:00 the cake``, with "me" before it or not."""
    words, whom = reminder_reading.without_whom(line)
    if not words:
        return answers.ask(call, Error.NEEDS_WHEN, text("reminder.ask-all"), free=Option("remind"))
    reading, rest = reminder_reading.split(call, words, whom=whom)
    draft = Draft(rest or None, call.source, personal=reminder_reading.for_oneself(line))
    if not isinstance(reading, NotTime):
        return _timed(call, draft, reading)
    times, before = reminder_reading.at_the_end(call, words, whom=whom)
    if times and before:
        return _ask_whether(call, replace(draft, words=rest), before, times)
    return _ask_when(call, replace(draft, words=rest), reading)


def go_on(call: Call, line: str) -> Sequence[Wish]:
    """What was asked back is answered: by a choice, or with a time or a text."""
    (words, source, at_, *more), end = json.JSONDecoder().raw_decode(line)
    draft = Draft(words, source, datetime.fromisoformat(at_) if at_ else None, *more)
    typed = line[end:].strip()
    if draft.at is None:
        if (afresh := reminder_reading.asked_afresh(typed)) is not None:
            return remind(call, afresh)
        return _timed(call, draft, reminder_reading.when(call, typed, draft.vague))
    if draft.words is None and typed:
        draft = replace(draft, words=reminder_reading.what(typed, whom=False), source=call.source)
    return keep(call, draft)


def of_the_same(call: Call, reminder: Reminder, typed: str) -> Sequence[Wish]:
    """Another reminder of the same words, at a time that was typed; nothing if that is no time of its own."""
    reading = reminder_reading.when(call, typed)
    if not isinstance(reading, Moment | Ambiguous | Past):
        return ()
    personal = reminder.number in call.read.personal_reminders()
    return _timed(call, Draft(reminder.words, reminder.source, personal=personal), reading)


def _timed(call: Call, draft: Draft, reading: Reading) -> Sequence[Wish]:
    if isinstance(reading, Moment | Repeat):
        return keep(call, draft.timed(reading))
    return _ask_when(call, draft, reading)


def _ask_when(call: Call, draft: Draft, reading: Reading) -> Sequence[Wish]:
    """Ask when, with every reading that is possible to choose from."""
    times = reminder_reading.meant(reading)
    match reading:
        case Ambiguous(phrase=phrase):
            error, line = (
                Error.AMBIGUOUS_WHEN,
                text("reminder.when-ambiguous", phrase=Said(phrase, call.source)),
            )
        case Past(phrase=phrase):
            error, line = Error.PAST_WHEN, text("reminder.when-past", phrase=Said(phrase, call.source))
        case Vague(phrase=phrase) if reminder_reading.too_often(phrase):
            error, line = Error.TOO_OFTEN, text("reminder.too-often")
        case Vague(phrase=phrase):
            error, line = Error.VAGUE_WHEN, text("reminder.when-vague", phrase=Said(phrase, call.source))
        case _:
            error, line = Error.NEEDS_WHEN, text("reminder.when")
    about = (
        [text("reminder.it-is-about", text=Said(draft.words, draft.source))]
        if draft.words and not times
        else []
    )
    choices = [(_time(call, time), draft.timed(time).option()) for time in times]
    if isinstance(reading, Vague):
        draft = replace(draft, vague=None if reading.doubt else reading.phrase)
    return answers.ask(_from(call, draft), error, line, *about, choices=choices, free=draft.option())


def _ask_whether(call: Call, draft: Draft, before: str, times: Sequence[Moment | Repeat]) -> Sequence[Wish]:
    """The time may stand at the end: asked, for it may as well belong to what it is about."""
    parted = replace(draft, words=before)
    choices = [
        (
            text("reminder.choice", when=_time(call, time), text=Said(before, draft.source)),
            parted.timed(time).option(),
        )
        for time in times
    ]
    return answers.ask(call, Error.NEEDS_WHEN, text("reminder.when-so"), choices=choices, free=draft.option())


def _time(call: Call, time: Moment | Repeat) -> Text:
    if isinstance(time, Repeat):
        rule = repeats(time.rule, on_the_wall(time.first, call.zone))
        return text("reminder.choice-rule", rule=rule, when=at(time.first, call.zone))
    return at(time.value, call.zone)


def _when(call: Call, due: datetime, rule: str | None) -> Text:
    return at(due, call.zone) if rule is None else repeats(rule, on_the_wall(due, call.zone))


def _from(call: Call, draft: Draft) -> Call:
    """The question goes when the message is taken away that the waiting words are from."""
    return call if draft.words is None else replace(call, source=draft.source)


def keep(call: Call, draft: Draft) -> Sequence[Wish]:
    """It will come; the answer says exactly when."""
    assert draft.at is not None
    due, rule, zone = draft.at, draft.rule, call.zone
    if draft.words is None:
        return answers.ask(
            call, Error.NEEDS_TEXT, text("reminder.what", when=_when(call, due, rule)), free=draft.option()
        )
    if len(draft.words) > LONGEST:
        again = replace(draft, words=None, source=None).option()
        return answers.ask(call, Error.TOO_LONG, text("reminder.too-long", most=LONGEST), free=again)
    if due <= call.now:
        if rule is None:  # it was chosen after its time had come
            past = replace(draft, at=None).option()
            return answers.ask(_from(call, draft), Error.PAST_WHEN, text("reminder.past"), free=past)
        due = following(rule, on_the_wall(due, zone), call.now, zone) or due
    if call.read.reminders_waiting(call.sender) >= MOST:
        return answers.refuse(
            call, Error.TOO_MANY_REMINDERS, text("reminder.too-many", most=MOST, p=call.prefix)
        )
    return _kept(call, draft, due, rule)


def _kept(call: Call, draft: Draft, due: datetime, rule: str | None) -> Sequence[Wish]:
    wall = on_the_wall(due, call.zone)
    reminder = Reminder(
        room=call.room.id,
        number=call.read.last(KIND) + 1,
        member=call.sender,
        private=call.room.direct_with is not None,
        words=draft.words,
        source=draft.source,
        rule=rule,
        start=wall,
        zone=call.zone.key,
        wall=wall,
        due=due.astimezone(UTC),
    )
    key = call.chance.key()
    told = answers.reply(call, *_told(call, reminder), key=key, about=About(SET, reminder.number))
    kept: list[Wish] = [
        Save(Count(call.room.id, KIND, reminder.number)),
        Save(reminder),
        alarm(reminder),
        told,
    ]
    if draft.personal and not reminder.private:
        kept.append(Save(Personal(reminder.room, reminder.number)))
    if call.spot.direct:  # there the next message is an answer, also where it is no reply
        kept.append(answers.asking(call, key, (Option(CANCEL, str(reminder.number), means="off"),)))
    return kept


def _told(call: Call, reminder: Reminder) -> list[Text]:
    zone, who, n = call.zone, Who(call.sender), reminder.number
    when = at(reminder.due, zone)
    if reminder.rule is None:
        said = [text("reminder.set", who=who, n=n, when=when, text=of(reminder))]
    else:
        rule = repeats(reminder.rule, reminder.start)
        said = [text("reminder.set-rule", who=who, n=n, rule=rule, text=of(reminder))]
        after = following(reminder.rule, reminder.start, reminder.due, zone)
        if after is None:
            said.append(text("reminder.first", when=when))
        else:
            said.append(text("reminder.first-and-next", when=when, next=at(after, zone)))
    if quiet_until(reminder.due, zone, call.room.settings.quiet) is not None:
        said.append(text("reminder.in-quiet-hours"))
    if reminder.private:
        stopped = call.read.stopped(call.sender)
        said.append(text("reminder.stopped", p=call.prefix) if stopped else text("reminder.only-you"))
    said.append(text("reminder.undo", n=n, p=call.prefix))
    return said


def stays(call: Call, reminder: Reminder, asked_in: str) -> Say:
    """The message ``asked_in`` was edited, and its reminder is as it was: an edit is never a new command."""
    n, when = reminder.number, _when(call, reminder.due, reminder.rule)
    told = text("reminder.stays", who=Who(call.sender), n=n, when=when, text=of(reminder), p=call.prefix)
    fields = {"command": call.command, "ok": False, "error": Error.EDITED_COMMAND}
    return answers.say(call, "reply", [told], fields, reply_to=asked_in, about=About(SET, n))


def alarm(reminder: Reminder) -> Ring:
    """The one alarm of a reminder; set anew, it takes the place of the earlier one."""
    return Ring(
        alarm_name(reminder.room, reminder.number), reminder.due, reminder.room, KIND, str(reminder.number)
    )
