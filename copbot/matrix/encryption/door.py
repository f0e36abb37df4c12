"""Encryption as the sync loop and the sender see it: one lock, one batch a sync, and one word for sealing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Protocol

import structlog

from copbot.crypto.account import signed
from copbot.engine.ports import Checkpoint, Unsent
from copbot.engine.signs import Meter, unmetered
from copbot.matrix.encryption.budget import Budget
from copbot.matrix.encryption.devices import DeviceLists, Untold
from copbot.matrix.encryption.letters import ENCRYPTED
from copbot.matrix.encryption.memory import Memory
from copbot.matrix.encryption.opening import Batch
from copbot.matrix.encryption.own import NoKeys, OwnKeys
from copbot.matrix.encryption.sharing import Audience, Content, Sharing
from copbot.matrix.encryption.vault import Seal, Vault
from copbot.matrix.http import Refused, Requests
from copbot.matrix.shapes import mapping

PATIENCE = 3600.0  # seconds until a conversation with the same device is begun anew once more
ASK_AGAIN = 3600.0  # seconds until copbot asks once more whether its keys are still its own
AT_REST = 30.0  # seconds: a homeserver that does not answer about keys holds up syncs no more often
MOST_MENDED = 20  # conversations begun anew after one sync: nonsense keeps nobody waiting for long
LONGEST_MENDING = 10.0  # seconds after one sync, the same
MOST_WEDGED = 1000  # that wait for it; of more the oldest are left as they are
log = structlog.get_logger("copbot.encryption")


Keys = Mapping[str, Any]
Sign = Callable[[Keys], Keys]


class Identifying(Protocol):
    """What stands behind the device: asked before its keys are uploaded, and told once they are."""

    async def before(self, keys: Keys) -> None:
        """May these device keys be used? Asked before they are uploaded, and now and then. Raises what stops copbot if not; Unsent."""

    async def after(self, keys: Keys, sign: Sign) -> Keys:
        """The keys are uploaded; ``sign`` puts the device's signature under an object.

        Returns the keys with the signatures of whoever stands behind them. Raises Unsent.
        """


async def at_once() -> None:
    """Nobody needs time to ask whose copbot's device is."""


