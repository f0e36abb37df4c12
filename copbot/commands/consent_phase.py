"""A consent round within a ritual: when it has come to its end its phase is over."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.decisions.state import Phase
from copbot.dialogue import proposals
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.leading import rounds
from copbot.phases.kind import Told


def moved(call: Call, payload: str) -> Sequence[Wish]:
    """The proposal of that number was counted: its phase goes on, if it is that which runs."""
    kept = call.read.proposal(int(payload))
    now = None if kept is None else proposals.phase_of(call, kept)
    if kept is None or now is None or kept.proposal.phase is Phase.CONSENT:
        return ()
    return rounds.carry_out(call, now, Told(over=True))


COMMANDS = (
    Command(
        names=("consent-phase",),
        part_of="consent",
        dutch=(),
        section="decisions",
        run=lambda _call, _line: (),
        reads=tuple(dict.fromkeys((*rounds.READS, *proposals.READS))),
        hidden=True,
        silent=True,
        rings={proposals.MOVED: moved},
    ),
)
