"""Reminders that are still to come: shown a few at a time, and taken away by who asked for them, or by a host."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Text, Who, text
from copbot.core.wishes import About, Erase, Save, Silence, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.reminder_words import ABOUT, SET, coming, of
from copbot.dialogue.reminders import alarm
from copbot.reminders.records import Reminder, Snooze, Standing, alarm_name, snooze_name
from copbot.reminders.schedule import cancelled, moved

PAGE = 5
ALL = 10_000
READS = ("reminders", "reminder", "snoozers", "hosts", "message")
"""The queries that a list and cancelling need."""
LIST = "reminders"
_MORE = re.compile(r"(?:(?:ja|yes),? )?(?:meer|de rest|more|the rest)[.!]*", re.IGNORECASE)


def private(call: Call) -> bool:
    """Whether it is about a direct chat, and so about reminders that nobody else sees."""
    return call.room.direct_with is not None


def show(call: Call, after: tuple[datetime, int] | None = None) -> Sequence[Wish]:
    """A page of what is to come, the next first."""
    found = call.read.reminders(private(call), after, PAGE + 1)
    if not found:
        return [answers.reply(call, text("reminder.list-nothing", p=call.prefix))]
    page = found[:PAGE]
    lines = [text("reminder.list-title"), *(_line(reminder) for reminder in page)]
    own = next((reminder for reminder in page if _may(call, reminder)), None)
    if own is not None:
        lines.append(text("reminder.list-way-on", n=own.number, p=call.prefix))
    if len(found) <= PAGE:
        return [answers.reply(call, *lines)]
    key, last = call.chance.key(), page[-1]
    message = answers.reply(call, *lines, key=key, choices=(text("reminder.list-more"),), about=About(LIST))
    more = Option("reminders-more", f"{last.due.isoformat()} {last.number}")
    return [message, answers.asking(call, key, (more,), more, anyone=not private(call), stays=True)]


def more(call: Call, line: str) -> Sequence[Wish]:
    """The rest, behind the last one shown; by a number, or by a word in answer."""
    due, number, *words = line.split(" ", 2)
    if words and not _MORE.fullmatch(words[0]):
        return ()
    return show(call, (datetime.fromisoformat(due), int(number)))


def _line(reminder: Reminder) -> Text:
    n, when, what = reminder.number, coming(reminder), of(reminder)
    if reminder.private:
        return text("reminder.list-line-private", n=n, when=when, text=what)
    return text("reminder.list-line", n=n, when=when, who=Who(reminder.member), text=what)


def cancel(call: Call, number: int | None) -> Sequence[Wish]:
    """Nothing more is to come of it. Without a number: the one replied to, the only one, or one to choose."""
    if number is None:
        number = _meant(call)
    if number is None:
        return _ask_which(call)
    reminder = call.read.reminder(number)
    if reminder is None or reminder.private is not private(call):
        return answers.refuse(call, Error.NO_SUCH_REMINDER, text("reminder.no-such", n=number, p=call.prefix))
    if reminder.ended is not None:
        over = "cancelled" if reminder.standing is Standing.CANCELLED else "over"
        return answers.refuse(call, Error.NO_SUCH_REMINDER, text(f"reminder.was-{over}", n=number))
    if reminder.member != call.sender and not call.is_host(call.sender):
        refusal = text("reminder.not-yours", n=number, who=Who(reminder.member))
        return answers.refuse(call, Error.NOT_YOURS, refusal)
    told = answers.reply(call, text("reminder.cancelled", n=number, text=of(reminder)))
    return [*ended(call, reminder), told]


def ended(call: Call, reminder: Reminder) -> list[Wish]:
    """What makes an end of a reminder."""
    return [
        Save(cancelled(reminder, call.now)),
        Silence(alarm_name(reminder.room, reminder.number)),
        Silence(snooze_name(reminder.room, reminder.number)),
        *(Erase(Snooze(reminder.room, reminder.number, who)) for who in call.read.snoozers(reminder.number)),
    ]


def same_chat(call: Call) -> bool:
    """Whether the message replied to is about a reminder of this very room: one's direct chat may have been another."""
    message = call.read.message(call.touched) if call.touched else None
    return message is None or message.scope in (None, call.room.id)


def _meant(call: Call) -> int | None:
    if call.about is not None and call.about.what in (ABOUT, SET) and same_chat(call):
        return call.about.number
    return None


def _ask_which(call: Call) -> Sequence[Wish]:
    found = [one for one in call.read.reminders(private(call), None, ALL) if _may(call, one)]
    if not found:
        return answers.refuse(call, Error.NO_REMINDERS, text("reminder.none-of-yours", p=call.prefix))
    if len(found) == 1:
        return cancel(call, found[0].number)
    choices = [(_line(one), Option("reminder-cancel", f"{one.number}")) for one in found[:PAGE]]
    return answers.ask(call, Error.WHICH_REMINDER, text("reminder.which"), choices=choices)


def _may(call: Call, reminder: Reminder) -> bool:
    return reminder.member == call.sender or call.is_host(call.sender)


def in_zone(call: Call, zone: ZoneInfo) -> tuple[Wish, ...]:
    """What waits goes with the room into another time zone. Needs the query ``reminders``."""
    waiting = call.read.reminders(private(call), None, ALL)
    found = [moved(one, zone, call.now) for one in waiting if one.standing is Standing.WAITING]
    return tuple(wish for one in found for wish in (Save(one), alarm(one)))
