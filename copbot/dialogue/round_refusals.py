"""Why something can't be done in a round (yet), in a sentence with a way on: one for every code of the machine."""

from __future__ import annotations

from datetime import datetime

from copbot.core.errors import Error
from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, hints
from copbot.dialogue.call import Call
from copbot.dialogue.ritual_words import own
from copbot.rituals.plain_round import ROUND
from copbot.rituals.script import Script
from copbot.rituals.state import Phase, Round


def refused(
    call: Call,
    state: Round,
    code: str,
    *,
    gone: bool = False,
    due: datetime | None = None,
    script: Script = ROUND,
) -> tuple[Wish, ...]:
    """The sentence for a code of the machine. ``gone``: the facilitator vanished, so the way on is to take over."""
    name = f"{code}-gone" if gone and code == Error.NOT_FACILITATOR else code
    if code == Error.ALREADY_IN and (state.phase is Phase.WRITING or state.speaking == call.sender):
        name = f"{code}-now"
    # Only the one sentence speaks of a reaction that an encrypted room takes in words.
    id = (
        hints.fitting(call, "round.refused-already-spoke")
        if code == Error.ALREADY_SPOKE
        else f"round.refused-{name}"
    )
    sentence = text(
        own(script, id),
        p=call.prefix,
        lead=Who(state.facilitator),
        at=due,
        least=script.least,
        most=script.most,
    )
    return answers.refuse(call, code, sentence)


def over(call: Call) -> tuple[Wish, ...]:
    """Words in reply to a round that is over, while another one runs."""
    return answers.refuse(call, Error.ROUND_CLOSED, text("round.over", p=call.prefix))


def nothing_runs(call: Call) -> tuple[Wish, ...]:
    """There is no round now."""
    return answers.refuse(call, Error.NO_RITUAL, text("round.refused-no-ritual", p=call.prefix))
