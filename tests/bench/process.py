"""A process that is measured: what it used of the processor, and what memory it holds, as Linux tells it."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from copbot.demo import tethered

PROJECT = Path(__file__).resolve().parent.parent.parent
READY_WITHIN = 60.0  # seconds


class Broken(Exception):
    """Something that is measured did not work; there is no figure to show."""


def processor_time(pid: int) -> float:
    """Seconds of processor time that a process with all its threads has used, finer than the clock ticks of its stat."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def resident(pid: int) -> float:
    """Resident memory in MB (2**20 bytes)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def pin(pid: int, core: int) -> None:
    """Keep a process, with all its threads, to one of the cores that there are."""
    cores = sorted(os.sched_getaffinity(0))
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {cores[core % len(cores)]})


class Process:
    """A Python module that runs beside us and ends when we do. It is ready when it has printed a line.

    ``python`` runs it, in ``folder``, and finds modules in ``path``. Where it is not ours, its ``log`` gets what it prints,
    and when it is ready shows elsewhere.
    """

    def __init__(
        self,
        *arguments: str,
        python: str = sys.executable,
        folder: Path | None = None,
        path: Path = PROJECT,
        log: Path | None = None,
    ) -> None:
        self._arguments: Sequence[str] = arguments
        self._python, self._folder, self._path, self._log = python, folder, path, log
        self._process: asyncio.subprocess.Process | None = None
        self.said = ""
        """The line by which it was ready."""

    async def __aenter__(self) -> Self:
        printed = self._log.open("wb") if self._log else None
        self._process = await asyncio.create_subprocess_exec(
            self._python,
            "-P",
            str(Path(tethered.__file__).resolve()),
            *self._arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=printed or asyncio.subprocess.PIPE,
            stderr=printed,
            cwd=self._folder,
            env=os.environ | {"PYTHONPATH": str(self._path)},
            start_new_session=True,  # Ctrl-C is for the measurement, which then ends it in order
        )
        if printed is not None:
            printed.close()
            return self
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(READY_WITHIN):
                self.said = (await self._process.stdout.readline()).decode().strip()
        except TimeoutError:
            raise Broken(f"{self._arguments[0]} was not ready in time") from None
        if not self.said:
            raise Broken(f"{self._arguments[0]} ended before it was ready")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            if self._process.returncode is None:
                self._process.terminate()
            await self._process.communicate()

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid
