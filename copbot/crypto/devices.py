"""Whose devices there are, as the homeserver tells and as far as signatures bear it out.

A device counts when it signs for itself. A member who has an identity of their own (cross-signing) signs their devices with
it: then one that is not signed counts as nobody's, for anybody who runs a homeserver could have added it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from copbot.crypto.account import MEGOLM, OLM
from copbot.crypto.canonical import verify

MOST_DEVICES = (
    200  # of one member; more than any person has, and a bound for who would have copbot encrypt for ever
)
LONGEST = 255  # characters of a device's id

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Device:
    """One device of a member: its Curve25519 and Ed25519 keys. ``trusted``: signed by its owner, or the owner signs none."""

    user: str
    id: str
    curve: str
    ed: str
    trusted: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """A member's devices by their ids, whether the member has an identity, and the key by which it signs devices.

    ``pins`` are the keys under which each device that is still told was first known.
    """

    devices: Mapping[str, Device] = field(default_factory=dict)
    identified: bool = False
    signing: str | None = None
    pins: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def find(self, curve: str, ed: str) -> Device | None:
        """The device that has both keys."""
        return next((one for one in self.devices.values() if (one.curve, one.ed) == (curve, ed)), None)

    def vouches(self, user: str, keys: Object) -> bool:
        """Whether the member's identity, where they have one, stands behind a block of device keys."""
        if not self.identified:
            return True
        return self.signing is not None and verify(keys, user, f"ed25519:{self.signing}", self.signing)


def read(user: str, answer: Object, before: Listing) -> Listing:
    """A member's devices from an answer of /keys/query; what is badly made or signed is left out.

    A device keeps the keys that it had ``before``: what comes back under the same name with others is not taken for it,
    however often it is told.
    """
    identified, signing = _identity(user, answer)
    told = Listing({}, identified, signing)
    found: dict[str, Device] = {}
    pins: dict[str, tuple[str, str]] = {}
    for id, keys in list(_object(_object(answer.get("device_keys")).get(user)).items())[:MOST_DEVICES]:
        if id in before.pins:
            pins[id] = before.pins[id]
        device = device_of(user, keys) if isinstance(keys, Mapping) else None
        if device is None or device.id != id:
            continue
        if pins.setdefault(id, (device.curve, device.ed)) != (device.curve, device.ed):
            continue
        found[id] = replace(device, trusted=told.vouches(user, keys))
    return replace(told, devices=found, pins=pins)


def device_of(user: str, keys: Object) -> Device | None:
    """The device that a block of device keys describes, if it is the user's and signs for itself; not trusted as yet."""
    id, algorithms, public = keys.get("device_id"), keys.get("algorithms"), _object(keys.get("keys"))
    if keys.get("user_id") != user or not isinstance(id, str) or not 0 < len(id) <= LONGEST:
        return None
    if not isinstance(algorithms, list) or OLM not in algorithms or MEGOLM not in algorithms:
        return None
    curve, ed = public.get(f"curve25519:{id}"), public.get(f"ed25519:{id}")
    if not isinstance(curve, str) or not isinstance(ed, str) or not verify(keys, user, f"ed25519:{id}", ed):
        return None
    return Device(user, id, curve, ed, trusted=False)


def _identity(user: str, answer: Object) -> tuple[bool, str | None]:
    """Whether a member has an identity, and the key by which it signs devices, if its master key signs that one."""
    master = _object(_object(answer.get("master_keys")).get(user))
    root = _only_key(user, "master", master)
    if root is None:
        return bool(master), None
    signing = _object(_object(answer.get("self_signing_keys")).get(user))
    key = _only_key(user, "self_signing", signing)
    good = key is not None and verify(signing, user, f"ed25519:{root}", root)
    return True, key if good else None


def _only_key(user: str, usage: str, block: Object) -> str | None:
    usages, keys = block.get("usage"), _object(block.get("keys"))
    if block.get("user_id") != user or not isinstance(usages, list) or usage not in usages or len(keys) != 1:
        return None
    ((name, key),) = keys.items()
    return key if isinstance(key, str) and name == f"ed25519:{key}" else None


def _object(found: object) -> Object:
    return found if isinstance(found, Mapping) else {}
