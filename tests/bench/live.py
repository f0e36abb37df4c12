"""Against a real homeserver: floor, durable floor and copbot by turns, in one run: whatever drifts is the same for all."""

import asyncio
import contextlib
import json
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from copbot.demo.wire import JsonObject
from tests.bench.crowd import Crowd
from tests.bench.pair import DURABLE
from tests.bench.process import Broken, Process, processor_time, resident
from tests.bench.seeding import seed_storm
from tests.live.copbot import Copbot
from tests.live.events import answers, kind

PASSWORD = "made-up"
ROOMS = 20
STORMY = 400  # commands, and it is enough


@dataclass
class Bot:
    """One of them, with its rooms, and what was measured of it."""

    pid: int
    homeserver: int  # its process id
    rooms: list[str]
    idle: list[float] = field(default_factory=list)  # seconds each
    rates: list[float] = field(default_factory=list)  # commands a second, by round
    processor: list[float] = field(
        default_factory=list
    )  # milliseconds a command, by round, rooms in parallel
    burden: list[float] = field(default_factory=list)  # the same of the homeserver
    processor_idle: float = 0.0  # milliseconds a command
    memory: float = 0.0  # MB
    calm: list[float] = field(
        default_factory=list
    )  # seconds that commands waited before much was due at once
    stormy: list[float] = field(default_factory=list)  # the same while it was sent

    @property
    def middle(self) -> float:
        """The median wait of an idle homeserver's member, in milliseconds."""
        return 1000 * median(self.idle)

    @property
    def slow(self) -> float:
        """The 95th percentile, in milliseconds."""
        return slow(self.idle)


@dataclass(frozen=True)
class Lengths:
    """How long to measure: commands one by one, rounds of the rooms in parallel, and commands a room in each.

    ``due``: reminders a room that are due at once.
    """

    idle: int
    rounds: int
    each: int
    due: int


LONG = Lengths(idle=120, rounds=15, each=4, due=20)
SHORT = Lengths(idle=30, rounds=2, each=2, due=6)


def slow(waits: Sequence[float]) -> float:
    """The 95th percentile in milliseconds."""
    return 1000 * quantiles(waits, n=20)[-1]


async def measure(lengths: Lengths) -> tuple[Bot, Bot, Bot]:
    """The floor, the durable floor and copbot, measured by turns."""
    async with side_by_side() as (_, crowd, bots, daemon):
        for bot in bots:
            await crowd.ask_all(bot.rooms, DURABLE, 1)
        await _idle(crowd, bots, lengths.idle)
        for number in range(lengths.rounds):
            for bot in _in_turn(bots, number):
                await parallel(crowd, bot, lengths.each)
        for bot in bots:
            bot.memory = resident(bot.pid)
        await _storm(crowd, bots[-1], daemon, lengths.due)
        return bots


def _in_turn(bots: Sequence[Bot], number: int) -> list[Bot]:
    """Who comes first changes every time."""
    first = number % len(bots)
    return [*bots[first:], *bots[:first]]


async def _idle(crowd: Crowd, bots: Sequence[Bot], commands: int) -> None:
    for number in range(commands):
        for bot in _in_turn(bots, number):
            before = processor_time(bot.pid)
            bot.idle.append(await crowd.ask(bot.rooms[number % ROOMS], DURABLE))
            await asyncio.sleep(0.03)  # what follows an answer belongs to its cost
            bot.processor_idle += 1000 * (processor_time(bot.pid) - before) / commands


async def parallel(crowd: Crowd, bot: Bot, each: int, words: str = DURABLE) -> None:
    """So many commands in each room, the rooms side by side: how many a second, and what they cost."""
    before, there, began = processor_time(bot.pid), processor_time(bot.homeserver), time.perf_counter()
    waits = await crowd.ask_all(bot.rooms, words, each)
    bot.rates.append(len(waits) / (time.perf_counter() - began))
    bot.processor.append(1000 * (processor_time(bot.pid) - before) / len(waits))
    bot.burden.append(1000 * (processor_time(bot.homeserver) - there) / len(waits))


