"""copbot's process, begun as a copy of one that has loaded it already: most of what a start takes is loading.

It is as real as any other: with signals, files, an end and an exit code of its own. Only Python and the modules are there from its
beginning. A test that is about starting starts copbot as people do instead.
"""

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
import threading
from collections.abc import Sequence
from multiprocessing import connection, forkserver
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from copbot.demo.tethered import GRACE_S

PROJECT = Path(__file__).resolve().parent.parent.parent


class Loaded:
    """One such process, with the face of asyncio's. It ends when this one does, however that happens."""

    def __init__(self, process: BaseProcess, said: Connection) -> None:
        self._process = process
        self._said = said
        self.stdout = asyncio.StreamReader()
        self._reading: asyncio.ReadTransport | None = None

    @property
    def pid(self) -> int:
        """The process id."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit code, negative for the signal that ended it; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it still runs."""
        if self._process.is_alive():
            os.kill(self.pid, number)

    async def wait(self) -> int:
        """Wait until it ends; returns the exit code."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            if self.returncode is None:
                await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self.returncode is not None
        return self.returncode

    async def communicate(self) -> tuple[bytes, None]:
        """What it wrote that was not read yet, once it has ended; its pipe is closed."""
        await self.wait()
        rest = await self.stdout.read()
        if self._reading is not None:
            self._reading.close()
        return rest, None

    async def read(self) -> None:
        """Begin to read what it writes."""
        loop = asyncio.get_running_loop()
        pipe = os.fdopen(os.dup(self._said.fileno()), "rb", buffering=0)
        self._said.close()
        self._reading, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(self.stdout), pipe
        )


async def copied(module: str, arguments: Sequence[str], log: Path) -> Loaded:
    """Run a module as ``python -m`` does, with its standard output to be read and its standard error added to a file."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.live.preloaded"])
    _see_to_the_server()
    said, words = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(module, tuple(arguments), words, log), daemon=True)
    process.start()
    words.close()
    loaded = Loaded(process, said)
    await loaded.read()
    return loaded


def _see_to_the_server() -> None:
    """The server that is copied must find the modules, wherever the tests were started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(PROJECT), prepend=os.pathsep)
        forkserver.ensure_running()


def _run(module: str, arguments: Sequence[str], words: Connection, log: Path) -> None:
    os.setsid()  # Ctrl-C in the terminal is for the parent, which then stops it in order
    os.dup2(words.fileno(), 1)
    words.close()
    with log.open("ab") as errors:
        os.dup2(errors.fileno(), 2)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE_S)
    os._exit(1)
