"""Olm: what two devices tell each other, the keys of rooms above all.

What comes in is from the network, and from anybody: every shape of it ends in `Unreadable`, and nothing that a message
claims of its sender counts but what its keys bear out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vodozemac import Account, AnyOlmMessage, Curve25519PublicKey, PreKeyMessage, Session

from copbot.crypto.account import OLM, SIGNED
from copbot.crypto.canonical import encode, padded, unpadded, verify
from copbot.crypto.devices import Device

LONGEST = 65_536  # characters of a ciphertext
PRE_KEY, NORMAL = 0, 1
DEVICE_KEYS = "sender_device_keys"
UNSTABLE_DEVICE_KEYS = "org.matrix.msc4147.device_keys"

Object = Mapping[str, Any]


class Unreadable(ValueError):
    """What came in can't be opened; the words say why, and hold nothing of what anybody wrote."""


class Wedged(Unreadable):
    """The two sides of a conversation no longer fit: a new one has to be begun."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A message between devices. ``session`` changed by reading it; ``fresh``: it was begun, and took a key of the account."""

    kind: str
    content: Object
    sender: str
    curve: str
    ed: str
    device_keys: Object | None
    session: Session
    fresh: bool


def begun(account: Account, device: Device, claimed: object) -> Session | None:
    """A conversation with a device, from the one-time key of it that the homeserver gave out; None if it is not the device's."""
    if not isinstance(claimed, Mapping):
        return None
    for name, key in claimed.items():
        if not isinstance(name, str) or not name.startswith(f"{SIGNED}:") or not isinstance(key, Mapping):
            continue
        if not verify(key, device.user, f"ed25519:{device.id}", device.ed):
            continue
        try:
            one_time = Curve25519PublicKey.from_base64(str(key.get("key")))
            return account.create_outbound_session(Curve25519PublicKey.from_base64(device.curve), one_time)
        except ValueError:
            continue
    return None


def seal(
    account: Account, session: Session, to: Device, me: str, own_keys: Object, kind: str, content: Object
) -> dict[str, Any]:
    """The content of a to-device event for one device. The session has changed afterwards: keep it before this leaves."""
    payload = {
        "type": kind,
        "content": content,
        "sender": me,
        "recipient": to.user,
        "recipient_keys": {"ed25519": to.ed},
        "keys": {"ed25519": account.ed25519_key.to_base64()},
        DEVICE_KEYS: own_keys,
    }
    form, body = session.encrypt(encode(payload)).to_parts()
    return {
        "algorithm": OLM,
        "sender_key": account.curve25519_key.to_base64(),
        "ciphertext": {to.curve: {"type": form, "body": unpadded(body)}},
    }


def peer(event: Object) -> str:
    """The Curve25519 key that an encrypted to-device event says it is from, in its one form. Raises Unreadable."""
    content = event.get("content")
    if not isinstance(content, Mapping) or content.get("algorithm") != OLM:
        raise Unreadable("not Olm")
    key = content.get("sender_key")
    try:
        known = isinstance(key, str) and Curve25519PublicKey.from_base64(key).to_base64() == key
    except ValueError as wrong:
        raise Unreadable("no sender's key") from wrong
    if not known:
        raise Unreadable("no sender's key")
    return str(key)


def unseal(account: Account, sessions: Iterable[Session], me: str, event: Object) -> Opened:
    """Open an encrypted to-device event with the conversations that there are with its sender, or a new one.

    Raises Unreadable; Wedged where it was for copbot but fits no conversation.
    """
    curve = peer(event)
    form, message = _message(account, event["content"])
    plain, session, fresh = _decrypted(account, sessions, curve, form, message)
    payload = _payload(plain)
    sender = event.get("sender")
    recipient_keys, keys = payload.get("recipient_keys"), payload.get("keys")
    ours = account.ed25519_key.to_base64()
    if payload.get("recipient") != me or not isinstance(recipient_keys, Mapping):
        raise Unreadable("meant for somebody else")
    if recipient_keys.get("ed25519") != ours:
        raise Unreadable("meant for another device")
    if not isinstance(sender, str) or payload.get("sender") != sender:
        raise Unreadable("not from who sent it")
    ed = keys.get("ed25519") if isinstance(keys, Mapping) else None
    kind, content = payload.get("type"), payload.get("content")
    if not isinstance(ed, str) or not isinstance(kind, str) or not isinstance(content, Mapping):
        raise Unreadable("not of the form that it should have")
    theirs = payload.get(DEVICE_KEYS, payload.get(UNSTABLE_DEVICE_KEYS))
    return Opened(
        kind, content, sender, curve, ed, theirs if isinstance(theirs, Mapping) else None, session, fresh
    )


def _message(account: Account, content: Object) -> tuple[int, AnyOlmMessage]:
    ciphertext = content.get("ciphertext")
    block = ciphertext.get(account.curve25519_key.to_base64()) if isinstance(ciphertext, Mapping) else None
    form, body = (block.get("type"), block.get("body")) if isinstance(block, Mapping) else (None, None)
    if form not in (PRE_KEY, NORMAL) or not isinstance(body, str) or len(body) > LONGEST:
        raise Unreadable("nothing in it for this device")
    try:
        return int(form), AnyOlmMessage.from_parts(int(form), padded(body))
    except ValueError as wrong:
        raise Unreadable("no Olm message") from wrong


def _decrypted(
    account: Account, sessions: Iterable[Session], curve: str, form: int, message: AnyOlmMessage
) -> tuple[bytes, Session, bool]:
    pre_key: PreKeyMessage | None = message.to_pre_key() if form == PRE_KEY else None
    for session in sessions:
        if pre_key is not None and not session.session_matches(pre_key):
            continue
        try:
            return session.decrypt(message), session, False
        except ValueError:
            if pre_key is not None:
                raise Wedged("a conversation that does not fit any more") from None
    if pre_key is None:
        raise Wedged("no conversation fits")
    try:
        session, plain = account.create_inbound_session(Curve25519PublicKey.from_base64(curve), pre_key)
    except ValueError as wrong:
        raise Wedged("a key that is not there any more") from wrong
    return plain, session, True


def _payload(plain: bytes) -> Object:
    try:
        payload = json.loads(plain)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable("no JSON inside") from wrong
    if not isinstance(payload, Mapping):
        raise Unreadable("no object inside")
    return payload
