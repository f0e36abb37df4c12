"""A homeserver of ours for the stage: it takes copbot's requests, and shows what copbot said as a client would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from copbot.matrix.encryption.door import Encryption
from copbot.matrix.http import Refused
from tests.encryption import keys_answer
from tests.messages import START as POLL_START
from tests.messages import checked, words

ME = "@copbot:localhost"


@dataclass(frozen=True)
class Heard:
    """A message of copbot's, as a client shows it. ``edited`` is the event that it replaces."""

    room: str
    event: str
    content: Mapping[str, Any]

    @property
    def edited(self) -> str | None:
        relation = self.content.get("m.relates_to", {})
        return cast("str", relation["event_id"]) if relation.get("rel_type") == "m.replace" else None

    @property
    def body(self) -> str:
        return words(dict(self.content))

    @property
    def poll(self) -> Mapping[str, Any]:
        """The native poll that it opens, or changes."""
        return cast("Mapping[str, Any]", self.content.get("m.new_content", self.content)[POLL_START])

    @property
    def ends(self) -> str | None:
        """The event of the poll that it ends."""
        relation = self.content.get("m.relates_to", {})
        return cast("str", relation["event_id"]) if relation.get("rel_type") == "m.reference" else None

    @property
    def data(self) -> Mapping[str, Any]:
        return cast("Mapping[str, Any]", self.content["nl.copbot"])

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def file(self) -> str | None:
        """The address of the file that it is."""
        return cast("str | None", self.content.get("url"))

    @property
    def error(self) -> str | None:
        return cast("str | None", self.data.get("error"))

    @property
    def reply_to(self) -> str | None:
        reply = self.content.get("m.relates_to", {}).get("m.in_reply_to")
        return reply["event_id"] if reply else None

    @property
    def thread(self) -> str | None:
        relation = self.content.get("m.relates_to", {})
        return relation["event_id"] if relation.get("rel_type") == "m.thread" else None

    @property
    def pings(self) -> tuple[str, ...]:
        return tuple(self.content["m.mentions"].get("user_ids", ()))


@dataclass
class FakeHomeserver:
    """Takes the requests that copbot makes: rooms with members, and a timeline for each."""

    members: dict[str, dict[str, str]] = field(default_factory=dict)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: list[Heard] = field(default_factory=list)
    reactions: list[tuple[str, str]] = field(default_factory=list)
    redacted: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    count: int = 0
    encryption: Encryption | None = None  # copbot's own: what it sealed is looked at with its own keys
    locked: set[str] = field(default_factory=set)  # rooms that are encrypted for the engine
    files: dict[str, tuple[str, bytes]] = field(
        default_factory=dict
    )  # by address: their type, and what is in them
    in_vain: set[str] = field(default_factory=set)  # reactions that count for nothing there
    answered: set[str] = field(default_factory=set)  # but do on what tells of a meeting
    inviting: list[str] = field(default_factory=list)  # what invited to one of them all the same

    def event_id(self) -> str:
        self.count += 1
        return f"$event{self.count}"

    async def request(
        self,
        method: str,
        *path: str,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        **_: object,
    ) -> dict[str, Any]:
        if (keys := keys_answer(path)) is not None:
            return keys
        match method, *path:
            case "GET", "rooms", room, "members":
                return {"chunk": [_member(id, name) for id, name in self.members.get(room, {}).items()]}
            case "GET", "rooms", _, "state", _:
                raise Refused(404, "M_NOT_FOUND")
            case "PUT", "rooms", room, "send", kind, _txn:
                assert body is not None
                content = json.loads(json.dumps(body))
                if kind == "m.room.encrypted":
                    assert self.encryption is not None
                    sealed = {"type": kind, "sender": ME, "event_id": "$own", "content": content}
                    (opened,) = await self.encryption.peek(room, [sealed])
                    kind, content = opened["type"], opened["content"]
                return {"event_id": self._send(room, kind, content)}
            case "PUT", "rooms", _, "redact", event, _txn:
                self.redacted.append(event)
                return {"event_id": self.event_id()}
            case "POST", "rooms", room, "join":
                self.joined.append(room)
                return {}
            case "POST", "rooms", room, "leave":
                assert body is not None
                self.left.append((room, str(body.get("reason", ""))))
                return {}
            case "POST", "createRoom":
                assert body is not None
                room = f"!direct{len(self.members)}:localhost"
                (member,) = body["invite"]
                self.members[room] = {ME: "copbot", member: member[1:].partition(":")[0].title()}
                return {"room_id": room}
            case "GET", "joined_rooms":
                return {"joined_rooms": []}
            case "GET", "rooms", _, "event", event:
                if event not in self.events:
                    raise Refused(404, "M_NOT_FOUND")
                return self.events[event]
        raise AssertionError(f"an unexpected request: {method} {path}")

    async def upload(self, content: bytes, media: str, name: str | None = None) -> str:
        address = f"mxc://localhost/{len(self.files)}"
        self.files[address] = media, content
        return address

    def _send(self, room: str, kind: str, content: dict[str, Any]) -> str:
        event = self.event_id()
        if kind == "m.reaction":
            relation = content["m.relates_to"]
            if room in self.locked and relation["key"] in self._counts_not(relation["event_id"]):
                self.inviting.append(relation["key"])
            self.reactions.append((relation["event_id"], relation["key"]))
        else:
            heard = Heard(room, event, checked(content))
            self.sent.append(heard)
            if room in self.locked and self._counts_not(event) & set(heard.body):
                self.inviting.append(heard.body)
        return event

    def _counts_not(self, event: str) -> set[str]:
        """The reactions that count for nothing on a message of copbot's in an encrypted room."""
        kinds = {one.kind for one in self.sent if one.event == event}
        return (
            self.in_vain - self.answered
            if any(kind.startswith("meeting") for kind in kinds)
            else self.in_vain
        )


def _member(id: str, name: str) -> dict[str, Any]:
    content = {"membership": "join", "displayname": name}
    return {"type": "m.room.member", "state_key": id, "sender": id, "content": content}