async def _storm(crowd: Crowd, bot: Bot, copbot: Copbot, each: int) -> None:
    """Commands one by one, before and while reminders and digests that were all due at the same moment are sent."""
    await copbot.stop()
    due = datetime.now(UTC) + timedelta(seconds=10 + each / 2)
    await seed_storm(copbot.data, dict.fromkeys(bot.rooms, crowd.user), each=each, due=due)
    await copbot.start()
    await crowd.ask_all(bot.rooms[:2], DURABLE, 2)
    enough = (due - timedelta(seconds=1)).timestamp()
    while time.time() < enough:
        bot.calm.append(await crowd.ask(bot.rooms[len(bot.calm) % ROOMS], DURABLE))
        await asyncio.sleep(0.03)
    await asyncio.sleep(max(due.timestamp() - time.time(), 0) + 0.5)
    crowd.unasked = 0
    while crowd.unasked < ROOMS * each * 0.9 and len(bot.stormy) < STORMY:
        bot.stormy.append(await crowd.ask(bot.rooms[len(bot.stormy) % ROOMS], DURABLE))
        await asyncio.sleep(0.03)


@contextlib.asynccontextmanager
async def side_by_side() -> AsyncIterator[tuple[Homeserver, Crowd, tuple[Bot, Bot, Bot], Copbot]]:
    """A homeserver, somebody who asks; the floor, the durable floor, and copbot; and copbot's process."""
    with tempfile.TemporaryDirectory(prefix="copbot-bench-") as folder:
        async with Homeserver() as server:
            names = ("iedereen", "vloer", "bewaarder", "copbot")
            users = {name: await server.register(name, PASSWORD) for name in names}
            member, floor, keeper = Member(server.url), Member(server.url), Member(server.url)
            for one, name in zip((member, floor, keeper), names, strict=False):
                await one.login(name, PASSWORD)
            copbot = Copbot(Path(folder), server.url, users["copbot"], PASSWORD, level="info")
            await copbot.start()
            try:
                floors = [await _floor_room(member, floor) for _ in range(ROOMS)]
                keepers = [await _floor_room(member, keeper) for _ in range(ROOMS)]
                rooms = await _copbot_rooms(member, users["copbot"])
                words = await _answer(member, rooms[0], users["copbot"])
                said, kept = json.dumps(words), str(Path(folder, "floor.db"))
                async with (
                    Process(
                        "tests.bench.floor", server.url, floor.access_token, floor.user_id, said
                    ) as least,
                    Process(
                        "tests.bench.floor", server.url, keeper.access_token, keeper.user_id, said, kept
                    ) as durable,
                    Crowd(server.url, member.user_id, member.access_token) as crowd,
                ):
                    if copbot.pid is None:
                        raise Broken("copbot ended")
                    assert server.pid is not None
                    bots = (
                        Bot(least.pid, server.pid, floors),
                        Bot(durable.pid, server.pid, keepers),
                        Bot(copbot.pid, server.pid, rooms),
                    )
                    yield server, crowd, bots, copbot
            finally:
                await copbot.close()
                for one in (member, floor, keeper):
                    await one.close()


async def _floor_room(member: Member, floor: Member) -> str:
    room = await member.create_room([floor.user_id], name="Vloer")
    await floor.join(room)
    return room


async def _copbot_rooms(member: Member, user: str) -> list[str]:
    """Rooms in which copbot's notice is accepted."""
    rooms = [await member.create_room([user], name=f"Kring {number}") for number in range(ROOMS)]
    for room in rooms:
        await member.wait_for(room, kind("notice"), 60)
    async with Crowd(member._wire._url, member.user_id, member.access_token) as crowd:
        await crowd.ask_all(rooms, "!start", 2)
    return rooms


async def _answer(member: Member, room: str, user: str) -> JsonObject:
    """What copbot answers to the command, without what ties it to that command."""
    said = await member.say(room, DURABLE)
    event = await member.wait_for(room, answers(said), 60)
    return {name: value for name, value in event["content"].items() if name != "m.relates_to"}
