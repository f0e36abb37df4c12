"""Ten thousand reminders and a thousand digests due at once, or as many meetings to tell of, with people who give commands meanwhile."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from tests.bench.pair import Pair, pair
from tests.bench.process import Broken, processor_time
from tests.bench.seeding import seed_meetings, seed_storm
from tests.bench.stub import person, room_id
from tests.bench.table import Row, at_most, step

PACE = 0.01  # seconds that the stub takes for each message that nobody waits for: a good real homeserver
PATIENCE = 120.0  # seconds
DUE = "SELECT count(*) FROM alarms WHERE at <= ?"


async def storm(rooms: int, each: int, commands: int, *, meetings: bool = False) -> list[Row]:
    """``each`` reminders in each room and the digest of each; ``commands`` one by one before and as many after that.

    Or, with ``meetings``, as many meetings of which the room is reminded.
    """
    of = "meetings to tell of" if meetings else f"reminders and {rooms:,} digests due"
    with step(f"Stub: {rooms * each:,} {of} at once"):
        async with pair(rooms=rooms, start=False) as one:
            due = datetime.now(UTC) + timedelta(seconds=14 + commands / 25)
            everywhere = {room_id(number): person(number, 0) for number in range(rooms)}
            seeded = seed_meetings if meetings else seed_storm
            await seeded(one.copbot.data, everywhere, each=each, due=due)
            await one.control("pace", seconds=PACE)
            await one.start()
            await one.ask(range(20), 100)
            idle = await _commands(one, lambda: datetime.now(UTC) >= due - timedelta(seconds=0.5), commands)
            await asyncio.sleep(max((due - datetime.now(UTC)).total_seconds(), 0))
            began, before_it = time.perf_counter(), processor_time(one.pid)
            prepared = asyncio.create_task(_prepared(one, due))
            stormy = await _commands(one, prepared.done, commands)
            ended, used = await prepared
            took = ended - began
            sent = len((await one.control("seen"))["unasked"])
    before, during = (1000 * quantiles(waits, n=20)[-1] for waits in (idle, stormy))
    note = (
        f"p95 {before:.2f} → {during:.2f} ms, p50 {1000 * median(idle):.2f} → {1000 * median(stormy):.2f} ms"
    )
    total = rooms * (each if meetings else each + 1)
    what = "meetings to tell of" if meetings else "due messages"
    return [
        Row(f"a command meanwhile{', meetings' if meetings else ''}, p95", f"{during:.2f} ms", note=note),
        at_most(
            f"{total:,} {what} prepared",
            took,
            10,
            " s",
            f"{total / took:.0f}/s; {sent} sent meanwhile; copbot had {(used - before_it) / took:.0%} of the core",
        ),
    ]


async def _commands(one: Pair, enough: Callable[[], bool], least: int) -> list[float]:
    waits: list[float] = []
    while not enough() or len(waits) < least:
        waits += (await one.ask([len(waits) // 20 % 20], 20, pause=0.02)).waits
    return waits


async def _prepared(one: Pair, due: datetime) -> tuple[float, float]:
    """When nothing that is due waits to be made into messages any more, and what copbot had used of the processor."""
    file = f"file:{one.copbot.data / 'copbot.db'}?mode=ro"
    deadline, left = time.perf_counter() + PATIENCE, 1
    with closing(sqlite3.connect(file, uri=True)) as sql:
        while left and time.perf_counter() < deadline:
            await asyncio.sleep(0.2)
            (left,) = sql.execute(DUE, (due.isoformat(timespec="microseconds"),)).fetchone()
    if left:
        raise Broken(f"after {PATIENCE:g} seconds {left} due messages were not prepared")
    return time.perf_counter(), processor_time(one.pid)
