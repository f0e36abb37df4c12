"""Against the stub: what copbot costs by itself, and whether that grows with what it keeps."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.pair import LIGHT, Answers, Pair, pair
from tests.bench.process import resident
from tests.bench.table import Row, at_least, at_most, step

ROOMS = range(20)


@dataclass(frozen=True)
class Lengths:
    """How long to measure: commands one by one, commands at once, and blocks of each size by turns."""

    idle: int
    full: int
    blocks: int


LONG = Lengths(idle=200, full=4000, blocks=12)
SHORT = Lengths(idle=60, full=800, blocks=4)


async def alone(lengths: Lengths) -> list[Row]:
    """One core, twenty rooms: how many commands a second, and what each costs."""
    with step("Stub: 20 rooms, commands one by one and all at once"):
        async with pair(rooms=20) as one:
            await one.ask(ROOMS, 100)
            idle = await one.ask(ROOMS, lengths.idle, pause=0.01)
            durable = await one.ask(ROOMS, lengths.full, window=5)
            light = await one.ask(ROOMS, lengths.full // 2, LIGHT, window=5)
            memory = resident(one.pid)
    return [
        at_least("durable commands on one core", durable.rate, 300, "/s", busy(durable)),
        Row("commands that only read, on one core", f"{light.rate:.2f}/s", note=busy(light)),
        Row("one command at a time, p50", f"{idle.middle:.2f} ms", note=f"p95 {idle.slow:.2f} ms"),
        at_most("memory, 20 rooms", memory, 90, " MB", "after thousands of commands"),
    ]


def busy(found: Answers) -> str:
    """How much of the core copbot had; what others took of it is the machine's, not copbot's."""
    return f"{found.each:.2f} ms each; copbot had {found.processor / found.seconds:.0%} of the core"


async def growth(lengths: Lengths) -> list[Row]:
    """The same commands with little and with much kept; by turns, so that both meet the same machine."""
    rows = []
    with step("Stub: 100 and 100,000 items"):
        async with pair(rooms=20, items=100) as small, pair(rooms=20, items=100_000) as large:
            rows += await _grows("100 → 100,000 items", small, large, ROOMS, lengths.blocks)
    with step("Stub: 10 and 10,000 rooms"):
        async with pair(rooms=10) as small, pair(rooms=10_000, people=3) as large:
            rows += await _grows("10 → 10,000 rooms", small, large, range(10), lengths.blocks)
    return rows


async def _grows(label: str, small: Pair, large: Pair, rooms: Sequence[int], blocks: int) -> list[Row]:
    rows = []
    for words, kind in (("", "durable"), (LIGHT, "reading")):
        waits: tuple[list[float], list[float]] = ([], [])
        used = [0.0, 0.0]
        said = [words] if words else []
        for one in (small, large):
            await one.ask(rooms, 30, *said)
        for block in range(blocks):
            for index in (block % 2, 1 - block % 2):
                found = await (small, large)[index].ask(rooms[:1], 25, *said, pause=0.004)
                waits[index].extend(found.waits)
                used[index] += found.processor
        before, after = (1000 * median(each) for each in waits)
        note = f"{before:.2f} → {after:.2f} ms; processor {used[1] / used[0]:.2f} ×"
        rows.append(at_most(f"{label}, {kind} command", after / before, 1.2, " ×", note))
    return rows


async def restart() -> list[Row]:
    """A thousand rooms, and a command that was given while copbot was down."""
    with step("Stub: restart with 1,000 rooms"):
        async with pair(rooms=1000, start=False) as one:
            asking = asyncio.create_task(one.control("ask", rooms=[500], commands=1, words=[LIGHT]))
            await asyncio.sleep(0.1)
            began = time.perf_counter()
            await one.start()
            await asking
            answered = time.perf_counter() - began
            await one.ask(range(1000), 1000, window=1)
            memory = resident(one.pid)
    return [
        at_most(
            "restart with 1,000 rooms, until it answers", answered, 5, " s", f"ready {one.started:.2f} s"
        ),
        at_most("memory, 1,000 rooms", memory, 150, " MB", "after a command in each"),
    ]
