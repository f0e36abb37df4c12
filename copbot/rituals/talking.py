"""The phase in which nobody has the turn: free talk, cards that were dealt, pairs that are away, a vote that runs.

There are no seats to settle, so it ends by the clock, by who leads, or when what it waits for has come; which of these
that is, the kind of phase knows. What is said in it is said among people, and copbot does not count it.
"""

from __future__ import annotations

from dataclasses import replace

from copbot.rituals.happenings import TalkOpened
from copbot.rituals.moves import Next, TimeUp
from copbot.rituals.seating import Step, close
from copbot.rituals.state import Phase, Round


def open_talk(state: Round) -> Step:
    """Opens it, as turn 1, so that its alarm is named like a turn's."""
    return replace(state, phase=Phase.TALKING, turn=1), (TalkOpened(),)


def go_next(state: Round, _move: Next) -> Step:
    """Enough said: on to what follows."""
    return close(state)


def time_up(state: Round, move: TimeUp) -> Step:
    return close(state) if move.turn == state.turn else (state, ())
