"""What a move in a ritual led to, in the order in which it must be carried out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from copbot.core.wishes import Ask, Say, Wish
from copbot.dialogue.scene import Scene

RESULT = "poll.closed"
"""The message that tells what a vote came to: what it leads to in private is read after it."""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """What a move led to: the ritual as it is now, what must be said in the room, and what else must be done."""

    live: Scene
    said: tuple[Say, ...]
    wishes: tuple[Wish, ...]
    last: tuple[Wish, ...] = ()
    """What must come after the messages: private ones; words that are forgotten go from all of those as well."""

    @property
    def all(self) -> tuple[Wish, ...]:
        """Everything, in its order."""
        return (*self.wishes, *self.said, *self.last)


def in_private(wish: Wish) -> bool:
    """Whether it is said to one member, or asks one."""
    return isinstance(wish, Ask) or (isinstance(wish, Say) and wish.to is not None)


def after_the_room(said: Iterable[Say], private: Sequence[Wish]) -> tuple[Wish, ...]:
    """What is said in private, behind what the room is told; with a moment between where that is the result of a vote."""
    result = any(say.kind == RESULT for say in said)
    return tuple(replace(wish, behind=result) if isinstance(wish, Say) else wish for wish in private)
