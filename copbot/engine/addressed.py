"""What may be kept of a room that has not accepted the notice: only the messages that are addressed to copbot.

It is asked while facts come in, before anything is written; whether such a message is then acted on is the engine's.
"""

from __future__ import annotations

from dataclasses import dataclass

from copbot.core.facts import Posted
from copbot.engine import hearing


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whether somebody speaks to copbot: by prefix, mention, name, reply, or with no more than the number of an answer."""

    me: str
    prefix: str
    names: tuple[str, ...] = ("copbot",)

    def __call__(self, said: Posted) -> bool:
        """Whether the message is addressed to copbot, as far as can be seen without knowing the room."""
        return (
            said.body.startswith(self.prefix)
            or self.me in said.mentions
            or said.reply_to is not None
            or hearing.number(said.body) is not None
            or hearing.unaddressed(said.body, self.me, self.names) != said.body.strip()
        )
