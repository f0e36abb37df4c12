"""What reading keeps at hand: keys that were used not long ago, and what waits for one where nothing may be written yet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Iterable, Sequence

from vodozemac import InboundGroupSession

from copbot.crypto.rows import GroupRow, SealedRow

KEYS = 500  # sessions at hand
WAITING = 500  # messages; those of rooms that accepted the notice are in the store as well


class Memory:
    """Committed things only: whatever a commit that failed would have made true is not in here."""

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[str, str], tuple[tuple[GroupRow, InboundGroupSession], ...]] = (
            OrderedDict()
        )
        self._waiting: OrderedDict[str, SealedRow] = OrderedDict()

    def keep(self, room: str, session: str, held: Sequence[tuple[GroupRow, InboundGroupSession]]) -> None:
        """What reads a session's messages; nothing is not kept at hand, for it may come at any moment."""
        if not held:
            return
        self._keys[room, session] = tuple(held)
        self._keys.move_to_end((room, session))
        if len(self._keys) > KEYS:
            self._keys.popitem(last=False)

    def held(self, room: str, session: str) -> tuple[tuple[GroupRow, InboundGroupSession], ...] | None:
        """What reads a session's messages, if it is at hand."""
        return self._keys.get((room, session))

    def wait(self, rows: Iterable[SealedRow]) -> None:
        """These wait for their keys."""
        for row in rows:
            self._waiting[row.event] = row
        while len(self._waiting) > WAITING:
            self._waiting.popitem(last=False)

    def waiting(self, room: str, session: str) -> tuple[SealedRow, ...]:
        """What waits for the key of a session."""
        return tuple(row for row in self._waiting.values() if (row.room, row.session) == (room, session))

    def of(self, senders: Container[str]) -> tuple[tuple[str, str], ...]:
        """The sessions, each in its room, of what waits and was sent by one of these."""
        return tuple((row.room, row.session) for row in self._waiting.values() if row.sender in senders)

    def opened(self, events: Iterable[str]) -> None:
        """These wait no longer."""
        for event in events:
            self._waiting.pop(event, None)
