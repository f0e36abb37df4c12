"""Rituals with lots in them, made for tests: a script of its own on stage, and what copbot says to whom."""

from __future__ import annotations

import json
from typing import Any

import pytest

from copbot.phases.registry import forms
from copbot.rituals.library import Library
from copbot.rituals.reading import read
from tests.dialogs import stage as on_stage
from tests.dialogs.stage import ROOM, Heard, Stage, user

PAIRS = """
format = 1
name = "trial"
called = { nl = ["proef"], en = ["trial"] }
title = { nl = "Proef", en = "Trial" }
about = { nl = "Proef.", en = "Trial." }
ask = { nl = "Waarover?", en = "About what?" }

[[phase]]
name = "twos"
kind = "pairs"
minutes = 10
days = 1
title = { nl = "Met twee", en = "With two" }
words = { nl = "Vertel elkaar over: {topic}", en = "Tell each other about: {topic}" }

[[phase]]
name = "fours"
kind = "pairs"
of = 4
keep = "twos"
where = "chat"
minutes = 10
days = 1
title = { nl = "Met vier", en = "With four" }
words = { nl = "Vertel het verder.", en = "Pass it on." }
"""
PASSED_ON = (
    PAIRS.partition("[[phase]]")[0]
    + """
[[phase]]
name = "alone"
kind = "collect"
shown = "not"
minutes = 5
days = 1
title = { nl = "Alleen", en = "Alone" }
words = { nl = "Wat denk je?", en = "What do you think?" }

[[phase]]
name = "twos"
kind = "pairs"
from = "alone"
minutes = 10
days = 1
title = { nl = "Met twee", en = "With two" }
words = { nl = "Bouw erop voort.", en = "Build on it." }
"""
)
CARDS = """
format = 1
name = "trial"
called = { nl = ["proef"], en = ["trial"] }
title = { nl = "Proef", en = "Trial" }
about = { nl = "Proef.", en = "Trial." }
ask = { nl = "Waarover?", en = "About what?" }

[[phase]]
name = "cards"
kind = "deal"
deck = "roles"
minutes = 5
days = 1
title = { nl = "De kaarten", en = "The cards" }
words = { nl = "Ik stuur je een kaart.", en = "I send you a card." }

[[phase]]
name = "scene"
kind = "open"
stop = { nl = "pauze", en = "pause" }
minutes = 20
days = 1
title = { nl = "Het spel", en = "The play" }
words = { nl = "Begin maar.", en = "Go ahead." }

[[phase]]
name = "out"
kind = "say"
title = { nl = "Eruit", en = "Out" }
words = { nl = "Iedereen is weer zichzelf.", en = "Everybody is themselves again." }
"""
CARD = """
[[card]]
deck = "roles"
name = "{name}"
to = ["{to}"]
title = {{ nl = "Kaart {name}", en = "Card {name}" }}
words = {{ nl = "Jij speelt {name}.", en = "You play {name}." }}
"""
CARDS += "".join(CARD.format(name=name, to="parents") for name in ("head", "doctor", "lawyer", "clerk"))
CARDS += "".join(CARD.format(name=name, to="professionals") for name in ("mother", "uncle", "granny"))


def run(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """The only script that there is on stage."""
    found = read(script.encode(), forms())
    assert found.script is not None, found.faults
    library = Library((found.script,))
    monkeypatch.setattr(on_stage, "library", lambda: library)


def chat_of(s: Stage, name: str) -> str:
    """The direct chat of a member, which copbot may have begun."""
    return next(room for room, members in s.server.members.items() if room != ROOM and user(name) in members)


def told(heard: list[Heard], s: Stage, name: str) -> list[str]:
    """What copbot said to a member in private, new messages only."""
    mine = [one for one in heard if one.room != ROOM and user(name) in s.server.members[one.room]]
    return [one.body for one in mine if not one.edited]


def shown(heard: list[Heard]) -> list[str]:
    """What copbot said in the room, new messages only."""
    return [one.body for one in heard if one.room == ROOM and not one.edited]


async def begin(s: Stage, *names: str) -> list[Heard]:
    """A ritual in which these take part, by hand; the first leads it."""
    await s.says(names[0], "!werkvorm proef de ochtend")
    for name in names:
        await s.says(name, "ik doe mee")
    return await s.says(names[0], "!begin")


def holds(heard: list[Heard], s: Stage, name: str) -> str | None:
    """The name of the card that a member was last sent."""
    found = [
        body.split("\n")[1] for body in told(heard, s, name) if body.startswith(("Jouw kaart", "Your card"))
    ]
    return found[-1].removeprefix("Jij speelt ").removeprefix("You play ").rstrip(".") if found else None


async def note(s: Stage, phase: str) -> dict[str, Any]:
    """What is kept of a phase of the ritual that runs, or ran last."""
    (row,) = await s.database.read(
        lambda sql: sql.execute("SELECT state FROM rituals ORDER BY number DESC LIMIT 1").fetchall()
    )
    return dict(json.loads(row["state"])["notes"].get(phase) or {})
