"""What can be done with a meeting by a word behind ``!meeting``: move, cancel, … Anything else is the title of a new one.

A part of meetings adds its own words to `VERBS`; a word counts only with what fits behind it, so that a meeting may be
called "Start of the school year".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from copbot.core.wishes import Wish
from copbot.dialogue import meeting_cancelling, meeting_moving, meeting_settings, meeting_times
from copbot.dialogue.call import Call

NUMBER = r"(?:\s+(?P<rest>#?[0-9]{1,6}))?"
"""Behind the word stands a number, or nothing."""
ANYTHING = r"(?:\s+(?P<rest>.+))?"
NUMBERED = r"(?:\s+(?P<rest>#?[0-9]{1,6}(?:\s.+)?))?"
"""Behind the word stands a number, and perhaps more; or nothing."""

WHO = r"\s+(?P<rest>#?[0-9]{1,6}\s.+)"
"""Behind the word stands a number, and something more."""


DAY = (
    r"(?:\s+(?P<rest>#?[0-9]{1,6}(?:\s.+)?|(?:op|on|van|of|from) [0-9]{1,2}\s.+|(?:(?:op|on|van|of|from|die|the|de)\s+)*(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|vandaag|vanavond|morgen|overmorgen|today|tonight|tomorrow|hele|heel|alle|alles|all|whole)\b.*))?"
)
"""Behind the word stands a number, or a day, or all; or nothing."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A word in both languages (a pattern), what may stand behind it, what it does with that, and what it reads."""

    words: str
    behind: str
    run: Callable[[Call, str], Sequence[Wish]]
    reads: tuple[str, ...]


VERBS: tuple[Verb, ...] = (
    Verb(
        r"move|reschedule|verzet(?:ten)?|verplaats(?:en)?", ANYTHING, meeting_moving.move, meeting_times.READS
    ),
    Verb(
        r"postpone|change|uitstellen|wijzig(?:en)?|verander(?:en)?",
        NUMBERED,
        meeting_moving.move,
        meeting_times.READS,
    ),
    Verb(
        r"cancel|delete|call off|schrap(?:pen)?|annuleer|annuleren|verwijder(?:en)?|afzeggen|afgelasten|gaat niet door",
        DAY,
        meeting_cancelling.cancel,
        meeting_times.READS,
    ),
    Verb(r"host|gastvrouw|gastheer", WHO, meeting_settings.host, meeting_settings.READS),
    Verb(r"remind|herinner(?:en)?", NUMBERED, meeting_settings.remind, meeting_settings.READS),
)


def meant(line: str, verbs: Sequence[Verb] = VERBS) -> tuple[Verb, str] | None:
    """The verb that a line begins with, and what stands behind it; None: it is something else."""
    for verb in verbs:
        match = re.fullmatch(rf"(?:{verb.words}){verb.behind}", line.strip(), re.IGNORECASE | re.DOTALL)
        if match is not None:
            return verb, (match["rest"] or "").strip()
    return None


def reads(verbs: Sequence[Verb] = VERBS) -> tuple[str, ...]:
    """The queries that any of them needs."""
    return tuple(dict.fromkeys(query for verb in verbs for query in verb.reads))
