"""What one member's device needs to take part in encrypted rooms, by matrix-nio's own cryptography.

copbot has its own, so that in the demo two implementations must understand each other. Of nio only its machine `Olm` is used:
requests and syncs are the demo's, for nio's client keeps tokens and retries in its own way. All of it lives in memory and
ends with the process. Every device that the homeserver lists is taken for its owner's: nobody here compares numbers.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Collection
from typing import Any

from nio.crypto import Olm
from nio.events import MegolmEvent, ToDeviceEvent
from nio.exceptions import EncryptionError
from nio.responses import KeysClaimResponse, KeysQueryResponse, KeysUploadResponse
from nio.store import SqliteMemoryStore

from copbot.demo.sight import ENCRYPTED
from copbot.demo.wire import JsonObject, Wire

_ONE_TIME = "signed_curve25519"
_LEAST = 25  # one-time keys with the homeserver; below, new ones are made
_RELATION = "m.relates_to"

# Without a handler Python writes nio's warnings to the terminal, between what people say there.
logging.getLogger("nio").addHandler(logging.NullHandler())


class Keys:
    """The keys of one device, its own and those that it was given. Close it after use."""

    def __init__(self, wire: Wire, user_id: str, device_id: str) -> None:
        """`wire` is logged in as this device, which must be new."""
        self._wire = wire
        self._store = SqliteMemoryStore(user_id, device_id)
        self._olm = Olm(user_id, device_id, self._store)
        self._lock = asyncio.Lock()
        self._given: dict[
            str, set[tuple[str, str]]
        ] = {}  # room → the devices that have this device's key there
        self._left: int | None = None

    def close(self) -> None:
        """Forgets everything."""
        self._store.database.close()

    async def publish(self) -> None:
        """Uploads the device's keys, and one-time keys as far as the homeserver lacks them."""
        answer = await self._wire.request("POST", "keys", "upload", body=self._olm.share_keys())
        self._left = int(answer["one_time_key_counts"].get(_ONE_TIME, 0))
        self._olm.handle_response(KeysUploadResponse(0, self._left))

    # ------------------------------------------------------------------------------------------ reading

    async def hear(self, answer: JsonObject) -> None:
        """Takes from a sync's answer what is for the device itself. The same answer may be heard again."""
        for event in answer.get("to_device", {}).get("events", ()):
            parsed = ToDeviceEvent.parse_event(event) if event.get("type") == ENCRYPTED else None
            if parsed is not None:
                # What is badly made tells nothing; nio lets vodozemac's words about it through.
                with contextlib.suppress(ValueError):
                    self._olm.handle_to_device_event(parsed)
        changed = set(answer.get("device_lists", {}).get("changed", ()))
        self._olm.add_changed_users(changed & self._olm.tracked_users)
        self._left = answer.get("device_one_time_keys_count", {}).get(_ONE_TIME, self._left)
        if self._left is not None and self._left < _LEAST:
            async with self._lock:
                self._olm.uploaded_key_count = self._left
                await self.publish()

    async def meet(self, users: Collection[str]) -> None:
        """Sees to it that these members' devices are known."""
        async with self._lock:
            await self._meet(users)

    def read(self, room: str, event: JsonObject) -> JsonObject:
        """The event as it was meant, with `encrypted` in it if it came as ciphertext; others are returned as they are.

        One that cannot be read, or is from a device that is not its sender's, stays as it came, with the reason in `failure`.
        """
        if event["type"] != ENCRYPTED or not event["content"]:  # what was redacted has no content
            return event
        megolm = MegolmEvent.from_dict(event)
        if not isinstance(megolm, MegolmEvent):
            return {**event, "encrypted": True, "failure": "not of the form that it should have"}
        try:
            found = self._olm.decrypt_megolm_event(megolm, room)
        except EncryptionError as error:
            return {**event, "encrypted": True, "failure": str(error)}
        plain: JsonObject = found.source
        if not getattr(found, "verified", False):
            return {**event, "encrypted": True, "failure": "not from a device of its sender's"}
        return {**event, "type": plain["type"], "content": plain["content"], "encrypted": True}

    # ------------------------------------------------------------------------------------------ writing

    async def seal(
        self, room: str, members: Collection[str], event_type: str, content: JsonObject
    ) -> JsonObject:
        """The content of the encrypted event that stands for this one; only the members' devices can read it."""
        async with self._lock:
            await self._meet(members)
            own = (self._olm.user_id, self._olm.device_id)
            devices = {
                (user, device.id)
                for user in members
                for device in self._olm.device_store.active_user_devices(user)
            } - {own}
            session = self._olm.outbound_group_sessions.get(room)
            # Who came may not read what was said before, and who left not what comes: others, another key.
            if session is None or session.expired or self._given.get(room) != devices:
                await self._share(room, members)
                self._given[room] = devices
            sealed: JsonObject = self._olm.group_encrypt(room, {"type": event_type, "content": content})
        return sealed | ({_RELATION: content[_RELATION]} if _RELATION in content else {})

    async def _share(self, room: str, members: Collection[str]) -> None:
        """Makes a key for the room and gives it to everybody's devices."""
        missing = self._olm.get_missing_sessions(list(members))
        if missing:
            wanted = {user: dict.fromkeys(devices, _ONE_TIME) for user, devices in missing.items()}
            answer = await self._wire.request("POST", "keys", "claim", body={"one_time_keys": wanted})
            self._olm.handle_response(KeysClaimResponse.from_dict(answer))
        self._olm.create_outbound_group_session(room)
        session: Any = self._olm.outbound_group_sessions[room]
        for _, message in self._olm.share_group_session_parallel(room, list(members)):
            await self._wire.request("PUT", "sendToDevice", ENCRYPTED, secrets.token_hex(8), body=message)
        session.mark_as_shared()

    async def _meet(self, users: Collection[str]) -> None:
        olm = self._olm
        wanted = {user for user in users if user in olm.users_for_key_query or user not in olm.tracked_users}
        if not wanted:
            return
        answer = await self._wire.request(
            "POST", "keys", "query", body={"device_keys": {user: [] for user in sorted(wanted)}}
        )
        olm.handle_response(KeysQueryResponse.from_dict(answer))
        for user in wanted:
            for device in olm.device_store.active_user_devices(user):
                olm.verify_device(device)
