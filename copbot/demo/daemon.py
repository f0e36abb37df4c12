"""copbot in the demo: a process of its own with a configuration of its own, as anybody would run it."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import copbot
from copbot.demo import tethered

READY_WITHIN_S = 30.0
STOPS_WITHIN_S = 5.0
_TAIL_LINES = 15


class DaemonError(Exception):
    """copbot did not start. The text ends with what it wrote."""


class Daemon:
    """One copbot in a temporary folder. As an async context manager it is started, stopped and cleared away."""

    def __init__(self, url: str, user_id: str, password: str, bot: Mapping[str, object]) -> None:
        """`url` of the homeserver; `bot` goes into the section of that name of the configuration."""
        self._url = url
        self._user_id = user_id
        self._password = password
        self._bot = bot
        self._folder: Path | None = None
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    def trouble(self) -> str | None:
        """What to tell when copbot no longer runs, None while it does."""
        if self._process is None or self._process.returncode is None:
            return None
        return f"copbot ended with {self._process.returncode}; what it wrote last:\n{self._tail()}"

    async def _start(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="copbot-demo-"))
        config = write_config(self._folder, self._url, self._user_id, self._password, self._bot)
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                str(Path(tethered.__file__).resolve()),
                *("copbot", "run", "--config", str(config)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=os.environ | {"PYTHONPATH": str(Path(copbot.__file__).resolve().parent.parent)},
                start_new_session=True,  # Ctrl-C in the terminal is for the demo, which then stops it in order
            )
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                line = await self._process.stdout.readline()
        except TimeoutError:
            raise DaemonError(
                f"copbot was not ready within {READY_WITHIN_S:g} seconds:\n{self._tail()}"
            ) from None
        if line.strip() != b"ready":
            raise DaemonError(f"copbot ended before it was ready:\n{self._tail()}")

    async def _end(self) -> None:
        process, self._process = self._process, None
        try:
            if process is not None:
                await _stop(process)
        finally:
            folder, self._folder = self._folder, None
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)

    def _tail(self) -> str:
        assert self._folder is not None
        lines = (self._folder / "log").read_text(errors="replace").splitlines()
        return "\n".join(lines[-_TAIL_LINES:])


def write_config(folder: Path, url: str, user_id: str, password: str, bot: Mapping[str, object]) -> Path:
    """Writes the configuration and the file with the password, readable by its owner only; returns the former's path."""
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    sections: dict[str, dict[str, object]] = {
        "homeserver": {"url": url, "user_id": user_id, "password_file": "password"},
        "bot": {
            "data_dir": "data",
            "operator": "Stichting Voorbeeld",
            "contact": "privacy@voorbeeld.example",
        },
        "access": {"invite_from": [f"*:{user_id.partition(':')[2]}"]},
    }
    sections["bot"] |= bot
    # JSON's strings, numbers, lists and truth values are TOML's as well.
    lines = [
        line
        for name, keys in sections.items()
        for line in (f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in keys.items()))
    ]
    config = folder / "config.toml"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return config


async def _stop(process: asyncio.subprocess.Process) -> None:
    try:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOPS_WITHIN_S):
            await process.wait()
    except TimeoutError:
        pass
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        # The pipes must be closed while this loop runs.
        await process.communicate()
