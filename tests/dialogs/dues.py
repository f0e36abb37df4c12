"""Promises with a date on stage, and how copbot asks about them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.dialogs.stage import Heard, Stage

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, ten in the morning in Amsterdam
ELS = "@els:localhost"


async def promised(s: Stage, *lines: str) -> str:
    """Els promises this for items of Karin's, which are opened for it; her direct chat."""
    await s.room("Karin", "Els", "Ahmed")
    chat = await s.direct("Els")
    for number, line in enumerate(lines, 1):
        await s.says("Karin", "!kanniet de taxi komt niet")
        (offered, *_) = await s.says("Els", f"!iksteun {number} ik bel {line}")
        if offered.error:
            await s.says("Els", "1", reply_to=offered)
    await s.says("Els", "1")
    return chat


async def asked_at(s: Stage, chat: str, days: int = 14) -> list[tuple[str, Heard]]:
    """What Els is asked in so many days, with the local time at which she is."""
    found = []
    until = s.time + timedelta(days=days)
    while s.time < until:
        heard = await s.comes(until)
        found += [
            (s.time.astimezone(AMSTERDAM).strftime("%a %d %H:%M"), one) for one in heard if one.room == chat
        ]
    return found


async def alarms(s: Stage) -> int:
    """How many alarms wait that ask about dates."""
    query = "SELECT count(*) FROM alarms WHERE purpose = 'due'"
    return int(await s.database.read(lambda sql: sql.execute(query).fetchone()[0]))


def times(asked: Sequence[tuple[str, Heard]]) -> list[str]:
    """When it was."""
    return [at for at, _ in asked]


async def on_the_day(s: Stage) -> tuple[str, Heard]:
    """Els was asked on the day itself; her chat, and the question."""
    chat = await promised(s, "voor morgen")
    (asked,) = [one for one in await s.waits(days=1) if one.room == chat]
    return chat, asked
