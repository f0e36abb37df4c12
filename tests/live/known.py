"""What a member with independent encryption knows of a person and the person's devices."""

from dataclasses import dataclass
from typing import Any, Self

from copbot.demo.wire import JsonObject


@dataclass(frozen=True)
class KnownDevice:
    """A device as a peer knows it."""

    name: str | None
    keys: dict[str, str]
    """By algorithm and device, as `ed25519:ABC`."""
    signed_by_owner: bool
    """Whether the identity of its owner signed it."""
    cross_signing_verified: bool
    """Whether it is signed by its owner, whose identity we verified."""
    locally_verified: bool


@dataclass(frozen=True)
class Known:
    """A person as a peer knows it."""

    identity: bool
    """Whether the person has cross-signing keys."""
    verified: bool
    """Whether we verified that identity."""
    was_verified: bool
    """Whether we verified an identity of that person, be it another one than now."""
    needs_approval: bool
    """Whether the identity is another than the one that we saw first."""
    master_key: str | None
    devices: dict[str, KnownDevice]
    """By device id."""

    @classmethod
    def read(cls, found: JsonObject) -> Self:
        """From what the peer's process tells."""
        master: dict[str, Any] = (found["identity"] or {}).get("master_key", {}).get("keys", {})
        return cls(
            identity=found["known"],
            verified=found["verified"],
            was_verified=found["was_verified"],
            needs_approval=found["needs_approval"],
            master_key=next(iter(master.values()), None),
            devices={device: KnownDevice(**about) for device, about in found["devices"].items()},
        )
