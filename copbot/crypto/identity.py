"""copbot's identity (cross-signing): three keys by which members' clients know that its device is really its own.

The master key stands for the account and signs the other two; the self-signing key signs copbot's devices; the user-signing
key would sign other members, which copbot never does, but clients expect it. A device may be replaced; as long as the same
identity signs the new one, nobody is warned.

An identity is its three seeds and nothing else, so that a backup of them is a backup of all of it. What the homeserver says
is judged here by signatures alone, whatever its shape; the homeserver may lie, and then it says less than `SIGNED`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from copbot.crypto.canonical import encode, padded, signable, unpadded, verify

Object = dict[str, Any]

SEED_BYTES = 32
VERSION = 1
USAGES = ("master", "self_signing", "user_signing")


class NoIdentity(ValueError):
    """What was read holds no identity of this account; the message says what it is instead, without any of it."""


class Standing(Enum):
    """How copbot's identity and its device stand to each other, as far as the homeserver tells."""

    NONE = "none"  # there is no identity yet, neither here nor there
    KEPT = "kept"  # it was made here and is not, or not wholly, with the homeserver
    SIGNED = "signed"  # all is as it has to be
    UNSIGNED = "unsigned"  # ours is with the homeserver, and this device does not bear its signature
    FOREIGN = "foreign"  # the account has an identity that is not ours
    LOST = "lost"  # the account has the identity that this device once signed, and its file is gone


class Device(Enum):
    """What the homeserver knows of copbot's device, beside what copbot knows itself."""

    UNKNOWN = "unknown"  # it has no keys of it
    SAME = "same"
    OTHER = "other"  # it has keys that are not in the data folder: that was lost, or put back from a copy


@dataclass(frozen=True, slots=True)
class Published:
    """What the homeserver tells about copbot's own account; None for what it does not have, or has in no shape at all."""

    master: Mapping[str, Any] | None
    self_signing: Mapping[str, Any] | None
    user_signing: Mapping[str, Any] | None
    device: Mapping[str, Any] | None


