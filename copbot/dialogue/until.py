"""Until when, as people say it: a day, a time, or how long; with the word that stands before it."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from copbot.core.when import Ambiguous, Day, Moment, NotTime, Reading, read_due

MORNING = time(9)
THROUGH, UNTIL, FOR = "through", "until", "for"
_BEFORE = (
    (THROUGH, re.compile(r"(?:tot en met|t/?m|through|up to and including)\s+", re.IGNORECASE)),
    (UNTIL, re.compile(r"(?:tot(?: aan)?|until|till|til)\s+", re.IGNORECASE)),
    (FOR, re.compile(r"(?:voor|for)\s+", re.IGNORECASE)),
)


def split(line: str) -> tuple[str, str]:
    """How the text says it (until, through, for, or nothing), and the time in it."""
    words = " ".join(line.split()).rstrip(" .!")
    for how, pattern in _BEFORE:
        if match := pattern.match(words):
            return how, words[match.end() :]
    return "", words


def morning(day: date, zone: ZoneInfo) -> datetime:
    """Nine o'clock of that day: when the community's day begins."""
    return datetime.combine(day, MORNING, zone)


def read(phrase: str, now: datetime, zone: ZoneInfo, how: str = "") -> Reading:
    """What the phrase means: a day or a time, or how long; "een week" is over a week.

    ``how`` is the word before it: after "tot" it is no span, after "voor" rather a span than a time.
    """
    due = read_due(phrase, now, zone)
    spans = (read_due(f"{before} {phrase}", now, zone) for before in ("over", "in"))
    span = NotTime() if how == UNTIL else next((found for found in spans if _times(found)), NotTime())
    if how == FOR and _times(span):
        return span
    both = tuple(sorted({*_times(due), *_times(span)}, key=lambda found: _order(found, zone)))
    if not both:
        return due
    return both[0] if len(both) == 1 else Ambiguous(both, phrase)


def _times(reading: Reading) -> tuple[Day | Moment, ...]:
    found = reading.readings if isinstance(reading, Ambiguous) else (reading,)
    return tuple(time for time in found if isinstance(time, Day | Moment))


def _order(found: Day | Moment, zone: ZoneInfo) -> datetime:
    return found.value if isinstance(found, Moment) else morning(found.value, zone)
