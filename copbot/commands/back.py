"""``!back``: turns and messages come again, also after ``!stop``. What waited meanwhile comes as one message."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.quiet import FOREVER
from copbot.core.records import Away, Stopped
from copbot.core.text import text
from copbot.core.wishes import Bring, Erase, Hush, Release, Rouse, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.waiting import HELD, held_alarm, waits_for


def run(call: Call, line: str) -> Sequence[Wish]:
    """Here again."""
    gone, stopped = call.read.away(call.sender), call.read.stopped(call.sender)
    if not stopped and (gone is None or gone.until <= call.now):
        return [answers.reply(call, text("away.here-already", p=call.prefix))]
    return [
        Erase(Away(call.sender, FOREVER)),
        Erase(Stopped(call.sender)),
        Rouse(waits_for(call.sender), call.now),
        held_alarm(call, call.sender, call.now),
        answers.reply(call, text("away.back-stopped" if stopped else "away.back", p=call.prefix)),
    ]


def release(call: Call, member: str) -> Sequence[Wish]:
    """The time has come to tell a member what waited."""
    return [Release(member)]


def shown(call: Call, member: str) -> Sequence[Wish]:
    """What waited was told of a day ago, and not asked for: it goes unsaid."""
    return [Hush(member, listed=True)]


def one(call: Call, key: str) -> Sequence[Wish]:
    """One of the messages that waited, in answer to its number."""
    if call.read.held(key):
        return [Bring(key, call.event)]
    return answers.refuse(call, Error.NOT_UNDERSTOOD, text("away.brought", p=call.prefix))


COMMANDS = (
    Command(
        names=("back",),
        dutch=("terug",),
        section="yourself",
        run=run,
        reads=("away", "stopped"),
        roomless=True,
        phrases=(
            Phrase(
                r"(?:hoi,? |hallo,? )?(?:ik )?ben (?:er )?weer(?: (?:terug|er))?|(?:ik )?ben terug|(?:daar|hier) ben ik weer|(?:weer )?terug van vakantie|i(?:['’]m| am) back(?: again)?"
            ),
            Phrase(
                r"(?:ik )?(?:wil|mag) (?:graag |nu )*weer (?:je |jouw |gewoon )?(?:berichten|berichtjes)(?: (?:van|je|jou|krijgen|ontvangen|graag))*"
                r"|(?:stuur|schrijf) (?:mij|me) (?:maar |gerust )?weer(?: (?:berichten|berichtjes))?"
            ),
            Phrase(
                r"i(?:['’]d like| would like| want) (?:your |to get |to receive )*messages again|(?:you can |please )?(?:message|write to) me again"
            ),
        ),
        rings={HELD: release, "shown": shown},
    ),
    Command(
        names=("held",),
        part_of="back",
        dutch=(),
        section="yourself",
        run=one,
        reads=("held",),
        roomless=True,
        hidden=True,
        silent=True,  # the message that waited is the answer
    ),
)
