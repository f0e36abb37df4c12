"""``!stop``: from now on no direct messages of copbot's own accord, until ``!back``. What waits of them is not sent."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.records import Stopped
from copbot.core.text import text
from copbot.core.wishes import Hush, Save, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase


def run(call: Call, line: str) -> Sequence[Wish]:
    """No more."""
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
                r"(?:wil je )?(?:alsjeblieft )?(?:stop(?:pen)?) met (?:mij |me )?(?:berichten|berichtjes|schrijven)(?: sturen)?"
            ),
            Phrase(r"laat (?:mij|me) (?:met rust|alsjeblieft met rust)|afmelden|uitschrijven|unsubscribe"),
            Phrase(
                r"(?:please )?(?:leave me alone|stop (?:messaging|writing(?: to)?) me|(?:send me )?no more messages)(?: please)?"
            ),
        ),
    ),
)
