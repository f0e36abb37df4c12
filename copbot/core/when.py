"""What people mean by "voor vrijdag" or "tomorrow at 7": dates read by a closed grammar, so that nothing is
guessed.

General date libraries fail on everyday Dutch and take minutes on long input; this grammar is a table of
forms (`copbot.core.when_words`), each as long as what it matches, so that the work is bounded by the length
of the text. What has two meanings comes back with both, what is past with the next that is possible, and
what names no single day or time as vague; the people decide. A phrase is a day, a clock time, or both in
either order, perhaps with a part of the day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from copbot.core.recurrence import WEEKDAYS, following
from copbot.core.when_readers import DAY_MINUTES, Language, On, Pattern, kind_of
from copbot.core.when_words import LANGUAGES

MAX_LENGTH: Final = 200
"""Characters; longer text is no time."""

MAX_WORD: Final = 40
"""Characters; a longer word is no word of the grammar."""

MAX_WORDS: Final = 14
"""The longest phrase of the grammar is shorter; this bounds the work."""


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

    ``first`` is the first occurrence after now, aware in the room's zone.
    """

    rule: str
    first: datetime
    phrase: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several meanings, in order of time, all still possible; to be asked back."""

    readings: tuple[Day | Moment | Repeat, ...]
    phrase: str


@dataclass(frozen=True, slots=True)
class Past:
    """A day or time that has been, with the next one it can be."""

    next_possible: Day | Moment
    phrase: str


@dataclass(frozen=True, slots=True)
class Vague:
    """About a time, but no day or clock time that exists; to be asked back."""

    phrase: str


@dataclass(frozen=True, slots=True)
class NotTime:
    """No time at all, as far as this grammar goes."""


Understood = Day | Moment | Repeat
Reading = Day | Moment | Repeat | Ambiguous | Past | Vague | NotTime

_Candidate = tuple[On, int | None]  # a day, and minutes since its midnight (past 1440: in the night after it)


def read_due(text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")) -> Reading:
    """What the whole of ``text`` means as a date of support, seen from ``now`` (aware) in ``zone``.

    Each of ``languages`` (keys of `when_words.LANGUAGES`) is tried; readings that differ between them are
    ambiguous. Raises ValueError if ``now`` has no time zone, KeyError for a language that is not there.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    if len(text) > MAX_LENGTH:
        return NotTime()
    words, phrase = _plain_words(text), text.strip()
    found: list[Reading] = []
    for name in languages:
        candidates = _candidates(words, LANGUAGES[name], now.astimezone(zone))
        if candidates is not None:
            reading = _judge(candidates, phrase, now, zone)
            if reading not in found:
                found.append(reading)
    meant = [reading for reading in found if _readings(reading)]
    if len(meant) > 1:
        readings = {due for reading in meant for due in _readings(reading)}
        return Ambiguous(tuple(sorted(readings, key=_order)), phrase)
    return next(iter(meant or found), NotTime())


NINE: Final = 9 * 60
"""Minutes after midnight: when a day without a time is, for a reminder."""


