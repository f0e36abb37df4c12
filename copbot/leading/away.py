"""A round that runs lets the turn of who went away go by, as with ``!pass``; who only raised a hand lowers it.

It says no more than that: why a turn goes by is nobody's business.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.dialogue.call import Call
from copbot.dialogue.round_kept import live
from copbot.leading import rounds
from copbot.rituals.moves import Pass, Withdraw
from copbot.rituals.state import Phase


def let_go_by(call: Call, member: str) -> Sequence[Wish]:
    """The member's turn in the round that runs here goes by, if they wait for one and are still away."""
    now, gone = live(call), call.read.away(member)
    seat = None if now is None else now.round.seat(member)
    if now is None or seat is None or not seat.pending or gone is None or gone.until <= call.now:
        return ()
    if now.round.phase is Phase.JOINING:
        return rounds.play(call, now, Withdraw(member), text("round.you-leave", who=Who(member)))
    return rounds.play(call, now, Pass(member, member), text("round.passed", who=Who(member)))
