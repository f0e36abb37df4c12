"""Members who do anything at any moment: every command gets one answer, no fault of ours shows, a round always ends."""

from pathlib import Path
from random import Random

import pytest
from structlog.testing import capture_logs

from copbot.leading.opening import MOST_WAITING
from tests.dialogs.rounds import alarms
from tests.dialogs.stage import ROOM, Heard, Stage, stage

NAMES = ("Karin", "Ahmed", "Els", "Bram")
TYPED = (
    "!ikdoemee",
    "!pas",
    "!later",
    "!klaar",
    "!begin",
    "!volgende",
    "!waarzijnwe",
    "!geefdoor",
    "!geefdoor @els:localhost",
    "!einde",
)
WORDS = (
    "pas",
    "straks",
    "klaar",
    "ik doe mee",
    "ik doe niet mee",
    "samen",
    "1",
    "3",
    "overslaan",
    "gewoon iets",
)
OPTIONS = ("", "allen", "lang", "samen", "hier", "allen lang", "samen allen", "hier lang", "samen lang")


@pytest.mark.parametrize("seed", range(8))
async def test_anything_at_any_moment(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    async with stage(tmp_path) as s:
        await s.room(*NAMES)
        if seed % 2:
            await s.says("Karin", "!draadjes aan")
        chat = await s.direct("Bram")
        said: list[tuple[str, str]] = []
        with capture_logs() as logs:
            for _ in range(80):
                await something(s, dice, chat, said)
        assert [entry for entry in logs if entry["log_level"] == "error"] == []
        for _ in range(MOST_WAITING + 1):
            await s.says(
                "Karin", "!einde"
            )  # the host's word, in case the facilitator of a round here is gone
        assert alarms(tmp_path) == 0


async def something(s: Stage, dice: Random, chat: str, said: list[tuple[str, str]]) -> None:
    """One thing that somebody does, or a while in which nobody does anything."""
    name = dice.choice(NAMES)
    recent = [heard for heard in s.server.sent[-6:] if heard.room == ROOM]
    what = dice.choice(
        ["types"] * 4 + ["says", "says", "taps", "taps", "takes back", "edits", "goes", "waits"]
    )
    match what:
        case "types":
            room = chat if name == "Bram" and dice.random() < 0.3 else ROOM
            line = dice.choice((*TYPED, f"!ronde {dice.choice(OPTIONS)} Wat helpt?"))
            one_answer(await s.says(name, line, room=room), s.last, line)
        case "says":
            reply_to = dice.choice(recent) if recent and dice.random() < 0.3 else None
            await s.says(name, dice.choice(WORDS), reply_to=reply_to)
            said.append((name, s.last))
        case "taps" if recent:
            await s.taps(name, dice.choice(recent), dice.choice("✋⏭⏳✅"))
            if dice.random() < 0.4:
                await s.takes_away(name, s.last)
        case "takes back" if said:
            who, event = dice.choice(said[-6:])
            await (s.taps(who, event, "❌") if dice.random() < 0.5 else s.takes_away(who, event))
        case "edits" if said:
            who, event = dice.choice(said[-6:])
            await s.edits(who, event, "anders gezegd")
        case "goes":
            await s.leaves("Ahmed")
            await s.enters("Ahmed")
        case _:
            await s.waits(minutes=dice.choice([1, 5, 11]))


def one_answer(heard: list[Heard], event: str, line: str) -> None:
    """Exactly one message answers the command."""
    assert sum(one.reply_to == event and not one.edited for one in heard) == 1, line
    assert all(one.error != "internal" for one in heard)
