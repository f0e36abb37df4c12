"""Twenty rooms in parallel: the floor, copbot and other bots by turns, on one homeserver, in one run.

Each bot does what it is for: copbot opens an item and has it on disk before it answers, the reminder bot keeps a reminder, the others repeat
what was said and keep nothing. Where one can't be installed, its row is left out.
"""

import asyncio
import contextlib
import itertools
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from tests.bench.crowd import Crowd
from tests.bench.live import PASSWORD, ROOMS, Bot, Lengths, parallel, side_by_side
from tests.bench.others.bots import OTHERS, Account, Other, installed
from tests.bench.pair import DURABLE
from tests.bench.process import Broken, resident
from tests.bench.table import Row, at_least

READY = 60  # seconds until a bot must have answered once


@dataclass
class Measured:
    """A bot by its name, what was said to it, and what was found."""

    name: str
    ask: str
    does: str
    bot: Bot


async def measure(lengths: Lengths) -> list[Row]:
    """The rows of all bots that could be installed."""
    with tempfile.TemporaryDirectory(prefix="copbot-bench-") as folder:
        async with (
            side_by_side() as (server, crowd, (floor, _, copbot), _),
            contextlib.AsyncExitStack() as running,
        ):
            bots = [
                Measured("the floor", DURABLE, "repeats copbot's answer", floor),
                Measured("copbot", DURABLE, "keeps an item of the ladder", copbot),
            ]
            for other in OTHERS:
                if python := await asyncio.to_thread(installed, other.name):
                    place = Path(folder, other.name)
                    place.mkdir()
                    bot = await running.enter_async_context(_running(other, python, place, server, crowd))
                    bots.append(Measured(other.name, other.ask, other.does, bot))
            for one in bots:
                await crowd.ask_all(one.bot.rooms, one.ask, 1)
            for number in range(lengths.rounds):
                for one in bots if number % 2 else reversed(bots):
                    await parallel(crowd, one.bot, lengths.each, one.ask)
            for one in bots:
                one.bot.memory = resident(one.bot.pid)
            return [_row(one, bots) for one in bots]


def _row(one: Measured, bots: list[Measured]) -> Row:
    rate = median(one.bot.rates)
    note = f"{one.does}; {median(one.bot.processor):.2f} ms of processor a command, {one.bot.memory:.0f} MB"
    if one.name != "copbot":
        return Row(f"20 rooms in parallel: {one.name}", f"{rate:.1f}/s", note=note)
    peers = [other.bot.rates for other in bots if other.name not in ("copbot", "the floor")]
    if not peers:
        return Row("20 rooms in parallel: copbot", f"{rate:.1f}/s", note=f"{note}; no other bot was there")
    best = min(
        median(mine / theirs for mine, theirs in zip(one.bot.rates, other, strict=True)) for other in peers
    )
    return at_least(
        "20 rooms in parallel: copbot, against the fastest other", best, 1, " ×", f"{rate:.1f}/s: {note}"
    )


@contextlib.asynccontextmanager
async def _running(
    other: Other, python: str, folder: Path, server: Homeserver, crowd: Crowd
) -> AsyncIterator[Bot]:
    name = other.name.replace("-", "")
    user = await server.register(name, PASSWORD)
    bot, asker = Member(server.url), Member(server.url)
    try:
        await bot.login(name, PASSWORD)
        await asker.login(crowd.user.removeprefix("@").partition(":")[0], PASSWORD)
        rooms = [await asker.create_room([user], name=f"{other.name} {number}") for number in range(ROOMS)]
        for room in rooms:
            await bot.join(room)
            if not other.replies:
                crowd.loose[room] = None
        account = Account(server.url, user, PASSWORD, bot.access_token)
        async with other.process(python, folder, account) as process:
            await _answers(other, crowd, rooms[0], folder)
            assert server.pid is not None
            yield Bot(process.pid, server.pid, rooms)
    finally:
        await asker.close()
        await bot.close()


async def _answers(other: Other, crowd: Crowd, room: str, folder: Path) -> None:
    """Speak to it until it answers: what it was told before it was ready, it may never have heard."""
    for attempt in itertools.count(1):
        try:
            async with asyncio.timeout(2):
                await crowd.ask(room, other.ask)
                return
        except TimeoutError:
            if attempt * 2 > READY:
                said = (folder / "log").read_text(errors="replace")[-2000:]
                raise Broken(f"{other.name} does not answer; it printed:\n{said}") from None
