"""When things happen in a ritual that is held over days: until when a phase lasts, and when who has not answered is asked again.

Days are days of the wall clock: what begins on Monday at four lasts two days until Wednesday at four, also where the clocks
change in between. Nobody looks at a deadline in the night: one that copbot reckons itself and that would fall in the quiet
hours comes at their end.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from copbot.core.quiet import quiet_until

MOST_NUDGES = 2
"""So often one member is asked again in one ritual, however many phases it has."""
LAST_DAY = timedelta(hours=24)
SHORTEST = timedelta(hours=4)
"""In a phase that lasts no longer nobody is asked again."""
APART = timedelta(hours=12)
"""So long lies at least between two nudges."""
IN_TIME = timedelta(hours=1)
"""So long before the end a nudge comes at the latest: an answer takes a moment."""


def deadline(begun: datetime, days: float, zone: ZoneInfo, quiet: str) -> datetime:
    """When a phase of so many days ends (UTC) that begins at a time (aware): at the same time of day, in waking hours.

    Where the clock skips that time it is the one it jumps to; where it comes twice, the first.
    """
    wall = begun.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    due = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return quiet_until(due, zone, quiet) or due


def nudges(begun: datetime, due: datetime, zone: ZoneInfo, quiet: str) -> tuple[datetime, ...]:
    """When who has not answered is asked again (UTC): halfway, and on the last day; in waking hours, in good time."""
    lasts = due - begun
    if lasts < SHORTEST:
        return ()
    times: list[datetime] = []
    for wanted in (begun + lasts / 2, due - LAST_DAY):
        at = quiet_until(wanted, zone, quiet) or wanted
        too_soon = at - begun < lasts / 2 or (times and at - times[-1] < APART)
        if not too_soon and at <= due - IN_TIME:
            times.append(at.astimezone(UTC))
    return tuple(times)
