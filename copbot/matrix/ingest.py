"""Reading what a sync brings: which events are facts for copbot, from when on, and what must be looked up with them."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Container, Iterable, Mapping, Sequence
from typing import Any

import structlog

from copbot.core.facts import Departed, Entered, Fact, Invited, Posted, Reacted
from copbot.engine.ports import Unsent
from copbot.matrix import events
from copbot.matrix.http import Refused, Requests
from copbot.matrix.shapes import mapping

MOST_LOOKUPS = 20  # messages looked up in one sync; whoever taps more than that is not asking for help
log = structlog.get_logger("copbot.sync")

Event = Mapping[str, Any]
REMEMBERED = 2_000  # messages whose author is known, to tell a reply to oneself from one to somebody else


class Reading:
    """Reads events as facts.

    ``given`` are the emoji by which a person gives copbot a message that is not its own, ``open_rooms`` tells the rooms
    in which copbot may keep what it is given.
    """

    def __init__(
        self,
        requests: Requests,
        me: str,
        given: frozenset[str],
        open_rooms: Callable[[Iterable[str]], Awaitable[Container[str]]],
    ) -> None:
        self._requests = requests
        self._given = given
        self._open_rooms = open_rooms
        self._again = False  # whether this sync was already begun anew for the sake of a lookup
        self._authors: dict[str, str] = {}  # who wrote the newest messages; never written down
        self.me = me

    def timeline(self, room: str, found: Iterable[Event], direct_with: str | None = None) -> list[Fact]:
        """The facts of a room's timeline, in its order; copbot's own coming is told apart."""
        facts = (self._related(self._fact(room, event, direct_with)) for event in found)
        return [fact for fact in facts if fact is not None and not _own_coming(fact, self.me)]

    def _related(self, fact: Fact | None) -> Fact | None:
        """A message knows whether it replies to one of the same person, as far as that one was seen not long ago."""
        if not isinstance(fact, Posted):
            return fact
        own = fact.reply_to is not None and self._authors.get(fact.reply_to) == fact.sender
        self._authors[fact.event] = fact.sender
        if len(self._authors) > REMEMBERED:
            self._authors.pop(next(iter(self._authors)))
        return dataclasses.replace(fact, own=True) if own else fact

    def _fact(self, room: str, event: Event, direct_with: str | None) -> Fact | None:
        try:
            return events.fact(room, event, self.me, direct_with)
        except Exception as trouble:  # noqa: BLE001 - whatever is odd in one event, the others are heard
            unreadable(event, trouble)
            return None

    def begins(self, found: Sequence[Event], *, inside: bool = False) -> bool:
        """Whether copbot's own joining is among the events; ``inside`` says that it was in the room before them."""
        return self._joining(found, inside=inside) is not None

    def since_own_joining(
        self, found: Sequence[Event], *, inside: bool = False, direct_with: str | None = None
    ) -> Sequence[Event]:
        """The events since copbot joined, all where it was ``inside``: what was said before that was not said to it.

        A direct chat is meant for copbot from its invitation on: people write before it has come in.
        """
        joined = self._joining(found, inside=inside)
        if joined is None:
            return found if inside else ()
        begin = joined
        if direct_with is not None:
            invited = (index for index in range(joined) if self._asks(found[index]))
            begin = max(invited, default=joined)
        return found[begin + 1 :]

    def asked_directly(self, found: Sequence[Event]) -> bool:
        """Whether the last invitation of copbot among the events was to a chat of two, as who invited it says."""
        asked = False
        for event in found:
            if self._asks(event):
                asked = event["content"].get("is_direct") is True
            elif self._own(event, "join"):
                before = _before(event)
                if before.get("membership") == "invite":
                    asked = before.get("is_direct") is True
        return asked

    def _own(self, event: Event, *memberships: str) -> bool:
        content = event.get("content")
        mine = event.get("type") == "m.room.member" and event.get("state_key") == self.me
        return mine and isinstance(content, Mapping) and content.get("membership") in memberships

    def _asks(self, event: Event) -> bool:
        return self._own(event, "invite")

    def _joining(self, found: Sequence[Event], *, inside: bool) -> int | None:
        """Where copbot joined last. A new name of its own looks the same, but for what it was before."""
        last = None
        for index, event in enumerate(found):
            if self._own(event, "join"):
                before = events.membership_before(event)
                if before != "join" and not (before is None and inside):
                    last = index
                inside = True
            elif self._own(event, "leave", "ban", "invite"):
                inside = False
        return last

    def invitation(self, room: str, state: Iterable[Event], token: str) -> list[Invited]:
        """An invitation, from the little that the homeserver shows of a room before joining."""
        encrypted, invited = False, None
        for event in state:
            if event.get("type") == "m.room.encryption":
                encrypted = True
            if self._asks(event):
                invited = event
        sender = invited.get("sender") if invited else None
        if invited is None or not isinstance(sender, str) or not events.writable(sender):
            return []
        at = events.moment(invited.get("origin_server_ts"))
        direct = invited["content"].get("is_direct") is True
        # Synapse shows neither its event id nor its time, so the sync that brought it has to tell two of them apart.
        name = f"invited:{room}:{token}"
        return [Invited(room, sender, name, at, direct=direct, encrypted=encrypted)]

    def left(
        self,
        room: str,
        found: Sequence[Event],
        token: str,
        *,
        direct_with: str | None = None,
    ) -> list[Fact]:
        """copbot is out of a room; ``found``, what was said to it before that, is told first."""
        heard = self.timeline(room, found, direct_with)
        facts = [fact for fact in heard if not _own_going(fact, self.me)]
        return [*facts, Departed(room, self.me, f"left:{room}:{token}", events.moment(None))]

    async def completed(self, facts: list[Fact]) -> list[Fact]:
        """Facts with what must be looked up: the message that somebody gives to copbot.

        Raises Unsent where the homeserver can't say now; when asked again it goes on without, so that no flood of such
        reactions holds up what everybody else said.
        """
        taps = [fact for fact in facts if isinstance(fact, Reacted) and fact.emoji in self._given]
        given: dict[tuple[str, str], tuple[str, str] | None] = {}
        may_keep = await self._open_rooms({tap.room for tap in taps}) if taps else ()
        for tap in taps:
            if tap.room not in may_keep or (tap.room, tap.target) in given:
                continue
            if len(given) == MOST_LOOKUPS:
                log.warning("too many messages are given at once; the rest is left alone", most=MOST_LOOKUPS)
                break
            given[tap.room, tap.target] = await self._message(tap)
        self._again = False
        return [
            _with_message(fact, given) if isinstance(fact, Reacted) and fact.emoji in self._given else fact
            for fact in facts
        ]

    async def _message(self, tap: Reacted) -> tuple[str, str] | None:
        """Who wrote a message, and what it says after its last edit; None if it is no message for copbot."""
        try:
            event = await self._requests.request("GET", "rooms", tap.room, "event", tap.target)
        except Refused:
            return None
        except Unsent as trouble:
            if self._again:
                log.warning("a message that was given could not be looked up", why=str(trouble))
                return None
            self._again = True
            raise
        content, author = mapping(event.get("content")), event.get("sender")
        newer = mapping(mapping(mapping(event.get("unsigned")).get("m.relations")).get("m.replace"))
        body = content.get("body")
        if newer.get("sender") == author:
            body = mapping(mapping(newer.get("content")).get("m.new_content")).get("body", body)
        said = event.get("type") == "m.room.message" and content.get("msgtype") in events.WORDS
        if not said or not isinstance(body, str) or not isinstance(author, str):
            return None
        return (author, events.text(body)) if events.writable(author) else None


def unreadable(event: Event, trouble: Exception) -> None:
    """Say that an event was skipped: of which kind it was, and nothing that anybody wrote."""
    kind = event.get("type")
    known = kind if isinstance(kind, str) and kind in events.KINDS else "another"
    log.warning("an event could not be read", kind=known, why=type(trouble).__name__)


def _with_message(tap: Reacted, given: Mapping[tuple[str, str], tuple[str, str] | None]) -> Reacted:
    found = given.get((tap.room, tap.target))
    return tap if found is None else dataclasses.replace(tap, author=found[0], body=found[1])


def _before(event: Event) -> Mapping[str, Any]:
    return mapping(mapping(event.get("unsigned")).get("prev_content"))


def _own_coming(fact: Fact, me: str) -> bool:
    return isinstance(fact, Entered) and fact.sender == me


def _own_going(fact: Fact, me: str) -> bool:
    return isinstance(fact, Departed) and fact.sender == me
