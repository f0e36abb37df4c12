"""copbot as its own process before a real homeserver: started, stopped, killed and started again on the same data."""

import asyncio
import contextlib
import copy
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from copbot.demo import tethered
from copbot.demo.homeserver import free_port
from tests.live.loaded import PROJECT, Loaded, copied

TETHERED = str(Path(tethered.__file__).resolve())
READY_WITHIN = 30.0  # seconds
KillAt = tuple[str, int]
"""A named moment of `copbot.engine.ports.MOMENTS`, and at which passing of it (from 1)."""


class CopbotError(AssertionError):
    """copbot did not do what it was started for. The text ends with its log."""


class Copbot:
    """One copbot with its folder. Its process ends when this one does, however that happens."""

    def __init__(
        self,
        folder: Path,
        url: str,
        user_id: str,
        password: str,
        *,
        invite_from: Sequence[str] = ("*:localhost",),
        language: str = "nl",
        bot: Sequence[str] = (),
        level: str = "debug",
        loaded: bool = False,
    ) -> None:
        """`folder` gets the configuration, the password file and the data; `bot` more lines for the section of that name.

        `level` is that of the log. With `loaded` it starts as a copy of a process in which everything is loaded already.
        """
        self.folder = folder
        self.url = url
        self.user_id = user_id
        self.data = folder / "data"
        self.config = folder / "config.toml"
        self.log_file = folder / "copbot.log"
        self.was_ready = False
        """Whether it said so, known once it was waited for or has ended."""
        self.port = 0
        """Its monitor's, once it was given one."""
        self._travel = folder / "travel"
        self._doom = folder / "doom"
        self._loaded = loaded
        self._process: asyncio.subprocess.Process | Loaded | None = None
        folder.mkdir(parents=True, exist_ok=True)
        password_file = folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(password)
        self.config.write_text(
            _configuration(url, user_id, invite_from, language, bot, level), encoding="utf-8"
        )

    def again(self) -> "Copbot":
        """Another process on the same configuration and data."""
        other = copy.copy(self)
        other._process, other.was_ready = None, False
        return other

    def watch(self) -> int:
        """Give it a monitor's port for when it starts next; returns the port."""
        self.port = free_port()
        with self.config.open("a") as file:
            file.write(f'[http]\nlisten = "127.0.0.1:{self.port}"\n')
        return self.port

    @property
    def pid(self) -> int | None:
        """The process id while it runs, else None."""
        return self._process.pid if self._process and self._process.returncode is None else None

    def log(self) -> str:
        """What it wrote to standard error, over all its starts."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    async def start(
        self,
        *,
        kill_at: KillAt | None = None,
        ahead: float = 0.0,
        patience: float | None = None,
        standby: bool = False,
        travel: timedelta | None = None,
        doomed: bool = False,
        until_ready: bool = True,
    ) -> None:
        """Start it, and with `until_ready` wait for its line. Raises `CopbotError` when it ends before that.

        `kill_at`: it ends itself by SIGKILL there. `ahead`: its clock is so many hours ahead of ours. `patience`: after so
        many seconds what is late is failing, where that is not copbot's own patience. `standby`: it loads
        itself and then waits until the one before it has ended; this returns as soon as it waits. `travel`: the clock of
        its system is so far ahead of everybody's; `jump` changes that while it runs. `doomed`: `doom` will end it.
        """
        assert self.pid is None, "it runs already"
        arguments = ["copbot", "run", "--config", str(self.config)]
        if kill_at is not None or ahead or patience is not None or standby or travel is not None or doomed:
            moment, nth = kill_at or ("never", 1)
            arguments = ["tests.live.killed", str(self.config), moment, str(nth), "--ahead", str(ahead)]
        if patience is not None:
            arguments += ["--patience", str(patience)]
        if standby:
            arguments.append("--standby")
        if travel is not None:
            self._travel.write_text(f"{travel.total_seconds()}")
            arguments += ["--travel", str(self._travel)]
        if doomed:
            arguments += ["--doom", str(self._doom)]
        if self._loaded:
            self._process = await copied(arguments[0], arguments[1:], self.log_file)
        else:
            self._process = await self._anew(arguments)
        if standby:
            await self._line("waiting")
        elif until_ready:
            await self.ready()

    async def _anew(self, arguments: Sequence[str]) -> asyncio.subprocess.Process:
        """A process as people start it, with a new Python."""
        with self.log_file.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                TETHERED,
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=os.environ | {"PYTHONPATH": str(PROJECT)},
                start_new_session=True,  # Ctrl-C in the terminal is for the parent, which then stops it in order
            )

    async def ready(self) -> None:
        """Wait for the line that says it answers. Raises `CopbotError` when it ends before that."""
        await self._line("ready")
        self.was_ready = True

    async def _line(self, word: str) -> None:
        process = self._process
        assert process is not None
        assert process.stdout is not None
        try:
            async with asyncio.timeout(READY_WITHIN):
                line = await process.stdout.readline()
        except TimeoutError:
            raise CopbotError(f"not {word} within {READY_WITHIN:g} s{self._tail()}") from None
        if line.strip() != word.encode():
            raise CopbotError(f"it ended with {await self.ended()} before it was {word}{self._tail()}")

    async def ended(self, within: float = 30.0) -> int:
        """Wait until it ends; returns its exit code, negative for the signal that ended it. Raises `CopbotError`."""
        process = self._process
        assert process is not None
        try:
            async with asyncio.timeout(within):
                code = await process.wait()
        except TimeoutError:
            raise CopbotError(f"it did not end within {within:g} s{self._tail()}") from None
        # The pipes must be closed in this loop.
        rest, _ = await process.communicate()
        self.was_ready = self.was_ready or b"ready" in rest
        return code

    def jump(self, travel: timedelta) -> None:
        """From now on the clock of its system is so far ahead of everybody's; it was started with `travel`."""
        self._travel.write_text(f"{travel.total_seconds()}")
        self._signal(signal.SIGUSR1)

    def doom(self, moment: str) -> None:
        """When it passes that moment next it ends itself by SIGKILL; it was started as `doomed`."""
        self._doom.write_text(moment)
        self._signal(signal.SIGUSR2)

    async def emptied(self, within: float = 10.0) -> None:
        """Returns when nothing waits to be sent any more, emoji included: whoever kills at a moment then knows at whose."""
        async with asyncio.timeout(within):
            while await asyncio.to_thread(self._waiting):  # noqa: ASYNC110 - another process empties it
                await asyncio.sleep(0.05)

    def _waiting(self) -> int:
        with contextlib.closing(sqlite3.connect(f"file:{self.data / 'copbot.db'}?mode=ro", uri=True)) as sql:
            return int(sql.execute("SELECT count(*) FROM outbox WHERE not_before IS NULL").fetchone()[0])

    async def stop(self, within: float = 5.0) -> int:
        """SIGTERM; returns the exit code. Raises `CopbotError` when it takes longer than `within` seconds."""
        self._signal(signal.SIGTERM)
        return await self.ended(within)

    async def kill(self) -> None:
        """SIGKILL: no warning, no farewell."""
        self._signal(signal.SIGKILL)
        await self.ended()

    async def close(self) -> None:
        """End it, if it still runs."""
        if self._process is not None:
            if self.pid is not None:
                self._signal(signal.SIGKILL)
            await self.ended()

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)

    def _tail(self, lines: int = 25) -> str:
        return "; its log ends:\n" + "\n".join(self.log().splitlines()[-lines:])


def _configuration(
    url: str, user_id: str, invite_from: Sequence[str], language: str, bot: Sequence[str], level: str
) -> str:
    lines = [
        "[homeserver]",
        f"url = {json.dumps(url)}",
        f"user_id = {json.dumps(user_id)}",
        'password_file = "password"',
        "[bot]",
        'data_dir = "data"',
        'operator = "Stichting Voorbeeld"',
        'contact = "privacy@voorbeeld.example"',
        f"language = {json.dumps(language)}",
        'quiet = "03:00-03:01"',  # nothing that a test waits for may be held back by the hour of the day
        *bot,
        "[access]",
        f"invite_from = {json.dumps(list(invite_from))}",
        "[log]",
        f"level = {json.dumps(level)}",
    ]
    return "\n".join(lines) + "\n"
