"""What is known of a ritual under way: people, phases and their order; nothing that was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from copbot.rituals.happenings import Closed
from copbot.rituals.script import DONE, END, SKIPPED, Mode, Script
from copbot.rituals.state import Options, Round, Standing


@dataclass(frozen=True, slots=True)
class Course:
    """A ritual under way. ``round`` is the gathering, or the present phase; closed, it waits for `advance`.

    ``place`` is the present phase in the script, None while gathering; ``entered`` counts the phases begun or skipped, so
    that an alarm for one means nothing in another. ``members`` take part, in speaking order; ``spoke``, ``passed`` and
    ``unheard`` are those who did, or were not heard, in any phase that is over. ``notes`` is what kinds remember from phase
    to phase, in plain JSON values.

    ``aim`` is the phase that who leads chose to come next. ``back`` is where it goes on after a phase that is held once more
    (its name, or ``end``). ``silent`` had their turn offered twice in a row and said nothing: no turn waits for them until
    they are back.
    """

    mode: Mode
    options: Options
    round: Round
    place: int | None = None
    entered: int = 0
    members: tuple[str, ...] = ()
    owner: str | None = None
    spoke: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    over: bool = False
    notes: Mapping[str, Any] = field(default_factory=dict)
    aim: str | None = None
    back: str | None = None
    silent: tuple[str, ...] = ()

    @property
    def facilitator(self) -> str:
        return self.round.facilitator

    @property
    def gathering(self) -> bool:
        return self.place is None and not self.over

    @property
    def between(self) -> bool:
        """Whether a phase is over and its outcome is waited for."""
        return not self.over and self.place is not None and self.round.closed

    @property
    def taking_part(self) -> tuple[str, ...]:
        """Who takes part, or has raised a hand for it."""
        return self.round.members if self.place is None else self.members

    @property
    def closing(self) -> Closed:
        """How many spoke in any phase, only passed, and were never heard."""
        settled = self.settled()
        spoke, passed = set(settled.spoke), set(settled.passed)
        return Closed(len(spoke), len(passed - spoke), len(set(settled.unheard).difference(spoke, passed)))

    def settled(self) -> Course:
        """With who was heard in the present phase, once it is over, counted among those of the whole ritual."""
        seats = self.round.seats

        def those(before: tuple[str, ...], *standings: Standing) -> tuple[str, ...]:
            now = (seat.member for seat in seats if seat.standing in standings)
            return tuple(dict.fromkeys((*before, *now)))

        heard = {seat.member for seat in seats if seat.standing in (Standing.SPOKE, Standing.PASSED)}
        return replace(
            self,
            silent=tuple(member for member in self.silent if member not in heard),
            spoke=those(self.spoke, Standing.SPOKE),
            passed=those(self.passed, Standing.PASSED),
            unheard=those(self.unheard, Standing.UNHEARD, Standing.WAITING, Standing.SPEAKING),
        )

    def back_again(self, member: str) -> Course:
        """With a member who was silent waited for again, from the next phase on."""
        return replace(self, silent=tuple(other for other in self.silent if other != member))

    def after(self, script: Script, outcome: str, place: int | None = None) -> int | None:
        """Where an outcome of the present phase (or that at a place) leads; None at the end, ValueError before any phase."""
        at = self.place if place is None else place
        if at is None:
            raise ValueError("no phase has begun")
        if self.back is None or outcome not in (DONE, SKIPPED):
            return script.after(at, outcome)
        return None if self.back == END else script.phase(self.back)

    def noted(self, phase: str, note: Any) -> Course:
        """With something that a kind remembers of a phase."""
        return replace(self, notes={**self.notes, phase: note})
