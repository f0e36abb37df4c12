"""``!remind``: copbot says something at a time, once or again and again. In a direct chat it stays between the two."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.facts import Edited, Redacted
from copbot.core.wishes import Save, Wish
from copbot.dialogue import hints, reminder_list, reminder_reading, reminder_ringing, reminders
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.reminder_words import ABOUT, SET

_ME = r"(?:me|mij|ons|us)"
_HELLO = r"(?:hoi|hallo|hi|hello|hey|dag)(?: copbot)?[,!]?"
ASKED = (
    Phrase(
        rf"(?:{_HELLO} )?(?:kun je |kan je |wil je |please,? |ja,? |alsjeblieft,? )?(?:herinner|remind) (?P<rest>(?:{_ME}|iedereen|everyone|everybody) .+)",
        line="{rest}",
    ),
    Phrase(
        rf"(?:kun|kan|wil|zou|mag) (?:je|jij) (?P<whom>{_ME}) (?:er )?(?P<when>.+?) (?:aan )?(?:willen |kunnen )?herinneren(?: aan)? (?P<what>.+?)\??",
        line="{whom} {when} {what}",
    ),
    Phrase(
        rf"(?=.* herinneren\??\Z)(?:kun|kan|wil|zou) (?:je|jij) (?P<whom>{_ME}) (?P<when>.+?) aan (?P<what>.+?) (?:willen |kunnen )?herinneren\??",
        line="{whom} {when} {what}",
    ),
    Phrase(
        rf"(?:(?:kun|kan|wil|zou) (?:je|jij) |geef |stuur )(?P<whom>{_ME}) (?P<when>.+?) (?:even )?een (?:seintje|herinnering)(?: (?:willen |kunnen )?(?:geven|sturen))?(?: (?:voor|over|aan|om|van) (?P<what>.+?))?\??",
        line="{whom} {when} {what}",
    ),
    Phrase(
        rf"(?:can|could|would|will) you (?:please )?remind (?P<rest>{_ME} .+?)(?:,? please)?\??",
        line="{rest}",
    ),
    Phrase(
        r"(?:kun je |kan je |wil je |can you |please |even )*(?:zet|maak|set|make)(?: (?:even|alsjeblieft|please))? (?:een|a) (?:herinnering|reminder)"
        r"(?: (?:voor|op|for|at|on))? (?P<rest>.+)",
        line="{rest}",
    ),
)
_NUMBER = r"(?:herinnering |reminder |nummer |number |nr\.? ?)?#?(?P<number>[0-9]{1,6})"
_OFF = (
    r"(?:schrap|verwijder|annuleer|cancel|delete|remove)(?: (?:maar|deze|die|dit|dat|hem|it|this|that))?"
    r"|(?:(?:maar )?weg(?: ermee)?|(?:toch )?niet meer(?: nodig)?|(?:dit )?hoeft(?: toch)? niet(?: meer)?|laat maar(?: zitten)?|stop(?: maar)?"
    r"|never ?mind|no longer needed|not needed(?: any ?more)?|stop it|toch niet|doe maar niet)"
)


def run(call: Call, line: str) -> Sequence[Wish]:
    """Remind at a time, or cancel one by its number."""
    number = reminder_reading.cancels(line)
    if number is not None or reminder_reading.cancels_one(line):
        return reminder_list.cancel(call, number)
    if reminder_reading.asks_for_the_list(line):
        return reminder_list.show(call)
    return reminders.remind(call, line)


def cancel(call: Call, line: str) -> Sequence[Wish]:
    """Cancel one: by a choice, or in reply to what copbot said of it."""
    return reminder_list.cancel(call, int(line) if line else None)


def taken_away(call: Call, line: str) -> Sequence[Wish]:
    """The message in which it was asked for is gone, and so is the reminder."""
    gone = call.fact
    return reminder_ringing.taken_away(call, gone.target) if isinstance(gone, Redacted) else ()


def edited(call: Call, line: str) -> Sequence[Wish]:
    """Who edits the message in which it was asked for hears, once for each, that the reminder stays as it was."""
    new = call.fact
    if not isinstance(new, Edited):
        return ()
    for reminder in call.read.reminders_from(new.target):
        told = hints.hint(call, f"edited-{reminder.number}", call.sender)
        if (
            reminder.member != call.sender
            or reminder.ended is not None
            or call.read.hinted(told.what, told.member)
        ):
            continue
        return [reminders.stays(call, reminder, new.target), Save(told)]
    return ()


COMMANDS = (
    Command(
        names=("remind", "reminder"),
        dutch=("herinner", "herinnering"),
        section="reminders",
        run=run,
        reads=tuple(dict.fromkeys((*reminders.READS, *reminder_list.READS))),
        roomless=True,
        wordy=True,
        phrases=ASKED,
    ),
    Command(
        names=(reminders.GO_ON,),
        part_of="remind",
        dutch=(),
        section="reminders",
        run=reminders.go_on,
        reads=reminders.READS,
        roomless=True,
        hidden=True,
    ),
    Command(
        names=("reminder-cancel",),
        part_of="remind",
        dutch=(),
        section="reminders",
        run=cancel,
        reads=reminder_list.READS,
        roomless=True,
        hidden=True,
        phrases=(
            Phrase(_OFF, about=ABOUT),
            Phrase(_OFF, about=SET),
            Phrase(rf"(?:schrap|verwijder|annuleer|cancel|delete|remove) {_NUMBER}", line="{number}"),
            Phrase(rf"haal {_NUMBER} (?:er )?(?:maar )?(?:weg|af)", line="{number}"),
        ),
    ),
    Command(
        names=("reminder-rings",),
        part_of="remind",
        dutch=(),
        section="reminders",
        run=taken_away,
        reads=reminder_ringing.READS,
        roomless=True,
        hidden=True,
        silent=True,
        peopled=False,
        hears=("redacted",),
        rings={reminders.KIND: reminder_ringing.ring, reminder_ringing.AGAIN: reminder_ringing.ring_again},
    ),
    Command(
        names=("reminder-edited",),
        part_of="remind",
        dutch=(),
        section="reminders",
        run=edited,
        reads=("reminders_from", "hinted"),
        roomless=True,
        hidden=True,
        silent=True,
        hears=("edited",),
    ),
)
