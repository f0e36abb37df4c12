"""Reading what devices sent to this one: the conversations between two devices, of which the keys of rooms are part.

It belongs to one `Batch`: what has changed by reading is rows for its commit, and nothing of it counts before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import structlog
from vodozemac import Account, Session

from copbot.crypto import olm
from copbot.crypto.olm import Unreadable, Wedged
from copbot.crypto.rows import KeyRow, OlmRow, Unpaired, Untried
from copbot.matrix.encryption.own import OwnKeys
from copbot.matrix.encryption.vault import Seal, Vault
from copbot.matrix.events import writable

ENCRYPTED = "m.room.encrypted"
MOST_SESSIONS = 5  # with one device
log = structlog.get_logger("copbot.encryption")

Event = Mapping[str, Any]


class Letters:
    """The messages between devices that one sync brings."""

    def __init__(self, own: OwnKeys, vault: Vault, seal: Seal, clock: Callable[[], datetime]) -> None:
        self._own = own
        self._vault = vault
        self._seal = seal
        self._clock = clock
        self._account: Account | None = None
        self._used = False  # a message took a one-time key
        self._torn = False  # one may have, and still not count
        self._rows: list[KeyRow] = []
        self._sessions: dict[str, list[tuple[Session, OlmRow]]] = {}
        self.wedged: set[tuple[str, str]] = set()
        """Whose conversations no longer fit: member and Curve25519 key."""

    @property
    def rows(self) -> tuple[KeyRow, ...]:
        """What has changed by reading."""
        if self._account is None or not self._used:
            return tuple(self._rows)
        return (self._own.row(self._account), *self._rows)

    def kept(self) -> None:
        """The rows are committed."""
        if self._account is not None and not self._torn:
            self._own.kept(self._account)

    async def read(self, events: Iterable[object]) -> list[olm.Opened]:
        """What could be opened, in its order; whatever is odd in one of them, the others are read. Raises StoreFailed."""
        found: list[olm.Opened] = []
        for event in events:
            if isinstance(event, Mapping) and event.get("type") == ENCRYPTED:
                try:
                    found.append(await self._open(event))
                except Unreadable as why:
                    log.info("a message between devices could not be opened", why=str(why))
                except (ValueError, TypeError, LookupError, RecursionError) as odd:
                    log.warning("a message between devices could not be read", why=type(odd).__name__)
        return found

    async def _open(self, event: Event) -> olm.Opened:
        curve, sender = olm.peer(event), event.get("sender")
        if not isinstance(sender, str) or not writable(sender):
            raise Unreadable("from nobody")
        account = self._account = self._account or await self._own.account()
        sessions = await self._with(curve)
        try:
            opened = olm.unseal(account, [session for session, _ in sessions], self._own.me, event)
        except Wedged:
            self.wedged.add((sender, curve))
            raise
        except Exception:
            self._torn = True
            raise
        self._used |= opened.fresh
        self._remember(curve, opened.session, sessions)
        return opened

    async def _with(self, curve: str) -> list[tuple[Session, OlmRow]]:
        if curve not in self._sessions:
            kept = (await self._vault.olm([curve]))[curve]
            self._sessions[curve] = [(Session.from_pickle(row.pickle, self._seal), row) for row in kept]
        return self._sessions[curve]

    def _remember(self, curve: str, used: Session, sessions: list[tuple[Session, OlmRow]]) -> None:
        """The conversation that served last is the one to go on with."""
        row = OlmRow(curve, used.session_id, used.pickle(self._seal), self._clock())
        others = [pair for pair in sessions if pair[0] is not used]
        if not sessions:
            self._rows.append(Untried(curve, row.used))
        before = [kept for session, kept in sessions if session is used and kept.session != row.session]
        for kept in (*before, *(kept for _, kept in others[MOST_SESSIONS - 1 :])):
            self._rows.append(Unpaired(curve, kept.session))
        sessions[:] = [(used, row), *others[: MOST_SESSIONS - 1]]
        self._rows.append(row)
