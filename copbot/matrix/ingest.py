"""Reading what a sync brings: which events are facts for copbot, from when on, and what must be looked up with them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from copbot.core.facts import Departed, Entered, Fact, Invited, Reacted
from copbot.matrix import events
from copbot.matrix.http import Refused, Requests

Event = Mapping[str, Any]


class Reading:
    """Reads events as facts. ``given`` are the emoji by which a person gives copbot a message that is not its own."""

    def __init__(self, requests: Requests, me: str, given: frozenset[str]) -> None:
        self._requests = requests
        self._given = given
        self.me = me

    def timeline(self, room: str, found: Iterable[Event]) -> list[Fact]:
        """The facts of a room's timeline, in its order; copbot's own coming is told apart."""
        facts = (events.fact(room, event, self.me) for event in found)
        return [fact for fact in facts if fact is not None and not _own_coming(fact, self.me)]

    def begins(self, found: Iterable[Event]) -> bool:
        """Whether copbot's own joining is among the events."""
        return any(self._own_joining(event) for event in found)

    def after_own_joining(self, room: str, found: list[Event]) -> list[Fact]:
        """The facts since copbot joined: what was said before that was not said to it.

        A direct chat is meant for copbot from its invitation on: people write before it has come in.
        """
        joined = max((index for index, event in enumerate(found) if self._own_joining(event)), default=None)
        if joined is None:
            return []
        invited = max(
            (index for index in range(joined) if self._asked_directly(found[index])), default=joined
        )
        return self.timeline(room, found[invited + 1 :])

    def _asked_directly(self, event: Event) -> bool:
        content = event.get("content")
        return (
            event.get("type") == "m.room.member"
            and event.get("state_key") == self.me
            and isinstance(content, Mapping)
            and content.get("membership") == "invite"
            and content.get("is_direct") is True
        )

    def _own_joining(self, event: Event) -> bool:
        content = event.get("content")
        joined = isinstance(content, Mapping) and content.get("membership") == "join"
        if event.get("type") != "m.room.member" or event.get("state_key") != self.me or not joined:
            return False
        unsigned = event.get("unsigned")
        previous = unsigned.get("prev_content") if isinstance(unsigned, Mapping) else None
        return not (isinstance(previous, Mapping) and previous.get("membership") == "join")

    def invitation(self, room: str, state: Iterable[Event], token: str) -> list[Fact]:
        """An invitation, from the little that the homeserver shows of a room before joining."""
        encrypted, invited = False, None
        for event in state:
            content = event.get("content")
            if event.get("type") == "m.room.encryption":
                encrypted = True
            if (
                event.get("type") == "m.room.member"
                and event.get("state_key") == self.me
                and isinstance(content, Mapping)
                and content.get("membership") == "invite"
            ):
                invited = event
        sender = invited.get("sender") if invited else None
        if invited is None or not isinstance(sender, str):
            return []
        stamp = invited.get("origin_server_ts")
        at = datetime.fromtimestamp(stamp / 1000 if isinstance(stamp, int) else 0, UTC)
        direct = invited["content"].get("is_direct") is True
        # Synapse shows neither its event id nor its time, so the sync that brought it has to tell two of them apart.
        name = f"invited:{room}:{token}"
        return [Invited(room, sender, name, at, direct=direct, encrypted=encrypted)]

    def left(self, room: str, found: Iterable[Event], token: str) -> list[Fact]:
        """copbot is out of a room; what was said to it before that is told first."""
        said = list(found)
        heard = self.after_own_joining(room, said) if self.begins(said) else self.timeline(room, said)
        facts = [fact for fact in heard if not _own_going(fact, self.me)]
        return [*facts, Departed(room, self.me, f"left:{room}:{token}", datetime.fromtimestamp(0, UTC))]

    async def completed(self, facts: list[Fact]) -> list[Fact]:
        """Facts with what must be looked up: the message that somebody gives to copbot. Raises Unsent."""
        return [
            await self._with_message(fact)
            if isinstance(fact, Reacted) and fact.emoji in self._given
            else fact
            for fact in facts
        ]

    async def _with_message(self, tap: Reacted) -> Reacted:
        try:
            event = await self._requests.request("GET", "rooms", tap.room, "event", tap.target)
        except Refused:
            return tap
        content, author = event.get("content"), event.get("sender")
        body = content.get("body") if isinstance(content, Mapping) else None
        if event.get("type") != "m.room.message" or not isinstance(body, str) or not isinstance(author, str):
            return tap
        return dataclasses.replace(tap, author=author, body=body.strip()[: events.LONGEST])


def _own_coming(fact: Fact, me: str) -> bool:
    return isinstance(fact, Entered) and fact.sender == me


def _own_going(fact: Fact, me: str) -> bool:
    return isinstance(fact, Departed) and fact.sender == me
