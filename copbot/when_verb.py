"""What `copbot when` tells: which times a phrase means, as for a reminder, and how long, as for a meeting.

Times are for programs to read, one a line; how long they last, or why there are none, is for people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from copbot.core.recurrence import occurrences
from copbot.core.when import (
    LANGUAGES,
    Ambiguous,
    Day,
    Moment,
    NotTime,
    Past,
    Reading,
    Repeat,
    Understood,
    Vague,
    read_reminder,
)
from copbot.core.when_duration import Duration, duration
from copbot.core.when_lookup import MAX_LENGTH
from copbot.core.when_meeting import (
    MeetingAsked,
    MeetingPhrase,
    MeetingReading,
    MeetingRefused,
    Meets,
    meeting_time,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """RFC 3339 times, and what people are told beside them or instead."""

    times: tuple[str, ...] = ()
    told: str = ""


def answered(phrase: str, seen: datetime, zone: ZoneInfo, language: str, count: int) -> Answer:
    """The times that all of ``phrase`` means from ``seen`` (aware) in ``zone``; of a repeat the first ``count``."""
    languages = (language, *(name for name in LANGUAGES if name != language))
    reading = read_reminder(phrase, seen, zone, languages)
    match reading:
        case Moment(value):
            return Answer((_iso(value),))
        case Repeat(rule, first):
            return Answer(tuple(_iso(time) for time in islice(_times(Meets(first, rule), zone), count)))
        case Vague() | NotTime() if len(phrase) <= MAX_LENGTH:
            return _as_a_meeting(
                phrase, reading, meeting_time(phrase, seen, zone, languages), zone, languages, count
            )
        case _:
            return Answer(told=_not_taken(reading))


def _as_a_meeting(
    phrase: str,
    reading: Reading,
    meeting: MeetingReading,
    zone: ZoneInfo,
    languages: tuple[str, ...],
    count: int,
) -> Answer:
    """What no reminder has: from when to when, how long, and what is left out."""
    match meeting:
        case MeetingPhrase(_, when, length, None) if length is not None or when.rule is not None:
            times = tuple(_iso(time) for time in islice(_times(when, zone), count))
            return Answer(times, "" if length is None else f"It lasts {_long(length)}.")
        case MeetingAsked(readings, asked) if all(one.place is None for one in readings):
            offered = [_offer_meeting(one) for one in readings]
            return Answer(told=f'"{asked}" can be {", ".join(offered[:-1])} or {offered[-1]}: say which.')
        case MeetingRefused("school-holidays"):
            return Answer(told="School holidays differ by region and year: leave out their days one by one.")
        case MeetingRefused("never"):
            return Answer(
                told=f'"{meeting.phrase}" leaves out a day on which there is nothing, or leaves nothing.'
            )
    lasts = duration(phrase, languages)
    if isinstance(lasts, Duration):
        return Answer(told=f'"{lasts.phrase}" is how long, {_long(lasts.value)}, and not when.')
    return Answer(told=_not_taken(reading))


def _times(when: Meets, zone: ZoneInfo) -> Iterator[datetime]:
    if when.rule is None:
        yield when.first
        return
    for start in occurrences(when.rule, when.first, zone):
        if start.replace(tzinfo=None) not in when.without:
            yield start


def _not_taken(reading: Reading) -> str:
    """Why copbot would ask back or refuse, with the times that it would offer."""
    match reading:
        case Ambiguous(readings, phrase):
            offered = [_offer(one) for one in readings]
            return f'"{phrase}" can be {", ".join(offered[:-1])} or {offered[-1]}: say which.'
        case Past(next_possible, phrase):
            return f'"{phrase}" has been; the next that is possible is {_offer(next_possible)}.'
        case Vague(phrase):
            return f'"{phrase}" names no clear day and time that exist.'
        case _:
            return "This is no time that copbot knows; docs/times.en.md tells which are."


def _offer(reading: Understood) -> str:
    match reading:
        case Day(day):
            return day.isoformat()
        case Repeat(rule, first):
            return f"{_iso(first)} ({rule})"
        case _:
            return _iso(reading.value)


def _offer_meeting(meeting: MeetingPhrase) -> str:
    offered = _iso(meeting.when.first) + (f" ({meeting.when.rule})" if meeting.when.rule else "")
    return offered if meeting.length is None else f"{offered} for {_long(meeting.length)}"


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


def _long(length: timedelta) -> str:
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    parts = ((hours, "hour"), (minutes, "minute"))
    return " and ".join(f"{many} {unit}{'s' if many > 1 else ''}" for many, unit in parts if many)
