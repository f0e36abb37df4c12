"""Direct chats: found again or made, and encrypted where what is said there may be about an encrypted room."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import structlog

from copbot.crypto.account import MEGOLM
from copbot.engine.ports import Undeliverable, Unsent
from copbot.matrix.encryption.opening import ENCRYPTION
from copbot.matrix.formatting import Content
from copbot.matrix.http import GONE, Refused, Requests
from copbot.matrix.rooms import DIRECT_MARK, Rooms

log = structlog.get_logger("copbot.courier")


class Sealing(Protocol):
    """Seals what is said in encrypted rooms, and opens what copbot said there."""

    async def sealed(self, room: str, kind: str, content: Mapping[str, Any]) -> Content:
        """The content of the encrypted event that says this. Raises Unsent, StoreFailed."""

    async def peek(self, room: str, events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Events with what copbot can open of them opened. Raises Unsent, StoreFailed."""

    async def can_read(self, user: str) -> bool:
        """Whether a member has a device that reads what is encrypted. Raises Unsent."""


class DirectChats:
    """The chats that copbot has with one member alone."""

    def __init__(self, requests: Requests, rooms: Rooms, sealing: Sealing) -> None:
        self._requests = requests
        self._rooms = rooms
        self._sealing = sealing

    async def open(self, member: str) -> str:
        """The direct chat with a member: an earlier one that they alone are in, or a new one. Raises Unsent."""
        found = await self._earlier_direct(member)
        if found is not None:
            return found
        body = {
            "preset": "trusted_private_chat",
            "is_direct": True,
            "invite": [member],
            "creation_content": {DIRECT_MARK: member},
        }
        private = await self._private(member)
        if private:
            body["initial_state"] = [{"type": ENCRYPTION, "state_key": "", "content": {"algorithm": MEGOLM}}]
        try:
            answer = await self._requests.request("POST", "createRoom", body=body)
        except Refused as refusal:
            raise Undeliverable(refusal.code) from refusal
        room = known(answer.get("room_id"), "a room without its id")
        if private:
            self._rooms.lock([room])  # before the sync tells it
        # A sync may have told of the room while it was being made, before anybody was asked in.
        self._rooms.unlearn(room)
        return room

    async def _private(self, member: str) -> bool:
        """Whether a chat with a member is to be encrypted: where they can read that, and in any case where they spoke so."""
        return await self._in_secret(member) or await self._sealing.can_read(member)

    async def _earlier_direct(self, member: str) -> str | None:
        """A chat whose making was not confirmed, or that is no longer written down; its mark counts if copbot set it."""
        try:
            answer = await self._requests.request("GET", "joined_rooms")
        except Refused as refusal:
            raise Unsent(f"joined rooms: {refusal}") from refusal
        joined = answer.get("joined_rooms")
        if not isinstance(joined, list):
            raise Unsent("an answer without rooms")
        here = {room for room in joined if isinstance(room, str)}
        # What was made a moment ago the sync may not have told yet; of all others the state is known.
        await asyncio.gather(*(self.look_at(room) for room in sorted(here) if not self._rooms.heard_of(room)))
        in_secret = await self._in_secret(member)
        for room in self._rooms.direct_rooms(member):
            if room not in here or (in_secret and not self._rooms.encrypted(room)):
                continue
            await self._rooms.learn([room])
            if self._rooms.company(room) == {member}:
                return room
        return None

    async def look_at(self, room: str) -> None:
        """Ask for what the sync has not told yet of a room that was just made: whose it is, whether it is encrypted."""
        # In this order: once it is known how a room was made, nothing more is asked about it.
        for kind in (ENCRYPTION, "m.room.create"):
            try:
                found = await self._requests.request(
                    "GET", "rooms", room, "state", kind, query={"format": "event"}
                )
            except Refused as refusal:
                if refusal.code not in GONE:
                    raise Unsent(f"state of a room: {refusal}") from refusal
                continue
            if kind == ENCRYPTION:
                self._rooms.lock([room])
            self._rooms.apply(room, [found])

    async def _in_secret(self, member: str) -> bool:
        """Whether what is said to a member may be about what was said in an encrypted room. Raises Unsent."""
        await self._rooms.learn_encrypted()
        return any(self._rooms.encrypted(room) for room in self._rooms.rooms_of(member))

    async def encrypt(self, member: str, room: str) -> None:
        """Turn encryption on in a direct chat with whoever spoke so elsewhere; where copbot may not, nothing is said there."""
        if not await self._in_secret(member):
            return
        try:
            await self._requests.request(
                "PUT", "rooms", room, "state", ENCRYPTION, body={"algorithm": MEGOLM}
            )
        except Refused as refusal:
            log.warning(
                "a direct chat can't be encrypted, so nothing is said there", room=room, code=refusal.code
            )
            raise Undeliverable("COPBOT_NOT_ENCRYPTED") from refusal
        self._rooms.lock([room])


def known(name: object, otherwise: str) -> str:
    """A name that the homeserver gave. Raises Unsent where it gave none."""
    if not isinstance(name, str):
        raise Unsent(otherwise)
    return name
