"""``!minutes``: what a meeting came to; and a correction beside it."""

from __future__ import annotations

from copbot.dialogue import minutes
from copbot.dialogue.command import Command, Phrase
from copbot.meetings.agenda import MINUTES

COMMANDS = (
    Command(
        names=("minutes",),
        dutch=("verslag", "notulen"),
        section="meeting",
        run=minutes.run,
        reads=minutes.READS,
        phrases=(
            Phrase(
                r"(?:verbeter(?:ing)?|correctie|correction|correct|aanvulling)\s*[:,]\s*(?P<words>.+)",
                MINUTES,
                "{n} correct {words}",
            ),
            Phrase(
                r"(?:waar is |mag ik |stuur )?(?:het |de )?(?:verslag|notulen)(?: (?:graag|alsjeblieft))?[?.!]*"
            ),
            Phrase(r"(?:where are |send |show )?(?:me )?the minutes(?: please)?[?.!]*"),
        ),
    ),
    Command(
        names=("minutes-more",),
        part_of="minutes",
        dutch=(),
        section="meeting",
        run=minutes.more,
        reads=minutes.READS,
        hidden=True,
    ),
    Command(
        names=("minutes-redacted",),
        dutch=(),
        section="meeting",
        run=minutes.redacted,
        reads=minutes.READS,
        hidden=True,
        silent=True,
        hears=("redacted",),
    ),
)
