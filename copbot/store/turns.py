"""Who was served last: rooms take turns, so that those with much to say do not keep the others waiting.

Only in memory: after a restart it begins anywhere, which costs nobody more than one round.
"""

from __future__ import annotations

from dataclasses import dataclass

LAST = "\U0010ffff"  # sorts after every room and every user


@dataclass(slots=True)
class Turns:
    """The room whose facts, and the lane whose messages, were taken last."""

    room: str = ""
    lane: str = ""
