"""What the dialogues of rounds share: a round that has begun, and what is kept of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.dialogs.stage import Heard, Stage

QUESTION = "Hoe zit je erbij?"


async def opened(s: Stage, *names: str, line: str = f"!ronde {QUESTION}") -> Heard:
    """A round that the first member opened and in which these members raised their hands."""
    (opening,) = await s.says(names[0], line)
    for name in names:
        await s.taps(name, opening, "✋")
    return opening


async def begun(s: Stage, *names: str, line: str = f"!ronde {QUESTION}") -> Heard:
    """The same, begun by the first member; returns the first prompt."""
    await opened(s, *names, line=line)
    return prompt(await s.says(names[0], "!begin"))


def prompt(heard: list[Heard]) -> Heard:
    """The one new prompt among what was heard."""
    (found,) = [one for one in heard if one.kind in ("ritual.turn", "ritual.phase") and not one.edited]
    return found


def new(heard: list[Heard]) -> list[Heard]:
    """What was heard, without prompts of turns that only say how they ended or who follows now."""
    return [one for one in heard if not (one.kind == "ritual.turn" and one.edited)]


def closed(heard: list[Heard]) -> Heard:
    """The one outcome among what was heard."""
    (found,) = [one for one in heard if one.kind == "ritual.closed" and not one.edited]
    return found


def numbers(outcome: Heard) -> tuple[int, int, int]:
    """How many spoke, passed, and were not heard."""
    return outcome.data["spoke"], outcome.data["passed"], outcome.data["unheard"]


def kept_words(folder: Path) -> list[tuple[str, str]]:
    """The contributions in the database: who, and what."""
    with sqlite3.connect(folder / "copbot.db") as sql:
        rows = sql.execute("SELECT member, words FROM contributions ORDER BY at, event").fetchall()
    sql.close()
    return [(member, words) for member, words in rows]


def alarms(folder: Path) -> int:
    """How many alarms wait, but for the weekly digest's."""
    with sqlite3.connect(folder / "copbot.db") as sql:
        (count,) = sql.execute("SELECT count(*) FROM alarms WHERE purpose <> 'digest'").fetchone()
    sql.close()
    return int(count)
