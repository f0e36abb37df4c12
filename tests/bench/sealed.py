"""In encrypted rooms of a real homeserver: what a command costs copbot. The people's client is matrix-js-sdk, in a process of its own."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from copbot.demo.homeserver import Homeserver
from tests.bench.live import PASSWORD, Lengths
from tests.bench.pair import DURABLE
from tests.bench.process import Broken, processor_time, resident
from tests.bench.table import Row, at_most, step
from tests.live.copbot import Copbot
from tests.live.events import answers
from tests.live.peer import Peer
from tests.live.peer_process import PeerProcess
from tests.live.rooms import welcomed

ROOMS = 20
PATIENCE = 60.0  # seconds for an answer


@dataclass
class Found:
    """Of rooms of one kind: milliseconds of copbot's processor time a command, and commands a second."""

    single: float = 0.0
    at_once: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)


async def measure(lengths: Lengths) -> list[Row]:
    """Commands one by one, and in twenty rooms at once; by turns in plain rooms with the same people and in encrypted ones."""
    with step(f"A real homeserver: {ROOMS} plain and {ROOMS} encrypted rooms with the same people"):
        async with _rooms() as (peer, copbot, kinds):
            found = Found(), Found()
            for rooms, of in zip(kinds, found, strict=True):
                await _all(peer, rooms, 1)
                of.single = await _cost(copbot, _one_by_one(peer, rooms, lengths.idle), lengths.idle)
            for _ in range(lengths.rounds):
                for rooms, of in zip(kinds, found, strict=True):
                    commands, began = ROOMS * lengths.each, time.perf_counter()
                    of.at_once.append(await _cost(copbot, _all(peer, rooms, lengths.each), commands))
                    of.rates.append(commands / (time.perf_counter() - began))
            memory = resident(_pid(copbot))
    plain, sealed = found
    note = f"plain {median(plain.at_once):.2f} ms; {median(plain.rates):.1f} → {median(sealed.rates):.1f} commands/s"
    return [
        at_most("encrypted, in parallel: processor time a command", median(sealed.at_once), 6, " ms", note),
        Row(
            "encrypted, one by one: processor time a command",
            f"{sealed.single:.2f} ms",
            note=f"plain {plain.single:.2f} ms",
        ),
        Row("encrypted, real homeserver: memory, 40 rooms", f"{memory:.1f} MB"),
    ]


async def _cost(copbot: Copbot, doing: Coroutine[Any, Any, None], commands: int) -> float:
    """Milliseconds of copbot's processor time a command."""
    pid = _pid(copbot)
    before = processor_time(pid)
    await doing
    return 1000 * (processor_time(pid) - before) / commands


async def _one_by_one(peer: Peer, rooms: Sequence[str], commands: int) -> None:
    for number in range(commands):
        await _command(peer, rooms[number % ROOMS])
        await asyncio.sleep(0.03)  # what follows an answer belongs to its cost


async def _all(peer: Peer, rooms: Sequence[str], each: int) -> None:
    async def talk(room: str) -> None:
        for _ in range(each):
            await _command(peer, room)

    await asyncio.gather(*map(talk, rooms))


async def _command(peer: Peer, room: str) -> None:
    said = await peer.say(room, DURABLE)
    await peer.wait_for(room, answers(said), PATIENCE)


def _pid(copbot: Copbot) -> int:
    if copbot.pid is None:
        raise Broken(f"copbot ended; its log:\n{copbot.log()[-2000:]}")
    return copbot.pid


@contextlib.asynccontextmanager
async def _rooms() -> AsyncIterator[tuple[Peer, Copbot, tuple[list[str], list[str]]]]:
    """Rooms in which copbot is welcome, plain and encrypted ones, with somebody who is in all of them."""
    with tempfile.TemporaryDirectory(prefix="copbot-bench-") as folder:
        async with Homeserver() as server, PeerProcess() as process:
            for name in ("copbot", "iedereen"):
                await server.register(name, PASSWORD)
            copbot = Copbot(Path(folder), server.url, "@copbot:localhost", PASSWORD, level="info")
            peer = Peer(server.url, process, patience=PATIENCE)
            try:
                await peer.login("iedereen", PASSWORD)
                await copbot.start()
                plain, sealed = [
                    [
                        await welcomed(peer, copbot, timeout=PATIENCE, encrypted=encrypted)
                        for _ in range(ROOMS)
                    ]
                    for encrypted in (False, True)
                ]
                yield peer, copbot, (plain, sealed)
            finally:
                await copbot.close()
                await peer.close()
