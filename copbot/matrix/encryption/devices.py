"""The members' devices as the homeserver tells them: asked for when they are needed, forgotten when they change.

In memory only: after a restart they are asked for again, by the first message in each room.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

import structlog

from copbot.crypto.devices import Listing, read
from copbot.engine.ports import Unsent
from copbot.matrix.events import writable
from copbot.matrix.http import Refused, Requests

AT_ONCE = 250  # members in one question
TRIES = 5  # while devices change as they are asked for
REST = 60.0  # seconds until a homeserver that did not answer for its members is asked again
GRACE = 60.0  # seconds for which a sync waits for a homeserver that can not tell devices now
UNKNOWN = Listing()
log = structlog.get_logger("copbot.encryption")


class Untold(Unsent):
    """The homeserver refuses to tell: nothing is sealed for these members, and what they say waits; the sync goes on."""


class DeviceLists:
    """Whose devices there are. ``time`` is a monotonic clock in seconds."""

    def __init__(self, requests: Requests, time: Callable[[], float]) -> None:
        self._requests = requests
        self._time = time
        self._known: dict[str, Listing] = {}
        self._stale: set[str] = set()
        self._silent: dict[str, float] = {}  # whose homeserver does not answer: until when it is left alone
        self._news: dict[str, int] = {}  # of whom something is new, and since which change
        self._changes = 0  # so far, of anybody's
        self._changed: set[str] = set()  # whose, since the homeserver was asked last
        self._owed: set[str] = set()  # who was to be judged by their devices, and could not be
        self._troubled: float | None = None  # since when the homeserver tells nothing to who reads
        self._tried = 0.0
        self._asking = asyncio.Lock()  # who needs the same devices waits for the same answer

    def changed(self, users: Iterable[str]) -> None:
        """These members' devices changed; what was known of them is asked for again when it is needed."""
        for user in filter(writable, users):
            self._new(user)
            self._meanwhile(user)
            self._silent.pop(user, None)
            if user in self._known:
                self._stale.add(user)

    def left(self, users: Iterable[str]) -> None:
        """These members share no encrypted room with copbot any more."""
        for user in users:
            self._meanwhile(user)
            self._news.pop(user, None)
            self._known.pop(user, None)
            self._stale.discard(user)
            self._owed.discard(user)
            self._silent.pop(user, None)

    def _new(self, user: str) -> None:
        self._changes += 1
        self._news[user] = self._changes

    def _meanwhile(self, user: str) -> None:
        if self._asking.locked():  # what the homeserver is telling now may be from before
            self._changed.add(user)

    def news(self) -> dict[str, int]:
        """Of whom something is new since it was `heard`: what waits may be theirs, after all."""
        return dict(self._news)

    def heard(self, news: Mapping[str, int]) -> None:
        """What was new of these was heeded."""
        for user, change in news.items():
            if self._news.get(user) == change:
                del self._news[user]

    def of(self, user: str) -> Listing:
        """A member's devices, as far as they are known."""
        return self._known.get(user, UNKNOWN)

    def deaf(self, users: frozenset[str]) -> frozenset[str]:
        """Who of these has no device that could be given a key, as far as is known."""
        listings = {user: self._known.get(user) for user in users}
        return frozenset(
            user
            for user, listing in listings.items()
            if listing is not None and not any(device.trusted for device in listing.devices.values())
        )

    def knows(self, user: str) -> bool:
        """Whether the homeserver has told a member's devices as they are now."""
        return user in self._known and user not in self._stale

    async def ensure(self, users: Iterable[str]) -> None:
        """Ask for the devices of those who are not known. Raises Unsent, as Untold where the homeserver refuses.

        A homeserver elsewhere that does not answer keeps nobody else from being written to: its members count with the
        devices that were known of them, until it answers again.
        """
        wanted = {user for user in users if writable(user)}
        if not self._missing(wanted):
            return
        async with self._asking:
            for _ in range(TRIES):
                missing = sorted(self._missing(wanted))
                if not missing:
                    return
                for begin in range(0, len(missing), AT_ONCE):
                    await self._ask(missing[begin : begin + AT_ONCE])
        raise Unsent("devices change faster than they can be asked for")

    async def look(self, users: Iterable[str]) -> None:
        """The same for who only reads: a homeserver that refuses, or is in trouble for long, keeps nobody from being heard.

        Whose devices are not known then has to wait. Raises Unsent at first: a moment later all may be well.
        """
        wanted, now = set(users), self._time()
        if self._troubled is None or now - self._troubled < GRACE or now - self._tried >= REST:
            try:
                await self.ensure(wanted)
                self._troubled = None
            except Untold:
                pass
            except Unsent:
                self._tried = self._time()
                self._troubled = now if self._troubled is None else self._troubled
                if self._tried - self._troubled < GRACE:
                    raise
        self._owed |= {user for user in wanted if not self.knows(user)}

    def _missing(self, users: Iterable[str]) -> set[str]:
        now = self._time()
        return {
            user
            for user in users
            if not self.knows(user) and not now < self._silent.get(user, now) <= now + REST
        }

    async def _ask(self, users: list[str]) -> None:
        self._changed.clear()
        try:
            answer = await self._requests.request(
                "POST", "keys", "query", body={"device_keys": {user: [] for user in users}, "timeout": 10_000}
            )
        except Refused as refusal:
            raise Untold(f"devices of members: {refusal}") from refusal
        told = answer.get("device_keys")
        if not isinstance(told, dict):
            raise Unsent("an answer without devices")
        failures = answer.get("failures")
        failed = set(failures) if isinstance(failures, dict) else set()
        for user in users:
            if user.partition(":")[2] in failed and user not in told:
                self._silent[user] = self._time() + REST
                log.warning("a homeserver does not tell its members' devices", server=user.partition(":")[2])
            elif user not in self._changed:
                if user not in self._known or user in self._owed:
                    self._owed.discard(user)
                    self._new(user)
                self._known[user] = read(user, answer, self.of(user))
                self._stale.discard(user)
