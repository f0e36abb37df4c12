"""What came of a ritual of which nothing is told is shown to those alone whose it is, in their own chat.

It has a number like everything else, and anybody in the room can type one, also who came long after. While the ritual runs its
people see it in the room as ever.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from copbot.core.errors import Error
from copbot.core.text import text
from copbot.core.wishes import Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call

READS = ("apart",)
"""The queries that it needs."""


def refused(call: Call, kind: str, number: int, theirs: Collection[str | None]) -> Sequence[Wish] | None:
    """Why a thing of that number is not shown here; None where it may be. ``theirs`` are the members whose it is."""
    if number not in call.read.apart(kind) or (call.spot.direct and call.sender in theirs):
        return None
    id = "engine.not-told-to-you" if call.spot.direct else "engine.not-told"
    return answers.refuse(call, Error.NOT_TOLD, text(id, n=number))
