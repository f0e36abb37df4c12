"""Who is in a room at this moment, and how much the room itself lets them do. Identity is the Matrix id, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HOST_POWER = 50


@dataclass(frozen=True, slots=True)
class People:
    """The joined members of a room (without copbot), their power, the room's creators (v12), and the bots among them.

    ``public`` tells whether anybody may come in, or read it without coming in. The ``deaf`` are members of an encrypted room
    who have no device that could read there, or be heard. ``successor`` is the room in which they go on, where this one was
    upgraded; ``mute`` tells that copbot may not write here, as is usual from then on.
    """

    members: frozenset[str] = frozenset()
    powers: Mapping[str, int] = field(default_factory=dict)
    default_power: int = 0
    creators: frozenset[str] = frozenset()
    bots: frozenset[str] = frozenset()
    public: bool = False
    deaf: frozenset[str] = frozenset()
    successor: str | None = None
    mute: bool = False

    def power(self, user: str) -> int:
        """The member's power level; creators of rooms of version 12 and later stand above every number."""
        if user in self.creators:
            return 1_000
        return self.powers.get(user, self.default_power)

    def host(self, user: str) -> bool:
        """Whether the room itself makes this member a host."""
        return self.power(user) >= HOST_POWER

    @property
    def humans(self) -> tuple[str, ...]:
        """Joined members that are no bots, in the order of their ids."""
        return tuple(sorted(self.members - self.bots))
