"""Opening what a sync brings: first the keys that devices sent to this one, then the messages that they open.

A `Batch` is one sync's: what it learns is rows that go into the very commit of the facts and the token, and nothing of it
counts before. So a copbot that ends at any moment reads all of it again, or none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from vodozemac import InboundGroupSession

from copbot.crypto import megolm, olm
from copbot.crypto.devices import device_of
from copbot.crypto.olm import Unreadable
from copbot.crypto.rows import GroupRow, KeyRow, SealedRow, Unsealed
from copbot.matrix import polls
from copbot.matrix.encryption.devices import DeviceLists
from copbot.matrix.encryption.letters import ENCRYPTED, Letters
from copbot.matrix.encryption.memory import Memory
from copbot.matrix.encryption.own import OwnKeys
from copbot.matrix.encryption.replays import Replays
from copbot.matrix.encryption.vault import Seal, Vault
from copbot.matrix.events import DOUBT, SEALED, taken_away, writable

ENCRYPTION = "m.room.encryption"
# What may stand in a ciphertext: never state, nor what is sent in the clear.
INSIDE = frozenset({"m.room.message", *polls.KINDS})
# Of the keys of one session, devices of one member; and as many of which nobody knows whose they are.
MOST_GIVERS = 5
log = structlog.get_logger("copbot.encryption")

Event = Mapping[str, Any]
Held = tuple[GroupRow, InboundGroupSession]


class Batch:
    """What one sync brings that is encrypted. ``rows`` are to be committed with its facts; then `kept` is called."""

    def __init__(
        self,
        own: OwnKeys,
        devices: DeviceLists,
        vault: Vault,
        seal: Seal,
        memory: Memory,
        clock: Callable[[], datetime],
    ) -> None:
        self._own = own
        self._devices = devices
        self._vault = vault
        self._seal = seal
        self._memory = memory
        self._clock = clock
        self._replays = Replays(vault, memory)
        self._letters = Letters(own, vault, seal, clock)
        self._rows: list[KeyRow] = []
        self._groups: dict[tuple[str, str], list[Held]] = {}
        self._sealed: list[SealedRow] = []
        self._gone: set[str] = set()
        self._news: Mapping[str, int] = {}
        self._fresh: dict[tuple[str, str], None] = {}  # sessions whose keys came with this sync
        self._owned: dict[tuple[str, str], None] = {}  # sessions of which it is known only now whose they are
        self._near: Mapping[
            str, bool | None
        ] = {}  # who of the senders of letters shares a room; None: may do so
        self.late: dict[str, list[Event]] = {}  # by room: what had been sealed and now is open

    @property
    def rows(self) -> tuple[KeyRow, ...]:
        """What has changed by reading."""
        return (*self._letters.rows, *self._rows)

    @property
    def wedged(self) -> frozenset[tuple[str, str]]:
        """Whose conversations no longer fit: member and Curve25519 key."""
        # With whom copbot shares no room there is nothing to mend: it would only be kept busy.
        return frozenset(pair for pair in self._letters.wedged if self._near.get(pair[0], True) is not False)

    def kept(self) -> None:
        """The rows are committed."""
        self._letters.kept()
        for (room, session), held in self._groups.items():
            self._memory.keep(room, session, held)
        self._replays.kept()
        self._memory.wait(self._sealed)
        self._memory.opened(self._gone)
        self._devices.heard(self._news)

    async def take_in(self, events: Iterable[object], near: Mapping[str, bool | None]) -> None:
        """Read what devices sent to this one, and open what waited for the keys among it. Raises Unsent, StoreFailed.

        ``near`` says who of their senders shares a room with copbot; None: they may.
        """
        self._near = near
        for letter in await self._letters.read(events):
            if letter.kind == megolm.ROOM_KEY:
                try:
                    await self._given(letter)
                except Unreadable as why:
                    log.info("a key of a room does not count", why=str(why))
        self._news = news = self._devices.news()
        waiting = await self._vault.doubtful(news) if news else ()
        for room, session in dict.fromkeys((*self._fresh, *waiting, *self._memory.of(news))):
            if late := await self._open_late(room, session):
                self.late.setdefault(room, []).extend(late)
        self._owned.clear()

    async def _given(self, opened: olm.Opened) -> None:
        """A room's keys came. They are kept with whose device they are from, as far as that can be seen."""
        given = megolm.given(opened.content)
        if not writable(given.room):
            raise Unreadable("no room")
        held = await self._held(given.room, given.session)
        first = int(given.inbound.first_known_index)
        mine = next((one for one in held if one[0].peer == opened.curve), None)
        if mine is not None and mine[0].first <= first and mine[0].signing == opened.ed:
            return
        owner = await self._owner_of(opened)
        # Counted for each member: nobody keeps out the one whose keys they are by passing them on often.
        if mine is None and sum(row.owner == owner for row, _ in held) >= MOST_GIVERS:
            raise Unreadable("given by too many")
        row = GroupRow(
            given.room,
            given.session,
            opened.curve,
            opened.ed,
            owner,
            first,
            given.inbound.pickle(self._seal),
            self._clock(),
        )
        self._hold((row, given.inbound))
        self._fresh[given.room, given.session] = None

    async def _owner_of(self, opened: olm.Opened) -> str:
        """Whose device sent this: as the homeserver tells, or, for one that is gone already, as it says and signs itself."""
        if self._near.get(opened.sender) is False:
            return ""  # strangers' homeservers keep nobody waiting: it is asked once somebody of theirs is heard in a room
        await self._devices.look([opened.sender])
        listing = self._devices.of(opened.sender)
        device = listing.find(opened.curve, opened.ed)
        if device is None and opened.device_keys is not None and self._devices.knows(opened.sender):
            told = device_of(opened.sender, opened.device_keys)
            if told is not None and (told.curve, told.ed) == (opened.curve, opened.ed):
                device = replace(told, trusted=listing.vouches(opened.sender, opened.device_keys))
        return self._seal.owner(opened.sender) if device is not None and device.trusted else ""

    def _hold(self, held: Held) -> None:
        row = held[0]
        others = self._groups.get((row.room, row.session), [])
        self._groups[row.room, row.session] = [*(one for one in others if one[0].peer != row.peer), held]
        self._rows.append(row)

    async def _held(self, room: str, session: str) -> list[Held]:
        if (room, session) not in self._groups:
            at_hand = self._memory.held(room, session)
            self._groups[room, session] = list(at_hand or await self._kept(room, session))
        return self._groups[room, session]

    async def _kept(self, room: str, session: str) -> list[Held]:
        rows = await self._vault.groups(room, session)
        return [(row, InboundGroupSession.from_pickle(row.pickle, self._seal)) for row in rows]

    async def _open_late(self, room: str, session: str) -> list[Event]:
        """What waited for the keys of a session and can be opened now, in its order."""
        found: list[Event] = []
        waiting = {row.event: row for row in await self._vault.sealed(room, session)}
        for row in self._memory.waiting(room, session):
            waiting.setdefault(row.event, row)
        for row in sorted(waiting.values(), key=lambda row: row.at):
            if row.event in self._gone:
                continue
            opened = await self._open(room, _told_then(row), again=True)
            if opened is not None and opened.get("type") == SEALED:
                continue
            self._rows.append(Unsealed(row.event))
            self._gone.add(row.event)
            if opened is not None:
                found.append(opened)
        return found

    async def opened(self, room: str, events: Iterable[Event], *, locked: bool) -> list[Event]:
        """A room's events with what was encrypted opened, in their order; what can't count is left out.

        ``locked`` says that the room was encrypted before them: what is said in the clear from then on is marked as
        doubtful. Raises Unsent, StoreFailed.
        """
        found: list[Event] = []
        for event in events:
            kind = event.get("type")
            if "state_key" in event:
                locked = locked or (kind == ENCRYPTION and event["state_key"] == "")
                found.append(event)
            elif kind == ENCRYPTED:
                opened = await self._open(room, event)
                if opened is not None:
                    found.append(opened)
            elif locked and isinstance(kind, str) and kind in INSIDE:
                found.append({**event, DOUBT: "clear"})
            else:
                if kind == "m.room.redaction":
                    taken = taken_away(event)
                    self._gone |= taken
                    # At once: its key may come before the removal is handled.
                    self._rows += map(Unsealed, sorted(taken))
                found.append(event)
        owned, self._owned = self._owned, {}
        return [*[event for place in owned for event in await self._open_late(*place)], *found]

    async def _open(self, room: str, event: Event, *, again: bool = False) -> Event | None:
        """One event: opened, sealed, or None where it can't count."""
        id, sender, content = event.get("event_id"), event.get("sender"), event.get("content")
        if not isinstance(id, str) or not isinstance(sender, str) or not isinstance(content, Mapping):
            return None
        if not content or not (writable(id) and writable(sender)):
            return None  # taken away since, or nothing that could be written down
        session = ""
        try:
            try:
                session = megolm.session_of(content)
                held = await self._held(room, session)
                message, row, doubt = await self._read(room, sender, content, held)
            except (megolm.TooEarly, megolm.Foreign):
                return None if sender == self._own.me else self._seal_up(room, session, event, again=again)
            if message.kind not in INSIDE:
                raise Unreadable("of a kind that is never encrypted")
            if row.peer != self._own.curve:  # copbot's own are known by their keys
                self._rows += await self._replays.once(row, message.index, id)
        except (ValueError, RecursionError) as why:
            said = str(why) if isinstance(why, Unreadable) else type(why).__name__
            log.warning("an encrypted message does not count", room=room, why=said)
            return None
        plain = {**event, "type": message.kind, "content": message.content}
        return {**plain, DOUBT: doubt} if doubt else plain

    async def _read(
        self, room: str, sender: str, content: Event, held: list[Held]
    ) -> tuple[megolm.Message, GroupRow, str]:
        """Open an event with the keys that came from the sender's own device, verified by its owner if there is such a one.

        Raises Unreadable; TooEarly as long as only others gave a key, for whose it is nobody can see from that.
        """
        troubles: list[Unreadable] = []
        found: tuple[megolm.Message, GroupRow, str] | None = None
        for row, inbound in tuple(held):
            if (doubt := await self._doubt(row, sender)) is None or (found and doubt):
                continue
            try:
                found = megolm.unseal(inbound, room, content), row, doubt
            except Unreadable as trouble:
                troubles.append(trouble)
        if found is None:
            early = [trouble for trouble in troubles if isinstance(trouble, megolm.TooEarly)]
            raise (early or troubles or [megolm.TooEarly("no key of the sender's own")])[0]
        return found

    async def _doubt(self, row: GroupRow, sender: str) -> str | None:
        """Empty where the keys are from the sender's own device, "device" where its owner never signed that; else None.

        Raises Unreadable where they are copbot's own and the sender is not.
        """
        owner = self._seal.owner(sender)
        if row.owner == owner:
            return ""
        if row.peer == self._own.curve:
            raise Unreadable("from a device that is not the sender's")
        await self._devices.look([sender])
        device = self._devices.of(sender).find(row.peer, row.signing)
        if device is None:
            return None
        if not device.trusted:
            return "device"
        at = self._groups[row.room, row.session]
        inbound = next(inbound for one, inbound in at if one.peer == row.peer)
        self._hold((replace(row, owner=owner), inbound))
        self._owned[row.room, row.session] = None
        return ""

    def _seal_up(self, room: str, session: str, event: Event, *, again: bool) -> Event:
        """Keep what can't be opened yet; only what others see of it anyway is told."""
        if not again:
            raw = json.dumps(event)
            row = SealedRow(event["event_id"], room, event["sender"], session, raw, self._clock())
            self._sealed.append(row)
            self._rows.append(row)
        return {**event, "type": SEALED}


def _told_then(row: SealedRow) -> Event:
    """The event as it came."""
    found = json.loads(row.raw)
    return found if isinstance(found, Mapping) else {}
