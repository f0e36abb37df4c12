"""``python -m tests.torture``: kill copbot hundreds of times, let its homeserver fall ill, and count what was lost.

First in rooms that are not encrypted, then in rooms that are. The judge is another member's view of the rooms, never copbot's
log; in encrypted rooms it is what a client of others' making could read. Ends with ``N passed, N failed``; exit code 1 if any failed.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom

from copbot.demo.homeserver import Homeserver
from tests.live.copbot import Copbot
from tests.live.peer_process import PeerProcess, missing
from tests.live.proxy import FaultProxy
from tests.torture.kills import LONGER_LIFE, LONGEST_LIFE, Killed, kill_all, moments, plan
from tests.torture.report import Outcome, checks, describe
from tests.torture.sick import Sickness, sicken
from tests.torture.traffic import PASSWORD, Traffic

KINDS = ("plain", "encrypted")
ROOMS = 4
COMMANDS_A_SECOND = 5.0
A_KILL_AT_MOST = 6.0  # seconds; more in all than this for each kill, and something hangs


@dataclass(frozen=True)
class Lengths:
    """How many kills at random, and at each named moment, in rooms of each kind; and seconds of sickness."""

    kills: tuple[int, int]
    each: tuple[int, int]
    sick: float


FULL = Lengths((500, 500), (20, 20), 600.0)
SHORT = Lengths((50, 30), (4, 3), 80.0)


class Progress:
    """A line that changes on a terminal; elsewhere a new one every fifteen seconds."""

    def __init__(self, planned: int, traffic: Traffic) -> None:
        self._planned = planned
        self._traffic = traffic
        self._began = self._told = time.monotonic()

    async def __call__(self, killed: Killed) -> None:
        now = time.monotonic()
        if not sys.stdout.isatty() and now - self._told < 15:
            return
        self._told = now
        given, seen = await self._traffic.seen()
        minutes, seconds = divmod(int(now - self._began), 60)
        line = f"{minutes}:{seconds:02}  {killed.total} of {self._planned} kills, {given} commands, {seen} answered"
        print(
            f"\r{line}   " if sys.stdout.isatty() else line,
            end="" if sys.stdout.isatty() else "\n",
            flush=True,
        )


class Run:
    """All that is killed before one homeserver."""

    def __init__(self, server: Homeserver, folder: Path, chance: Random) -> None:
        self._server = server
        self._folder = folder
        self._chance = chance

    async def _copbot(self, name: str, url: str) -> Copbot:
        return Copbot(self._folder / name, url, await self._server.register(name, PASSWORD), PASSWORD)

    async def plain(self, kills: int, each: int, sick: float) -> Outcome:
        """In rooms that are not encrypted. `sick` is in seconds; it goes on beside the killing, with a copbot of its own."""
        async with FaultProxy(self._server.url) as proxy:
            patient = await self._copbot("zieke-copbot", proxy.url)
            nursing = asyncio.create_task(self._sicken(patient, proxy, sick))
            try:
                outcome = await self._ordeal("copbot", kills, each, None)
                outcome.sickness = await nursing
                return outcome
            finally:
                nursing.cancel()
                await patient.close()

    async def _sicken(self, patient: Copbot, proxy: FaultProxy, sick: float) -> Sickness | None:
        return await sicken(self._server, patient, proxy, sick) if sick else None

    async def encrypted(self, kills: int, each: int) -> Outcome:
        """In rooms encrypted from the start."""
        async with PeerProcess() as peers:
            return await self._ordeal("geheime-copbot", kills, each, peers)

    async def _ordeal(self, name: str, kills: int, each: int, peers: PeerProcess | None) -> Outcome:
        copbot = await self._copbot(name, self._server.url)
        traffic = Traffic(self._server, copbot, self._chance, peers)
        ends = plan(kills, moments(encrypted=traffic.encrypted), each, self._chance)
        try:
            await copbot.start()
            await traffic.begin(ROOMS, COMMANDS_A_SECOND)
            await copbot.kill()
            killed, told = Killed(), Progress(len(ends), traffic)
            try:
                async with asyncio.timeout(60 + A_KILL_AT_MOST * len(ends)):
                    longest = LONGER_LIFE if traffic.encrypted else LONGEST_LIFE
                    await kill_all(copbot, ends, self._chance, killed, traffic.provoke, told, longest)
            except TimeoutError:
                pass  # the summary tells how many there were
            await copbot.start()
            verdict = await traffic.end()
            return Outcome(traffic.encrypted, ROOMS, len(ends), killed, verdict)
        finally:
            await traffic.close()
            await copbot.close()


async def torture(kinds: Sequence[str], lengths: Lengths, seed: int, folder: Path) -> list[Outcome]:
    """The whole run, one kind of rooms after the other."""
    outcomes = []
    async with Homeserver(folder / "homeserver", errands=False) as server:
        run = Run(server, folder, Random(seed))
        if "plain" in kinds:
            outcomes.append(await run.plain(lengths.kills[0], lengths.each[0], lengths.sick))
            print(f"\n{describe(outcomes[-1])}", flush=True)
        if "encrypted" in kinds:
            outcomes.append(await run.encrypted(lengths.kills[1], lengths.each[1]))
            print(f"\n{describe(outcomes[-1])}", flush=True)
    return outcomes


def report(outcomes: Sequence[Outcome]) -> int:
    """Print what was promised and whether it held; returns the exit code."""
    found = [check for outcome in outcomes for check in checks(outcome)]
    print()
    for name, wrong in found:
        print(f"{'FAILED' if wrong else 'passed'}  {name}")
        for line in wrong[:10]:
            print(f"        {line}")
        if len(wrong) > 10:
            print(f"        and {len(wrong) - 10} more")
    failed = sum(bool(wrong) for _, wrong in found)
    print(f"{len(found) - failed} passed, {failed} failed")
    return 1 if failed else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments, run, report; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__.partition(":")[2])
    parser.add_argument("--short", action="store_true", help="a part of it, in a few minutes")
    parser.add_argument("--only", choices=KINDS, help="only in rooms of this kind")
    parser.add_argument("--kills", type=int, help="how many kills at random moments, in rooms of each kind")
    parser.add_argument("--each", type=int, help="how many kills at each named moment, in rooms of each kind")
    parser.add_argument("--sick", type=float, help="how many seconds the homeserver is sick")
    parser.add_argument(
        "--seed", type=int, help="of the lots; printed, so that a run can be repeated roughly"
    )
    given = parser.parse_args(arguments)
    usual = SHORT if given.short else FULL
    lengths = Lengths(
        usual.kills if given.kills is None else (given.kills, given.kills),
        usual.each if given.each is None else (given.each, given.each),
        usual.sick if given.sick is None else given.sick,
    )
    kinds = [given.only] if given.only else list(KINDS)
    if "encrypted" in kinds and (reason := missing()):
        print(f"NOT in encrypted rooms: {reason}")
        kinds.remove("encrypted")
    seed = given.seed if given.seed is not None else SystemRandom().randrange(10**6)
    for kind, kills, each in zip(KINDS, lengths.kills, lengths.each, strict=True):
        if kind in kinds:
            named = len(moments(encrypted=kind == "encrypted"))
            print(f"{kind} rooms: {kills} kills at random moments, {each} at each of {named} named ones;")
    if "plain" in kinds:
        print(f"a homeserver sick for {lengths.sick:.0f} seconds;", end=" ")
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="copbot-torture-") as folder:
        return report(asyncio.run(torture(kinds, lengths, seed, Path(folder))))


if __name__ == "__main__":
    sys.exit(main())
