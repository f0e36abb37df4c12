"""What the pieces of a meeting's time mean together: what `when_meaning` knows, and what only meetings have.

A range gives a length; a first moment beside a pace ("1 december 20:00, elke 2 weken") begins a repeat. What is asked for
without a clock time is told apart from what is not clear, since only "at what time?" is then to be asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from copbot.core.when_clocks import Clock
from copbot.core.when_days import On
from copbot.core.when_dues import Found, Wanted
from copbot.core.when_feasts import FEASTS
from copbot.core.when_kinds import Words
from copbot.core.when_meaning import meaning
from copbot.core.when_plan import Plan, Plans, Trouble, without
from copbot.core.when_repeats import Every, Which
from copbot.core.when_spans import Span
from copbot.core.when_table import Piece
from copbot.core.when_told import told_of

_ALONE: Final = frozenset({"weekday", "near", "date", "day", "within", "clock", "part", "short", "moment"})


_DAYS: Final = frozenset({"weekday", "near", "date", "day", "within", "every", "on", "moment"})


def plans(pieces: Sequence[Piece], wanted: Wanted, words: Words, country: str) -> Plans | None:
    """What the pieces mean as the time of a meeting; None when they are no time. ``country`` is whose holidays count."""
    named = [piece for piece in pieces if piece.sort == "feast"]
    if named:
        pieces = [_as_day(piece, wanted) if piece.sort == "feast" else piece for piece in pieces]
        if len(named) > 1 or any(piece.sort in _DAYS and piece.end != named[0].end for piece in pieces):
            return None  # "Sinterklaas vrijdag 15:00": it is what the meeting is about
    if any(piece.sort == "school" for piece in pieces):
        return Plans(trouble="school-holidays") if any(piece.sort == "every" for piece in pieces) else None
    if any(piece.sort == "on" for piece in pieces):
        pieces = [_in_weeks(piece) for piece in pieces]
    whole = told_of(piece for piece in pieces if piece.sort not in {"through", "except"})
    if whole is None or whole.deadline:
        return None
    left_out = [piece.value for piece in pieces if piece.sort == "except"]
    if (
        len(left_out) > 1
        or sum(piece.sort == "through" for piece in pieces) > 1
        or (left_out and whole.every is None)
    ):
        return None
    clock = whole.clock or (whole.until and whole.until.clock) or (whole.since and whole.since.clock)
    timed = clock is not None or whole.moment is not None
    found: dict[Plan, None] = {}
    meant = False
    trouble: Trouble = "vague"
    for line in _untils([piece for piece in pieces if piece.sort != "except"]):
        for start, span in _starts(line):
            due = _dues(start, wanted, words)
            if due is None:
                continue
            meant = True
            for one in due:
                plan = _plan(one, span)
                if plan is None:
                    trouble = "length"
                else:
                    found[plan] = None
    if not meant:
        return None
    if not timed:
        return Plans(trouble="no-clock" if found or whole.part else "vague")
    if left_out and found:
        return without(list(found), left_out[0], wanted, country)
    return Plans(tuple(found), None if found else trouble)


def _in_weeks(piece: Piece) -> Piece:
    """ "Om de 14 dagen op maandag" is every two weeks."""
    if piece.sort != "every" or not piece.value:
        return piece
    paces = tuple(
        replace(pace, unit="WEEKLY", interval=pace.interval // 7)
        if pace.unit == "DAILY" and pace.interval % 7 == 0
        else pace
        for pace in piece.value
    )
    return replace(piece, value=paces)


def _as_day(feast: Piece, wanted: Wanted) -> Piece:
    """ "Oudejaarsavond 20:00": the next days that have that name."""
    today = wanted.now.date()
    coming = (
        day for year in (today.year, today.year + 1) for day in FEASTS[feast.value](year) if day >= today
    )
    days = tuple(On(day, again="year") for day in islice(coming, len(FEASTS[feast.value](today.year))))
    return replace(feast, sort="date", value=days)


def _untils(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces with each meaning of "tot juni" as an end of its own."""
    at = next((n for n, piece in enumerate(pieces) if piece.sort == "through"), None)
    if at is None:
        yield pieces
        return
    end = pieces[at]
    for on in end.value or ():
        day = [replace(end, sort="until", value=None), replace(end, sort="day", value=(on,))]
        yield [*pieces[:at], *day, *pieces[at + 1 :]]
    if not end.value:
        yield [*pieces[:at], replace(end, sort="until", value=None), replace(end, sort="day", value=())]


