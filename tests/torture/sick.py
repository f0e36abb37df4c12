"""Minutes of a sick homeserver: one illness after another, while people go on giving commands."""

import asyncio
import contextlib
import time
from dataclasses import dataclass

from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from tests.live.copbot import Copbot
from tests.live.events import answers
from tests.live.proxy import (
    Answer,
    Fault,
    FaultProxy,
    Hang,
    ResetAfter,
    ResetBefore,
    Truncated,
    bad_gateway,
    everything,
    rate_limited,
    server_error,
)
from tests.live.rooms import welcomed
from tests.torture.judge import Verdict, judge
from tests.torture.traffic import PASSWORD

ILLNESSES: tuple[Fault, ...] = (
    Answer(401, "{}"),
    rate_limited(2000),
    server_error(),
    bad_gateway(),
    Truncated(),
    Hang(30.0),
    ResetBefore(),
    ResetAfter(),
)
RECOVERY = 180.0  # seconds: copbot's longest pause is a minute, and up to twice that by lot


@dataclass
class Sickness:
    """What was seen: how often copbot asked for news while all was sick, for how long, and what the timeline says."""

    syncs: int
    seconds: float
    verdict: Verdict


async def sicken(server: Homeserver, copbot: Copbot, proxy: FaultProxy, seconds: float) -> Sickness:
    """Let everything be sick for so long, wait for recovery, and judge. `copbot` must speak through `proxy`."""
    await server.register("zieke", PASSWORD)
    async with Member(server.url) as member:
        await member.login("zieke", PASSWORD)
        await copbot.start()
        room = await welcomed(member, copbot, timeout=30)
        given = []
        began = time.monotonic()
        for illness in ILLNESSES:
            proxy.clear()
            proxy.always(everything, illness)
            over = time.monotonic() + seconds / len(ILLNESSES)
            while time.monotonic() < over:
                given.append(await member.say(room, "!role parent"))
                await asyncio.sleep(3.0)
        ended = time.monotonic()
        proxy.clear()
        given.append(await member.say(room, "!role parent"))
        with contextlib.suppress(AssertionError):  # the judge will tell
            await member.wait_for(room, answers(given[-1]), RECOVERY)
        asked = [
            request for request in proxy.requests if request.is_sync and began <= request.arrived <= ended
        ]
        return Sickness(len(asked), ended - began, judge(await member.timeline(room), copbot.user_id, given))