def read_reminder(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> Reading:
    """What the whole of ``text`` means as the time of a reminder: as `read_due`, but a day is its 09:00, and it may
    repeat.
    """
    repeat = _REPEAT.fullmatch(text.strip()) if len(text) <= MAX_LENGTH else None
    if repeat is not None:
        clock = read_due(f"2100-01-01 {repeat[2] or '09:00'}", now, zone, languages)
        days = [read_due(day, now, zone, languages) for day in re.split(r"\s+(?:en|and)\s+", repeat[1])]
        if isinstance(clock, Moment) and all(isinstance(day, Day) or day == NotTime() for day in days):
            named = {day.value.weekday() for day in days if isinstance(day, Day)}
            every_day = repeat[1] in {"dag", "day"}
            if every_day or len(named) == len(days):
                rule = "FREQ=DAILY" if every_day else "FREQ=WEEKLY;BYDAY="
                rule += ",".join(WEEKDAYS[n] for n in sorted(named))
                start = now.astimezone(zone).replace(
                    tzinfo=None, hour=clock.value.hour, minute=clock.value.minute
                )
                start = start.replace(second=0, microsecond=0)
                first = following(rule, start, now, zone)
                return Repeat(rule, first, text.strip()) if first else Vague(text.strip())
    return _at_nine(read_due(text, now, zone, languages), now, zone)


def split_reminder(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> tuple[Reading, str]:
    """The longest beginning of ``text`` that is a time, and the rest; all of ``text`` is the rest when there is none."""
    return _split(text, now, zone, languages, read_reminder)


def split_due(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> tuple[Reading, str]:
    """As `split_reminder`, for a deadline: a day stays a day; a leading word as "until" or "tot" may stand there."""
    reading, rest = _split(text, now, zone, languages, read_due)
    first, _, more = text.strip().partition(" ")
    if reading == NotTime() and first.lower() in {"tot", "until", "till", "t/m", "by", "voor", "before"}:
        reading, rest = _split(more, now, zone, languages, read_due)
    return (reading, rest) if reading != NotTime() else (reading, text.strip())


def _split(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...], read: Any
) -> tuple[Reading, str]:
    words = list(re.finditer(r"\S+", text[:MAX_LENGTH]))[:MAX_WORDS]
    for last in reversed(words):
        reading = read(text[: last.end()].strip(), now, zone, languages)
        if reading != NotTime():
            return reading, text[last.end() :].strip()
    return NotTime(), text.strip()


_REPEAT = re.compile(r"(?:elke|iedere|every)\s+(.+?)(?:\s+(?:(?:om|at)\s+)?(\d.*))?", re.IGNORECASE)


def _at_nine(reading: Reading, now: datetime, zone: ZoneInfo) -> Reading:
    def at_nine(due: Day | Moment | Repeat) -> Moment | Repeat:
        return Moment(_moment(due.value, NINE, zone).astimezone(zone)) if isinstance(due, Day) else due

    match reading:
        case Day(day):
            found = at_nine(reading)
            if isinstance(found, Moment) and _is_past(found, now, zone):
                return Past(
                    Moment(_moment(day + timedelta(days=1), NINE, zone).astimezone(zone)), day.isoformat()
                )
            return found
        case Ambiguous(readings, phrase):
            return Ambiguous(tuple(at_nine(due) for due in readings), phrase)
        case Past(Day() as due, phrase):
            found = at_nine(due)
            assert isinstance(found, Moment)
            return Past(found, phrase)
        case _:
            return reading


_LAST_WORDS: Final = frozenset({"before", "by", "voor", "uiterlijk"})


def split_support(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> tuple[str, Day | Moment | Ambiguous | Past | Vague | None]:
    """An offer and its date: what follows the last "before", "by", "voor" or "uiterlijk" that is a time
    altogether.

    Without one, all of ``text`` is the offer. Arguments and errors as in `read_due`.
    """
    words = list(re.finditer(r"\S+", text))
    words = words[-MAX_WORDS - 1 :]
    # taking letters apart makes some of them eighteen: a word that is longer than any of the table is left whole
    plain = ["".join(_plain_words(word[0])) if len(word[0]) <= MAX_WORD else "" for word in words]
    for at in range(len(words) - 2, -1, -1):
        # in "kwart voor 8" it tells the clock
        if plain[at] not in _LAST_WORDS or (plain[at] == "voor" and at and plain[at - 1] == "kwart"):
            continue
        reading = read_due(text[words[at].end() :], now, zone, languages)
        if not isinstance(reading, NotTime | Repeat):
            # "uiterlijk voor vrijdag" says it twice
            start = words[at - 1 if at and plain[at - 1] == "uiterlijk" else at].start()
            return text[:start].strip().rstrip(" ,;:-–"), reading
    return text.strip(), None


# -- words

_GLUED = re.compile(r"(\d[\d:.]{0,7})(am|pm|a\.m|p\.m|uur)")  # 5pm, 8uur
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)t(\d\d:\d\d(?::00)?)")


def _plain_words(text: str) -> list[str]:
    """The words in lower case, without accents, apostrophes and punctuation around them."""
    letters = (c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    plain = "".join(" " if c in ",;" else c for c in letters if c not in "'’‘`´")
    words: list[str] = []
    for raw in plain.split():
        word = raw.strip('.!?:…()[]"“”„')
        if not any(c.isdigit() for c in word):
            word = word.replace(".", "")  # a.s., p.m.
        glued = _GLUED.fullmatch(word) or _ISO_TIME.fullmatch(word)
        words += (
            [glued[1].rstrip("."), glued[2].replace("p.m", "pm").replace("a.m", "am")] if glued else [word]
        )
    return [word for word in words if word]


def _candidates(words: list[str], language: Language, now: datetime) -> list[_Candidate] | None:
    """The days and times that the words can mean in a language; empty when vague, None when they are no
    time.
    """
    text = f" {' '.join(words)} "
    for old, new in language.rewrites:
        text = text.replace(f" {old} ", f" {new} ")
    words = text.split()
    if not 0 < len(words) <= MAX_WORDS:
        return None
    parts = [at for at, word in enumerate(words) if word in language.parts]
    if len(parts) > 1:
        return None
    part = words.pop(parts[0]) if parts else None
    cuts: Iterable[int] = range(len(words) + 1)
    if parts and 0 < parts[0] < len(words):
        cuts = parts  # a part of the day in the middle stands between the day and the time
    for cut in cuts:
        for day_words, clock_words in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            days = _match(language.days, day_words, language, now.date()) if day_words else None
            times = _match(language.clocks, clock_words, language) if clock_words else None
            if (day_words and days is None) or (clock_words and times is None):
                continue
            return _combine(days, times, language.parts[part] if part else None, now)
    return None


def _match(
    forms: Sequence[tuple[Pattern, Any]], words: list[str], language: Language, *given: date
) -> tuple[Any, ...] | None:
    for pattern, reader in forms:
        if len(pattern) != len(words):
            continue
        caught = _caught(pattern, words, language)
        if caught is not None:
            try:
                return tuple(reader(*given, *caught))
            except ValueError:
                return ()  # 31 November, 25:00: about time, but it does not exist
    return None


def _caught(pattern: Pattern, words: list[str], language: Language) -> list[Any] | None:
    caught = []
    for slot, word in zip(pattern, words, strict=True):
        if word in slot:
            continue
        values = [kind_of(kind, word, language) for kind in slot if kind.isupper()]
        value = next((v for v in values if v is not None), None)
        if value is None:
            return None
        caught.append(value)
    return caught


# -- meaning


def _combine(
    days: tuple[On, ...] | None,
    times: tuple[int, ...] | None,
    part: tuple[tuple[int, int], ...] | None,
    now: datetime,
) -> list[_Candidate]:
    if times is None:
        return [] if part or days is None else [(day, None) for day in days]
    if part:
        late = [minutes + DAY_MINUTES for minutes in times]
        times = tuple(m for m in (*times, *late) if any(start <= m <= end for start, end in part))
    if days is None:  # a clock time alone is today's, or tomorrow's once past
        today, passed = On(now.date()), On(now.date() + timedelta(days=1))
        wanted = dict.fromkeys(minutes % DAY_MINUTES for minutes in times)
        return [(today if _ahead(today.day, m, now) else passed, m) for m in wanted]
    if part and len(times) > 1 and days == (On(now.date()),):  # "vannacht 2 uur": the coming one
        return [(days[0], next((m for m in sorted(times) if _ahead(now.date(), m, now)), times[-1]))]
    return [(day, minutes) for day in days for minutes in times]


def _ahead(day: date, minutes: int, now: datetime) -> bool:
    return _moment(day, minutes, now.tzinfo) > now.astimezone(UTC)


def _moment(day: date, minutes: int, zone: Any) -> datetime:
    """The moment in UTC of a local wall time; a nonexistent one is shifted forward, of a double one the
    first counts.
    """
    days, rest = divmod(minutes, DAY_MINUTES)
    wall = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), tzinfo=zone)
    return wall.astimezone(UTC)


def _due(on: On, minutes: int | None, zone: ZoneInfo) -> Day | Moment:
    return Day(on.day) if minutes is None else Moment(_moment(on.day, minutes, zone).astimezone(zone))


def _is_past(due: Day | Moment, now: datetime, zone: ZoneInfo) -> bool:
    if isinstance(due, Day):
        return due.value < now.astimezone(zone).date()
    return due.value.astimezone(UTC) <= now.astimezone(UTC)


def _next_possible(on: On, minutes: int | None, now: datetime, zone: ZoneInfo) -> Day | Moment:
    """Tomorrow instead of today, else the same date in the first year in which it is still to come."""
    today = now.astimezone(zone).date()
    if on.day == today and not on.yearly:
        return _due(On(today + timedelta(days=1)), minutes, zone)
    for year in range(today.year, today.year + 9):  # eight years lie between two leap days around 2100
        try:
            due = _due(On(on.day.replace(year=year)), minutes, zone)
        except ValueError:
            continue
        if not _is_past(due, now, zone):
            return due
    raise AssertionError(on)


def _judge(candidates: list[_Candidate], phrase: str, now: datetime, zone: ZoneInfo) -> Reading:
    if not candidates:
        return Vague(phrase)
    ahead: set[Day | Moment] = set()
    passed: set[Day | Moment] = set()
    for on, minutes in candidates:
        due = _due(on, minutes, zone)
        if _is_past(due, now, zone):
            passed.add(_next_possible(on, minutes, now, zone))
        else:
            ahead.add(due)
    # of two meanings one may have passed: the question then offers its next, never a time that has been
    readings = sorted(ahead | passed, key=_order)
    if not ahead:
        return Past(readings[0], phrase)
    return readings[0] if len(readings) == 1 else Ambiguous(tuple(readings), phrase)


def _readings(reading: Reading) -> tuple[Day | Moment | Repeat, ...]:
    match reading:
        case Day() | Moment() | Repeat():
            return (reading,)
        case Ambiguous():
            return reading.readings
        case _:
            return ()


def _order(due: Day | Moment | Repeat) -> tuple[date, float]:
    if isinstance(due, Repeat):
        return (due.first.date(), due.first.astimezone(UTC).timestamp())
    if isinstance(due, Day):
        return (due.value, -1.0)
    return (due.value.date(), due.value.astimezone(UTC).timestamp())
