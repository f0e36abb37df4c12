"""``python -m tests.torture``: kill copbot hundreds of times, let its homeserver fall ill, and count what was lost.

The judge is another member's view of the rooms, never copbot's log. Ends with ``N passed, N failed``; exit code 1 if any failed.
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
from copbot.engine.ports import MOMENTS
from tests.live.copbot import Copbot
from tests.live.proxy import FaultProxy
from tests.torture.judge import Verdict
from tests.torture.kills import RANDOM, Killed, kill_all, plan
from tests.torture.sick import Sickness, sicken
from tests.torture.traffic import PASSWORD, Traffic

FULL = (500, 20, 600.0)  # kills at random, at each named moment, seconds of sickness
SHORT = (100, 10, 80.0)
ROOMS = 4
COMMANDS_A_SECOND = 5.0
A_KILL_AT_MOST = 6.0  # seconds; more in all than this for each kill, and something hangs


@dataclass
class Outcome:
    """What one run showed."""

    planned: int
    killed: Killed
    verdict: Verdict
    sickness: Sickness | None


def bound(trials: int) -> float:
    """The greatest rate of failure that no failure in so many trials leaves possible, with 95 % confidence."""
    return float(1 - 0.05 ** (1 / trials)) if trials else 1.0


def checks(outcome: Outcome) -> list[tuple[str, Sequence[str]]]:
    """Every promise with what was found against it."""
    killed, verdict = outcome.killed, outcome.verdict
    planned = list(killed.failures)
    if killed.total + len(killed.failures) < outcome.planned:
        planned.append(f"only {killed.total} of {outcome.planned} kills could be done in time")
    found: list[tuple[str, Sequence[str]]] = [
        ("every copbot ended when it was meant to", planned),
        ("no command was lost", verdict.lost),
        ("nothing was said twice", verdict.doubled),
        ("every room kept its order", verdict.misplaced),
        ("items are numbered without holes or doubles", verdict.inconsistent),
        ("every message is as messages are", verdict.improper),
    ]
    if outcome.sickness is not None:
        sick = outcome.sickness
        often = [f"{sick.syncs} in {sick.seconds:.0f} seconds"] if sick.syncs > sick.seconds else []
        wrong = [*sick.verdict.lost, *sick.verdict.doubled, *sick.verdict.misplaced, *sick.verdict.improper]
        found += [
            ("a sick homeserver is asked at most once a second", often),
            ("a sick homeserver makes nothing lost, doubled or misplaced", wrong),
        ]
    return found


def report(outcome: Outcome) -> int:
    """Print the summary; returns the exit code."""
    killed, verdict = outcome.killed, outcome.verdict
    print(f"\n{killed.total} kills: {killed.ends[RANDOM]} at random ({killed.early} while starting)", end="")
    print("".join(f", {killed.ends[moment]} {moment}" for moment in MOMENTS))
    print(
        f"{verdict.commands} commands in {ROOMS} rooms, {verdict.messages} messages of copbot's, {verdict.items} items"
    )
    print(f"{len(verdict.lost)} lost, {len(verdict.doubled)} doubled, {len(verdict.misplaced)} misplaced")
    if killed.total and not (verdict.lost or verdict.doubled):
        print(f"0 of {killed.total} means < {bound(killed.total):.1%} a kill with 95 % confidence")
    if sick := outcome.sickness:
        rate = sick.syncs / sick.seconds
        print(f"sick for {sick.seconds:.0f} s: {sick.syncs} syncs, {rate:.2f} a second;", end=" ")
        print(f"{sick.verdict.commands} commands meanwhile")
    all_checks = checks(outcome)
    for name, wrong in all_checks:
        print(f"{'FAILED' if wrong else 'passed'}  {name}")
        for line in wrong[:10]:
            print(f"        {line}")
        if len(wrong) > 10:
            print(f"        and {len(wrong) - 10} more")
    failed = sum(bool(wrong) for _, wrong in all_checks)
    print(f"{len(all_checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


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


async def torture(kills: int, each: int, sick: float, seed: int, folder: Path) -> Outcome:
    """The whole run. `sick` is in seconds; it goes on beside the killing, with a copbot of its own."""
    chance = Random(seed)
    ends = plan(kills, each, chance)
    async with Homeserver(folder / "homeserver") as server, FaultProxy(server.url) as proxy:
        made = []
        for name, url in (("copbot", server.url), ("zieke-copbot", proxy.url)):
            user = await server.register(name, PASSWORD)
            made.append(Copbot(folder / name, url, user, PASSWORD))
        copbot, patient = made
        traffic = Traffic(server, copbot, chance)
        nursing = asyncio.create_task(sicken(server, patient, proxy, sick)) if sick else None
        try:
            await copbot.start()
            await traffic.begin(ROOMS, COMMANDS_A_SECOND)
            await copbot.kill()
            killed = Killed()
            try:
                async with asyncio.timeout(60 + A_KILL_AT_MOST * len(ends)):
                    await kill_all(copbot, ends, chance, killed, Progress(len(ends), traffic))
            except TimeoutError:
                pass  # the summary tells how many there were
            await copbot.start()
            verdict = await traffic.end()
            return Outcome(len(ends), killed, verdict, await nursing if nursing else None)
        finally:
            if nursing is not None:
                nursing.cancel()
            await traffic.close()
            for one in made:
                await one.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments, run, report; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__.partition(":")[2])
    parser.add_argument("--short", action="store_true", help="a part of it, in a few minutes")
    parser.add_argument("--kills", type=int, help="how many kills at random moments")
    parser.add_argument("--each", type=int, help="how many kills at each named moment")
    parser.add_argument("--sick", type=float, help="how many seconds the homeserver is sick")
    parser.add_argument(
        "--seed", type=int, help="of the lots; printed, so that a run can be repeated roughly"
    )
    given = parser.parse_args(arguments)
    usual = SHORT if given.short else FULL
    chosen = (given.kills, given.each, given.sick)
    kills, each, sick = (
        mine if mine is not None else default for mine, default in zip(chosen, usual, strict=True)
    )
    seed = given.seed if given.seed is not None else SystemRandom().randrange(10**6)
    print(f"{kills} kills at random moments, {each} at each of {len(MOMENTS)} named ones,", end=" ")
    print(f"a homeserver sick for {sick:.0f} seconds; seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="copbot-torture-") as folder:
        return report(asyncio.run(torture(int(kills), int(each), sick, seed, Path(folder))))


if __name__ == "__main__":
    sys.exit(main())
