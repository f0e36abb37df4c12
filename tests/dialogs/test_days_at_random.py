"""Members who do anything at any moment, over days: every command gets one answer, nothing is said at night, and all of it ends."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from tests.dialogs.rounds import alarms
from tests.dialogs.stage import ROOM, Stage, stage
from tests.dialogs.test_round_at_random import one_answer

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MORNING = datetime(2026, 10, 22, 8, 0, tzinfo=UTC)  # three days before the clocks go back
NAMES = ("Karin", "Ahmed", "Els", "Bram")
ASKED = (
    "!ronde tot over 3 dagen Wat helpt?",
    "!ronde over dagen Wat gaf je moed?",
    "!ronde zonder namen tot morgen 22:30 En nu?",
    "!werkvorm uitchecken over dagen",
    "!werkvorm omdenken over dagen Vervoer",
    "!ronde allen Live?",
)
TYPED = (
    "!pas",
    "!volgende",
    "!volgende 2",
    "!einde #1",
    "!waarzijnwe",
    "!geefdoor",
    "!ikdoemee",
    "!einde",
    "!volgende stap",
)
WORDS = ("pas", "Gewoon iets.", "3", "ik doe mee", "1", "Samen eten, denk ik.", "volgende")


@pytest.mark.parametrize("seed", range(6))
async def test_anything_at_any_moment(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room(*NAMES)
        chats = {name: await s.direct(name) for name in ("Bram", "Els")}
        said: list[tuple[str, str, str]] = []
        with capture_logs() as logs:
            for _ in range(70):
                await something(s, dice, chats, said)
            night = [one for one in await s.waits(days=40) if not one.edited]
        assert [entry for entry in logs if entry["log_level"] == "error"] == []
        assert alarms(tmp_path) == 0, "all of it ends by its time"
        assert all(
            one.kind in ("ritual.phase", "ritual.closed", "ritual.turn", "nudge", "digest") for one in night
        )


async def something(s: Stage, dice: Random, chats: dict[str, str], said: list[tuple[str, str, str]]) -> None:
    """One thing that somebody does, or hours in which nobody does anything."""
    name = dice.choice(NAMES)
    room = chats[name] if name in chats and dice.random() < 0.4 else ROOM
    recent = [heard for heard in s.server.sent[-8:] if heard.room == room]
    match dice.choice(
        [
            "types",
            "types",
            "answers",
            "answers",
            "answers",
            "taps",
            "takes back",
            "edits",
            "goes",
            "waits",
            "waits",
        ]
    ):
        case "types":
            line = dice.choice(ASKED if dice.random() < 0.4 else TYPED)
            one_answer(await s.says(name, line, room=room), s.last, line)
        case "answers":
            reply_to = dice.choice(recent) if recent and dice.random() < 0.7 else None
            await s.says(name, dice.choice(WORDS), reply_to=reply_to, room=room)
            said.append((name, s.last, room))
        case "taps" if recent and room == ROOM:
            await s.taps(name, dice.choice(recent), "⏭️")
            if dice.random() < 0.4:
                await s.takes_away(name, s.last)
        case "takes back" if said:
            who, event, where = dice.choice(said[-6:])
            await s.takes_away(who, event, room=where)
        case "edits" if said:
            who, event, where = dice.choice(said[-6:])
            await s.edits(who, event, "anders gezegd", room=where)
        case "goes":
            await s.leaves("Ahmed")
            await s.enters("Ahmed")
        case "waits":
            await quietly(s, dice.choice([1, 7, 13, 30]))


async def quietly(s: Stage, hours: int) -> None:
    """Hours go by; nothing of what runs over days is told at night."""
    for _ in range(hours):
        for one in await s.waits(hours=1):
            live = {
                h.data["ritual"] for h in s.server.sent if h.kind == "ritual.opened" and "Live?" in h.body
            }
            if one.edited or one.data.get("ritual") in live:
                continue
            assert 8 <= s.time.astimezone(AMSTERDAM).hour <= 21, one.body
