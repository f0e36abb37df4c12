"""⏰ on a reminder, or "straks" in reply to it: once more in an hour. Also what else people reply to it.

Its words stand before those of a round, where "straks" moves one's turn: a reply to a reminder is about that.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, reminder_ringing, reminders
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.reminder_words import ABOUT

_ONCE_MORE = r"(?: (?:nog )?(?:eens|een keer|weer|terug|again))?"
LATER = (
    rf"(?:ja,? )?(?:straks|later|nog even|nog even niet|even later|zo|zo meteen|nu niet|nu even niet|nog niet){_ONCE_MORE}",
    rf"(?:over|in) (?:een|an|1) (?:uur(?:tje)?|hour){_ONCE_MORE}",
    rf"(?:herinner|remind) (?:me|mij|ons|us)(?: er)?(?: (?:straks|later|over een uur|in an hour|again))+{_ONCE_MORE}(?: aan)?",
    r"(?:snooze|in a bit|in a while|not now|not yet|a bit later|again later|later(?:,)? please)",
)
_ENDING = r"(?: (?:nog (?:eens|een keer)|weer|graag|again|please|aan|aub))*"
AT = (
    rf"(?P<when>(?:over|in|morgen\w*|overmorgen|vanavond|vanmiddag|tomorrow|tonight) .{{1,60}}?){_ENDING}",
    rf"(?:herinner|remind) (?:me|mij|ons|us)(?: er)? (?P<when>.{{1,60}}?){_ENDING}",
)
DONE = r"(?:(?:ja|yes|al),? )?(?:gedaan|klaar|gelukt|geregeld|gebeurd|done|did it|sorted|finished)"


def run(call: Call, line: str) -> Sequence[Wish]:
    """Once more in an hour."""
    return reminder_ringing.snooze(call)


def at_a_time(call: Call, line: str) -> Sequence[Wish]:
    """Once more at a time of one's own: a new reminder of the same. Words that are no time are left alone."""
    return reminder_ringing.once_more_at(call, line)


def undo(call: Call, line: str) -> Sequence[Wish]:
    """The clock was taken away: not again after all."""
    return reminder_ringing.unsnooze(call)


def done(call: Call, line: str) -> Sequence[Wish]:
    """It was done."""
    return [answers.reply(call, text("reminder.done"))]


COMMANDS = (
    Command(
        names=("again",),
        part_of="remind",
        dutch=(),
        section="reminders",
        run=run,
        reads=reminder_ringing.READS,
        roomless=True,
        hidden=True,
        phrases=tuple(Phrase(pattern, about=ABOUT) for pattern in LATER),
        touches=(Touch("⏰", ABOUT, undo="not-again"),),
    ),
    Command(
        names=("again-at",),
        part_of="remind",
        dutch=(),
        section="reminders",
        run=at_a_time,
        reads=tuple(dict.fromkeys((*reminder_ringing.READS, *reminders.READS))),
        roomless=True,
        hidden=True,
        phrases=tuple(Phrase(pattern, about=ABOUT, line="{when}") for pattern in AT),
    ),
    Command(
        names=("not-again",),
        part_of="remind",
        dutch=(),
        section="reminders",
        run=undo,
        reads=reminder_ringing.READS,
        roomless=True,
        hidden=True,
    ),
    Command(
        names=("reminder-done",),
        part_of="remind",
        dutch=(),
        section="reminders",
        run=done,
        roomless=True,
        hidden=True,
        phrases=(Phrase(DONE, about=ABOUT),),
    ),
)
