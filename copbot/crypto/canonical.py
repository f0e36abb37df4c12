"""Canonical JSON and the signatures under it, as Matrix has them (specification, appendices: Signing JSON).

What others sign arrives from the network: whatever its shape, these functions answer, they do not raise, but for
`encode`, which is asked only for what copbot made or has already read as JSON.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping
from typing import Any

from vodozemac import Ed25519PublicKey, Ed25519Signature

Object = Mapping[str, Any]


def encode(found: Object) -> bytes:
    """The one way to write an object down. Raises ValueError for what has none: NaN, halves of a character."""
    plain = json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return plain.encode()


def signable(found: Object) -> dict[str, Any]:
    """The part of an object that a signature stands for."""
    return {name: value for name, value in found.items() if name not in ("signatures", "unsigned")}


def unpadded(raw: bytes) -> str:
    """Base64 as Matrix writes it."""
    return b64encode(raw).decode().rstrip("=")


def padded(text: str) -> bytes:
    """The bytes of base64, with or without padding. Raises ValueError for anything else."""
    try:
        return b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (Error, ValueError) as wrong:
        raise ValueError("not base64") from wrong


def signature(found: Object, user: str, key_id: str) -> str | None:
    """The signature that stands in an object under a user's key, whatever it is worth."""
    block = found.get("signatures")
    theirs = block.get(user) if isinstance(block, Mapping) else None
    signed = theirs.get(key_id) if isinstance(theirs, Mapping) else None
    return signed if isinstance(signed, str) else None


def signed_by_both(found: Object, again: Object) -> dict[str, Any]:
    """The same object, signed twice, with the signatures of both."""
    one, other = found.get("signatures", {}), again.get("signatures", {})
    users = {**one, **other}
    return {**found, "signatures": {user: {**one.get(user, {}), **other.get(user, {})} for user in users}}


def verify(found: Object, user: str, key_id: str, public: str) -> bool:
    """Whether an object bears a good signature of the user's Ed25519 key (unpadded base64) under that key's id."""
    signed = signature(found, user, key_id)
    if signed is None:
        return False
    try:
        key = Ed25519PublicKey.from_base64(public)
        key.verify_signature(encode(signable(found)), Ed25519Signature.from_base64(signed))
    except (ValueError, RecursionError):
        return False
    return True
