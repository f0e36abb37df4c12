"""One copbot before one stub homeserver, each on a core of its own where there are two."""

import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiohttp

from tests.bench.process import Broken, Process, pin, processor_time
from tests.bench.seeding import seed
from tests.bench.stub import ME
from tests.live.copbot import Copbot

DURABLE = "!cannot de bus naar de zorgboerderij rijdt niet op woensdag"
LIGHT = "!commitments"


@dataclass(frozen=True)
class Answers:
    """How long each command waited for its answer, how long all took, and the processor time copbot used (seconds)."""

    waits: Sequence[float]
    seconds: float
    processor: float

    @property
    def rate(self) -> float:
        """Commands a second."""
        return len(self.waits) / self.seconds

    @property
    def each(self) -> float:
        """Milliseconds of processor time a command."""
        return 1000 * self.processor / len(self.waits)

    @property
    def middle(self) -> float:
        """The median wait in milliseconds."""
        return 1000 * median(self.waits)

    @property
    def slow(self) -> float:
        """The 95th percentile of the waits in milliseconds."""
        return 1000 * quantiles(self.waits, n=20)[-1]


class Pair:
    """A copbot and its stub."""

    def __init__(self, stub: Process, copbot: Copbot, http: aiohttp.ClientSession) -> None:
        self._http = http
        self.stub = stub
        self.copbot = copbot
        self.started = 0.0
        """Seconds from starting copbot to its line "ready"."""

    @property
    def pid(self) -> int:
        """copbot's process."""
        pid = self.copbot.pid
        if pid is None:
            raise Broken(f"copbot ended; its log:\n{self.copbot.log()[-2000:]}")
        return pid

    async def start(self) -> None:
        """Start copbot on the first core."""
        began = time.perf_counter()
        await self.copbot.start()
        self.started = time.perf_counter() - began
        pin(self.pid, 0)

    async def control(self, name: str, **asked: Any) -> Any:
        """A request to the stub from outside the protocol."""
        url = f"http://127.0.0.1:{self.stub.said}/bench/{name}"
        timeout = aiohttp.ClientTimeout(total=600)
        method = "POST" if asked else "GET"
        async with self._http.request(method, url, json=asked or None, timeout=timeout) as answer:
            if answer.status != 200:
                raise Broken(f"{name}: no answer; copbot's log ends:\n{self.copbot.log()[-2000:]}")
            return await answer.json()

    async def ask(
        self,
        rooms: Iterable[int],
        commands: int,
        *words: str,
        window: int = 1,
        pause: float = 0.0,
    ) -> Answers:
        """Let people give commands; see `Stub.ask`."""
        before = processor_time(self.pid)
        found = await self.control(
            "ask", rooms=list(rooms), commands=commands, words=words or [DURABLE], window=window, pause=pause
        )
        return Answers(found["waits"], found["seconds"], processor_time(self.pid) - before)


@contextlib.asynccontextmanager
async def pair(
    *, rooms: int, items: int = 0, people: int = 5, start: bool = True, encrypted: bool = False
) -> AsyncIterator[Pair]:
    """A copbot that knows so many rooms with so many items, and its stub; both end with the block."""
    async with (
        Process("tests.bench.stub") as stub,
        aiohttp.ClientSession() as http,
    ):
        pin(stub.pid, 1)
        with tempfile.TemporaryDirectory(prefix="copbot-bench-") as folder:
            copbot = Copbot(Path(folder), f"http://127.0.0.1:{stub.said}", ME, "none", level="info")
            made = Pair(stub, copbot, http)
            await seed(copbot.data, rooms=rooms, items=items, encrypted=encrypted)
            await made.control("make", rooms=rooms, people=people, encrypted=encrypted)
            try:
                if start:
                    await made.start()
                yield made
            finally:
                await copbot.close()
