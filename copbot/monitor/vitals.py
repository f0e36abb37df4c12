"""What the parts told of themselves last. Times are seconds of the monotonic clock, which no change of the hour moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from copbot.engine.signs import (
    Delivered,
    Dropped,
    Handled,
    Handling,
    Postponed,
    Sign,
    Synced,
    Ticked,
    Troubled,
)

JUMP = 5.0  # seconds by which the wall clock must part from the monotonic one to have jumped


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part can't do its work: why, since when, and when it tries again (None: not known)."""

    why: str
    since: float
    again_at: float | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """A lane that rests: why, and until when."""

    why: str
    until: float


@dataclass(frozen=True, slots=True)
class Jump:
    """The wall clock was moved by so many seconds (below zero: back), or the machine slept."""

    at: float
    by: float


class Vitals:
    """Listens to signs (its ``note`` is a ``Meter``) and remembers the last of each kind; None: not yet."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self.began = ticks()
        self.first_synced: float | None = None
        self.synced: float | None = None
        self.handling: float | None = None  # since when a batch is under way
        self.handled: float | None = None
        self.unknown = 0
        self.sent: float | None = None
        self.limited_until: float | None = None
        self.ticked: float | None = None
        self.jump: Jump | None = None
        self.jumps = 0
        self._troubles: dict[str, Trouble] = {}
        self._resting: dict[str, Rest] = {}
        self._offset: float | None = None

    def note(self, sign: Sign) -> None:
        """Remember a sign."""
        now = self._ticks()
        match sign:
            case Synced():
                self.synced = now
                self.first_synced = now if self.first_synced is None else self.first_synced
                self._well("sync", "database")
            case Handling():
                self.handling = now
            case Handled():
                self._handled(sign, now)
            case Delivered():
                self.sent = now
                self._resting.pop(sign.lane, None)
                self._well("outbox", "database")
            case Dropped():
                self._resting.pop(sign.lane, None)
            case Postponed():
                self._resting[sign.lane] = Rest(sign.why, now + sign.seconds)
                if sign.limited:
                    self.limited_until = now + sign.seconds
            case Ticked():
                self.ticked = now
                self._well("tick")
            case Troubled():
                self._troubled(sign, now)
            case _:
                pass  # gaps are counted, and nothing of health

    def compare(self, wall: float) -> Jump | None:
        """Look at the wall clock (seconds since 1970); the jump that it made since the last look, if it did."""
        now = self._ticks()
        offset, before = wall - now, self._offset
        self._offset = offset
        if before is None or abs(offset - before) < JUMP:
            return None
        self.jumps += 1
        self.jump = Jump(now, offset - before)
        return self.jump

    def trouble(self, part: str) -> Trouble | None:
        """What a part has trouble with now: sync, engine, outbox, tick or database."""
        return self._troubles.get(part)

    def resting(self) -> Mapping[str, int]:
        """How many lanes rest now, by why."""
        now = self._ticks()
        self._resting = {lane: rest for lane, rest in self._resting.items() if rest.until > now}
        found: dict[str, int] = {}
        for rest in self._resting.values():
            found[rest.why] = found.get(rest.why, 0) + 1
        return found

    def _handled(self, sign: Handled, now: float) -> None:
        self.handling = None
        self.unknown = sign.unknown
        if sign.facts:
            self.handled = now
            self._well("database")
        if not sign.unknown:
            self._well("engine")

    def _troubled(self, sign: Troubled, now: float) -> None:
        again = None if sign.again_in is None else now + sign.again_in
        if sign.part == "engine":
            self.handling = None
        for part in (sign.part, *(("database",) if sign.stored else ())):
            earlier = self._troubles.get(part)
            self._troubles[part] = Trouble(sign.why, earlier.since if earlier else now, again)

    def _well(self, *parts: str) -> None:
        for part in parts:
            self._troubles.pop(part, None)
