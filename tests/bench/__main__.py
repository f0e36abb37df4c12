"""``python -m tests.bench``: how fast copbot is, beside the least that a bot can do, and beside its goals.

Prints one table. The figures are shown, not judged: the exit code is 1 only if something broke.
"""

import argparse
import asyncio
import os
import platform
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from copbot.demo.homeserver import synapse_installed
from tests.bench import encrypted, live, sealed, storm, stubbed
from tests.bench.live import Bot
from tests.bench.others import measure as others
from tests.bench.process import Broken
from tests.bench.table import Row, at_least, at_most, show, step
from tests.live.peer_process import missing

PARTS = ("live", "others", "stub", "encrypted", "growth", "restart", "storm")


def faster(one: Bot, other: Bot) -> float:
    """How many times as much one gets done in parallel, in rounds side by side."""
    return median(mine / theirs for mine, theirs in zip(one.rates, other.rates, strict=True))


def compared(floor: Bot, durable: Bot, copbot: Bot) -> list[Row]:
    """The rows of the real homeserver."""
    idle = f"p50 {floor.middle:.1f} → {copbot.middle:.1f} ms, p95 {floor.slow:.1f} → {copbot.slow:.1f} ms"
    rates = f"{median(floor.rates):.1f} → {median(copbot.rates):.1f} commands/s"
    waits = f"p50 {durable.middle:.1f} ms; copbot {copbot.middle / durable.middle:.2f} × that"
    beside = f"{median(durable.rates):.1f} commands/s; copbot {faster(copbot, durable):.2f} × that"
    costs = f"{median(durable.processor):.2f} ms of processor a command"
    burden = f"the homeserver itself uses {median(floor.burden):.1f} → {median(copbot.burden):.1f} ms of processor a command"
    least = f"floor {median(floor.processor):.2f} ms; {burden}"
    return [
        at_most("idle latency p50, against the floor", copbot.middle / floor.middle, 1.05, " ×", idle),
        Row("  the least that loses nothing", f"{durable.middle / floor.middle:.2f} ×", note=waits),
        at_least("20 rooms in parallel, against the floor", faster(copbot, floor), 0.97, " ×", rates),
        Row("  the least that loses nothing", f"{faster(durable, floor):.2f} ×", note=f"{beside}; {costs}"),
        at_most("processor time a command, in parallel", median(copbot.processor), 3.0, " ms", least),
        Row(
            "processor time a command, one by one",
            f"{copbot.processor_idle:.2f} ms",
            note=f"floor {floor.processor_idle:.2f} ms",
        ),
        at_most(
            "a command while much is sent, p95 against before",
            live.slow(copbot.stormy) / live.slow(copbot.calm),
            1.5,
            " ×",
            f"p95 {live.slow(copbot.calm):.1f} → {live.slow(copbot.stormy):.1f} ms, "
            f"p50 {1000 * median(copbot.calm):.1f} → {1000 * median(copbot.stormy):.1f} ms",
        ),
        Row("memory, 20 rooms", f"{copbot.memory:.1f} MB", note=f"floor {floor.memory:.1f} MB"),
    ]


async def measure(parts: Sequence[str], *, short: bool) -> list[Row]:
    """Everything, one after another."""
    rows: list[Row] = []
    lengths = stubbed.SHORT if short else stubbed.LONG
    if "live" in parts and synapse_installed():
        with step("A real homeserver: the floor and copbot by turns"):
            rows += compared(*await live.measure(live.SHORT if short else live.LONG))
    if "others" in parts and synapse_installed():
        with step("A real homeserver: copbot beside other bots"):
            rows += await others.measure(live.SHORT if short else live.LONG)
    if "stub" in parts:
        rows += await stubbed.alone(lengths)
    if "encrypted" in parts:
        if synapse_installed() and not missing():
            rows += await sealed.measure(live.SHORT if short else live.LONG)
        rows += await encrypted.measure(lengths)
    if "growth" in parts:
        rows += await stubbed.growth(lengths)
    if "restart" in parts:
        rows += await stubbed.restart()
    if "storm" in parts:
        for meetings in (False, True):
            size, commands = (200, 100) if short else (1000, 200)
            rows += await storm.storm(size, each=10, commands=commands, meetings=meetings)
    return rows


def machine() -> str:
    """On what it ran: figures in seconds mean nothing without."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    load = os.getloadavg()[0]
    return f"{len(os.sched_getaffinity(0))} cores of {model}, Python {platform.python_version()}, load {load:.1f} at the start"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and show; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition(":")[2])
    parser.add_argument("--short", action="store_true", help="a part of it, in about a minute")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="only these parts")
    given = parser.parse_args(arguments)
    began, on = time.monotonic(), machine()
    print(on, flush=True)
    try:
        rows = asyncio.run(measure(given.only, short=given.short))
    except Broken as broken:
        print(f"\nIt broke: {broken}")
        return 1
    print(f"\n{show(rows)}\n{on}; {time.monotonic() - began:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
