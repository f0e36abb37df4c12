"""Rituals of a test's own: a script as an operator writes it, begun by its first member with everybody's hand up."""

from __future__ import annotations

from typing import Any

from copbot.phases.registry import forms
from copbot.rituals.library import Library, library
from tests.dialogs.stage import Heard, Stage

HEAD = """
format = 1
name = "trial"
called = { nl = ["proef"], en = ["trial"] }
title = { nl = "Een proef", en = "A trial" }
about = { nl = "Om te proberen.", en = "To try." }
helps = ["explore"]
runs = ["live", "days"]
least = 1
"""


def scripts(phases: str, head: str = HEAD) -> Library:
    """A library of one script, with these phases. Fails where there is anything wrong with it."""
    found = library({"trial.toml": f"{head}\n{phases}".encode()}, {}, forms())
    assert found.broken == (), [str(fault) for one in found.broken for fault in one.faults]
    return found


def phase(name: str, kind: str, nl: str, en: str, *more: str, minutes: int = 10) -> str:
    """One phase of such a script; ``more`` are further lines."""
    lines = [
        "[[phase]]",
        f'name = "{name}"',
        f'kind = "{kind}"',
        *([f"minutes = {minutes}"] if minutes else []),
        "days = 1",
        f'title = {{ nl = "{name.title()}", en = "{name.title()}" }}',
        f"words = {{ nl = '{nl}', en = '{en}' }}",
        *more,
    ]
    return "\n".join(lines) + "\n\n"


def use(monkeypatch: Any, phases: str, head: str = HEAD) -> None:
    """Stages that are opened from now on know this script, and no other."""
    mine = scripts(phases, head)
    monkeypatch.setattr("tests.dialogs.stage.library", lambda: mine)


async def begun(s: Stage, *names: str, line: str = "!werkvorm proef") -> list[Heard]:
    """The ritual, begun by the first member with everybody in it; what was said when it began."""
    await s.room(*names)
    opening, *_ = await s.says(names[0], line)
    for name in names:
        await s.taps(name, opening, "✋")
    return await s.says(names[0], "!begin")


def of(heard: list[Heard], kind: str) -> list[Heard]:
    """What was newly said of one kind."""
    return [one for one in heard if one.kind == kind and not one.edited]
