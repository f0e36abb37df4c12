"""Which event each message of a session was: the same message as another event is a replay, also after a restart.

It belongs to one `Batch`. A message that is newer than all that were read before is looked for nowhere.
"""

from __future__ import annotations

from copbot.crypto.olm import Unreadable
from copbot.crypto.rows import GroupRow, IndexRow, KeyRow, Tried
from copbot.matrix.encryption.memory import Memory
from copbot.matrix.encryption.vault import Vault


class Replays:
    """The messages that one sync brings, among those that were read before."""

    def __init__(self, vault: Vault, memory: Memory) -> None:
        self._vault = vault
        self._memory = memory
        self._events: dict[tuple[str, str, int], str] = {}
        self._newest: dict[tuple[str, str], int] = {}  # by room and session, as it was before this sync
        self._tried: set[str] = set()  # devices whose keys opened something

    async def once(self, row: GroupRow, index: int, event: str) -> list[KeyRow]:
        """Note which event a message of a session is; returns what is new. Raises Unreadable for a replay, StoreFailed."""
        place = (row.room, row.session, index)
        before = self._events.get(place)
        if before is None and index <= await self._newest_of(row.room, row.session):
            before = await self._vault.event_at(*place)
        if before is not None:
            if before != event:
                raise Unreadable("a replay")
            return []
        self._events[place] = event
        new: list[KeyRow] = [IndexRow(*place, event)]
        if not self._memory.tried(row.peer) and row.peer not in self._tried:
            self._tried.add(row.peer)
            new.append(Tried(row.peer))
        return new

    async def _newest_of(self, room: str, session: str) -> int:
        known = self._newest.get((room, session))
        if known is None:
            at_hand = self._memory.newest(room, session)
            known = await self._vault.newest(room, session) if at_hand is None else at_hand
            self._newest[room, session] = known
        return known

    def kept(self) -> None:
        """What was new is committed."""
        for (room, session), index in self._newest.items():
            self._memory.reached(room, session, index)
        for room, session, index in self._events:
            self._memory.reached(room, session, index)
        self._memory.served(self._tried)
