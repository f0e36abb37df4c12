"""What reading keeps at hand: keys that were used not long ago, and what waits for one where nothing may be written yet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Iterable, Sequence

from vodozemac import InboundGroupSession

from copbot.crypto.rows import GroupRow, SealedRow

KEYS = 500  # sessions at hand
WAITING = 5_000  # messages; those of rooms that accepted the notice are in the store as well
WAITING_OF_ONE = 100  # of these, of one member's: nobody pushes out what others said
PEERS = 5_000  # devices of which it is remembered that they served


class Memory:
    """Committed things only: whatever a commit that failed would have made true is not in here."""

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[str, str], tuple[tuple[GroupRow, InboundGroupSession], ...]] = (
            OrderedDict()
        )
        self._newest: dict[tuple[str, str], int] = {}  # of these sessions, the highest index that was read
        self._waiting: dict[str, SealedRow] = {}
        self._by_sender: dict[str, OrderedDict[str, None]] = {}  # the events of these, oldest first
        self._tried: OrderedDict[str, None] = OrderedDict()

    def keep(self, room: str, session: str, held: Sequence[tuple[GroupRow, InboundGroupSession]]) -> None:
        """What reads a session's messages; nothing is not kept at hand, for it may come at any moment."""
        if not held:
            return
        self._keys[room, session] = tuple(held)
        self._keys.move_to_end((room, session))
        if len(self._keys) > KEYS:
            gone, _ = self._keys.popitem(last=False)
            self._newest.pop(gone, None)

    def held(self, room: str, session: str) -> tuple[tuple[GroupRow, InboundGroupSession], ...] | None:
        """What reads a session's messages, if it is at hand."""
        return self._keys.get((room, session))

    def newest(self, room: str, session: str) -> int | None:
        """The highest index of a session's messages that were read, if it is at hand; -1 if none was."""
        return self._newest.get((room, session))

    def reached(self, room: str, session: str, index: int) -> None:
        """The messages of a session that is at hand were read up to an index."""
        if (room, session) in self._keys:
            self._newest[room, session] = max(index, self._newest.get((room, session), -1))

    def wait(self, rows: Iterable[SealedRow]) -> None:
        """These wait for their keys."""
        for row in rows:
            self.opened([row.event])
            self._waiting[row.event] = row
            theirs = self._by_sender.setdefault(row.sender, OrderedDict())
            theirs[row.event] = None
            if len(theirs) > WAITING_OF_ONE:
                self.opened([next(iter(theirs))])
        while len(self._waiting) > WAITING:
            most = max(self._by_sender.values(), key=len)
            self.opened([next(iter(most))])

    def waiting(self, room: str, session: str) -> tuple[SealedRow, ...]:
        """What waits for the key of a session."""
        return tuple(row for row in self._waiting.values() if (row.room, row.session) == (room, session))

    def of(self, senders: Container[str]) -> tuple[tuple[str, str], ...]:
        """The sessions, each in its room, of what waits and was sent by one of these."""
        return tuple((row.room, row.session) for row in self._waiting.values() if row.sender in senders)

    def opened(self, events: Iterable[str]) -> None:
        """These wait no longer."""
        for event in events:
            row = self._waiting.pop(event, None)
            if row is not None:
                theirs = self._by_sender[row.sender]
                del theirs[event]
                if not theirs:
                    del self._by_sender[row.sender]

    def served(self, peers: Iterable[str]) -> None:
        """Keys that these devices gave opened messages."""
        for peer in peers:
            self._tried[peer] = None
        while len(self._tried) > PEERS:
            self._tried.popitem(last=False)

    def tried(self, peer: str) -> bool:
        """Whether it is known that keys of this device opened something."""
        return peer in self._tried
