"""copbot's own device: its keys, and the one-time and fallback keys by which others begin to talk to it.

Keys are uploaded in three steps, each safe to end in: make them and have them on disk; upload; note that it was done. A
copbot that ended in between counts what was under way as done, for nobody knows whether it was: keys that did not arrive
are wasted, and new ones are made for those that the homeserver lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vodozemac import Account

from copbot.crypto.canonical import encode, signable

OLM = "m.olm.v1.curve25519-aes-sha2"
MEGOLM = "m.megolm.v1.aes-sha2"
SIGNED = "signed_curve25519"
MOST = 50  # one-time keys with the homeserver: what vodozemac's account counts with
LEAST = 25  # when no more than so many are left, new ones are made

Object = dict[str, Any]


def device_keys(account: Account, user: str, device: str) -> Object:
    """The device's identity keys, signed by the device itself, as /keys/upload wants them."""
    keys = {
        "user_id": user,
        "device_id": device,
        "algorithms": [OLM, MEGOLM],
        "keys": {
            f"curve25519:{device}": account.curve25519_key.to_base64(),
            f"ed25519:{device}": account.ed25519_key.to_base64(),
        },
    }
    return signed(account, user, device, keys)


def signed(account: Account, user: str, device: str, found: Mapping[str, Any]) -> Object:
    """An object with the device's signature."""
    signature = account.sign(encode(signable(found))).to_base64()
    return {**found, "signatures": {user: {f"ed25519:{device}": signature}}}


def missing(left: int) -> int:
    """How many one-time keys to make, when the homeserver has so many left."""
    return MOST - max(left, 0) if left <= LEAST else 0


def one_time_keys(account: Account, user: str, device: str) -> Object:
    """The one-time keys that were made and not noted as uploaded."""
    return {
        f"{SIGNED}:{id}": signed(account, user, device, {"key": key.to_base64()})
        for id, key in account.one_time_keys.items()
    }


def fallback_key(account: Account, user: str, device: str) -> Object:
    """The fallback key that was made and not noted as uploaded: it serves when the one-time keys have run out."""
    return {
        f"{SIGNED}:{id}": signed(account, user, device, {"key": key.to_base64(), "fallback": True})
        for id, key in account.fallback_key.items()  # type: ignore[attr-defined]  # left out of vodozemac's stubs
    }
