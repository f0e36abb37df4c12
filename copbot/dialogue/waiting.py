"""The names of alarms that wait for a person: until they may be spoken to, what is due for them waits.

When they are back, or go away for longer or shorter, those alarms ring at once and see for themselves.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from copbot.core.wishes import Ring
from copbot.dialogue.call import Call

DUE = "due"
"""The purpose of the alarms that ask a member how it goes with an offer."""

HELD = "held"
"""The purpose of the alarm at which what is held for a member goes."""

SETTLE = timedelta(seconds=5)
"""What becomes due at the same moment comes along."""


def waits_for(member: str) -> str:
    """How the names of alarms begin that ask a member something."""
    return f"{DUE}:{member}:"


def held_alarm(call: Call, member: str, free: datetime) -> Ring:
    """What is held for a member goes when they are free."""
    return Ring(f"{HELD}:{member}", free + SETTLE, call.spot.room, HELD, member)
