"""Members' devices for tests, made with vodozemac alone: what they send to copbot, and what they can read of it."""

from __future__ import annotations

import hashlib
import json
from itertools import count
from typing import TYPE_CHECKING, Any

from vodozemac import (
    Account,
    AnyOlmMessage,
    Curve25519PublicKey,
    GroupSession,
    InboundGroupSession,
    MegolmMessage,
    Session,
    SessionKey,
)

from copbot.crypto.account import MEGOLM, OLM, SIGNED, device_keys, signed
from copbot.crypto.canonical import padded, signed_by_both, unpadded
from copbot.crypto.identity import Identity
from tests.encryption import DEVICE

if TYPE_CHECKING:
    from tests.secrecy import Server

ME, KARIN, MALLORY = "@copbot:x", "@karin:x", "@mallory:x"
ROOM, OTHER = "!r:x", "!other:x"
Object = dict[str, Any]
_names = count()


def identity(user: str) -> Identity:
    """Somebody's identity, always the same."""
    return Identity(user, *(hashlib.sha256(f"{user}{number}".encode()).digest() for number in range(3)))


class Phone:
    """A member's device, by the Matrix specification and not by copbot's code but for how an object is signed."""

    def __init__(self, user: str, id: str, owner: Identity | None = None, one_time: int = 20) -> None:
        self.user, self.id = user, id
        self.account = Account()
        self.account.generate_one_time_keys(one_time)
        self.one_time = signed_keys(self.account, user, id)
        self.account.mark_keys_as_published()
        own = device_keys(self.account, user, id)
        self.keys = own if owner is None else signed_by_both(own, owner.signed_device(own))
        self.curve = self.account.curve25519_key.to_base64()
        self.ed = self.account.ed25519_key.to_base64()
        self.talk: Session | None = None
        self.group = GroupSession()
        self.first_key = self.group.session_key.to_base64()
        self.received: list[Object] = []
        self.groups: dict[str, InboundGroupSession] = {}

    def letter(self, server: Server, kind: str, content: object, **instead: Any) -> Object:
        """What this device sends to copbot's; ``instead`` takes the place of parts of the payload."""
        to = server.uploaded
        payload = {
            "type": kind,
            "content": content,
            "sender": self.user,
            "recipient": ME,
            "recipient_keys": {"ed25519": to["keys"][f"ed25519:{DEVICE}"]},
            "keys": {"ed25519": self.ed},
            **instead,
        }
        return self.wrapped(server, json.dumps(payload).encode())

    def wrapped(self, server: Server, plain: bytes) -> Object:
        """Any bytes as a message to copbot's device, under a conversation that this device begins."""
        theirs = server.uploaded["keys"][f"curve25519:{DEVICE}"]
        if self.talk is None:
            one_time = Curve25519PublicKey.from_base64(server.claim_own())
            self.talk = self.account.create_outbound_session(
                Curve25519PublicKey.from_base64(theirs), one_time
            )
        form, body = self.talk.encrypt(plain).to_parts()
        return {
            "type": "m.room.encrypted",
            "sender": self.user,
            "content": {
                "algorithm": OLM,
                "sender_key": self.curve,
                "ciphertext": {theirs: {"type": form, "body": unpadded(body)}},
            },
        }

    def room_key(self, room: str = ROOM) -> Object:
        """The content of the message that gives a room's key, from its first message on."""
        return {
            "algorithm": MEGOLM,
            "room_id": room,
            "session_id": self.group.session_id,
            "session_key": self.first_key,
        }

    def gives(self, server: Server, room: str = ROOM, **instead: Any) -> Object:
        """The room's key for copbot."""
        return self.letter(server, "m.room_key", self.room_key(room), **instead)

    def says(self, body: str, event: str | None = None, **more: Any) -> Object:
        """An encrypted message of the room."""
        return self.event("m.room.message", {"msgtype": "m.text", "body": body}, event, **more)

    def event(
        self, kind: str, content: object, event: str | None = None, room: str = ROOM, **payload: Any
    ) -> Object:
        """An encrypted event with anything inside."""
        inside = {"type": kind, "content": content, "room_id": room, **payload}
        return self.sealed(json.dumps(inside).encode(), event)

    def sealed(self, plain: bytes, event: str | None = None) -> Object:
        """An encrypted event with any bytes inside."""
        return {
            "type": "m.room.encrypted",
            "sender": self.user,
            "event_id": event or f"$e{next(_names)}",
            "origin_server_ts": 1_790_000_000_000,
            "content": {
                "algorithm": MEGOLM,
                "sender_key": self.curve,
                "device_id": self.id,
                "session_id": self.group.session_id,
                "ciphertext": self.group.encrypt(plain).to_base64(),
            },
        }

    def reads(self) -> list[Object]:
        """The payloads of what copbot sent to this device, in their order; nothing that does not open."""
        found = []
        for content in self.received:
            block = content["ciphertext"][self.curve]
            message = AnyOlmMessage.from_parts(block["type"], padded(block["body"]))
            if self.talk is None or (block["type"] == 0 and not self.talk.session_matches(_pre_key(message))):
                sender = Curve25519PublicKey.from_base64(content["sender_key"])
                self.talk, plain = self.account.create_inbound_session(sender, _pre_key(message))
            else:
                plain = self.talk.decrypt(message)
            found.append(json.loads(plain))
        self.received.clear()
        return found

    def opens(self, content: Object) -> Object | None:
        """What stands in an encrypted event of copbot's, if this device was given its key."""
        for payload in self.reads():
            if payload["type"] == "m.room_key":
                key = InboundGroupSession(SessionKey(payload["content"]["session_key"]))
                self.groups.setdefault(key.session_id, key)
        key_of = self.groups.get(content["session_id"])
        message = MegolmMessage.from_base64(content["ciphertext"])
        if key_of is None or message.message_index() < key_of.first_known_index:
            return None
        found: Object = json.loads(key_of.decrypt(message).plaintext)
        return found


def signed_keys(account: Account, user: str, id: str) -> Object:
    """An account's one-time keys as they are uploaded."""
    return {
        f"{SIGNED}:{name}": signed(account, user, id, {"key": key.to_base64()})
        for name, key in account.one_time_keys.items()
    }


def _pre_key(message: AnyOlmMessage) -> Any:
    found = message.to_pre_key()
    assert found is not None
    return found
