"""The Node process in which members live whose encryption is not ours; Python's end of the line to it.

Many devices share one process, which takes half a second to start and a hundred megabytes. It ends when its standard input
does, so it never outlives the test that started it.
"""

import asyncio
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from copbot.demo.wire import JsonObject, MatrixError

FOLDER = Path(__file__).resolve().parent.parent / "peer"
STARTS_WITHIN = 30.0  # seconds
ENDS_WITHIN = 5.0  # seconds
_LONGEST_LINE = 64 * 1024 * 1024  # bytes: a whole timeline is one line


class PeerError(AssertionError):
    """The process, or the library in it, could not do what it was asked. The text says why."""


def missing() -> str | None:
    """Why these members cannot be had here, and what to do about it; None if they can."""
    if shutil.which("node") is None:
        return "the independent encrypted client needs Node.js 20 or newer with npm (apt install nodejs npm)"
    installed, wanted = FOLDER / "node_modules" / ".installed", FOLDER / "package-lock.json"
    if not installed.exists() or installed.read_bytes() != wanted.read_bytes():
        return "the independent encrypted client is not installed, or not as it should be: run tools/peer.sh"
    return None


class PeerProcess:
    """One process for many devices. As an async context manager it is started and ended."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._listeners: dict[str, Callable[[JsonObject], None]] = {}
        self._errors: IO[bytes] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def pid(self) -> int | None:
        """The process id while it runs, else None."""
        # The end of its output is heard of before its exit code is.
        ended = self._reading is None or self._reading.done()
        return self._process.pid if self._process and not ended else None

    async def start(self) -> None:
        """Starts it, if it does not run. Raises `PeerError` if it cannot be had."""
        if self._process is not None:
            return
        if reason := missing():
            raise PeerError(reason)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._process = await asyncio.create_subprocess_exec(
            "node",
            str(FOLDER / "peer.mjs"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            limit=_LONGEST_LINE,
            start_new_session=True,  # Ctrl-C in the terminal is for the parent, which then ends it in order
        )
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[0] = ready
        self._reading = asyncio.create_task(self._read(self._process))
        await self._answer(ready, "start", STARTS_WITHIN)

    async def close(self) -> None:
        """Ends it, by force if it does not end by itself."""
        process, self._process = self._process, None
        if process is not None:
            assert process.stdin is not None
            assert self._reading is not None
            process.stdin.close()
            try:
                async with asyncio.timeout(ENDS_WITHIN):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()
            await self._reading
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def listen(self, device: str, listener: Callable[[JsonObject], None]) -> None:
        """Hand what the device sees to `listener`, from its login on."""
        self._listeners[device] = listener

    async def call(
        self,
        device: str,
        verb: str,
        given: JsonObject,
        timeout: float,  # noqa: ASYNC109 - the error tells what was asked, which asyncio.timeout could not
    ) -> Any:
        """Have a device do something and return what came of it; `timeout` in seconds.

        Raises `MatrixError` when the homeserver refused it, `PeerError` when the library did, or nothing came in time.
        """
        process = self._process
        if process is None or process.stdin is None or self.pid is None:
            raise PeerError(f"{verb}: the process does not run{self._tail()}")
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        process.stdin.write(
            json.dumps({"id": number, "device": device, "do": verb, "with": given}).encode() + b"\n"
        )
        try:
            return await self._answer(answer, verb, timeout)
        finally:
            self._waiting.pop(number, None)

    async def _answer(self, answer: asyncio.Future[Any], verb: str, seconds: float) -> Any:
        try:
            async with asyncio.timeout(seconds):
                return await answer
        except TimeoutError:
            raise PeerError(f"{verb}: nothing came within {seconds:g} s{self._tail()}") from None

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            self._take(json.loads(line))
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(PeerError(f"the process ended{self._tail()}"))

    def _take(self, line: JsonObject) -> None:
        if "saw" in line:
            self._listeners[line["device"]](line["saw"])
            return
        answer = self._waiting.get(line.get("id", 0))
        if answer is None or answer.done():
            return
        if "failed" not in line:
            answer.set_result(line.get("done"))
        elif line["errcode"]:
            answer.set_exception(MatrixError(line["status"], line["errcode"], line["failed"]))
        else:
            answer.set_exception(PeerError(line["failed"]))

    def _tail(self, size: int = 4000) -> str:
        if self._errors is None:
            return ""
        end = self._errors.seek(0, 2)
        self._errors.seek(max(0, end - size))
        said = self._errors.read().decode(errors="replace")
        return f"; it said:\n{said}" if said else ""
