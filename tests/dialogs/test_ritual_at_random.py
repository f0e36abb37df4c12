"""Members who do anything at any moment of any ritual: each command gets one answer, no fault shows, and it ends."""

import sqlite3
from pathlib import Path
from random import Random

import pytest
from structlog.testing import capture_logs

from tests.dialogs.stage import ROOM, Stage, library, stage
from tests.dialogs.test_round_at_random import NAMES, TYPED, one_answer

SCRIPTS = tuple(script.name for script in library().scripts if script.follows is None)
SAID = (
    "pas",
    "straks",
    "klaar",
    "ik doe mee",
    "ik doe niet mee",
    "4",
    "2",
    "akkoord",
    "pauze",
    "halve dagen, mag wel",
)
OPTIONS = ("", "", "allen", "samen", "hier")


@pytest.mark.parametrize("name", SCRIPTS)
async def test_anything_at_any_moment_of(tmp_path: Path, name: str) -> None:
    dice = Random(name)
    async with stage(tmp_path) as s:
        await s.room(*NAMES, encrypted=True)
        chats = {member: await s.direct(member, encrypted=True) for member in NAMES}
        said: list[tuple[str, str, str]] = []
        with capture_logs() as logs:
            await s.says("Karin", f"!werkvorm {name} Wat helpt?")
            for yes in ("ja", "ja"):  # to what is asked before some of them, in the room or in private
                asked = s.server.sent[-1]
                await s.says("Karin", yes, reply_to=asked, room=asked.room)
                question = next((one for one in s.server.sent if one.kind == "question"), None)
                if question is not None:
                    await s.says("Karin", yes, reply_to=question, room=question.room)
            for member in NAMES:
                await s.says(member, "ik doe mee")
            await s.says("Karin", "!begin")
            assert any(one.kind == "ritual.opened" for one in s.server.sent)
            for _ in range(60):
                await something(s, dice, chats, said, name)
        assert [entry for entry in logs if entry["log_level"] == "error"] == []
        for _ in range(4):
            await s.says("Karin", "!einde")
        left = [purpose for purpose in waiting(tmp_path) if purpose.startswith("round.")]
        assert left == []


def waiting(folder: Path) -> list[str]:
    """What alarms wait, by their purposes."""
    with sqlite3.connect(folder / "copbot.db") as sql:
        found = [purpose for (purpose,) in sql.execute("SELECT purpose FROM alarms")]
    sql.close()
    return found


async def something(
    s: Stage, dice: Random, chats: dict[str, str], said: list[tuple[str, str, str]], script: str
) -> None:
    """One thing that somebody does, or a while in which nobody does anything."""
    name = dice.choice(NAMES)
    room = chats[name] if dice.random() < 0.3 else ROOM
    recent = [heard for heard in s.server.sent[-8:] if heard.room == room]
    match dice.choice(["types"] * 4 + ["says"] * 5 + ["taps", "taps", "takes back", "goes", "waits"]):
        case "types":
            line = dice.choice(
                (*TYPED, "!volgende stap", f"!werkvorm {script} {dice.choice(OPTIONS)} Wat nu?")
            )
            one_answer(await s.says(name, line, room=room), s.last, line)
        case "says":
            reply_to = dice.choice(recent) if recent and dice.random() < 0.4 else None
            await s.says(name, dice.choice((*SAID, "gewoon iets over ons")), reply_to=reply_to, room=room)
            said.append((name, s.last, room))
        case "taps" if recent:
            await s.taps(name, dice.choice(recent), dice.choice("✋⏭⏳✅"), room=room)
        case "takes back" if said:
            who, event, where = dice.choice(said[-6:])
            await s.takes_away(who, event, room=where)
        case "goes":
            await s.leaves("Ahmed")
            await s.enters("Ahmed")
        case _:
            await s.waits(minutes=dice.choice([1, 5, 11, 30]))
