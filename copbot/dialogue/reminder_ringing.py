"""The time of a reminder has come, or comes again because somebody asked for that.

It is sent once, whatever happened to copbot or its clock meanwhile: in one commit it goes to the outbox, moves on to its
next time, and sets its next alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from copbot.core.errors import Error
from copbot.core.lateness import late
from copbot.core.text import Place, Text, Who, text
from copbot.core.wishes import About, Edit, Erase, Late, Ring, Save, Say, Silence, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.reminder_list import ended, private, same_chat
from copbot.dialogue.reminder_words import (
    ABOUT,
    clock,
    field,
    here,
    lines,
    lines_again,
    of,
    told_for,
    told_key,
)
from copbot.dialogue.reminders import alarm, of_the_same
from copbot.reminders.records import Reminder, Snooze, Standing, snooze_name
from copbot.reminders.schedule import SNOOZABLE, awake, fall_due, snoozed

AGAIN = "reminder-again"
SEED = "⏰"
READS = ("reminder", "snoozers", "sent_at", "message", "reminders_from")
"""The queries that ringing and snoozing need."""


def ring(call: Call, payload: str) -> Sequence[Wish]:
    """It is due: it is said, and waits for its next time."""
    reminder = call.read.reminder(int(payload))
    if reminder is None or reminder.standing is not Standing.WAITING or reminder.ended is not None:
        return ()
    if reminder.words is None:
        return ended(call, reminder)
    if _deserted(call, reminder):
        return _alone(call, reminder)
    fallen = fall_due(reminder, call.now)
    after, extra = fallen.after, []
    if after.again is not None and after.again <= call.now:
        after, extra = awake(after, call.now), _no_snooze(call, after)  # one message stands for both
    if after.standing is Standing.WAITING:
        extra.append(alarm(after))
    in_time = lines(call, after, fallen.due, fallen.count, late=False)
    too_late = lines(call, after, fallen.due, fallen.count, late=True)
    key = told_key(call.chance.key(), fallen.due, fallen.count)
    ping = (reminder.member,) if here(call, reminder.member) else ()
    return [Save(after), *extra, _said(call, reminder, key, in_time, Late(fallen.due, too_late), ping)]


def ring_again(call: Call, payload: str) -> Sequence[Wish]:
    """It comes again, for who asked for that; unless it is due by itself as well: then that message stands for both."""
    reminder = call.read.reminder(int(payload))
    if reminder is None or reminder.again is None or reminder.ended is not None:
        return ()
    if reminder.words is None:
        return ended(call, reminder)
    if _deserted(call, reminder):
        return _alone(call, reminder)
    due, after = reminder.again, awake(reminder, call.now)
    wanted = tuple(member for member in call.read.snoozers(reminder.number) if here(call, member))
    gone = [Save(after), *_no_snooze(call, reminder)]
    if reminder.standing is Standing.WAITING and reminder.due <= call.now:
        return gone
    in_time = lines_again(reminder, wanted, due, call.zone, late=False)
    too_late = lines_again(reminder, wanted, due, call.zone, late=True)
    key = told_key(call.chance.key(), due, 1, again=True)
    return [*gone, _said(call, reminder, key, in_time, Late(due, too_late), wanted)]


def _deserted(call: Call, reminder: Reminder) -> bool:
    """Whether it would come in a room that its people have moved from, and in which copbot may not write."""
    return not reminder.private and call.people.successor is not None and call.people.mute


def _alone(call: Call, reminder: Reminder) -> Sequence[Wish]:
    """It comes once, in private, to who set it and to whoever wanted it again; in the new room it can be set anew."""
    room = Place(call.room.id)
    told = [
        Say(
            call.chance.key(),
            (text("reminder.told-moved", text=of(reminder), room=room),),
            "nudge",
            {"about": "reminder"},
            to=member,
            scope=call.room.id,
            unprompted=True,
            timely=True,
            aloud=True,
        )
        for member in dict.fromkeys((reminder.member, *call.read.snoozers(reminder.number)))
    ]
    return [*ended(call, reminder), *told]


def _said(
    call: Call, reminder: Reminder, key: str, in_time: tuple[Text, ...], too_late: Late, ping: tuple[str, ...]
) -> Say:
    """The message: in the room with a mention of who asked for it; what is private, to its member wherever that is now."""
    where: dict[str, Any] = {"ping": ping}
    if reminder.private:
        where = {"room": None, "to": reminder.member, "aloud": True}
    return answers.say(
        call,
        "reminder",
        in_time,
        field(reminder, too_late.due, call.zone),
        key=key,
        about=About(ABOUT, reminder.number),
        seeds=(SEED,),
        unprompted=True,
        timely=not late(too_late.due, call.now),
        late=too_late,
        **where,
    )


def _no_snooze(call: Call, reminder: Reminder) -> list[Wish]:
    gone = [Erase(Snooze(reminder.room, reminder.number, who)) for who in call.read.snoozers(reminder.number)]
    return [Silence(snooze_name(reminder.room, reminder.number)), *gone]


# -- asking for it again


def snooze(call: Call) -> Sequence[Wish]:
    """Once more in an hour; whoever asks for it meanwhile, hears it then too."""
    reminder = _touched(call)
    if reminder is None or reminder.words is None or reminder.standing is Standing.CANCELLED:
        return answers.refuse(call, Error.NO_SUCH_REMINDER, text("reminder.was-gone", p=call.prefix))
    if not _young(call):
        return answers.refuse(call, Error.SNOOZE_TOO_LATE, text("reminder.snooze-too-late", p=call.prefix))
    after = snoozed(reminder, call.now)
    assert after.again is not None
    name = snooze_name(after.room, after.number)
    wishes: list[Wish] = [Save(Snooze(after.room, after.number, call.sender))]
    if reminder.again is None:
        wishes += [Save(after), Ring(name, after.again, after.room, AGAIN, str(after.number))]
    if call.by is By.TAP:
        return [*wishes, *_shown(call, after)]
    told = text("reminder.snoozed", who=Who(call.sender), clock=clock(after.again, call.zone))
    return [*wishes, answers.reply(call, told, about=About(ABOUT, after.number))]


def once_more_at(call: Call, typed: str) -> Sequence[Wish]:
    """Once more at a time of one's own, in reply to what was told."""
    reminder = _touched(call)
    if reminder is None or reminder.words is None or reminder.standing is Standing.CANCELLED:
        return ()
    return of_the_same(call, reminder, typed)