class Encryption:
    """What stands between copbot and its encrypted rooms. ``time`` is a monotonic clock in seconds."""

    def __init__(
        self,
        requests: Requests,
        vault: Vault,
        seal: Seal,
        me: str,
        device: str,
        audience: Audience,
        clock: Callable[[], datetime],
        time: Callable[[], float],
        name: Callable[[], str],
        identity: Identifying,
        checkpoint: Checkpoint = lambda _: None,
        introduced: Callable[[], Awaitable[None]] = at_once,
        meter: Meter = unmetered,
    ) -> None:
        """``audience`` tells who is in a room, ``name`` makes names for requests.

        ``introduced`` returns when clients that never heard of copbot's device had the time to ask whose it is.
        """
        self._vault = vault
        self._seal = seal
        self._clock = clock
        self._time = time
        self._identity = identity
        self._lock = asyncio.Lock()
        self._own = OwnKeys(requests, vault, seal, me, device, checkpoint)
        self._devices = DeviceLists(requests, time)
        self._memory = Memory()
        self._budget = Budget(audience, time, meter)
        self._sharing = Sharing(
            requests,
            vault,
            seal,
            self._own,
            self._devices,
            audience,
            self._lock,
            clock,
            name,
            checkpoint,
            introduced,
        )
        self._ready = asyncio.Event()
        self._refused = False
        self._troubled: float | None = None  # when keys could not be tended
        self._asked = 0.0  # when it was last asked whether the keys may be used
        self._wedged: dict[tuple[str, str], None] = {}  # conversations that wait to be begun anew
        self._mended: dict[tuple[str, str], float] = {}  # those that were, and when

    async def begin(self) -> None:
        """What has to be before the first sync. Raises Unsent, StoreFailed; to be asked again then.

        Where the homeserver refuses copbot's keys for good, rooms without encryption are served all the same.
        """
        if self._refused:
            return
        try:
            await self.ready()
        except NoKeys:
            self._refused = True

    async def ready(self) -> None:
        """The homeserver has copbot's keys. Raises Unsent, StoreFailed; to be asked again then."""
        if self._ready.is_set():
            return
        async with self._lock:
            if self._ready.is_set():
                return
            account = await self._own.account()
            keys = self._own.keys(account)
            await self._may_use(keys)
            await self._own.upload(account)
            self._own.known = await self._identity.after(
                keys, lambda found: signed(account, self._own.me, self._own.device, found)
            )
            self._ready.set()

    def told(self, answer: Mapping[str, Any]) -> None:
        """A sync's answer came: whose devices changed counts at once, before anything else is sealed."""
        lists = mapping(answer.get("device_lists"))
        self._devices.changed(_users(lists.get("changed")))
        self._devices.left(_users(lists.get("left")))

    @asynccontextmanager
    async def reading(self, answer: Mapping[str, Any]) -> AsyncIterator[Batch]:
        """A sync's answer, with what was sent to this device read already; nobody else changes keys meanwhile.

        Raises Unsent, StoreFailed.
        """
        admitted = await self._budget.admit(answer)
        async with self._lock:
            batch = self._batch()
            await batch.take_in(admitted.letters, admitted.near)
            yield batch
            self._budget.read(admitted)

    async def tend(self, answer: Mapping[str, Any], batch: Batch) -> None:
        """After the commit: upload keys where some were used, begin anew what no longer fits.

        Raises StoreFailed, and what stops copbot when somebody else has taken its keys into use.
        """
        if not self._ready.is_set():
            return
        self._wait_to_mend(batch.wedged)
        if self._troubled is not None and 0 <= self._time() - self._troubled < AT_REST:
            return
        try:
            if self._time() - self._asked >= ASK_AGAIN:
                await self._may_use(self._own.known)
            counts, unused = (
                answer.get("device_one_time_keys_count"),
                answer.get("device_unused_fallback_key_types"),
            )
            async with self._lock:
                keys = await self._own.prepared(counts, unused)
            if keys:  # nobody waits for the homeserver meanwhile
                await self._own.send(keys)
                async with self._lock:
                    await self._own.published()
            await self._mend()
            self._troubled = None
        except (Unsent, Refused) as trouble:
            self._troubled = self._time()
            log.warning("keys could not be tended; it is tried again after a moment", why=str(trouble))

    def _wait_to_mend(self, wedged: Iterable[tuple[str, str]]) -> None:
        now = self._time()
        self._mended = {pair: at for pair, at in self._mended.items() if now - at < PATIENCE}
        self._wedged |= dict.fromkeys(pair for pair in wedged if pair not in self._mended)
        for pair in list(self._wedged)[:-MOST_WEDGED]:
            del self._wedged[pair]

    async def _mend(self) -> None:
        """Begin anew the conversations that no longer fit, each at most once in a while. Raises Unsent, StoreFailed."""
        began = self._time()
        for pair in list(self._wedged)[:MOST_MENDED]:
            del self._wedged[pair]
            try:
                await self._sharing.begin_anew(*pair)
            except (Refused, Untold):
                pass
            except Unsent:
                self._wedged[pair] = None  # behind the others, which may have another homeserver
                raise
            self._mended[pair] = self._time()
            if self._time() - began >= LONGEST_MENDING:
                return

    async def sealed(self, room: str, kind: str, content: Mapping[str, Any]) -> Content:
        """The content of an encrypted event, once all who are to read it have the key. Raises Unsent, StoreFailed."""
        await self.ready()
        return await self._sharing.sealed(room, kind, content)

    def deaf(self, users: frozenset[str]) -> frozenset[str]:
        """Who of these members of an encrypted room has no device that could read there, or be heard, as far as is known."""
        return self._devices.deaf(users)

    def left(self, room: str) -> None:
        """copbot is out of a room."""
        self._sharing.left(room)

    async def peek(self, room: str, events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Events with what copbot can open of them opened; nothing of it is noted. Raises Unsent, StoreFailed."""
        batch = self._batch()
        found: list[Mapping[str, Any]] = []
        for event in events:
            found += (
                await batch.opened(room, [event], locked=False) if event.get("type") == ENCRYPTED else [event]
            )
        return found

    async def can_read(self, user: str) -> bool:
        """Whether a member has a device that reads what is encrypted. Raises Unsent."""
        await self._devices.ensure([user])
        return bool(self._devices.of(user).devices)

    async def _may_use(self, keys: Keys) -> None:
        await self._identity.before(keys)
        self._asked = self._time()

    def _batch(self) -> Batch:
        return Batch(self._own, self._devices, self._vault, self._seal, self._memory, self._clock)


def _users(found: object) -> list[str]:
    return [user for user in found if isinstance(user, str)] if isinstance(found, list) else []
