"""What members are told, seldom, of how an encrypted room works: a message in the clear, a reaction, a missing key.

Where nobody accepted the notice yet it is not kept who was told: there the room hears it once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from copbot.core.records import Hint
from copbot.dialogue.call import Call

READS: Final = ("hinted", "hinted_here")
AGAIN: Final = timedelta(days=30)
"""After so long a member may hear it once more; longer it is not remembered either."""


def hint(call: Call, what: str, member: str) -> Hint:
    """That a member is told something now: ``clear``, ``device``, ``sealed``, or what to write instead of a reaction."""
    return Hint(call.room.id, member if call.room.open else "", what, call.now)


def told(call: Call, what: str) -> bool:
    """Whether who acts here was told that not long ago. Needs the query ``hinted``."""
    member = hint(call, what, call.sender).member
    at = call.read.hinted(what, member)
    return at is not None and at > call.now - AGAIN


def fitting(call: Call, id: str) -> str:
    """The text of that id, or its like for an encrypted room: there some reactions count for nothing, and less is read."""
    return f"{id}-encrypted" if call.room.encrypted else id
