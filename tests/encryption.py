"""Encryption for tests without a homeserver: the real one before a homeserver that only takes keys, and one for plain rooms."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from copbot.crypto.account import MOST, SIGNED
from copbot.matrix.encryption.door import Encryption, Keys, Sign
from copbot.matrix.encryption.vault import Seal
from copbot.matrix.http import Requests
from copbot.matrix.rooms import Rooms
from copbot.store.database import Database
from copbot.store.keys import SqlKeys

DEVICE = "COPBOT"


class Anonymous:
    """No identity stands behind the device."""

    async def before(self, keys: Keys) -> None:
        """The keys may be uploaded."""

    async def after(self, keys: Keys, sign: Sign) -> Keys:
        """Nobody signs them."""
        return keys


def encryption(requests: Requests, database: Database, rooms: Rooms, me: str, now: datetime) -> Encryption:
    """copbot's own, on a database."""
    names = count()
    return Encryption(
        requests,
        SqlKeys(database),
        Seal(b"k" * 32),
        me,
        DEVICE,
        rooms,
        lambda: now,
        lambda: 0.0,
        lambda: f"request-{next(names)}",
        Anonymous(),
    )


def keys_answer(path: tuple[str, ...]) -> dict[str, Any] | None:
    """What a homeserver says about keys where nobody else has any; None for other requests."""
    match path:
        case ("keys", "upload"):
            return {"one_time_key_counts": {SIGNED: MOST}}
        case ("keys", "query"):
            return {"device_keys": {}, "failures": {}}
        case ("keys", "claim"):
            return {"one_time_keys": {}, "failures": {}}
        case ("sendToDevice", *_):
            return {}
    return None


class Plain:
    """For rooms that are not encrypted: asked to seal, it fails the test."""

    async def sealed(self, room: str, kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Never asked for."""
        raise AssertionError(room)

    async def peek(self, room: str, events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Nothing to open."""
        return list(events)

    async def can_read(self, user: str) -> bool:
        """Nobody has such a device."""
        return False
