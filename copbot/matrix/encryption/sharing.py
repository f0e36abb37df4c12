"""Sealing what copbot says: a key for each room, given to the devices of those who are in it, and taken anew when one goes.

The order is what keeps it safe. A conversation between two devices is on disk before anything of it leaves; a key counts
as given only when the homeserver took it; and nothing is sealed before everybody who should read it was given the key.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from vodozemac import InboundGroupSession, Session

from copbot.crypto import megolm, olm
from copbot.crypto.account import MEGOLM, SIGNED
from copbot.crypto.devices import Device
from copbot.crypto.megolm import Habit, Outbound
from copbot.crypto.rows import GroupRow, KeyRow, OlmRow, Tried
from copbot.engine.ports import AFTER_GIVING, BEFORE_GIVING, Checkpoint, Unsent
from copbot.matrix.encryption.budget import Company
from copbot.matrix.encryption.devices import DeviceLists
from copbot.matrix.encryption.own import OwnKeys
from copbot.matrix.encryption.vault import Seal, Vault
from copbot.matrix.http import Refused, Requests

AT_ONCE = 100  # devices in one request
TRIES = 5  # while people come and go as the key is given
AGAIN = timedelta(minutes=10)  # until a device that had no one-time key left is asked for one again
log = structlog.get_logger("copbot.encryption")

Content = dict[str, Any]
Name = tuple[str, str]  # a member and the id of one of their devices


class Audience(Company, Protocol):
    """Who is to read what is said in a room."""

    async def learn(self, rooms: Iterable[str]) -> None:
        """Ask for the members of rooms that are not known yet. Raises Unsent."""

    def audience(self, room: str) -> frozenset[str]:
        """Those who may read what is said in a room now, without copbot."""

    def habit(self, room: str) -> Habit:
        """How long one key serves in a room."""


@dataclass(frozen=True, slots=True)
class Readers:
    """The devices that are to read, and those that are not, because their owners never signed them."""

    devices: Mapping[Name, Device]
    unsigned: Mapping[Name, Device]


class Sharing:
    """Seals messages. One that is not sealed raises, and must not be sent."""

    def __init__(
        self,
        requests: Requests,
        vault: Vault,
        seal: Seal,
        own: OwnKeys,
        devices: DeviceLists,
        audience: Audience,
        lock: asyncio.Lock,
        clock: Callable[[], datetime],
        name: Callable[[], str],
        checkpoint: Checkpoint,
        introduced: Callable[[], Awaitable[None]],
    ) -> None:
        """``lock`` is held by whoever changes conversations between devices; ``name`` makes names for requests.

        ``introduced`` returns when a client that never heard of copbot's device had the time to ask whose it is.
        """
        self._requests = requests
        self._vault = vault
        self._seal = seal
        self._own = own
        self._devices = devices
        self._audience = audience
        self._lock = lock
        self._clock = clock
        self._name = name
        self._checkpoint = checkpoint
        self._introduced = introduced
        self._keys: dict[str, Outbound] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def sealed(self, room: str, kind: str, content: Mapping[str, Any]) -> Content:
        """The content of the ``m.room.encrypted`` event that says this. Raises Unsent, StoreFailed."""
        async with self._turns[room]:
            for _ in range(TRIES):
                readers = await self._readers(room)
                outbound = self._key(room, readers)
                missing = self._missing(outbound, readers)
                if outbound.kept and not missing:
                    return outbound.seal(kind, content, self._own.curve, self._own.device)
                await self._give(outbound, missing, readers.unsigned)
            raise Unsent("people come and go faster than they can be given a key")

    def left(self, room: str) -> None:
        """copbot is out of a room: it has no key there any more. Whoever is sealing for it now goes on."""
        self._keys.pop(room, None)
        if room in self._turns and not self._turns[room].locked():
            del self._turns[room]

    async def _readers(self, room: str) -> Readers:
        await self._audience.learn([room])
        users = self._audience.audience(room) | {self._own.me}
        await self._devices.ensure(users)
        devices: dict[Name, Device] = {}
        unsigned: dict[Name, Device] = {}
        for user in users:
            for device in self._devices.of(user).devices.values():
                if device.curve != self._own.curve:
                    (devices if device.trusted else unsigned)[user, device.id] = device
        return Readers(devices, unsigned)

    def _key(self, room: str, readers: Readers) -> Outbound:
        """The room's key; a new one when somebody who has it should not read on, or it served long enough."""
        outbound, now = self._keys.get(room), self._clock()
        if (
            outbound is None
            or outbound.worn(self._audience.habit(room), now)
            or not outbound.shared <= readers.devices.keys()
        ):
            outbound = self._keys[room] = Outbound(room, now)
        return outbound

    def _missing(self, outbound: Outbound, readers: Readers) -> dict[Name, Device]:
        now = self._clock()
        waits = {name for name, since in outbound.without.items() if timedelta() <= now - since < AGAIN}
        return {
            name: device
            for name, device in readers.devices.items()
            if name not in outbound.shared and name not in waits
        }

    async def _give(
        self, outbound: Outbound, missing: Mapping[Name, Device], unsigned: Mapping[Name, Device]
    ) -> None:
        """Give a room's key to devices; those that are told why they get none are no readers."""
        claimed = await self._claim(missing)
        letters: dict[Name, Content] = {}
        new = False  # whether copbot never talked to one of them
        taken: dict[str, Session] = {}  # no step of a conversation serves twice, whoever claims one key
        async with self._lock:
            account = await self._own.account()
            kept = await self._vault.olm(device.curve for device in missing.values())
            rows: list[KeyRow] = [] if outbound.kept else [self._reading_of(outbound)]
            for name, device in missing.items():
                earlier = _serving(kept, device)
                if earlier is None:
                    session = olm.begun(account, device, claimed.get(name))
                else:
                    session = taken.get(earlier.session) or Session.from_pickle(earlier.pickle, self._seal)
                    taken[earlier.session] = session
                if session is None:
                    outbound.without[name] = self._clock()
                    continue
                content = outbound.key()
                letters[name] = olm.seal(
                    account, session, device, self._own.me, self._own.known, megolm.ROOM_KEY, content
                )
                pickle = session.pickle(self._seal)
                new |= earlier is None
                rows.append(
                    self._begun(session, device) if earlier is None else replace(earlier, pickle=pickle)
                )
                rows += [Tried(device.curve)] if earlier is not None else []
            self._own.kept(account)  # which beginning conversations does not change
            await self._vault.save(rows)
            outbound.kept = True
        if letters:
            self._checkpoint(BEFORE_GIVING)
            await self._deliver("m.room.encrypted", letters, outbound.shared)
            self._checkpoint(AFTER_GIVING)
            if new:
                await self._introduced()
        await self._withhold(outbound, missing.keys() - letters.keys(), unsigned)

    def _begun(self, session: Session, device: Device) -> OlmRow:
        name = f"{session.session_id} {device.ed}"
        return OlmRow(device.curve, name, session.pickle(self._seal), self._clock())

    def _reading_of(self, outbound: Outbound) -> GroupRow:
        """copbot reads its own messages too: it looks for them when nobody knows whether they were sent."""
        inbound = InboundGroupSession(outbound.session.session_key)
        return GroupRow(
            outbound.room,
            outbound.id,
            self._own.curve,
            "",
            self._seal.owner(self._own.me),
            int(inbound.first_known_index),
            inbound.pickle(self._seal),
            self._clock(),
        )

    async def _claim(self, missing: Mapping[Name, Device]) -> dict[Name, Any]:
        """One-time keys of the devices that copbot has not talked to yet. Raises Unsent."""
        kept = await self._vault.olm(device.curve for device in missing.values())
        wanted = sorted(name for name, device in missing.items() if _serving(kept, device) is None)
        claimed: dict[Name, Any] = {}
        for begin in range(0, len(wanted), AT_ONCE):
            asked: defaultdict[str, dict[str, str]] = defaultdict(dict)
            for user, device in wanted[begin : begin + AT_ONCE]:
                asked[user][device] = SIGNED
            try:
                answer = await self._requests.request(
                    "POST", "keys", "claim", body={"one_time_keys": asked, "timeout": 10_000}
                )
            except Refused as refusal:
                raise Unsent(f"one-time keys: {refusal}") from refusal
            claimed |= _claimed(answer)
        return claimed

    async def _deliver(self, kind: str, letters: Mapping[Name, Content], done: set[Name]) -> None:
        """Send to devices; each counts as ``done`` once the homeserver has it. Raises Unsent."""
        names = sorted(letters)
        for begin in range(0, len(names), AT_ONCE):
            some = names[begin : begin + AT_ONCE]
            messages: defaultdict[str, dict[str, Content]] = defaultdict(dict)
            for user, device in some:
                messages[user][device] = letters[user, device]
            try:
                await self._requests.request(
                    "PUT", "sendToDevice", kind, self._name(), body={"messages": messages}
                )
            except Refused as refusal:
                log.error("the homeserver does not pass on keys", code=refusal.code)
                raise Unsent(f"keys to devices: {refusal}") from refusal
            done.update(some)

    async def _withhold(
        self, outbound: Outbound, unreachable: Iterable[Name], unsigned: Mapping[Name, Device]
    ) -> None:
        """Tell devices that get no key why, once for each key, so that they can say so instead of nothing."""
        letters: dict[Name, Content] = {}
        told: set[Name] = set()
        for name in unsigned:
            if name not in outbound.told:
                why = {"code": "m.unverified", "reason": "The owner has not verified this device."}
                letters[name] = {**self._not_given(outbound), **why, "session_id": outbound.id}
        for name in unreachable:
            if name not in outbound.told:
                why = {"code": "m.no_olm", "reason": "No one-time key was left for this device."}
                letters[name] = {**self._not_given(outbound), **why}
        if letters:
            await self._deliver("m.room_key.withheld", letters, told)
            outbound.told |= told

    def _not_given(self, outbound: Outbound) -> Content:
        return {"algorithm": MEGOLM, "room_id": outbound.room, "sender_key": self._own.curve}

    async def begin_anew(self, user: str, curve: str) -> None:
        """A conversation with a device no longer fits: begin a new one, with a word that says nothing. Raises Unsent."""
        await self._devices.ensure([user])
        found = [device for device in self._devices.of(user).devices.values() if device.curve == curve]
        if not found:
            return
        device, letters = found[0], dict[Name, Content]()
        name = (user, device.id)
        asked = {"one_time_keys": {user: {device.id: SIGNED}}, "timeout": 10_000}
        claimed = _claimed(await self._requests.request("POST", "keys", "claim", body=asked))
        async with self._lock:
            account = await self._own.account()
            self._own.kept(account)
            session = olm.begun(account, device, claimed.get(name))
            if session is None:
                return
            letters[name] = olm.seal(account, session, device, self._own.me, self._own.known, "m.dummy", {})
            await self._vault.save([self._begun(session, device)])
        await self._deliver("m.room.encrypted", letters, set())


def _serving(kept: Mapping[str, Iterable[OlmRow]], device: Device) -> OlmRow | None:
    """The conversation to write to a device with, if there is one."""
    return next((row for row in kept[device.curve] if row.serves(device.ed)), None)


def _claimed(answer: Mapping[str, Any]) -> dict[Name, Any]:
    """The one-time keys in an answer, by member and device, whatever they are worth. Raises Unsent for none at all."""
    told = answer.get("one_time_keys")
    if not isinstance(told, dict):
        raise Unsent("an answer without one-time keys")
    return {
        (user, device): keys
        for user, theirs in told.items()
        for device, keys in (theirs.items() if isinstance(theirs, dict) else ())
    }
