"""Against the stub, in encrypted rooms: what a command costs there, and whether many keys make a start slow."""

import asyncio
import time
from statistics import median

from tests.bench.pair import LIGHT, Pair, pair
from tests.bench.process import Broken, resident
from tests.bench.seeding import seed_keys
from tests.bench.stub import ENCRYPTED
from tests.bench.stubbed import ROOMS, Lengths, busy
from tests.bench.table import Row, at_most, step

SESSIONS = 2000  # conversations with devices, and as many keys that read what somebody says
STARTS = 5


async def measure(lengths: Lengths) -> list[Row]:
    """Twenty rooms at once, and starts."""
    return [*await _commands(lengths), *await _starts()]


async def _commands(lengths: Lengths) -> list[Row]:
    with step("Stub: 20 encrypted rooms, commands one by one and all at once"):
        async with pair(rooms=20, encrypted=True) as one:
            await one.ask(ROOMS, 100)
            idle = await one.ask(ROOMS, lengths.idle, pause=0.01)
            durable = await one.ask(ROOMS, lengths.full, window=5)
            memory = resident(one.pid)
            kinds = (await one.control("seen"))["kinds"]
    if kinds.keys() - {ENCRYPTED, "reaction"}:
        raise Broken(f"not all of it was encrypted: {kinds}")
    return [
        at_most("encrypted: processor time a durable command", durable.each, 6, " ms", busy(durable)),
        Row("encrypted: durable commands on one core", f"{durable.rate:.2f}/s"),
        Row(
            "encrypted: one command at a time, p50",
            f"{idle.middle:.2f} ms",
            note=f"p95 {idle.slow:.2f} ms; processor {idle.each:.2f} ms each",
        ),
        at_most("encrypted: memory, 20 rooms", memory, 90, " MB", "after thousands of commands"),
    ]


async def _starts() -> list[Row]:
    """By turns with hardly any keys and with many: a start, and a command that was given before it in an encrypted room."""
    with step(f"Stub: restart with {SESSIONS:,} conversations and {SESSIONS:,} keys of rooms"):
        async with pair(rooms=20, encrypted=True) as few, pair(rooms=20, encrypted=True) as many:
            for one in (few, many):
                await one.ask(ROOMS, 20, LIGHT)
                await one.copbot.stop()
            await seed_keys(many.copbot.data, SESSIONS)
            ready: tuple[list[float], list[float]] = ([], [])
            answered: tuple[list[float], list[float]] = ([], [])
            for number in range(STARTS):
                for index in (number % 2, 1 - number % 2):
                    one = (few, many)[index]
                    answered[index].append(await _start(one))
                    ready[index].append(one.started)
                    await one.copbot.stop()
    before, after = (median(each) for each in answered)
    said = f"ready {median(ready[0]):.2f} → {median(ready[1]):.2f} s"
    note = f"{said}; a command answered {before:.2f} → {after:.2f} s"
    return [
        at_most(f"start with {SESSIONS:,} + {SESSIONS:,} sessions, longer by", after - before, 1, " s", note)
    ]


async def _start(one: Pair) -> float:
    asking = asyncio.create_task(one.control("ask", rooms=[7], commands=1, words=[LIGHT]))
    await asyncio.sleep(0.1)
    began = time.perf_counter()
    await one.start()
    await asking
    return time.perf_counter() - began
