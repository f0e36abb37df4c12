"""``!stop``: from now on no direct messages of copbot's own accord, until ``!back``. What waits of them is not sent."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.facts import Posted
from copbot.core.records import Option, Stopped
from copbot.core.text import text
from copbot.core.wishes import Hush, Save, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase


def run(call: Call, line: str) -> Sequence[Wish]:
    """No more. In a room, without the prefix, "stop" may be about anything that copbot said there: it is asked back."""
    said = call.fact.body if isinstance(call.fact, Posted) else ""
    if call.by is By.COMMAND and not call.spot.direct and not said.startswith(call.prefix):
        choices = [
            (text("away.stop-yes"), Option("stop", means="yes")),
            (text("away.stop-no"), Option("never-mind", means="no")),
        ]
        return answers.ask(call, Error.NOT_UNDERSTOOD, text("away.stop-sure"), choices=choices)
    id = "away.stopped-already" if call.read.stopped(call.sender) else "away.stopped"
    told = [text(id), text("away.stopped-still"), text("away.stopped-back", p=call.prefix)]
    return [Save(Stopped(call.sender)), Hush(call.sender), answers.reply(call, *told)]


COMMANDS = (
    Command(
        names=("stop",),
        dutch=("stop",),
        section="yourself",
        run=run,
        reads=("stopped",),
        roomless=True,
        phrases=(
            Phrase(
                r"(?:stuur|schrijf) (?:mij|me) (?:niets|niks|geen berichten|geen berichtjes) meer(?: alsjeblieft)?"
            ),
            Phrase(
                r"(?:ik )?(?:wil|hoef) (?:geen (?:privé)?(?:berichten|berichtjes)(?: meer)?|(?:je|jouw|deze|die) (?:privé)?(?:berichten|berichtjes) niet(?: meer)?)"
                r"(?: (?:meer|van je|van jou|van copbot|krijgen|ontvangen))*(?: alsjeblieft)?"
            ),
            Phrase(
                r"i (?:don['’]?t|do not) want (?:any |your |these )*(?:more )?messages(?: (?:from you|any ?more))*(?: please)?|no more messages(?: please)?"
            ),
            Phrase(
                r"(?:wil je )?(?:alsjeblieft )?(?:stop(?:pen)?) met (?:mij |me )?(?:berichten|berichtjes|schrijven)(?: sturen)?"
            ),
            Phrase(
                r"(?:graag |alsjeblieft |liever )?geen (?:privé)?(?:berichten|berichtjes|meldingen)(?: (?:meer|van|je|jou|copbot|sturen|graag|aub|svp|alsjeblieft|alstublieft))*"
            ),
            Phrase(
                r"(?:wil je |kun je )?(?:alsjeblieft )?(?:stop|hou|houd|ophouden) (?:eens |maar )?(?:(?:ermee|op|met|mij|me) )*(?:(?:de |die |je )?(?:berichten|berichtjes|meldingen))(?: (?:sturen|aub|svp|alsjeblieft))*"
            ),
            Phrase(r"(?:stuur|schrijf|app) (?:mij|me) (?:alsjeblieft )?niet meer(?: alsjeblieft)?"),
            Phrase(r"laat (?:mij|me) (?:met rust|alsjeblieft met rust)|afmelden|uitschrijven|unsubscribe"),
            Phrase(
                r"(?:please )?(?:no messages(?: any ?more)?|(?:don['’]?t|do not) (?:message|write to|text) me(?: any ?more)?|stop sending me (?:any |your )*messages)(?: please)?"
            ),
            Phrase(
                r"(?:please )?(?:leave me alone|stop (?:messaging|writing(?: to)?) me|(?:send me )?no more messages)(?: please)?"
            ),
        ),
    ),
)
