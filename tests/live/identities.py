"""A device of copbot's own before a real homeserver, as far as its keys go: what the rest of copbot does with them is not here."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from vodozemac import Account

from copbot.crypto.account import device_keys, signed
from copbot.crypto.identity import Standing
from copbot.demo.member import Member
from copbot.entry.identity_file import IdentityFile
from copbot.matrix.device import begin
from copbot.matrix.http import Requests, connected
from copbot.matrix.identity import Password, establish
from copbot.matrix.session import Session, log_in
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from copbot.store.starts import SqlStarts
from tests.store.test_device import NOW

Object = dict[str, Any]


class Killed(BaseException):
    """The process ends here."""


class Counted:
    """Requests that are counted; the process ends before or after one of them."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests
        self.made: list[str] = []
        self.end_at: int | None = None
        self.arrives = False

    async def request(self, method: str, *path: str, **rest: Any) -> Object:
        self.made.append(f"{method} {'/'.join(path[:3])}")
        last = self.end_at == len(self.made)
        if last and not self.arrives:
            raise Killed
        try:
            return await self._requests.request(method, *path, **rest)
        finally:
            if last:
                raise Killed


class Own:
    """An account, a device and its data folder."""

    def __init__(self, requests: Requests, session: Session, folder: Path, account: Account) -> None:
        self.counted = Counted(requests)
        self.requests = cast("Requests", self.counted)
        self.session = session
        self.folder = folder
        self.account = account
        self.file = IdentityFile(folder, session.user_id)
        self.keys = device_keys(account, session.user_id, session.device_id)

    def sign(self, found: Mapping[str, Any]) -> Object:
        return signed(self.account, self.session.user_id, self.session.device_id, found)

    async def start(self, password: Password | None = None) -> Standing:
        """As copbot starts: may these keys be used, are they there, whose are they?"""
        async with Database(self.folder / "copbot.db") as database:
            await SqlDesk(database).speak_from(self.session.device_id, NOW)
            await begin(self.requests, self.keys, SqlStarts(database))
        await self.requests.request("POST", "keys", "upload", body={"device_keys": self.keys})
        return await establish(self.requests, self.file, self.keys, self.sign, password)

    async def other_device(self, password: str, account: Account | None = None) -> "Own":
        """The same account on a new device, on the same connection from now on."""
        self.counted._requests.use("")
        session = await log_in(self.requests, "", self.session.user_id, password, None)
        self.counted._requests.use(session.access_token)
        return Own(self.counted._requests, session, self.folder, account or Account())


@asynccontextmanager
async def own(url: str, user: str, password: str, folder: Path) -> AsyncIterator[Own]:
    """A fresh device of an account, logged in."""
    folder.mkdir(mode=0o700, exist_ok=True)
    async with connected(url, user) as requests:
        session = await log_in(requests, url, user, password, None)
        requests.use(session.access_token)
        yield Own(requests, session, folder, Account())


async def seen_by(member: Member, user: str) -> str:
    """What another member's client is told of the account's keys, to the byte."""
    answer = await member._wire.request("POST", "keys", "query", body={"device_keys": {user: []}})
    return json.dumps(answer, sort_keys=True)
