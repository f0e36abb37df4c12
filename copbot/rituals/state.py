"""What a round is at one moment: who sits, in which order, who has been heard.

It exists apart from the machine so that texts, the store and the digest can read a round without being able
to move it. Everything is frozen and made of plain values; `copbot.rituals.round_json` writes it as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Phase(StrEnum):
    """Where the round is: hands go up, turns go round, all write at once, people talk freely, or it is over."""

    JOINING = "joining"
    TURNS = "turns"
    WRITING = "writing"
    TALKING = "talking"
    CLOSED = "closed"


class Standing(StrEnum):
    """How it stands with one seat. `UNHEARD` is "not heard yet": never named to the room, never "absent"."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    SPOKE = "spoke"
    PASSED = "passed"
    UNHEARD = "unheard"


PENDING = (Standing.WAITING, Standing.SPEAKING)


@dataclass(frozen=True, slots=True)
class Seat:
    """One member's place in the round."""

    member: str
    standing: Standing = Standing.WAITING
    put_back: bool = False
    """Was moved to the end once for silence; the next silence counts as unheard."""
    said: bool = False
    """In a long turn that still runs: something has been said in it."""
    postponed: int = 0
    """How often this seat was moved to the end because its member asked "later"."""

    @property
    def pending(self) -> bool:
        return self.standing in PENDING


@dataclass(frozen=True, slots=True)
class Options:
    """How the facilitator asked for the round.

    `everyone`: all given members sit and it begins at once. `long`: a turn holds several messages, until
    "done". `together`: all write at the same time. `here`: everybody is in one physical room, the
    facilitator taps on. `unhurried`: writing is not over when all have written, but when it is said to be (over days
    nothing is told in the night, and until it is told anybody may still change their words).
    """

    everyone: bool = False
    long: bool = False
    together: bool = False
    here: bool = False
    unhurried: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A round; `seats` are in speaking order, whoever is moved back sits at the end.

    `turn` counts the turns given so far and so names the present one: an alarm for turn 3 means nothing in
    turn 4. While all write at once it is 1.
    """

    phase: Phase
    options: Options
    facilitator: str
    seats: tuple[Seat, ...] = ()
    turn: int = 0

    @property
    def members(self) -> tuple[str, ...]:
        return tuple(seat.member for seat in self.seats)

    @property
    def speaking(self) -> str | None:
        """Whose turn it is; nobody's while joining, writing or closed."""
        return next((seat.member for seat in self.seats if seat.standing is Standing.SPEAKING), None)

    @property
    def following(self) -> str | None:
        """Who speaks after this turn, as things stand now."""
        return next(iter(self.waiting), None)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Who still waits, the next one first."""
        return tuple(seat.member for seat in self.seats if seat.standing is Standing.WAITING)

    @property
    def spoke(self) -> int:
        return self.count(Standing.SPOKE)

    @property
    def passed(self) -> int:
        return self.count(Standing.PASSED)

    @property
    def unheard(self) -> int:
        return self.count(Standing.UNHEARD)

    @property
    def closed(self) -> bool:
        return self.phase is Phase.CLOSED

    @property
    def pending(self) -> bool:
        """Whether anybody still waits or speaks."""
        return any(seat.pending for seat in self.seats)

    def count(self, standing: Standing) -> int:
        return sum(seat.standing is standing for seat in self.seats)

    def seat(self, member: str) -> Seat | None:
        return next((seat for seat in self.seats if seat.member == member), None)

    def with_seat(self, new: Seat) -> Round:
        """The round with this member's seat replaced where it stands."""
        return replace(self, seats=tuple(new if seat.member == new.member else seat for seat in self.seats))

    def with_seat_last(self, new: Seat) -> Round:
        """The round with this member's seat at the end, moved there or added."""
        return replace(self, seats=(*self.without(new.member).seats, new))

    def without(self, member: str) -> Round:
        return replace(self, seats=tuple(seat for seat in self.seats if seat.member != member))
