"""``!consent``: I can live with it. Also by ✅ on the round's message, and in words; and what is written to a reminder."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.decisions.state import Stance
from copbot.dialogue import proposal_voices, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.proposal_phrases import CONSENT, TAKE_BACK


def run(call: Call, line: str) -> Sequence[Wish]:
    """Consent; from who objected, it takes the objection back."""
    return proposal_voices.say(call, line, Stance.CONSENT)


def tapped(call: Call, line: str) -> Sequence[Wish]:
    """✅ on the round's message."""
    return proposal_voices.tapped(call, int(line))


def untapped(call: Call, line: str) -> Sequence[Wish]:
    """✅ was taken away."""
    return proposal_voices.untapped(call)


def heard(call: Call, line: str) -> Sequence[Wish]:
    """Plain words in the room, while a live consent round runs."""
    return proposal_voices.heard(call, line)


_WORDS = (*TAKE_BACK, *CONSENT)
_OF_IT = ("proposal", "proposal-thread")

COMMANDS = (
    Command(
        names=("consent",),
        dutch=("geenbezwaar",),
        section="decisions",
        run=run,
        reads=proposals.READS,
        wordy=True,
        phrases=(
            *(Phrase(pattern, about=about, line="#{n}") for about in _OF_IT for pattern in _WORDS),
            *(Phrase(pattern) for pattern in _WORDS),
        ),
    ),
    Command(
        names=("consent-tapped",),
        part_of="consent",
        dutch=(),
        section="decisions",
        run=tapped,
        reads=proposals.READS,
        hidden=True,
        touches=(
            Touch(
                "✅",
                "proposal",
                line="{n}",
                undo="consent-untapped",
                forgeable=False,
                instead="taps.consent",
            ),
        ),
    ),
    Command(
        names=("consent-untapped",),
        part_of="consent",
        dutch=(),
        section="decisions",
        run=untapped,
        reads=proposals.READS,
        hidden=True,
    ),
    Command(
        names=("consent-in-round",),
        part_of="consent",
        dutch=(),
        section="decisions",
        run=proposal_voices.in_round,
        reads=proposals.READS,
        hidden=True,
    ),
    Command(
        names=("consent-heard",),
        part_of="consent",
        dutch=(),
        section="decisions",
        run=heard,
        reads=proposals.READS,
        hidden=True,
        silent=True,
        hears=("posted",),
    ),
)
