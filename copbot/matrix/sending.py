"""Sending: one outbox row becomes one request, under the row's own transaction id.

Nothing with words in it goes in the clear to a room that is or ever was encrypted: what can't be sealed is not sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from copbot.engine.ports import Parcel, Undeliverable, Unmakeable, Unsent
from copbot.matrix import formatting, polls
from copbot.matrix.direct_chats import DirectChats, Sealing, known
from copbot.matrix.encryption.letters import ENCRYPTED
from copbot.matrix.files import Files, Filing
from copbot.matrix.formatting import Content
from copbot.matrix.http import GONE, Refused, Requests
from copbot.matrix.rooms import Rooms

SEARCH_PAGES = 100  # of a hundred messages of copbot's own
SENT_ALREADY = {"M_DUPLICATE_ANNOTATION"}
VANISHED = {"M_NOT_FOUND"}


class Words(Filing, Protocol):
    """Renders the lines of a row at the moment of sending: plain and HTML."""

    def render(self, lane: str, body: Mapping[str, Any]) -> tuple[str, str]:
        """The words of an outbox row's body."""

    def plain(self, lane: str, body: Mapping[str, Any]) -> str:
        """The same in one plain string."""

    def poll(self, lane: str, body: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
        """The question and the answers (by id) of a poll that a row opens or ends, whole."""


class MatrixSender:
    """The port ``Sender``."""

    def __init__(self, requests: Requests, rooms: Rooms, words: Words, sealing: Sealing, me: str) -> None:
        self._requests = requests
        self._rooms = rooms
        self._words = words
        self._sealing = sealing
        self._me = me
        self._files = Files(requests, words, rooms.encrypted)
        self._chats = DirectChats(requests, rooms, sealing)

    async def send(self, parcel: Parcel) -> str | None:
        """Carry out one row. Raises Unsent, Undeliverable, Unmakeable, TokenDead."""
        try:
            match parcel.act:
                case "say":
                    return await self._send(parcel, _kind(parcel), await self._message(parcel))
                case "edit":
                    change = polls.changed if parcel.body.get("poll") else formatting.edit
                    content = change(await self._message(parcel), self._target(parcel))
                    return await self._send(parcel, _kind(parcel), content)
                case "react":
                    content = formatting.reaction(self._target(parcel), parcel.body["emoji"])
                    return await self._send(parcel, "m.reaction", content)
                case "retract":
                    await self._retract(parcel)
                case "enter":
                    await self._enter(parcel)
                case "quit":
                    await self._quit(parcel)
            return None
        except Refused as refusal:
            if refusal.code in SENT_ALREADY:
                return None
            raise Undeliverable(refusal.code) from refusal

    async def _send(self, parcel: Parcel, kind: str, content: Content) -> str | None:
        if parcel.direct_with is not None and not self._alone(parcel.lane, parcel.direct_with):
            # The engine hears of it too, and then knows what of this may still be said there.
            raise Unsent("somebody else is in the direct chat")
        if parcel.direct_with is not None and not self._rooms.encrypted(parcel.lane):
            await self._chats.encrypt(parcel.direct_with, parcel.lane)
        if parcel.act == "say" and parcel.body.get("file"):
            content = await self._files.attached(parcel, content)
        if kind != "m.reaction" and self._rooms.encrypted(parcel.lane):
            kind, content = ENCRYPTED, await self._sealing.sealed(parcel.lane, kind, content)
        if parcel.direct_with is not None and not self._alone(parcel.lane, parcel.direct_with):
            raise Unsent("somebody else came into the direct chat")
        answer = await self._requests.request(
            "PUT", "rooms", parcel.lane, "send", kind, parcel.txn, body=content
        )
        return known(answer.get("event_id"), "a message without its event")

    def _alone(self, room: str, member: str) -> bool:
        return self._rooms.company(room) <= {member}

    async def _message(self, parcel: Parcel) -> Content:
        if not self._rooms.heard_of(parcel.lane):
            await self._chats.look_at(parcel.lane)
        await self._rooms.learn([parcel.lane, *([parcel.body["scope"]] if parcel.body.get("scope") else [])])
        try:
            return self._made(parcel)
        except Exception as fault:
            raise Unmakeable(type(fault).__name__) from fault

    def _made(self, parcel: Parcel) -> Content:
        body, html = self._words.render(parcel.lane, parcel.body)
        data = formatting.field(parcel.body["kind"], parcel.key or "", parcel.rev, parcel.body["field"])
        if parcel.body.get("poll"):
            return self._poll(parcel, body, data)
        aloud = bool(parcel.body.get("aloud"))
        # A private question means its member, and their telephone may ring for mentions only.
        asked = [parcel.direct_with] if aloud and parcel.direct_with is not None else []
        content = formatting.message(body, html, data, parcel.body.get("ping") or asked, aloud=aloud)
        if parcel.act == "edit":
            return content
        return formatting.related(content, parcel.body.get("reply_to"), parcel.thread)

    def _poll(self, parcel: Parcel, body: str, data: Content) -> Content:
        question, answers = self._words.poll(parcel.lane, parcel.body)
        options = [{"id": id, "text": words} for id, words in answers]
        field = {formatting.FIELD: {**data, "options": options}}
        if parcel.body["poll"]["ends"] is not None:
            return polls.ending(body, self._target(parcel), parcel.body.get("reply_to"), field)
        content = polls.opening(body, question, answers, parcel.body["poll"]["most"], field)
        if parcel.act == "edit":
            return content
        return formatting.related(content, parcel.body.get("reply_to"), None)

    @staticmethod
    def _target(parcel: Parcel) -> str:
        if parcel.target is None:
            raise Undeliverable("COPBOT_NOTHING_TO_CHANGE")
        return parcel.target

    async def _retract(self, parcel: Parcel) -> None:
        for number, event in enumerate(parcel.events):
            try:
                await self._requests.request(
                    "PUT", "rooms", parcel.lane, "redact", event, f"{parcel.txn}-{number}", body={}
                )
            except Refused as refusal:
                if refusal.code not in VANISHED:
                    raise

    async def _enter(self, parcel: Parcel) -> None:
        await self._requests.request("POST", "rooms", parcel.lane, "join", body={})

    async def _quit(self, parcel: Parcel) -> None:
        if not self._rooms.heard_of(parcel.lane):
            await self._chats.look_at(parcel.lane)
        # A reason can't be encrypted.
        reason = "" if self._rooms.encrypted(parcel.lane) else self._words.plain(parcel.lane, parcel.body)
        body = {"reason": reason} if reason else {}
        await self._requests.request("POST", "rooms", parcel.lane, "leave", body=body)

    async def find(self, parcel: Parcel) -> str | None:
        """Look in the room for the row's own key and revision, back to before it was first tried. Raises Unsent."""
        if parcel.act not in ("say", "edit") or parcel.tried is None:
            return None
        first = int(parcel.tried.timestamp() * 1000)
        kinds = ["m.room.message", ENCRYPTED, polls.START, polls.END]
        own = json.dumps({"senders": [self._me], "types": kinds})
        query = {"dir": "b", "limit": "100", "filter": own}
        for _ in range(SEARCH_PAGES):
            try:
                page = await self._requests.request("GET", "rooms", parcel.lane, "messages", query=query)
            except Refused as refusal:
                if refusal.code in GONE:
                    return None
                raise Unsent(f"messages of a room: {refusal}") from refusal
            found = page.get("chunk")
            if not isinstance(found, list):
                raise Unsent("a page without messages")
            chunk = [event for event in found if isinstance(event, Mapping)]
            for event in await self._sealing.peek(parcel.lane, chunk):
                if self._is(event, parcel):
                    return known(event.get("event_id"), "a message without its event")
            oldest = chunk[-1].get("origin_server_ts") if chunk else None
            if not isinstance(page.get("end"), str) or (isinstance(oldest, int) and oldest < first - 600_000):
                return None
            query = {**query, "from": page["end"]}
        return None

    def _is(self, event: Mapping[str, Any], parcel: Parcel) -> bool:
        content = event.get("content")
        data = content.get(formatting.FIELD) if isinstance(content, Mapping) else None
        if event.get("sender") != self._me or not isinstance(data, Mapping):
            return False
        return data.get("key") == parcel.key and data.get("rev") == parcel.rev

    async def make_direct(self, member: str) -> str:
        """The direct chat with a member: an earlier one that they alone are in, or a new one. Raises Unsent."""
        return await self._chats.open(member)


def _kind(parcel: Parcel) -> str:
    """The type of the event that a row becomes."""
    poll = parcel.body.get("poll")
    if not poll:
        return "m.room.message"
    return polls.START if poll["ends"] is None else polls.END
