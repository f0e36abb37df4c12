"""Whether the times of a phase can be: some for each way in which the script runs, none that makes no sense."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from copbot.rituals.reading.faults import Notes, Path
from copbot.rituals.script import Mode, Shape
from copbot.rituals.sentence import say

MOST_MINUTES = 240
"""Nobody talks on for longer in one step of a conversation that all are at."""
MOST_EACH = 120
MOST_DAYS = 60
TIMES = ("minutes", "minutes_each", "days")


def check(
    right: Mapping[str, Any],
    given: Collection[str],
    shape: Shape,
    modes: Collection[Mode],
    path: Path,
    notes: Notes,
) -> None:
    """Notes what can't be. ``right`` are the keys whose values are right, ``given`` all that stand there."""
    if shape is Shape.SAID:
        for name in (name for name in TIMES if name in given):
            notes.note(
                (*path, name),
                say(
                    "{name} means nothing here: copbot says this and goes on at once; leave it out", name=name
                ),
            )
        return
    if "minutes" in given and "minutes_each" in given:
        notes.note((*path, "minutes_each"), "minutes and minutes_each can't both be; keep one of the two")
    _there(given, modes, path, notes, turns=shape is Shape.TURNS)
    if right.get("minutes", 0) > MOST_MINUTES:
        notes.note(
            (*path, "minutes"),
            say(
                "minutes can't be more than {most}: no step of a conversation lasts longer than four hours; make two steps of it, "
                'or let it run over days: runs = ["days"], and days = 1 in place of minutes',
                most=MOST_MINUTES,
            ),
        )
    if right.get("minutes_each", 0) > MOST_EACH:
        notes.note(
            (*path, "minutes_each"),
            say(
                "minutes_each can't be more than {most}; nobody listens that long to one person",
                most=MOST_EACH,
            ),
        )
    if right.get("days", 0) > MOST_DAYS:
        notes.note(
            (*path, "days"),
            say(
                "days can't be more than {most}; make it shorter, or two phases of it",
                most=MOST_DAYS,
            ),
        )


def _there(given: Collection[str], modes: Collection[Mode], path: Path, notes: Notes, *, turns: bool) -> None:
    """Times for the ways in which the script runs, and for no others; a turn lasts as long as turns do in the room."""
    live = [name for name in ("minutes", "minutes_each") if name in given]
    if Mode.LIVE in modes and not live and not turns:
        notes.note(
            (*path, "minutes"),
            "minutes is missing: how long does this last live? Add minutes = 10, or minutes_each = 3",
        )
    if Mode.DAYS in modes and "days" not in given:
        notes.note(
            (*path, "days"),
            'days is missing: how long does this last over days? Add days = 2, or runs = ["live"] at the top',
        )
    for name in live if Mode.LIVE not in modes else ():
        notes.note(
            (*path, name),
            say(
                '{name} is for live, and this script does not run live; leave it out, or add "live" to runs',
                name=name,
            ),
        )
    if Mode.DAYS not in modes and "days" in given:
        notes.note(
            (*path, "days"),
            'days is for over days, and this script does not run so; leave it out, or add "days" to runs',
        )
