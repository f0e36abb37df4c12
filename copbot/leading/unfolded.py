"""What a move in a ritual led to, in the order in which it must be carried out."""

from __future__ import annotations

from dataclasses import dataclass

from copbot.core.wishes import Say, Wish
from copbot.dialogue.scene import Scene


@dataclass(frozen=True, slots=True)
class Unfolded:
    """What a move led to: the ritual as it is now, what must be said in the room, and what else must be done."""

    live: Scene
    said: tuple[Say, ...]
    wishes: tuple[Wish, ...]
    last: tuple[Wish, ...] = ()
    """What must come after the messages: words that are forgotten go from those as well."""

    @property
    def all(self) -> tuple[Wish, ...]:
        """Everything, in its order."""
        return (*self.wishes, *self.said, *self.last)
