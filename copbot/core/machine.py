"""What every machine of the house shares: a move that is not allowed raises, and changes nothing.

A machine is a frozen dataclass (its state) with a pure ``step(state, move) -> (state, happenings)``. Which moves are
legal in which state is a table, kept as data beside it, so that tests and diagrams are made from the same table that runs.
"""

from __future__ import annotations


class Illegal(Exception):
    """A move that the machine refuses; nothing has changed.

    ``code`` is one of the error codes of `copbot.core.errors`: the person gets a sentence and a way on for each.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
