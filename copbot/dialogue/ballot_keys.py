"""How a poll says that it is a phase of a ritual: in the key of its opening, as numbers.

So a vote knows without a look at any ritual whether one waits for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copbot.core.wishes import Ring
from copbot.dialogue.call import Call
from copbot.polls.records import KeptPoll

MOVED = "ballot.moved"
"""The purpose of the alarm that tells a ritual of a vote."""
_KEY = re.compile(r"ballot~(\d+)~(\d+)~")


@dataclass(frozen=True, slots=True)
class Belongs:
    """The ritual that a poll is a phase of, by its number, and the how manieth phase that is of those begun."""

    ritual: int
    entered: int

    def key(self, call: Call) -> str:
        """A key for the message that opens the poll."""
        return f"ballot~{self.ritual}~{self.entered}~{call.chance.key()}"


def belongs(kept: KeptPoll) -> Belongs | None:
    """The ritual and phase of a poll; None for one that somebody asked for by itself."""
    match = _KEY.match(kept.opening)
    return None if match is None else Belongs(int(match[1]), int(match[2]))


def moved(call: Call, kept: KeptPoll) -> tuple[Ring, ...]:
    """Somebody voted, or the poll was closed: its ritual is told at once, when that is in the store."""
    if belongs(kept) is None:
        return ()
    name = f"{MOVED}:{kept.room}:{kept.poll.number}"
    return (Ring(name, call.now, kept.room, MOVED, f"{kept.poll.number}"),)