def _starts(pieces: list[Piece]) -> Iterator[tuple[list[Piece], Span | None]]:
    """The pieces with a range as its beginning, a clock time."""
    at = next((n for n, piece in enumerate(pieces) if isinstance(piece.value, Span)), None)
    if at is None:
        yield pieces, None
        return
    span = pieces[at].value
    if span.bare and not any(piece.sort in _ALONE - {"clock"} or piece.sort == "every" for piece in pieces):
        return
    yield [*pieces[:at], replace(pieces[at], value=span.start), *pieces[at + 1 :]], span


def _dues(pieces: list[Piece], wanted: Wanted, words: Words) -> list[Found] | None:
    """What they can mean; "vanaf dinsdag 1 december elke twee weken" begins that day too."""
    told = told_of(pieces)
    if told is None:
        return None
    if told.every is not None and (told.days or told.moment is not None):
        return _from_first(pieces, wanted, words)
    found = meaning(pieces, wanted, words)
    if found == [] and told.every is not None and told.since is not None and told.since.days:
        return _from_first([piece for piece in pieces if piece.sort != "from"], wanted, words)
    return found


def _plan(found: Found, span: Span | None) -> Plan | None:
    assert isinstance(found.due, datetime | tuple)
    rule, first = found.due if isinstance(found.due, tuple) else (None, found.due)
    if span is None:
        return Plan(first, rule, passed=found.passed)
    start = first.hour * 3600 + first.minute * 60 + first.second
    length = span.length(start)
    return None if length is None else Plan(first, rule, length, passed=found.passed)


# -- a first moment, and a pace


def _from_first(pieces: list[Piece], wanted: Wanted, words: Words) -> list[Found] | None:
    """ "Dinsdag 1 december 20:00 elke twee weken": the day begins a repeat, and says which day where the pace does not."""
    ends = next((n for n, piece in enumerate(pieces) if piece.sort in {"from", "until"}), len(pieces))
    first = [piece for piece in pieces[:ends] if piece.sort in _ALONE]
    pace = [piece for piece in pieces if piece not in first]
    if all(piece.sort == "weekday" for piece in first if piece.sort not in {"clock", "part"}) and _weekly(
        pace
    ):
        return None  # "dinsdag 20:00 elke week" is every Tuesday, today included
    moments = meaning(first, wanted, words)
    if moments is None:
        return None
    found: list[Found] = []
    for moment in moments:
        start = moment.due
        assert isinstance(start, datetime)
        clock = Clock((start.hour * 3600 + start.minute * 60 + start.second,))
        seen = replace(wanted, now=start - timedelta(microseconds=1))
        for complete in _completed(pace, start):
            # in front, so that it is not the clock time of an end
            repeats = meaning([Piece("clock", 0, clock, 0), *complete], seen, words)
            if repeats is None:
                return None
            found += [
                replace(repeat, passed=moment.passed)
                for repeat in repeats
                if isinstance(repeat.due, tuple) and repeat.due[1] == start
            ]
    return found


def _weekly(pieces: Sequence[Piece]) -> bool:
    paces = [pace for piece in pieces if piece.sort == "every" for pace in piece.value or ()]
    return all(pace.whole or pace.unit == "WEEKLY" for pace in paces)


def _completed(pieces: list[Piece], start: datetime) -> Iterator[list[Piece]]:
    """The pieces with "elke week" on the weekday of the start, "elke maand" on its date or its weekday of the month."""
    at = next(n for n, piece in enumerate(pieces) if piece.sort == "every")
    paces: tuple[Every, ...] = pieces[at].value or ()
    if any(piece.sort == "on" for piece in pieces) or all(pace.whole for pace in paces):
        yield pieces
        return
    for which in _whiches(paces[0], start):
        made = paces[0].on(which)
        if made:
            yield [*pieces[:at], replace(pieces[at], value=made), *pieces[at + 1 :]]


def _whiches(pace: Every, start: datetime) -> Iterator[Which]:
    weekday, day = start.weekday(), start.day
    if pace.unit == "WEEKLY":
        yield Which(weekdays=((0, weekday),))
    elif pace.unit == "YEARLY":
        yield Which(month_days=(day,), month=start.month)
    else:
        if day <= 28:
            yield Which(weekdays=(((day + 6) // 7, weekday),))
        if (start + timedelta(weeks=1)).month != start.month:
            yield Which(weekdays=((-1, weekday),))
        yield Which(month_days=(day,))
