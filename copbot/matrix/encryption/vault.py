"""The port to the store of keys, and the key under which all of them are kept."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Protocol

from copbot.crypto.rows import AccountRow, GroupRow, KeyRow, OlmRow, SealedRow


class Vault(Protocol):
    """Where keys are kept. Every method raises StoreFailed."""

    async def account(self, device: str) -> AccountRow | None:
        """copbot's own keys on a device."""

    async def olm(self, peers: Iterable[str]) -> Mapping[str, tuple[OlmRow, ...]]:
        """The conversations with other devices, by their Curve25519 keys; of each the one that served last is the first."""

    async def groups(self, room: str, session: str) -> tuple[GroupRow, ...]:
        """What reads the messages of one session in a room, by the devices that gave it."""

    async def event_at(self, room: str, session: str, index: int) -> str | None:
        """Which event the message of a session was that stands at an index, if it was read before."""

    async def newest(self, room: str, session: str) -> int:
        """The highest index of a session's messages that were read; -1 if none was."""

    async def sealed(self, room: str, session: str) -> tuple[SealedRow, ...]:
        """What waits for the key of a session, oldest first."""

    async def doubtful(self, senders: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """The sessions, each in its room, of which a key is there and something that one of these sent waits all the same."""

    async def save(self, rows: Iterable[KeyRow]) -> None:
        """Write keys in a commit of their own."""


class Seal(bytes):
    """The pickle key: everything secret is kept encrypted under it, and members' names are hashed with it."""

    def __repr__(self) -> str:
        return "<pickle key>"  # in no log and in no traceback

    def owner(self, user: str) -> str:
        """A mark by which copbot knows a member again, that says nothing to anybody else."""
        return hmac.new(self, user.encode(), hashlib.sha256).hexdigest()
