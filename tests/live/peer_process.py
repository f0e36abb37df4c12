"""The Node process in which members live whose encryption is not ours; Python's end of the line to it.

Many devices share one process, which takes half a second to start and a hundred megabytes: all of a test, and of the tests of
one pytest worker one after the other, each with an event loop of its own. It ends when its standard input does, so it never
outlives who started it.
"""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from copbot.demo.wire import JsonObject, MatrixError

FOLDER = Path(__file__).resolve().parent.parent / "peer"
STARTS_WITHIN = 30.0  # seconds
ENDS_WITHIN = 5.0  # seconds


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


_numbers = count(1)


class Node:
    """The process itself, without an event loop. What it said while nobody listened waits in its pipe."""

    def __init__(self) -> None:
        """Starts it. Raises `PeerError` if it cannot be had."""
        if reason := missing():
            raise PeerError(reason)
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by end()
        self._process = subprocess.Popen(
            ["node", str(FOLDER / "peer.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,  # Ctrl-C in the terminal is for the parent, which then ends it in order
        )
        os.set_blocking(self.out.fileno(), False)
        self._unread = bytearray()
        self._writing = threading.Lock()
        self.ready = False
        self.silent = False
        """Whether its output has ended."""

    @property
    def out(self) -> IO[bytes]:
        """Its standard output."""
        assert self._process.stdout is not None
        return self._process.stdout

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def lines(self) -> list[JsonObject]:
        """What it has said since, as far as that is whole."""
        while True:
            try:
                some = os.read(self.out.fileno(), 1 << 20)
            except BlockingIOError:
                break
            if not some:
                self.silent = True
                break
            self._unread += some
        whole, newline, rest = self._unread.rpartition(b"\n")
        self._unread = bytearray(rest) if newline else self._unread
        return [json.loads(line) for line in whole.splitlines()] if newline else []

    def say(self, line: JsonObject) -> None:
        """Tells it something; waits as long as it does not take it."""
        assert self._process.stdin is not None
        with self._writing, contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(line).encode() + b"\n")
            self._process.stdin.flush()

    def end(self) -> None:
        """Ends it, by force if it does not end by itself."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.out.close()
        self._errors.close()

    def tail(self, size: int = 4000) -> str:
        """The end of what it said of its troubles."""
        if self._errors.closed:
            return ""
        end = self._errors.seek(0, 2)
        self._errors.seek(max(0, end - size))
        said = self._errors.read().decode(errors="replace")
        return f"; it said:\n{said}" if said else ""


class PeerProcess:
    """One process for many devices. As an async context manager it is started and ended.

    With a ``node`` that runs already, that is used and goes on running, without the devices that were in it.
    """

    def __init__(self, node: Node | None = None) -> None:
        self._shared = node
        self._node: Node | None = None
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._listeners: dict[str, Callable[[JsonObject], None]] = {}

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
        return self._node.pid if self._node is not None and not self._node.silent else None

    async def start(self) -> None:
        """Starts it, if it does not run. Raises `PeerError` if it cannot be had."""
        if self._node is not None:
            return
        self._node = node = self._shared or Node()
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[0] = ready
        asyncio.get_running_loop().add_reader(node.out, self._read, node)
        if not node.ready:
            await self._answer(ready, "start", STARTS_WITHIN)
            node.ready = True

    async def close(self) -> None:
        """Ends it, or the devices in it where it is shared."""
        node = self._node
        if node is None:
            return
        if self._shared is not None and self.pid is not None:
            await self.call("", "end_all", {}, ENDS_WITHIN)
        self._node = None
        asyncio.get_running_loop().remove_reader(node.out)
        if self._shared is None:
            await asyncio.to_thread(node.end)

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
        node = self._node
        if node is None or self.pid is None:
            raise PeerError(f"{verb}: the process does not run{self._tail()}")
        number = next(_numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await asyncio.to_thread(node.say, {"id": number, "device": device, "do": verb, "with": given})
            return await self._answer(answer, verb, timeout)
        finally:
            self._waiting.pop(number, None)

    async def _answer(self, answer: asyncio.Future[Any], verb: str, seconds: float) -> Any:
        try:
            async with asyncio.timeout(seconds):
                return await answer
        except TimeoutError:
            raise PeerError(f"{verb}: nothing came within {seconds:g} s{self._tail()}") from None

    def _read(self, node: Node) -> None:
        for line in node.lines():
            self._take(line)
        if node.silent:
            asyncio.get_running_loop().remove_reader(node.out)
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(PeerError(f"the process ended{self._tail()}"))

    def _take(self, line: JsonObject) -> None:
        if "saw" in line:
            if (listener := self._listeners.get(line["device"])) is not None:  # else of a test before
                listener(line["saw"])
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

    def _tail(self) -> str:
        return self._node.tail() if self._node is not None else ""
