"""Killing: one copbot after another on the same data, each ended by SIGKILL at a random or a named moment.

While one runs the next has loaded itself already and waits for the lock on the data folder, so that there is hardly any time
in which nobody runs, and most ends fall in the middle of traffic.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from random import Random

from copbot.engine.ports import BEFORE_UPLOAD, MOMENTS, SECRET_MOMENTS
from tests.live.copbot import Copbot, CopbotError, KillAt

LONGEST_LIFE = 1.5  # seconds of a copbot that is killed at a random moment
LONGER_LIFE = (
    2.5  # the same in encrypted rooms, where a start takes longer: keys are uploaded, devices asked for
)
OVERDUE = 20.0  # seconds after which a named moment should have come
RANDOM = "random"
DEEPEST = 8  # passing of a named moment at which the end may come
SELDOM = dict.fromkeys(SECRET_MOMENTS, 3) | {
    BEFORE_UPLOAD: 1
}  # the same of those that come once for each room


@dataclass
class Killed:
    """How many ends there were of each kind, and what went otherwise than planned."""

    ends: Counter[str] = field(default_factory=Counter)
    early: int = 0  # of those at random, so many came before it was ready
    failures: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of them."""
        return self.ends.total()


def moments(*, encrypted: bool) -> tuple[str, ...]:
    """The named moments that come to pass in such rooms."""
    return MOMENTS + SECRET_MOMENTS if encrypted else MOMENTS


def plan(at_random: int, named: Iterable[str], each: int, chance: Random) -> list[KillAt | None]:
    """So many ends at random moments (None) and so many at each named one, shuffled."""
    ends: list[KillAt | None] = [None] * at_random
    for moment in named:
        ends += [(moment, chance.randint(1, SELDOM.get(moment, DEEPEST))) for _ in range(each)]
    chance.shuffle(ends)
    return ends


async def kill_all(
    copbot: Copbot,
    ends: list[KillAt | None],
    chance: Random,
    killed: Killed,
    provoke: Callable[[str], Awaitable[None]],
    told: Callable[[Killed], Awaitable[None]],
    longest: float = LONGEST_LIFE,
) -> None:
    """Carry out the plan and count in `killed`; `told` is called after every end. When this returns nobody runs.

    `longest`: seconds that one lives that ends at a random moment. `provoke` sees to it that a named moment comes which would not come by itself.
    """
    running = await _standby(copbot, ends[0]) if ends else None
    following: asyncio.Task[Copbot] | None = None
    try:
        for number, end in enumerate(ends):
            assert running is not None
            if number + 1 < len(ends):
                following = asyncio.create_task(_standby(copbot, ends[number + 1]))
            try:
                if end is not None:
                    await provoke(end[0])
                await _end(running, end, chance.uniform(0.0, longest))
                killed.ends[end[0] if end else RANDOM] += 1
                killed.early += end is None and not running.was_ready
            except CopbotError as error:
                killed.failures.append(str(error))
                await running.close()
            running = await following if following else None
            following = None
            await told(killed)
    finally:
        if running is not None:
            await running.close()
        if following is not None:
            await (await following).close()


async def _standby(copbot: Copbot, end: KillAt | None) -> Copbot:
    one = copbot.again()
    await one.start(kill_at=end, standby=True)
    return one


async def _end(running: Copbot, end: KillAt | None, life: float) -> None:
    if end is None:
        try:
            code = await running.ended(life)
        except CopbotError:
            await running.kill()
            return
        raise CopbotError(f"it ended by itself with {code}")
    code = await running.ended(OVERDUE)
    if code != -9:
        raise CopbotError(f"it ended with {code} instead of at {end[0]}")
