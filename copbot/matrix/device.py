"""May the keys in the data folder be used for copbot's device? Asked before anything is uploaded, and every hour.

Two data folders with keys for one device, or one folder put back from a copy, would use up the same keys twice, and what
members wrote meanwhile could not be read. The homeserver is the one that remembers: the device's keys, and in the account's
data how often copbot took them into use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import structlog

from copbot.core.failures import Failure
from copbot.crypto.identity import Device, device_standing
from copbot.matrix.http import Refused, Requests
from copbot.matrix.identity import look

RECORD = "nl.copbot.device"
log = structlog.get_logger("copbot")


class Starts(Protocol):
    """How often copbot started with the keys of this device; counted in the database that holds them."""

    async def count(self) -> int:
        """So often as yet."""

    async def advance(self) -> int:
        """Once more, on disk; returns how often with this time."""


class KeysElsewhere(Failure):
    """The homeserver knows keys of this device that the data folder does not hold: that is another, or an older one.

    To go on with other keys on the same device would break what members' clients know of it; a new device does not.
    """

    def __init__(self, device: str) -> None:
        super().__init__(
            f"The encryption keys of device {device} are not those in the data folder, which is new, or was put back from an "
            "older copy. copbot can go on as a new device only. Run copbot login --new-device; with access_token_file, put the "
            "token of a new device in it first."
        )
        self.device = device


async def begin(requests: Requests, own: Mapping[str, Any], starts: Starts) -> None:
    """Before anything is uploaded, and now and then: may these keys be used? Counts that they are.

    ``own`` are the device's keys as they would be uploaded. Raises KeysElsewhere; Unsent, TokenDead, StoreFailed.
    """
    user, device = own["user_id"], own["device_id"]
    found = await look(requests, user, device)
    if device_standing(found, own) is Device.OTHER:
        raise KeysElsewhere(device)
    if await put_back(requests, user, device, await starts.count()):
        raise KeysElsewhere(device)
    record = {"device": device, "starts": await starts.advance()}
    try:
        await requests.request("PUT", "user", user, "account_data", RECORD, body=record)
    except Refused as refusal:
        log.warning("the homeserver does not keep how often copbot started", code=refusal.code)


async def put_back(requests: Requests, user: str, device: str, count: int) -> bool:
    """Whether the homeserver knows of a start after the ``count`` that the database knows of: then this is a copy.

    Raises Unsent, TokenDead.
    """
    known_device, known_count = await _record(requests, user)
    return known_count > count if known_device == device else known_device is not None and count > 0


async def _record(requests: Requests, user: str) -> tuple[str | None, int]:
    """Which device of copbot's started last, and how often it had; (None, 0) when nobody knows."""
    try:
        found = await requests.request("GET", "user", user, "account_data", RECORD)
    except Refused:
        return None, 0
    device, count = found.get("device"), found.get("starts")
    if not isinstance(device, str) or not isinstance(count, int):
        return None, 0
    return device, count
