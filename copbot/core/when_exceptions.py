"""What is left out of a repeat: "behalve 25 december en 1 januari", "niet in juli en augustus", "except on public holidays".

Days are read with the tables, one by one; a date without a year is the next such, a feast is that of every year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from copbot.core.when_days import On
from copbot.core.when_dues import days_of
from copbot.core.when_kinds import Words
from copbot.core.when_meeting_words import SCHOOL, WEEKEND, MeetingWords
from copbot.core.when_spans import PiecesAt
from copbot.core.when_table import Piece

MOST: Final = 12
"""So many days, feasts and months are left out at most; this bounds the work."""

LONGEST: Final = timedelta(days=92)
"""A range of days that is left out is no longer: a season."""


@dataclass(frozen=True, slots=True)
class Except:
    """What is left out: days by ranges (first and last), weekdays, feasts by name, months.

    ``unclear``: a day that is not clear.
    """

    days: tuple[tuple[date, date], ...] = ()
    weekdays: tuple[int, ...] = ()
    feasts: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    unclear: bool = False

    @property
    def school(self) -> bool:
        """Whether it names holidays of schools."""
        return SCHOOL in self.feasts

    def __len__(self) -> int:
        return len(self.days) + len(self.weekdays) + len(self.feasts) + len(self.months)


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Looks for them with the tables of one language."""

    pieces: PiecesAt
    own: MeetingWords
    words: Words

    def at(self, texts: Sequence[str], at: int) -> Iterator[Piece]:
        """Everything that is left out by the words from ``at`` on, at each place where they can end."""
        for but in self.pieces(texts, at):
            if but.sort == "but":
                for end, left_out in self._listed(texts, but.end):
                    yield Piece("except", end, left_out, at)

    def _listed(self, texts: Sequence[str], at: int) -> Iterator[tuple[int, Except]]:
        waiting = [(at, Except())]
        seen: set[tuple[int, int]] = set()
        while waiting:
            place, so_far = waiting.pop()
            if (place, len(so_far)) in seen or len(so_far) >= MOST:
                continue
            seen.add((place, len(so_far)))
            for end, found in self._one(
                texts, self._after_small(texts, place, first=not len(so_far)), so_far
            ):
                yield end, found
                waiting.append((end, found))

    def _after_small(self, texts: Sequence[str], at: int, *, first: bool) -> int:
        """The place after "en", "op de" and the like."""
        small = self.own.small if first else self.own.small | self.own.also | {"&", "+", "of", "or"}
        while at < len(texts) and texts[at] in small:
            at += 1
        return at

    def _one(self, texts: Sequence[str], at: int, so_far: Except) -> Iterator[tuple[int, Except]]:
        """One more day, range, feast or month."""
        if at >= len(texts):
            return
        pieces = self.pieces(texts, at)
        for piece in pieces:
            if piece.sort == "feast" and piece.value == WEEKEND:
                yield piece.end, replace(so_far, weekdays=(*so_far.weekdays, 5, 6))
            elif piece.sort == "feast":
                yield piece.end, replace(so_far, feasts=(*so_far.feasts, piece.value))
            elif piece.sort == "months":
                yield piece.end, replace(so_far, months=(*so_far.months, *_months(piece.value)))
            elif piece.sort == "weekday" and piece.value:  # "behalve zondag" is every Sunday
                yield piece.end, replace(so_far, weekdays=(*so_far.weekdays, piece.value[0].day.weekday()))
        for end, days in self._days(texts, at):
            yield end, _with_day(so_far, days, days)
            for after in self._middles(texts, end):
                for last, lasts in self._days(texts, after):
                    yield last, _with_day(so_far, days, lasts)
        yield from self._short(texts, at, so_far)

    def _days(self, texts: Sequence[str], at: int) -> Iterator[tuple[int, tuple[On, ...]]]:
        """A day, in one piece or in two that agree: "vrijdag 25 december"."""
        for first in self._day_pieces(texts, at):
            if first.sort != "weekday":
                yield first.end, first.value or ()
            for second in self._day_pieces(texts, first.end):
                both = days_of((first, second))
                if both is not None:
                    yield second.end, both

    def _day_pieces(self, texts: Sequence[str], at: int) -> list[Piece]:
        return (
            [piece for piece in self.pieces(texts, at) if piece.sort in {"weekday", "near", "date", "day"}]
            if at < len(texts)
            else []
        )

    def _short(self, texts: Sequence[str], at: int, so_far: Except) -> Iterator[tuple[int, Except]]:
        """ "25, 26 en 27 december", "21 t/m 31 december": days whose month is said once, with the last."""
        numbers: list[int] = []
        through: int | None = None
        while at < len(texts) and texts[at].isdigit() and len(texts[at]) <= 2 and through is None:
            numbers.append(int(texts[at]))
            through = next(iter(self._middles(texts, at + 1)), None)
            at = through or self._after_small(texts, at + 1, first=False)
            for end, days in self._days(texts, at):
                try:
                    named = (
                        [(On(days[0].day.replace(day=number)),) for number in numbers]
                        if len(days) == 1
                        else []
                    )
                except ValueError:
                    continue
                found = so_far
                for day in named if through is None else named[:-1]:
                    found = _with_day(found, day, day)
                if named:
                    yield end, _with_day(found, days if through is None else named[-1], days)

    def _middles(self, texts: Sequence[str], at: int) -> Iterator[int]:
        for until in (*self.own.until, ("-",), ("–",)):
            if tuple(texts[at : at + len(until)]) == until:
                yield at + len(until)


def _months(value: int | tuple[int, int]) -> tuple[int, ...]:
    if isinstance(value, int):
        return (value,)
    first, last = value
    return tuple((first - 1 + n) % 12 + 1 for n in range((last - first) % 12 + 1))


def _with_day(so_far: Except, first: tuple[On, ...], last: tuple[On, ...]) -> Except:
    if len(first) != 1 or len(last) != 1:
        return replace(so_far, unclear=True, days=(*so_far.days, (date.min, date.min)))
    begin, end = first[0].day, last[0].day
    if end < begin:  # "21 december t/m 3 januari": each the next such, seen from today
        begin = _years_before(begin)
    if not timedelta(0) <= end - begin <= LONGEST:
        return replace(so_far, unclear=True, days=(*so_far.days, (date.min, date.min)))
    return replace(so_far, days=(*so_far.days, (begin, end)))


def _years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
