"""A real Synapse of one's own on this machine, for the demo and for tests: started, stopped, killed and restarted at will.

Needs the `demo` extra. It listens on the loopback interface only and talks to no other server. It runs as a process of its
own that ends when this one ends, however that happens. A `Homeserver` belongs to no event loop: its methods may be awaited in one
loop after another.
"""

import asyncio
import hashlib
import hmac
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

from copbot.demo import tethered
from copbot.demo.synapse_config import shared_secret, write_config

PORT_ATTEMPTS = 5
_POLL_S = 0.02
_TAIL_LINES = 25


class HomeserverError(Exception):
    """The homeserver did not start, or refused an account. The text says what it said last."""


class _PortTaken(HomeserverError):
    """Another process took the port between choosing it and listening on it."""


def synapse_installed() -> bool:
    """Whether Synapse can be run by this Python."""
    return importlib.util.find_spec("synapse") is not None


def free_port() -> int:
    """A TCP port on the loopback interface that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Homeserver:
    """One Synapse with its data folder. As an async context manager it is started and stopped."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        server_name: str = "localhost",
        default_limits: bool = False,
        errands: bool = True,
        start_timeout: float = 60.0,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        """`folder` keeps accounts and rooms over runs; without it a temporary one is made and removed by `stop()`.

        `default_limits` leaves Synapse's own rate limits in force (0.2 messages a second a member, burst 10; five logins);
        otherwise they are out of reach. Without `errands` it does what clients ask for and nothing beside that, which is a
        quarter less. `start_timeout` is in seconds. `progress` gets a line for every step.
        """
        self._given_folder = folder
        self._server_name = server_name
        self._default_limits = default_limits
        self._errands = errands
        self._start_timeout = start_timeout
        self._progress = progress or _silent
        self._folder: Path | None = None
        self._port: int | None = None
        self._config: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def server_name(self) -> str:
        """What stands after the colon in Matrix ids of this server."""
        return self._server_name

    @property
    def url(self) -> str:
        """Where clients reach it; stays the same over `restart()`."""
        if self._port is None:
            raise HomeserverError("the homeserver was not started")
        return f"http://127.0.0.1:{self._port}"

    @property
    def folder(self) -> Path:
        """The data folder, while there is one."""
        if self._folder is None:
            raise HomeserverError("the homeserver was not started")
        return self._folder

    @property
    def pid(self) -> int | None:
        """The process id while it runs, else None."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def log_tail(self, lines: int = _TAIL_LINES) -> str:
        """The last lines that Synapse wrote."""
        path = self.folder / "homeserver.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""

    async def start(self) -> None:
        """Starts it and returns when it answers. Raises `HomeserverError` with the end of its log if it does not."""
        if not synapse_installed():
            raise HomeserverError("Synapse is not installed; install copbot with its 'demo' extra")
        if self.pid is not None:
            return
        if self._folder is None:
            self._folder = self._given_folder or Path(tempfile.mkdtemp(prefix="copbot-homeserver-"))
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            await self._start_on_a_free_port()
        except BaseException:
            await self.stop()
            raise
        self._progress(f"The homeserver answers at {self.url}")

    async def stop(self, grace: float = 10.0) -> None:
        """Asks it to end, kills it after `grace` seconds, and removes a temporary data folder."""
        await self._end_process(grace)
        if self._given_folder is None and self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = self._port = self._config = None

    async def kill(self) -> None:
        """Ends it at once, as a crash would (SIGKILL). Data and port are kept for `restart()`."""
        await self._end_process(grace=0.0)

    async def restart(self) -> None:
        """Ends it, if it runs, and starts it again on the same port with the same data."""
        if self._port is None:
            raise HomeserverError("the homeserver was not started")
        await self._end_process(grace=10.0)
        await self._launch(self._port)
        self._progress(f"The homeserver answers again at {self.url}")

    async def register(self, name: str, password: str, *, admin: bool = False) -> str:
        """Makes an account and returns its Matrix id. An account that exists already is left as it is."""
        if self._config is None:
            raise HomeserverError("the homeserver was not started")
        address = f"{self.url}/_synapse/admin/v1/register"
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
            async with session.get(address) as answer:
                nonce = str((await answer.json())["nonce"])
            parts = (nonce, name, password, "admin" if admin else "notadmin")
            digest = hmac.new(shared_secret(self._config).encode(), "\0".join(parts).encode(), hashlib.sha1)
            account = {"nonce": nonce, "username": name, "password": password, "admin": admin}
            async with session.post(address, json=account | {"mac": digest.hexdigest()}) as answer:
                body = await answer.json()
        if answer.status == 200:
            return str(body["user_id"])
        if body.get("errcode") == "M_USER_IN_USE":
            return f"@{name}:{self._server_name}"
        raise HomeserverError(f"the account was refused: {body.get('errcode')} {body.get('error')}")

    async def _start_on_a_free_port(self) -> None:
        attempts = 1 if self._port else PORT_ATTEMPTS
        for left in range(attempts, 0, -1):
            try:
                await self._launch(self._port or free_port())
                return
            except _PortTaken:
                if left == 1:
                    raise
                self._progress("The port was taken meanwhile, trying another")

    async def _launch(self, port: int) -> None:
        self._progress("Starting the homeserver")
        self._config = write_config(
            self.folder,
            server_name=self._server_name,
            port=port,
            default_limits=self._default_limits,
            errands=self._errands,
        )
        log_path = self.folder / "homeserver.log"
        log_start = log_path.stat().st_size if log_path.exists() else 0
        with (
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as readiness,
            tempfile.TemporaryDirectory() as place,
        ):
            # A path in a Unix socket may not be long, and that of the data folder might be.
            readiness.bind(f"{place}/ready")
            readiness.setblocking(False)
            self._process = self._spawn(log_path, f"{place}/ready")
            try:
                async with asyncio.timeout(self._start_timeout):
                    await self._wait_until_ready(self._process, readiness)
                    await _wait_until_answering(f"http://127.0.0.1:{port}/_matrix/client/versions")
            except TimeoutError:
                await self._end_process(grace=0.0)
                raise HomeserverError(
                    f"the homeserver did not answer within {self._start_timeout:g} s; its log ends:\n{self.log_tail()}"
                ) from None
            except HomeserverError as died:
                said = log_path.read_bytes()[log_start:]
                if b"CannotListenError" in said or b"Address already in use" in said:
                    raise _PortTaken(f"port {port} is in use by another process") from died
                raise
        self._port = port

    def _spawn(self, log_path: Path, ready_path: str) -> subprocess.Popen[bytes]:
        arguments = ["synapse.app.homeserver", "--config-path", str(self._config)]
        with log_path.open("ab") as log:
            # -P: the folder of the started file must not shadow modules of Synapse.
            return subprocess.Popen(
                [sys.executable, "-P", str(Path(tethered.__file__).resolve()), *arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=os.environ | {"NOTIFY_SOCKET": ready_path},
                start_new_session=True,  # Ctrl-C in the terminal is for the parent, which then stops it in order.
            )

    async def _wait_until_ready(self, process: subprocess.Popen[bytes], readiness: socket.socket) -> None:
        # Synapse itself says when it listens (as to systemd), so another server on the port is never mistaken for it.
        while True:
            try:
                if b"READY=1" in readiness.recv(4096):
                    return
            except BlockingIOError:
                pass
            if process.poll() is not None:
                code = process.returncode
                await self._end_process(grace=0.0)
                raise HomeserverError(
                    f"the homeserver ended with code {code}; its log ends:\n{self.log_tail()}"
                )
            await asyncio.sleep(_POLL_S)

    async def _end_process(self, grace: float) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        try:
            if grace > 0 and process.poll() is None:
                process.terminate()
                async with asyncio.timeout(grace):
                    while process.poll() is None:  # noqa: ASYNC110 - no event tells of it in every loop
                        await asyncio.sleep(_POLL_S)
        except TimeoutError:
            self._progress("The homeserver did not end by itself and is killed")
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdin:
                process.stdin.close()


def _silent(line: str) -> None:
    """Progress that nobody wants to see."""


async def _wait_until_answering(address: str) -> None:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        while True:
            try:
                async with session.get(address) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(_POLL_S)
