"""What people mean by "voor vrijdag" or "every other tuesday at 7pm": times read by a closed grammar, so that nothing
is guessed.

General date libraries fail on everyday Dutch and take minutes on long input; this grammar is a table of forms for each
language (`when_dutch`, `when_english`), looked up word by word, so that the work is bounded by the number of words.
What has two meanings comes back with both, what is past with the next that is possible, and what names no single day or
time as vague; the people decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from copbot.core.when_dues import Found, Wanted
from copbot.core.when_dutch import DUTCH
from copbot.core.when_english import ENGLISH
from copbot.core.when_lookup import MAX_LENGTH, Ending, Lookup
from copbot.core.when_text import MAX_WORD, MAX_WORDS, plain

MAX_JOINED: Final = 3
"""So many times that follow one are asked back together with it; this bounds the work."""

LANGUAGES: Final = {"nl": DUTCH, "en": ENGLISH}


@dataclass(frozen=True, slots=True)
class Day:
    """A whole day in the room's time zone."""

    value: date


@dataclass(frozen=True, slots=True)
class Moment:
    """An aware time in the room's zone: in a gap shifted forward, in a fold the earliest."""

    value: datetime


@dataclass(frozen=True, slots=True)
class Repeat:
    """A time that comes back: an RFC 5545 rule without DTSTART, in local wall time; `copbot.core.recurrence` reads it.

    ``first`` is the first occurrence after now, aware in the room's zone; with it the rule's INTERVAL begins, and it
    gives the clock time unless the rule does. UNTIL, where there is one, is a local wall time as well.
    """

    rule: str
    first: datetime
    phrase: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several meanings, all still possible; to be asked back. The first language's come first, each in order of time."""

    readings: tuple[Day | Moment | Repeat, ...]
    phrase: str


@dataclass(frozen=True, slots=True)
class Past:
    """A day or time that has been, with the next one it can be."""

    next_possible: Day | Moment
    phrase: str


@dataclass(frozen=True, slots=True)
class Vague:
    """About a time, but no day or clock time that exists; to be asked back.

    ``doubt``: it may be no time at all, or says more than can be kept, so that an answer says the whole time anew.
    """

    phrase: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class NotTime:
    """No time at all, as far as this grammar goes."""


Understood = Day | Moment | Repeat
Reading = Day | Moment | Repeat | Ambiguous | Past | Vague | NotTime


