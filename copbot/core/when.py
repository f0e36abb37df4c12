"""What people mean by "voor vrijdag" or "every other tuesday at 7pm": times read by a closed grammar, so that nothing
is guessed.

General date libraries fail on everyday Dutch and take minutes on long input; this grammar is a table of forms for each
language (`when_dutch`, `when_english`), looked up word by word, so that the work is bounded by the number of words.
What has two meanings comes back with both, what is past with the next that is possible, and what names no single day or
time as vague; the people decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from copbot.core.when_dutch import DUTCH
from copbot.core.when_english import ENGLISH
from copbot.core.when_meaning import Found, Wanted, fits, meaning
from copbot.core.when_table import Language, Piece
from copbot.core.when_text import MAX_WORDS, Word, mended, plain, words_of

LANGUAGES: Final = {"nl": DUTCH, "en": ENGLISH}

MAX_LENGTH: Final = 200
"""Characters; longer text is no time."""


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


def read_due(text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")) -> Reading:
    """What the whole of ``text`` means as a deadline, seen from ``now`` (aware) in ``zone``: a day stays a day.

    A repeat is no deadline, and comes back as vague. Each of ``languages`` (keys of `LANGUAGES`) is tried; readings that
    differ between them are ambiguous. Raises ValueError if ``now`` has no time zone, KeyError for a language that is
    not there.
    """
    return _Reader(now, zone, languages, whole_days=True).all_of(text)


def read_reminder(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> Reading:
    """What the whole of ``text`` means as the time of a reminder: a day without a time is its 09:00, and it may repeat.

    Arguments and errors as in `read_due`.
    """
    return _Reader(now, zone, languages, whole_days=False).all_of(text)


def split_reminder(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> tuple[Reading, str]:
    """The time that ``text`` begins with, read as by `read_reminder`, and what follows it.

    The time is the longest beginning that is one, within the first `MAX_LENGTH` characters; one that is ambiguous, past
    or impossible is one too, and never shortened. `NotTime` with all of ``text`` when there is none.
    """
    return _Reader(now, zone, languages, whole_days=False).beginning_of(text)


def split_due(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> tuple[Reading, str]:
    """As `split_reminder`, for a deadline, read as by `read_due`; "tot" or "until" before it makes no difference."""
    return _Reader(now, zone, languages, whole_days=True).beginning_of(text)


_LAST_WORDS: Final = frozenset({"before", "by", "voor", "uiterlijk"})
_LONGEST_OFFER_WORD: Final = 40


def split_support(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en")
) -> tuple[str, Day | Moment | Ambiguous | Past | Vague | None]:
    """An offer and its date: what follows the last "before", "by", "voor" or "uiterlijk" that is a time
    altogether.

    Without one, all of ``text`` is the offer. Arguments and errors as in `read_due`.
    """
    words = list(re.finditer(r"\S+", text))[-MAX_WORDS - 1 :]
    # taking letters apart makes some of them eighteen: a word that is longer than any of the table is left whole
    cleaned = [
        plain(word[0]).strip(".,;:!?()") if len(word[0]) <= _LONGEST_OFFER_WORD else "" for word in words
    ]
    for at in range(len(words) - 2, -1, -1):
        # in "kwart voor 8" it tells the clock
        if cleaned[at] not in _LAST_WORDS or (
            cleaned[at] == "voor" and at and cleaned[at - 1] in _CLOCK_BEFORE
        ):
            continue
        reading = read_due(text[words[at].end() :], now, zone, languages)
        if not isinstance(reading, NotTime | Repeat):
            # "uiterlijk voor vrijdag" says it twice
            start = words[at - 1 if at and cleaned[at - 1] == "uiterlijk" else at].start()
            return text[:start].strip().rstrip(" ,;:-–"), reading
    return text.strip(), None


_CLOCK_BEFORE: Final = frozenset({"kwart", "vijf", "tien", "twintig", "5", "10", "20"})


# -- reading


@dataclass(frozen=True, slots=True)
class _Ending:
    """How far a time reaches, in characters, and all that it can mean in one language; nothing when it is vague."""

    end: int
    found: tuple[Found, ...]
    lone: str | None = None  # the only word it has
    mended_last: bool = False  # its last word was a slip


class _Reader:
    def __init__(
        self, now: datetime, zone: ZoneInfo, languages: tuple[str, ...], *, whole_days: bool
    ) -> None:
        if now.tzinfo is None:
            raise ValueError("now must be aware")
        self._wanted = Wanted(now.astimezone(zone), zone, whole_days)
        self._languages = [LANGUAGES[name] for name in languages]

    def all_of(self, text: str) -> Reading:
        if len(text) > MAX_LENGTH:
            return NotTime()
        for mend, signs in ((False, True), (False, False), (True, False)):
            whole: list[_Ending] = []
            for language in self._languages:
                words = self._words(text, language, mend=mend, quotes_end=False)
                if not signs:  # an emoji at the end, a dash between day and time
                    words = [word for word in words if any(c.isalnum() for c in word.text)]
                if words and len(words) < MAX_WORDS:
                    whole += self._endings(words, language, only_whole=True)
            if whole:
                return self._told(whole, text.strip())
        return NotTime()

    def beginning_of(self, text: str) -> tuple[Reading, str]:
        start = text[:MAX_LENGTH]
        if len(text) > MAX_LENGTH and not text[MAX_LENGTH].isspace():
            start = start[: max((m.start() for m in re.finditer(r"\s", start)), default=0)]
        straight = self._longest(start, mend=False)
        mended_ = self._longest(start, mend=True)
        # a slip is put right where nothing is read without, or where words follow that make sense only so
        best = straight
        if mended_ and (
            not straight or (mended_[0].end > straight[0].end and not any(e.mended_last for e in mended_))
        ):
            best = mended_
        if not best:
            return NotTime(), text.strip()
        end = best[0].end
        phrase, rest = text[:end].strip(), text[end:].lstrip(" \t\n,;:–—-").strip()
        if rest and self._asks_back(best, text, end):
            return Vague(phrase), rest
        return self._told(best, phrase), rest

    def _words(self, text: str, language: Language, *, mend: bool, quotes_end: bool) -> list[Word]:
        words = words_of(text, language, quotes_end)
        return mended(words, self._languages, language) if mend else words

    def _longest(self, text: str, *, mend: bool) -> list[_Ending]:
        found: list[_Ending] = []
        for language in self._languages:
            words = self._words(text, language, mend=mend, quotes_end=True)
            found += self._endings(words, language, only_whole=False)
        furthest = max((ending.end for ending in found), default=0)
        return [ending for ending in found if ending.end == furthest]

    def _endings(self, words: Sequence[Word], language: Language, *, only_whole: bool) -> Iterator[_Ending]:
        """The times that the words begin with, one for each place where one can end."""
        plain_words = [word.text for word in words]
        known: dict[int, list[Piece]] = {}
        found: dict[int, list[list[Found]]] = {}
        waiting: list[tuple[Piece, ...]] = [()]
        while waiting:
            pieces = waiting.pop()
            at = pieces[-1].end if pieces else 0
            if pieces and (at == len(words) or (not only_whole and words[at].end != words[at - 1].end)):
                means = meaning(pieces, self._wanted, language.words)
                # "elke dag 5 keer oefenen" is not five days of it
                doubtful = pieces[-1].sort == "count" and at < len(words)
                if means is not None and not doubtful:
                    found.setdefault(at, []).append(means)
            if at not in known:
                known[at] = language.pieces(plain_words, at, self._wanted.now)
            waiting += [(*pieces, piece) for piece in known[at] if fits((*pieces, piece))]
        for at, meanings in found.items():
            clear = dict.fromkeys(due for means in meanings for due in means)
            lone = words[0].text if at == 1 else None
            yield _Ending(words[at - 1].end, tuple(clear), lone, words[at - 1].mended)

    def _asks_back(self, best: Sequence[_Ending], text: str, end: int) -> bool:
        """Whether what follows seems to belong to the time: "en woensdag", "- 11u"; or the time is an everyday word."""
        for language in self._languages:
            if any(ending.lone in language.words.also for ending in best):
                return True
            words = [word.text for word in words_of(text[end : end + MAX_LENGTH], language, quotes_end=True)]
            if (
                len(words) > 1
                and words[0] in language.words.joins
                and language.pieces(words, 1, self._wanted.now)
            ):
                return True
        return False

    def _told(self, endings: Sequence[_Ending], phrase: str) -> Reading:
        found = list(dict.fromkeys(due for ending in endings for due in ending.found))
        if not found:
            return Vague(phrase)
        # of two meanings one may have passed: the question then offers its next, never a time that has been
        readings = sorted({_reading(due, phrase) for due in found}, key=_order)
        if all(due.passed for due in found):
            assert not isinstance(readings[0], Repeat)
            return Past(readings[0], phrase)
        return readings[0] if len(readings) == 1 else Ambiguous(tuple(readings), phrase)


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
