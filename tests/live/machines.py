"""A machine on which `copbot login` and `copbot check` are run, with what else may happen to its data folder and its account."""

import json
from pathlib import Path
from typing import Any

from vodozemac import Account

from copbot.app import check, login
from copbot.config import load
from copbot.crypto.account import device_keys
from copbot.crypto.identity import Identity
from copbot.demo.wire import Wire
from copbot.entry.identity_file import IdentityFile
from copbot.entry.login import Entered
from copbot.matrix import session as sessions
from copbot.matrix.check import Finding
from copbot.matrix.http import connected
from copbot.matrix.session import Session
from tests.live.copbot import Copbot


class Machine:
    """A folder with a configuration, on which `copbot login` is run."""

    def __init__(self, folder: Path, url: str, user: str, password: str) -> None:
        self.copbot = Copbot(folder, url, user, password)
        self.user = user
        self.password = password
        self.data = self.copbot.data

    async def login(self, **flags: bool) -> Entered:
        return await login(load(self.copbot.config), **flags)

    def session(self) -> Session | None:
        return sessions.stored(self.data, self.user)

    def identity(self) -> Identity | None:
        return IdentityFile(self.data, self.user).kept()

    def with_token(self, token: str) -> None:
        """From now on the configuration has this access token, and no password."""
        file = self.copbot.folder / "token"
        file.touch(mode=0o600)
        file.write_text(token)
        config = self.copbot.config.read_text()
        self.copbot.config.write_text(
            config.replace('password_file = "password"', 'access_token_file = "token"')
        )

    async def ask(
        self, token: str, method: str, *path: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        wire = Wire(self.copbot.url, patience=10)
        wire.token = token
        try:
            return await wire.request(method, *path, body=body)
        finally:
            await wire.close()

    async def keys(self, token: str) -> str:
        """The account's keys and devices as the homeserver has them, to the byte."""
        keys = await self.ask(token, "POST", "keys", "query", body={"device_keys": {self.user: []}})
        devices = await self.ask(token, "GET", "devices")
        for device in devices["devices"]:
            device.pop("last_seen_ts"), device.pop("last_seen_ip"), device.pop("last_seen_user_agent", None)
        return json.dumps([keys, devices], sort_keys=True)

    async def upload(self, session: Session, account: Account) -> None:
        """The homeserver has these keys of the device, whatever it had before."""
        body = {"device_keys": device_keys(account, self.user, session.device_id)}
        await self.ask(session.access_token, "POST", "keys", "upload", body=body)

    async def devices(self, token: str) -> list[str]:
        """The devices of the account, keys or not."""
        found = await self.ask(token, "GET", "devices")
        return [device["device_id"] for device in found["devices"]]

    async def check(self) -> list[Finding]:
        """What `copbot check` says of keys and identity."""
        found = await check(load(self.copbot.config))
        return [finding for finding in found if finding.subject in {"device keys", "identity"}]

    async def only_a_session(self) -> None:
        """Logged in as a copbot that knew no identities did."""
        async with connected(self.copbot.url, self.user) as requests:
            self.data.mkdir(mode=0o700, exist_ok=True)
            sessions.store(self.data, await sessions.log_in(requests, "", self.user, self.password, None))
