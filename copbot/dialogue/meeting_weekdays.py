"""A weekday to which a meeting is moved: of the week in which that meeting is, or the coming one.

Whoever moves the meeting of 15 December to "Wednesday" means the 16th, more likely than tomorrow; but tomorrow can be meant. It is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from copbot.core.when_meeting import MeetingAsked, MeetingPhrase, MeetingReading, meeting_time

_WEEKDAY = re.compile(
    r"(?:op |on )?(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|(?:ma|di|wo|do|vr|za|zo)\.?(?= |\Z)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\.?(?= |\Z))"
    r" ?(?:ochtend|middag|avond|morning|afternoon|evening)?(?:[ ,]+|\Z)",
    re.IGNORECASE,
)


def weekday_alone(words: str, clock: re.Pattern[str]) -> bool:
    """Whether the words are a weekday without a date, with or without a clock time."""
    found = _WEEKDAY.match(words)
    rest = words[found.end() :].strip() if found else ""
    return found is not None and (not rest or clock.fullmatch(rest) is not None)


def with_that_week(
    reading: MeetingReading,
    words: str,
    meeting_at: datetime,
    now: datetime,
    zone: ZoneInfo,
    languages: Sequence[str],
) -> MeetingReading:
    """What the words mean from ``now`` on, and in the week of a meeting (aware, both): where those differ, it is asked."""
    local = meeting_at.astimezone(zone)
    monday = datetime.combine(local.date() - timedelta(days=local.weekday()), time(), zone)
    then = meeting_time(words, monday - timedelta(seconds=1), zone, tuple(languages))
    found = {one.when.first: one for one in (*_all(then), *_all(reading)) if one.when.first > now}
    if len(found) < 2 or any(one.when.rule is not None for one in found.values()):
        return reading
    return MeetingAsked(tuple(found.values()), words)


def _all(reading: MeetingReading) -> tuple[MeetingPhrase, ...]:
    if isinstance(reading, MeetingAsked):
        return tuple(reading.readings)
    return (reading,) if isinstance(reading, MeetingPhrase) else ()
