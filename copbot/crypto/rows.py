"""What of encryption is kept on disk: rows, as they are written and read; every key in them is encrypted itself.

What may be lost is not among them. Lists of devices and the keys for sending live in memory: after a restart a room gets
new ones with its first message, so that no key for sending is ever used twice, whatever moment copbot ended at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AccountRow:
    """copbot's own keys on one device; ``pickle`` is encrypted under the pickle key."""

    device: str
    pickle: str


@dataclass(frozen=True, slots=True)
class OlmRow:
    """A conversation between two devices. ``peer`` is the other's Curve25519 key; ``used`` is when it last decrypted (UTC).

    ``session`` names it. As long as nothing came back in one that copbot began, whoever claims that key may be at the other end:
    behind a space follows the Ed25519 key of the device for which it was begun, and it serves for that one alone.
    """

    peer: str
    session: str
    pickle: str
    used: datetime

    def serves(self, signing: str) -> bool:
        """Whether it may be used to write to a device with this Ed25519 key."""
        _, _, begun_for = self.session.partition(" ")
        return begun_for in ("", signing)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """What reads one member's messages in a room.

    ``peer`` and ``signing`` are the Curve25519 and Ed25519 keys of the device it came from; ``owner`` is a keyed hash of
    the member whose device that was seen to be, or empty as long as nobody's was.
    """

    room: str
    session: str
    peer: str
    signing: str
    owner: str
    first: int
    pickle: str
    since: datetime


@dataclass(frozen=True, slots=True)
class IndexRow:
    """Which event a message of a session was: the same message in another event is a replay."""

    room: str
    session: str
    index: int
    event: str


@dataclass(frozen=True, slots=True)
class SealedRow:
    """An event (as JSON) that could not be opened yet."""

    event: str
    room: str
    sender: str
    session: str
    raw: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unsealed:
    """The event could be opened, or never will be: it is not kept any longer."""

    event: str


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A conversation between two devices that is not needed any more."""

    peer: str
    session: str


@dataclass(frozen=True, slots=True)
class Untried:
    """A device (its Curve25519 key) begins its first conversation: what it gives goes soon, unless it serves for something."""

    peer: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """A key that this device gave opened a message, or copbot has something to tell it: what it gives is kept."""

    peer: str


KeyRow = AccountRow | OlmRow | GroupRow | IndexRow | SealedRow | Unsealed | Unpaired | Untried | Tried
