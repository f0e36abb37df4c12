"""Megolm: the messages of a room, each device's under keys of its own that everybody in the room was given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from vodozemac import GroupSession, InboundGroupSession, MegolmMessage, SessionKey

from copbot.crypto.account import MEGOLM
from copbot.crypto.canonical import encode
from copbot.crypto.olm import Unreadable

ROOM_KEY = "m.room_key"
LONGEST = 131_072  # characters of a ciphertext
MESSAGES = 100  # under one key, where the room does not say
PERIOD = timedelta(days=7)  # the same
SHORTEST, LONGEST_PERIOD = timedelta(hours=1), timedelta(days=28)  # whatever a room says

Object = Mapping[str, Any]


class TooEarly(Unreadable):
    """The key that is there begins after this message: one that begins earlier would open it."""


class Foreign(Unreadable):
    """It is encrypted in a way that copbot does not know."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How long one key serves in a room, as its ``m.room.encryption`` says."""

    messages: int = MESSAGES
    period: timedelta = PERIOD


def habit(content: Object) -> Habit:
    """What a room's ``m.room.encryption`` asks for, within bounds; nonsense counts as nothing said."""
    messages, milliseconds = (_count(content.get(f"rotation_period_{name}")) for name in ("msgs", "ms"))
    period = timedelta(milliseconds=min(milliseconds, 10**11)) if milliseconds else PERIOD
    return Habit(min(messages, 10_000) if messages else MESSAGES, min(max(period, SHORTEST), LONGEST_PERIOD))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


@dataclass(slots=True)
class Outbound:
    """copbot's own key in a room, and the devices (member, device id) that were given it. In memory only."""

    room: str
    since: datetime
    session: GroupSession = field(default_factory=GroupSession)
    shared: set[tuple[str, str]] = field(default_factory=set)
    without: dict[tuple[str, str], datetime] = field(default_factory=dict)  # who could not be, and when
    told: set[tuple[str, str]] = field(default_factory=set)  # who knows why they were not
    used: int = 0
    kept: bool = False  # whether copbot itself can read what is said under it

    @property
    def id(self) -> str:
        """The session's id."""
        return str(self.session.session_id)

    def worn(self, habit: Habit, now: datetime) -> bool:
        """Whether it has served long enough; also when the clock was put back to before its beginning."""
        return self.used >= habit.messages or not timedelta() <= now - self.since < habit.period

    def key(self) -> dict[str, Any]:
        """The content of the ``m.room_key`` that lets a device read from the next message on."""
        return {
            "algorithm": MEGOLM,
            "room_id": self.room,
            "session_id": self.id,
            "session_key": self.session.session_key.to_base64(),
        }

    def seal(self, kind: str, content: Object, curve: str, device: str) -> dict[str, Any]:
        """The content of an ``m.room.encrypted`` event. Relations stand outside too, for the homeserver to see."""
        self.used += 1
        payload = {"type": kind, "content": content, "room_id": self.room}
        sealed = {
            "algorithm": MEGOLM,
            "sender_key": curve,
            "device_id": device,
            "session_id": self.id,
            "ciphertext": self.session.encrypt(encode(payload)).to_base64(),
        }
        relation = content.get("m.relates_to")
        return sealed if relation is None else {**sealed, "m.relates_to": relation}


@dataclass(frozen=True, slots=True)
class Given:
    """A room's key as it was given: for which room and session, and what reads with it."""

    room: str
    session: str
    inbound: InboundGroupSession


def given(content: Object) -> Given:
    """The key in the content of an ``m.room_key``. Raises Unreadable."""
    room, session, key = content.get("room_id"), content.get("session_id"), content.get("session_key")
    if content.get("algorithm") != MEGOLM or not isinstance(room, str) or not isinstance(key, str):
        raise Unreadable("no key of a room")
    try:
        inbound = InboundGroupSession(SessionKey(key))
    except ValueError as wrong:
        raise Unreadable("no key of a room") from wrong
    if inbound.session_id != session:
        raise Unreadable("the key is not that of its session")
    return Given(room, inbound.session_id, inbound)


def session_of(content: object) -> str:
    """Which session an encrypted event belongs to. Raises Unreadable; Foreign for one that is encrypted in another way."""
    algorithm = content.get("algorithm") if isinstance(content, Mapping) else None
    if not isinstance(content, Mapping) or not isinstance(algorithm, str):
        raise Unreadable("not encrypted in any way")
    if algorithm != MEGOLM:
        raise Foreign("not Megolm")
    session = content.get("session_id")
    if not isinstance(session, str) or not 0 < len(session) <= 255 or not session.isascii():
        raise Unreadable("no session")
    return session


@dataclass(frozen=True, slots=True)
class Message:
    """What stood in an encrypted event: its type and content, and its place (``index``) among those of its session."""

    kind: str
    content: Object
    index: int


def unseal(inbound: InboundGroupSession, room: str, content: Object) -> Message:
    """Open an encrypted event of a room. Raises Unreadable; TooEarly where only the beginning of the key is missing."""
    ciphertext = content.get("ciphertext")
    if not isinstance(ciphertext, str) or len(ciphertext) > LONGEST:
        raise Unreadable("no ciphertext")
    try:
        message = MegolmMessage.from_base64(ciphertext)
        early = message.message_index() < inbound.first_known_index
        opened = None if early else inbound.decrypt(message)
    except ValueError as wrong:
        raise Unreadable("not under this key") from wrong
    if opened is None:
        raise TooEarly("the key begins later")
    try:
        payload = json.loads(opened.plaintext)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable("no JSON inside") from wrong
    if not isinstance(payload, Mapping):
        raise Unreadable("no object inside")
    kind, inside = payload.get("type"), payload.get("content")
    if payload.get("room_id") != room:
        raise Unreadable("meant for another room")
    if not isinstance(kind, str) or not isinstance(inside, Mapping) or "state_key" in payload:
        raise Unreadable("not of the form that it should have")
    relation = content.get("m.relates_to")
    if "m.relates_to" not in inside and isinstance(relation, Mapping):
        inside = {**inside, "m.relates_to": relation}
    return Message(kind, inside, opened.message_index)
