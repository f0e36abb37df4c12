"""A person in a plain room, as a small Matrix client of its own: it plays the demo and judges copbot in tests.

It shares nothing with copbot, so that what it sees is what anybody would see: no nio, no own idea of what the messages mean.
It knows no encryption; `EncryptedMember` does. Rate limits are waited for; everything else that goes wrong is raised.
"""

import secrets
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Self

from copbot.demo.sight import POLL_END, POLL_RESPONSE, Sight
from copbot.demo.wire import JsonObject, Wire


class Member(Sight):
    """One account on one device. As an async context manager it closes its connection in the end.

    What it sees (`sync`, `wait_for`, `wait_for_invitation`, `events`, `timeline`) stands in `Sight`.
    """

    def __init__(self, url: str, *, patience: float = 60.0, sync_limit: int = 100) -> None:
        """`url` of the homeserver; `patience`: seconds a request may wait for rate limits in all.

        `sync_limit`: how many events of a room the homeserver may send at once; what it leaves out is fetched as well.
        """
        super().__init__(Wire(url, patience=patience), sync_limit)
        self.user_id = ""
        self.device_id = ""
        # Unique over runs as well: a homeserver remembers transactions of a device for a day.
        self._run = secrets.token_hex(6)
        self._sent = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connection. The device stays logged in."""
        await self._wire.close()

    async def login(self, name: str, password: str, *, device_id: str | None = None) -> str:
        """Logs in as `name` (without server) and returns the Matrix id. An existing `device_id` is used again."""
        body: JsonObject = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": name},
            "password": password,
        }
        answer = await self._wire.request(
            "POST", "login", body=body | ({"device_id": device_id} if device_id else {})
        )
        self._wire.token = str(answer["access_token"])
        self.user_id, self.device_id = str(answer["user_id"]), str(answer["device_id"])
        return self.user_id

    @property
    def access_token(self) -> str:
        """The token of this device."""
        return self._wire.token or ""

    async def request(
        self,
        method: str,
        *path: str,
        body: JsonObject | None = None,
        query: dict[str, str] | None = None,
    ) -> JsonObject:
        """Any other request of the client API; `path` in unquoted parts below `/_matrix/client/v3`."""
        return await self._wire.request(method, *path, body=body, query=query)

    async def set_display_name(self, name: str) -> None:
        """Sets the name that others see. Rooms learn of it a moment later, each by an event of its own."""
        await self.request("PUT", "profile", self.user_id, "displayname", body={"displayname": name})

    async def create_room(
        self,
        invite: Iterable[str] = (),
        *,
        direct: bool = False,
        name: str | None = None,
        version: str | None = None,
        encrypted: bool = False,
        initial_state: Iterable[JsonObject] = (),
        power_levels: JsonObject | None = None,
    ) -> str:
        """Makes a private room and returns its id.

        `direct`: as phone clients make a direct chat, with equal powers. `power_levels` replaces top-level keys of the
        default `m.room.power_levels`. `encrypted`: from the start; only an `EncryptedMember` can talk in it.
        """
        state = list(initial_state)
        if encrypted:
            content = {"algorithm": "m.megolm.v1.aes-sha2"}
            state.append({"type": "m.room.encryption", "state_key": "", "content": content})
        body: JsonObject = {
            "preset": "trusted_private_chat" if direct else "private_chat",
            "is_direct": direct,
            "invite": list(invite),
            "initial_state": state,
        }
        optional = {"name": name, "room_version": version, "power_level_content_override": power_levels}
        body |= {key: value for key, value in optional.items() if value is not None}
        return str((await self.request("POST", "createRoom", body=body))["room_id"])

    async def invite(self, room: str, user_id: str) -> None:
        """Invites somebody."""
        await self.request("POST", "rooms", room, "invite", body={"user_id": user_id})

    async def join(self, room: str) -> None:
        """Enters a room that one is invited to or that is open."""
        await self.request("POST", "join", room, body={})

    async def leave(self, room: str) -> None:
        """Leaves a room, or declines its invitation."""
        await self.request("POST", "rooms", room, "leave", body={})

    async def kick(self, room: str, user_id: str) -> None:
        """Removes somebody, who may be invited again."""
        await self.request("POST", "rooms", room, "kick", body={"user_id": user_id})

    async def say(
        self,
        room: str,
        text: str,
        *,
        reply_to: str | None = None,
        thread: str | None = None,
        mention: str | Sequence[str] = (),
        msgtype: str = "m.text",
    ) -> str:
        """Sends a message and returns its event id.

        `reply_to` and `thread` are event ids (the one answered, the thread's root); `mention` is one Matrix id or several.
        """
        content = _message(text, msgtype, mention)
        relation: JsonObject = {}
        if thread is not None:
            relation = {"rel_type": "m.thread", "event_id": thread, "is_falling_back": reply_to is None}
        if reply_to or thread:
            relation["m.in_reply_to"] = {"event_id": reply_to or thread}
            content["m.relates_to"] = relation
        return await self.send(room, "m.room.message", content)

    async def edit(
        self,
        room: str,
        event_id: str,
        text: str,
        *,
        mention: str | Sequence[str] = (),
        msgtype: str = "m.text",
    ) -> str:
        """Replaces the text of one's own message and returns the id of the edit."""
        content = _message(f"* {text}", msgtype, mention)
        content["m.new_content"] = _message(text, msgtype, mention)
        content["m.relates_to"] = {"rel_type": "m.replace", "event_id": event_id}
        return await self.send(room, "m.room.message", content)

    async def react(self, room: str, event_id: str, key: str) -> str:
        """Puts a reaction (an emoji) under an event and returns the reaction's id, with which it is taken away."""
        relation = {"rel_type": "m.annotation", "event_id": event_id, "key": key}
        return await self.send(room, "m.reaction", {"m.relates_to": relation})

    async def vote(self, room: str, poll: str, *answers: str) -> str:
        """Chooses answers (by id) of a native poll, none to withdraw, and returns the id of the vote."""
        relation = {"rel_type": "m.reference", "event_id": poll}
        chosen = {"m.relates_to": relation, POLL_RESPONSE: {"answers": list(answers)}}
        return await self.send(room, POLL_RESPONSE, chosen)

    async def end_poll(self, room: str, poll: str, text: str = "De peiling is gesloten.") -> str:
        """Ends a native poll and returns the event id; clients heed it only of who opened the poll or may redact."""
        relation = {"rel_type": "m.reference", "event_id": poll}
        content = {"m.relates_to": relation, POLL_END: {}, "org.matrix.msc1767.text": text}
        return await self.send(room, POLL_END, content)

    async def redact(self, room: str, event_id: str, reason: str | None = None) -> str:
        """Removes an event's content and returns the id of the redaction."""
        body = {} if reason is None else {"reason": reason}
        answer = await self.request("PUT", "rooms", room, "redact", event_id, self._transaction(), body=body)
        return str(answer["event_id"])

    async def send(
        self, room: str, event_type: str, content: JsonObject, *, transaction: str | None = None
    ) -> str:
        """Sends any event and returns its id. The same `transaction` again sends nothing and returns the first id."""
        path = ("rooms", room, "send", event_type, transaction or self._transaction())
        return str((await self.request("PUT", *path, body=content))["event_id"])

    async def set_state(self, room: str, event_type: str, content: JsonObject, state_key: str = "") -> str:
        """Sets a piece of the room's state and returns the event id."""
        answer = await self.request("PUT", "rooms", room, "state", event_type, state_key, body=content)
        return str(answer["event_id"])

    def _transaction(self) -> str:
        self._sent += 1
        return f"{self._run}.{self._sent}"


def _message(text: str, msgtype: str, mention: str | Sequence[str]) -> JsonObject:
    named = [mention] if isinstance(mention, str) else list(mention)
    # An empty "m.mentions" says that nobody is meant; without it old rules ring everybody whose name is in the text.
    mentions: dict[str, Any] = {"user_ids": named} if named else {}
    return {"msgtype": msgtype, "body": text, "m.mentions": mentions}
