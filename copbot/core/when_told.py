"""Which of the pieces that were found is for what: the day, the clock time, the pace of a repeat, its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from copbot.core.when_clocks import Clock
from copbot.core.when_repeats import Every
from copbot.core.when_table import Piece


@dataclass(slots=True)
class Told:
    """Pieces by what they are for."""

    days: list[Piece] = field(default_factory=list)
    clock: Clock | None = None
    part: str | None = None
    every: tuple[Every, ...] | None = None
    which: Any = None
    since: Told | None = None
    until: Told | None = None
    times: int | None = None
    length: timedelta | None = None
    moment: tuple[datetime, ...] | None = None
    deadline: bool = False
    until_then: bool = False
    hedged: bool = False
    impossible: bool = False


def told_of(pieces: Iterable[Piece]) -> Told | None:
    """The pieces by what they are for; None where two are for the same."""
    told = whole = Told()
    before: Piece | None = None
    for piece in pieces:
        sort, value = piece.sort, piece.value
        # what has no value is a word that only says how the next is meant, or does not exist
        empty = value is None and sort not in {"from", "until", "last", "hedge", "aside"}
        whole.impossible |= empty
        taken: object = None
        match sort:
            case "weekday" | "near" | "date" | "day":
                if len(told.days) > 1:
                    return None
                told.days.append(piece)
            case "within":
                taken = told.part or (True if told.days else None)
                part, days = value if value is not None else ("", ())
                told.part = part or None
                told.days.append(replace(piece, value=days))
            case "clock":
                taken, told.clock = told.clock, value if value is not None else Clock(())
            case "part":
                taken, told.part = told.part, value
            case "short":
                taken = told.part or told.clock
                told.part, told.clock = value if value is not None else (None, Clock(()))
            case "moment":
                taken, told.moment = told.moment, value or ()
                whole.impossible |= not value
            case "every":
                told = whole  # "vanaf 4 januari elke maandag 9:00"
                taken, told.every = told.every, value if value is not None else ()
            case "on":
                taken, told.which = told.which, value if value is not None else ()
            case "times" | "count":
                taken, whole.times = whole.times, value
                whole.impossible |= value == 0
            case "length":
                taken, whole.length = whole.length, value
            case "from":
                told = Told()
                taken, whole.since = whole.since, told
            case "until":
                told = Told()
                taken, whole.until = whole.until, told
            case "last":
                if before is not None and before.sort != "last":
                    return None
                whole.deadline = True
                whole.until_then |= value is not None
            case "hedge":
                whole.hedged = True
            case "aside":
                if before is not None:
                    return None
        if taken is not None or (before is not None and before.sort == "aside"):
            return None
        before = piece
    for ends in (whole.since, whole.until):
        if ends is not None and (ends.part or ends.every or ends.which or ends.moment):
            return None
    return whole