def unsnooze(call: Call) -> Sequence[Wish]:
    """Somebody needs it no more; it still comes for others who asked for it."""
    reminder = _touched(call)
    if reminder is None or reminder.again is None:
        return ()
    gone: list[Wish] = [Erase(Snooze(reminder.room, reminder.number, call.sender))]
    if set(call.read.snoozers(reminder.number)) - {call.sender}:
        return gone
    after = awake(reminder, call.now)
    return [*gone, Save(after), Silence(snooze_name(after.room, after.number)), *_shown(call, after)]


def _touched(call: Call) -> Reminder | None:
    if call.about is None or call.about.what != ABOUT or not same_chat(call):
        return None
    reminder = call.read.reminder(call.about.number)
    return reminder if reminder is not None and reminder.private is private(call) else None


def _young(call: Call) -> bool:
    sent = call.read.sent_at(call.touched) if call.touched else None
    return sent is not None and call.now - sent <= SNOOZABLE


def _shown(call: Call, reminder: Reminder) -> tuple[Wish, ...]:
    """The message that was tapped on, with when it comes again."""
    told = told_for(call.touched) if call.touched else None
    sent = call.read.sent_at(call.touched) if call.touched else None
    if told is None or sent is None or call.touched is None:
        return ()
    due, count, again = told
    was_late = late(due, sent)
    if again:
        shown = lines_again(reminder, (), due, call.zone, late=was_late)
    else:
        shown = lines(call, reminder, due, count, late=was_late)
    if reminder.again is not None:
        shown += (text("reminder.again-at", clock=clock(reminder.again, call.zone)),)
    return (Edit(call.touched, shown, {**field(reminder, due, call.zone), "late": was_late}),)


# -- words that were taken away


def taken_away(call: Call, event: str) -> Sequence[Wish]:
    """The message is gone in which somebody asked for it: nothing comes of it any more."""
    found = [one for one in call.read.reminders_from(event) if one.ended is None]
    return [wish for one in found for wish in ended(call, replace(one, words=None))]