class Identity:
    """The three keys. Equal seeds are equal identities; its text form tells only what is public."""

    def __init__(self, user: str, master: bytes, self_signing: bytes, user_signing: bytes) -> None:
        """Each seed is `SEED_BYTES` long and as good as its chance. Raises ValueError for other lengths."""
        seeds = (master, self_signing, user_signing)
        if any(len(seed) != SEED_BYTES for seed in seeds) or len(set(seeds)) != len(seeds):
            raise ValueError("an identity is three different seeds of 32 bytes")
        self.user = user
        self._seeds = dict(zip(USAGES, seeds, strict=True))
        self._public = {usage: _public(seed) for usage, seed in self._seeds.items()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and (self.user, self._seeds) == (other.user, other._seeds)

    def __hash__(self) -> int:
        return hash((self.user, self.master))

    def __repr__(self) -> str:
        return f"Identity({self.user}, {self.master})"

    @property
    def master(self) -> str:
        """The public master key, in unpadded base64: what members' clients remember copbot by."""
        return self._public["master"]

    def keys(self) -> Object:
        """The three public keys, signed by the master key, as /keys/device_signing/upload wants them."""
        bare = {
            usage: {"user_id": self.user, "usage": [usage], "keys": {f"ed25519:{public}": public}}
            for usage, public in self._public.items()
        }
        return {
            f"{usage}_key": found if usage == "master" else self._signed("master", found)
            for usage, found in bare.items()
        }

    def signed_device(self, device: Mapping[str, Any]) -> Object:
        """The device's keys with the identity's signature beside their own; other signatures are left out."""
        return self._signed("self_signing", device)

    def signs(self, device: Mapping[str, Any]) -> bool:
        """Whether a device's keys bear this identity's signature."""
        public = self._public["self_signing"]
        return verify(device, self.user, f"ed25519:{public}", public)

    def is_in(self, published: Published) -> bool:
        """Whether the account's master key is this identity's."""
        return published.master is not None and _key_of(published.master) == self.master

    def missing_in(self, published: Published) -> Object:
        """Those of its public keys that the homeserver lacks, or shows without their signature, as for an upload."""
        there = {
            "master_key": self.is_in(published),
            "self_signing_key": self._shown(published.self_signing, "self_signing"),
            "user_signing_key": self._shown(published.user_signing, "user_signing"),
        }
        return {name: key for name, key in self.keys().items() if not there[name]}

    def is_whole_in(self, published: Published) -> bool:
        """Whether all three of its keys are with the homeserver, signed as they have to be."""
        return not self.missing_in(published)

    def _shown(self, found: Mapping[str, Any] | None, usage: str) -> bool:
        return (
            found is not None
            and _key_of(found) == self._public[usage]
            and verify(found, self.user, f"ed25519:{self.master}", self.master)
        )

    def written(self) -> str:
        """The identity as its file holds it: secret."""
        seeds = {usage: unpadded(seed) for usage, seed in self._seeds.items()}
        return json.dumps({"version": VERSION, "user_id": self.user, **seeds}, indent=1) + "\n"

    def _signed(self, usage: str, found: Mapping[str, Any]) -> Object:
        from Crypto.Signature import eddsa

        plain = signable(found)
        signature = unpadded(eddsa.new(_key(self._seeds[usage]), "rfc8032").sign(encode(plain)))
        return {**plain, "signatures": {self.user: {f"ed25519:{self._public[usage]}": signature}}}


def read(text: str, user: str) -> Identity:
    """The identity of this account that was written down. Raises `NoIdentity`."""
    try:
        found = json.loads(text)
        version, owner = found["version"], found["user_id"]
        seeds = [padded(found[usage]) for usage in USAGES] if version == VERSION else []
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NoIdentity("holds no identity, or a part of one") from None
    if version != VERSION:
        raise NoIdentity("was made by a newer copbot")
    if owner != user:
        raise NoIdentity("holds the identity of another account")
    try:
        return Identity(user, *seeds)
    except ValueError:
        raise NoIdentity("holds no identity, or a part of one") from None


def published(answer: Mapping[str, Any], user: str, device: str) -> Published:
    """What an answer of /keys/query tells about copbot's own account and device."""
    return Published(
        master=_object(answer, "master_keys", user),
        self_signing=_object(answer, "self_signing_keys", user),
        user_signing=_object(answer, "user_signing_keys", user),
        device=_object(answer, "device_keys", user, device),
    )


def device_standing(found: Published, own: Mapping[str, Any] | None) -> Device:
    """Whether the homeserver's keys of this device are ``own``: those in the data folder, None when there are none."""
    if found.device is None:
        return Device.UNKNOWN
    same = own is not None and _device_keys(found.device) == _device_keys(own)
    return Device.SAME if same else Device.OTHER


def standing(found: Published, identity: Identity | None, own: Mapping[str, Any] | None) -> Standing:
    """How the identity in the data folder, and ``own``, the keys of copbot's device there, stand to what was found."""
    if found.master is None:
        return Standing.NONE if identity is None else Standing.KEPT
    if identity is None:
        return Standing.LOST if own is not None and vouched(found, own) else Standing.FOREIGN
    if not identity.is_in(found):
        return Standing.FOREIGN
    if not identity.is_whole_in(found):
        return Standing.KEPT
    mine = found.device is not None and own is not None and device_standing(found, own) is Device.SAME
    return Standing.SIGNED if mine and identity.signs(found.device or {}) else Standing.UNSIGNED


def vouched(found: Published, own: Mapping[str, Any]) -> bool:
    """Whether the account's master key bears the signature of copbot's own device: only copbot itself puts it there."""
    user, device = own["user_id"], own["device_id"]
    key = f"ed25519:{device}"
    return found.master is not None and verify(found.master, user, key, own["keys"][key])


def _object(answer: Mapping[str, Any], *path: str) -> Mapping[str, Any] | None:
    found: Any = answer
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _key_of(found: Mapping[str, Any]) -> str | None:
    """The one public key in a cross-signing key; None if its name and its value do not agree."""
    keys = found.get("keys")
    if not isinstance(keys, Mapping) or len(keys) != 1:
        return None
    ((name, value),) = keys.items()
    return value if name == f"ed25519:{value}" else None


def _device_keys(found: Mapping[str, Any]) -> object:
    return found.get("user_id"), found.get("device_id"), found.get("keys")


def _key(seed: bytes) -> Any:
    from Crypto.PublicKey import ECC

    return ECC.construct(curve="Ed25519", seed=seed)


def _public(seed: bytes) -> str:
    return unpadded(_key(seed).public_key().export_key(format="raw"))
