"""Files: given to the homeserver first, then shown by a message that says where they are.

What is given by an attempt that did not get through is given again by the next, for nobody knows of it: such a file
lies at the homeserver without a message that leads to it, and harms nobody. The message itself is sent once, by its
row's transaction id. A file for an encrypted room is encrypted before it leaves, whatever else goes wrong.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Protocol

import structlog

from copbot.engine.ports import Parcel, Unmakeable, Unsent
from copbot.matrix import formatting
from copbot.matrix.formatting import Content
from copbot.matrix.http import Refused, Requests

LARGEST = 256 * 1024  # bytes; what is larger is a fault of ours
TRIES = 4  # after so many in vain the message does without its file: the room waits behind it
UNSEEN = "application/octet-stream"  # all that the homeserver learns of what is encrypted
log = structlog.get_logger("copbot.courier")


class Filing(Protocol):
    """Makes the file of a row at the moment of sending."""

    def file(self, lane: str, body: Mapping[str, Any]) -> tuple[str, str, bytes]:
        """Its name, its type (``text/calendar``) and what is in it."""


class Files:
    """Puts files into messages. ``encrypted`` tells of a room whether it is or ever was encrypted."""

    def __init__(self, requests: Requests, words: Filing, encrypted: Callable[[str], bool]) -> None:
        self._requests = requests
        self._words = words
        self._encrypted = encrypted
        self._given: dict[str, tuple[bytes, Content]] = {}  # by lane: what was given last, by its hash
        self._failed: dict[str, tuple[str, int]] = {}  # by lane: the row that could not be given, how often

    async def attached(self, parcel: Parcel, content: Content) -> Content:
        """The content with the row's file; as it is, where the homeserver takes no files. Raises Unsent, Unmakeable."""
        try:
            name, media, inside = self._words.file(parcel.lane, parcel.body)
        except Exception as fault:
            raise Unmakeable(type(fault).__name__) from fault
        if len(inside) > LARGEST:
            raise Unmakeable("a file that is too large")
        secret = self._encrypted(parcel.lane)
        try:
            where = await self._place(parcel, name, media, inside, secret=secret)
        except Refused as refusal:
            log.warning("the homeserver takes no files", room=parcel.lane, code=refusal.code)
            return content
        except Unsent as trouble:
            if not self._given_up(parcel):
                raise
            log.warning("a file could not be given to the homeserver", room=parcel.lane, why=str(trouble))
            return content
        self._failed.pop(parcel.lane, None)
        if self._encrypted(parcel.lane) != secret:
            raise Unsent("the room was encrypted meanwhile")
        return formatting.file(content, name, media, len(inside), where)

    async def _place(
        self, parcel: Parcel, name: str, media: str, inside: bytes, *, secret: bool
    ) -> Mapping[str, Any]:
        """Where the file is: given now, or by the attempt before this one. Raises Unsent, Refused."""
        digest = sha256(repr((parcel.txn, name, media, secret)).encode() + inside).digest()
        before = self._given.pop(parcel.lane, None)
        if before is not None and before[0] == digest:
            where = before[1]
        elif secret:
            from copbot.crypto.attachments import sealed  # few rooms ever need it

            outside, opening = sealed(inside, secrets.token_bytes(32), secrets.token_bytes(8))
            where = {"file": {**opening, "url": await self._requests.upload(outside, UNSEEN)}}
        else:
            where = {"url": await self._requests.upload(inside, media, name)}
        self._given[parcel.lane] = digest, where
        return where

    def _given_up(self, parcel: Parcel) -> bool:
        row, times = self._failed.get(parcel.lane, (parcel.txn, 0))
        times = times + 1 if row == parcel.txn else 1
        self._failed[parcel.lane] = parcel.txn, times
        return times >= TRIES
