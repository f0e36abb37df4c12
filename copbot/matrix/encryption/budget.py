"""How many letters between devices are read: anybody on Matrix may send them, and each that is read leaves rows on disk.

Who shares a room with copbot draws on a budget of their own, so strangers take nothing from them. Over it a letter is dropped
before anything is read or written. What is counted is in memory: a level for each sender, that fills up again by itself.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from copbot.engine.signs import Meter, Unread
from copbot.matrix.encryption.letters import ENCRYPTED
from copbot.matrix.events import writable
from copbot.matrix.shapes import mapping

HOUR = 3600.0  # seconds
STRANGE = 20  # letters of who may share a room or not, after which it is asked who is in the rooms
MOST_SENDERS = 5_000  # counted at a time, of each kind; of more the one least heard of begins anew
log = structlog.get_logger("copbot.encryption")

Letter = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many letters at once, and as many an hour in the long run."""

    at_once: int
    an_hour: int


# A copbot that was away for weeks gets all keys of that time at once. A member's devices take some tens of keys a day.
MEMBER, MEMBERS = Allowance(1_000, 60), Allowance(20_000, 2_000)
STRANGER, STRANGERS = Allowance(10, 10), Allowance(300, 60)


class Company(Protocol):
    """Who shares a room with copbot."""

    def near(self, user: str) -> bool | None:
        """Whether they do; None as long as that is not known, because nobody asked who is in some encrypted room."""

    async def learn_encrypted(self) -> None:
        """Ask for the members of all encrypted rooms that are not known yet. Raises Unsent."""


@dataclass(slots=True)
class Pool:
    """What one kind of senders may still send: each of them, and all together."""

    each: Allowance
    all: Allowance
    left: OrderedDict[str, tuple[float, float]] = field(
        default_factory=OrderedDict
    )  # by sender: letters, and when
    together: tuple[float, float] | None = None

    def room(self, sender: str, now: float) -> int:
        """How many letters of a sender may be read now."""
        return int(min(_level(self.left.get(sender), self.each, now), _level(self.together, self.all, now)))

    def spend(self, sender: str, now: float) -> None:
        """A letter of theirs was read."""
        self.left[sender] = _level(self.left.get(sender), self.each, now) - 1, now
        self.left.move_to_end(sender)
        if len(self.left) > MOST_SENDERS:
            self.left.popitem(last=False)
        self.together = _level(self.together, self.all, now) - 1, now


def _level(kept: tuple[float, float] | None, allowance: Allowance, now: float) -> float:
    if kept is None:
        return float(allowance.at_once)
    left, at = kept
    return min(left + max(now - at, 0.0) * allowance.an_hour / HOUR, float(allowance.at_once))


@dataclass(frozen=True, slots=True)
class Admitted:
    """The letters of a sync that are read, and who of their senders shares a room with copbot (None: may share one)."""

    letters: tuple[object, ...] = ()
    near: Mapping[str, bool | None] = field(default_factory=dict)
    unread: int = 0


class Budget:
    """Which letters are read. ``time`` is a monotonic clock in seconds."""

    def __init__(self, company: Company, time: Callable[[], float], meter: Meter) -> None:
        self._company = company
        self._time = time
        self._meter = meter
        self._members, self._strangers = Pool(MEMBER, MEMBERS), Pool(STRANGER, STRANGERS)
        self._begun = False  # whether a sync told which rooms there are
        self._strange = 0  # letters so far of whom it was not known whether they share a room
        self._unread = 0  # since it was told
        self._told: float | None = None

    async def admit(self, answer: Mapping[str, Any]) -> Admitted:
        """The letters of a sync that may be read. Nothing is counted before they were (`read`). Raises Unsent."""
        found = mapping(answer.get("to_device")).get("events")
        letters = found if isinstance(found, list) else []
        senders = [sender for letter in letters if (sender := _sender(letter)) is not None]
        if not senders:
            return Admitted(tuple(letters))
        present = frozenset(_present(answer))
        near = self._near(senders, present)
        if self._begun and sum(near[sender] is None for sender in senders) > STRANGE - self._strange:
            await self._company.learn_encrypted()
            near = self._near(senders, present)
        return self._affordable(letters, near)

    def _near(self, senders: Iterable[str], present: frozenset[str]) -> dict[str, bool | None]:
        def near(user: str) -> bool | None:
            found = self._company.near(user)
            return found if self._begun or found else None

        return {sender: sender in present or near(sender) for sender in senders}

    def _affordable(self, letters: Iterable[object], near: Mapping[str, bool | None]) -> Admitted:
        now, read = self._time(), list[object]()
        taken = dict[str, int]()
        all_taken = {True: 0, False: 0}
        unread = 0
        for letter in letters:
            sender = _sender(letter)
            if sender is not None:
                kind = near[sender] is not False  # who may be a member is not kept out
                pool = self._members if kind else self._strangers
                both = _level(pool.together, pool.all, now) - all_taken[kind]
                if taken.get(sender, 0) >= pool.room(sender, now) or both < 1:
                    unread += 1
                    continue
                taken[sender] = taken.get(sender, 0) + 1
                all_taken[kind] += 1
            read.append(letter)
        return Admitted(tuple(read), near, unread)

    def read(self, admitted: Admitted) -> None:
        """What came of these letters is committed, and the others are gone."""
        now = self._time()
        for sender in filter(None, map(_sender, admitted.letters)):
            self._strange += self._begun and admitted.near[sender] is None
            (self._strangers if admitted.near[sender] is False else self._members).spend(sender, now)
        self._begun = True
        if admitted.unread:
            self._unread += admitted.unread
            self._meter(Unread(admitted.unread))
        if self._unread and (self._told is None or now - self._told >= HOUR):
            log.warning(
                "letters between devices are left unread, because too many come", letters=self._unread
            )
            self._unread, self._told = 0, now


def _sender(letter: object) -> str | None:
    """Who sent a letter that may leave something on disk."""
    if not isinstance(letter, Mapping) or letter.get("type") != ENCRYPTED:
        return None
    sender = letter.get("sender")
    return sender if isinstance(sender, str) and writable(sender) else None


def _present(answer: Mapping[str, Any]) -> Iterator[str]:
    """Who is seen in copbot's rooms by a sync itself: who came in, and who said something there."""
    changed = mapping(answer.get("device_lists")).get("changed")
    yield from (user for user in changed if isinstance(user, str)) if isinstance(changed, list) else ()
    for section in mapping(mapping(answer.get("rooms")).get("join")).values():
        for part in ("state", "timeline"):
            events = mapping(mapping(section).get(part)).get("events")
            for event in events if isinstance(events, list) else ():
                if isinstance(event, Mapping):
                    yield from _seen(event)


def _seen(event: Mapping[str, Any]) -> Iterator[str]:
    sender, user = event.get("sender"), event.get("state_key")
    if "state_key" not in event:
        if isinstance(sender, str):
            yield sender
    elif event.get("type") == "m.room.member" and isinstance(user, str):
        yield from [user] if mapping(event.get("content")).get("membership") == "join" else []