def read_due(text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")) -> Reading:
    """What the whole of ``text`` means as a deadline, seen from ``now`` (aware) in ``zone``: a day stays a day.

    A repeat is no deadline, and comes back as vague. Each of ``languages`` (keys of `LANGUAGES`) is tried; readings that
    differ between them are ambiguous. Raises ValueError if ``now`` has no time zone, KeyError for a language that is
    not there.
    """
    return _all_of(text, _lookup(now, zone, languages, whole_days=True))


def read_reminder(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> Reading:
    """What the whole of ``text`` means as the time of a reminder: a day without a time is its 09:00, and it may repeat.

    Arguments and errors as in `read_due`.
    """
    return _all_of(text, _lookup(now, zone, languages, whole_days=False))


def split_reminder(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> tuple[Reading, str]:
    """The time that ``text`` begins with, read as by `read_reminder`, and what follows it.

    The time is the longest beginning that is one, within the first `MAX_LENGTH` characters; one that is ambiguous, past
    or impossible is one too, and never shortened. `NotTime` with all of ``text`` when there is none.
    """
    return _beginning_of(text, _lookup(now, zone, languages, whole_days=False))


def split_due(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> tuple[Reading, str]:
    """As `split_reminder`, for a deadline, read as by `read_due`; "tot" or "until" before it makes no difference."""
    return _beginning_of(text, _lookup(now, zone, languages, whole_days=True))


_LAST_WORDS: Final = frozenset({"before", "by", "voor", "uiterlijk", "than"})
_WITHIN: Final = {"binnen": "over", "within": "in"}


def split_support(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> tuple[str, Day | Moment | Ambiguous | Past | Vague | None]:
    """An offer and its date: what follows the last "before", "by", "no later than", "voor" or "uiterlijk" that is a time
    altogether, with the day before it where it is none ("morgen voor 12u"); or the end of "binnen een week".

    Without one, all of ``text`` is the offer. Arguments and errors as in `read_due`.
    """
    words = list(re.finditer(r"\S+", text))[-MAX_WORDS - 1 :]
    # taking letters apart makes some of them eighteen: a word that is longer than any of the table is left whole
    cleaned = [plain(word[0]).strip(".,;:!?()") if len(word[0]) <= MAX_WORD else "" for word in words]
    for at in range(len(words) - 2, -1, -1):
        if cleaned[at] not in {*_LAST_WORDS, *_WITHIN} or _is_another(cleaned, at):
            continue
        rest = text[words[at].end() :]
        reading = read_due(f"{_WITHIN.get(cleaned[at], '')} {rest}", now, zone, languages)
        if not isinstance(reading, NotTime | Repeat):
            # "uiterlijk voor vrijdag" says it twice
            twice = 2 if cleaned[at] == "than" else at > 0 and cleaned[at - 1] == "uiterlijk"
            start = words[at - twice].start()
            dayless = cleaned[at] in _LAST_WORDS and not isinstance(reading, Day)
            for day in words[max(at - _LONGEST_DAY, 0) : at] if dayless else ():
                named = text[day.start() : words[at].start()]
                if isinstance(read_due(named, now, zone, languages), Day | Ambiguous):
                    both = read_due(f"{named} {rest}", now, zone, languages)
                    if not isinstance(both, NotTime | Repeat):
                        start, reading = day.start(), both
                        break
            return text[:start].strip().rstrip(" ,;:-–"), reading
    return text.strip(), None


def _is_another(words: Sequence[str], at: int) -> bool:
    """In "kwart voor 8" it tells the clock, and "more than" is no "no later than"."""
    if words[at] == "than":
        return words[max(at - 2, 0) : at] != ["no", "later"]
    return words[at] == "voor" and at > 0 and words[at - 1] in _CLOCK_BEFORE


_LONGEST_DAY: Final = 4  # words: "volgende week dinsdag"
_CLOCK_BEFORE: Final = frozenset({"kwart", "vijf", "tien", "twintig", "5", "10", "20"})


# -- from what was found to a reading


def _lookup(now: datetime, zone: ZoneInfo, languages: tuple[str, ...], *, whole_days: bool) -> Lookup:
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    wanted = Wanted(now.astimezone(zone), zone, whole_days)
    return Lookup(wanted, tuple(LANGUAGES[name] for name in languages))


def _all_of(text: str, lookup: Lookup) -> Reading:
    found = lookup.whole(text)
    return _told(found, text.strip()) if found else NotTime()


def _beginning_of(text: str, lookup: Lookup) -> tuple[Reading, str]:
    found = lookup.longest(text)
    if not found:
        return NotTime(), text.strip()
    end = found[0].end
    phrase, rest = text[:end].strip(), _after(text, end)
    if rest and lookup.doubted(found):
        return Vague(phrase, doubt=True), rest
    more = lookup.belonging(found, text[end:]) if rest else None
    if more is not None:
        for _ in range(MAX_JOINED):  # "8u, 12u en 18u"
            if not more or end + more > MAX_LENGTH:
                break
            end += more
            more = lookup.belonging(found, text[end:])
        return Vague(text[:end].strip(), doubt=True), _after(text, end)
    return _told(found, phrase), rest


def _after(text: str, end: int) -> str:
    return text[end:].lstrip(" \t\n,;:–—-").strip()


def _told(endings: Sequence[Ending], phrase: str) -> Reading:
    found = list(dict.fromkeys(due for ending in endings for due in ending.found))
    if not found:
        return Vague(phrase)
    # of two meanings one may have passed: the question then offers its next, never a time that has been
    each = [sorted({_reading(due, phrase) for due in ending.found}, key=_order) for ending in endings]
    readings = list(dict.fromkeys(reading for meant in each for reading in meant))
    first = readings[0]
    if all(due.passed for due in found) and not isinstance(first, Repeat):
        return Past(first, phrase)
    return first if len(readings) == 1 else Ambiguous(tuple(readings), phrase)


def _reading(found: Found, phrase: str) -> Day | Moment | Repeat:
    match found.due:
        case datetime() as moment:
            return Moment(moment)
        case date() as day:
            return Day(day)
        case (rule, first):
            return Repeat(rule, first, phrase)


def _order(due: Day | Moment | Repeat) -> tuple[date, float, str]:
    match due:
        case Day(day):
            return (day, -1.0, "")
        case Moment(moment):
            return (moment.date(), moment.astimezone(UTC).timestamp(), "")
        case Repeat(rule, first):
            return (first.date(), first.astimezone(UTC).timestamp(), rule)
