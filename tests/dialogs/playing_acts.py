"""What people do in a phase, by its kind: one file for all, so that a new script needs no new play."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from copbot.rituals.script import Mode, ScriptPhase
from tests.dialogs.playing import AHMED, BRAM, CAST, ELS, KARIN, NOOR, Language, Play, act, said_by
from tests.dialogs.stage import ROOM, START, Heard, Stage, library, stage

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Amsterdam."""
MAY: Mapping[Language, str] = {
    "nl": "Halve dagen mag wel, want het lukte elders ook",
    "en": "Half days may, because it worked elsewhere",
}
SUPPORT: Mapping[Language, str] = {
    "nl": "Ik ondersteun jou door mee te rijden",
    "en": "I support you by driving along",
}
TEXT: Mapping[Language, str] = {"nl": "Een rustige plek hielp.", "en": "A quiet place helped."}
GOAL: Mapping[Language, str] = {"nl": "Weer plezier in leren", "en": "Joy in learning again"}
CLAUSE: Mapping[Language, str] = {
    "nl": "Artikel 11 van de Leerplichtwet",
    "en": "Section 7 of the Education Act",
}
LAW: Mapping[Language, str] = {
    "nl": f"{GOAL['nl']}. {CLAUSE['nl']} helpt vast.",
    "en": f"{GOAL['en']}. {CLAUSE['en']} will help.",
}
"""A goal, and an article of law that comes too early."""


@act("round")
async def turns(play: Play, phase: ScriptPhase) -> None:
    """Each in turn says something. In one phase Ahmed passes, and Bram keeps silent until he is not heard."""
    while play.running(phase):
        name = play.turn()
        assert name in play.part(phase), f"{name} has no part in {phase.name}"
        several = len(play.part(phase)) > 1
        if name == AHMED and several and play.does("pass", phase):
            await play.passes(name)
        elif name == BRAM and several and play.does("silence", phase):
            play.unheard.add(name)
            while play.running(phase) and play.turn() == name:
                await play.waits(1)
            play.silent = name
        else:
            await play.contributes(name, phase)
            if phase.more.get("long"):
                await play.types(name, "done")


@act("collect")
async def writing(play: Play, phase: ScriptPhase) -> None:
    """All write, in the room or each in private. In one phase Ahmed passes, and Bram does not write in time."""
    private = bool(phase.more.get("private"))
    part = play.part(phase)
    words = LAW[play.language] if phase.more.get("park") and play.does("law", phase) else None
    for name in part:
        if not play.running(phase):
            return
        if name == AHMED and len(part) > 1 and play.does("pass", phase):
            await play.passes(name)
        elif name == BRAM and len(part) > 1 and play.does("silence", phase):
            play.unheard.add(name)
        elif name == ELS and play.days and not private and play.does("private", phase):
            await play.contributes(name, phase, private=True)
            await play.says(name, "1", private=True)  # yes, it is an answer to that
        else:
            await play.contributes(name, phase, words if name == part[0] else None, private=private)


@act("agree")
async def agreeing(play: Play, phase: ScriptPhase) -> None:
    """Everybody agrees; some have something to add."""
    private = bool(phase.more.get("private"))
    words = {"nl": ("ja", "Ja, dat wil ik graag"), "en": ("yes", "Yes, I would like that")}[play.language]
    for place, name in enumerate(play.part(phase)):
        if play.running(phase):
            await play.contributes(name, phase, words[place % 2], private=private)


@act("rate")
async def rating(play: Play, phase: ScriptPhase) -> None:
    """Everybody gives a figure: 3, 4, 5, 3, …"""
    for place, name in enumerate(play.part(phase)):
        await play.contributes(name, phase, str(3 + place % 3))


@act("harvest")
async def harvest(play: Play, phase: ScriptPhase) -> None:
    """One has something to put there; the others have nothing for now."""
    part = play.part(phase)
    onto = phase.more["onto"]
    if onto == "support":
        part.reverse()
    words = {"may": MAY, "support": SUPPORT, "text": TEXT}[onto][play.language]
    await play.contributes(part[0], phase, words)
    for name in part[1:]:
        if play.running(phase):
            await play.passes(name)


@act("ballot")
async def voting(play: Play, phase: ScriptPhase) -> None:
    """Everybody votes for what Els said, with all the dots they have."""
    poll = next(heard for heard in play.now.fresh if heard.kind == "poll.opened")
    options = [option["text"] for option in poll.data["options"]]
    chosen = next(place for place, text in enumerate(options, 1) if ELS in text)
    if phase.more.get("owner"):
        play.owner = ELS
    line = f"{chosen} {chosen}" if phase.more.get("method") == "dots" else str(chosen)
    for name in play.part(phase):
        if play.running(phase):
            await play.types(name, "vote", line)


@act("consent")
async def consenting(play: Play, phase: ScriptPhase) -> None:
    """Nobody objects."""
    for name in play.part(phase):
        if play.running(phase):
            await play.types(name, "consent")


@act("open")
@act("item")
async def talking(play: Play, phase: ScriptPhase) -> None:
    """People talk as they like, and copbot leaves them alone; then who leads goes on."""
    for name in play.part(phase):
        heard = await play.says(name, said_by(name, phase))
        assert heard == [], f"copbot speaks in {phase.name}"
    await play.types(KARIN, "next")


@act("pairs")
@act("deal")
async def apart(play: Play, phase: ScriptPhase) -> None:
    """Everybody reads what copbot wrote to them alone, and then who leads goes on."""
    await play.types(KARIN, "next")


CASTS: Mapping[str, tuple[str, ...]] = {"invitation": (KARIN, ELS, NOOR)}
"""Where not everybody belongs: parents prepare an invitation among themselves."""


async def played(folder: Path, name: str, language: Language, mode: Mode = Mode.LIVE) -> Play:
    """A whole run, from an evening on where it is live, from a morning on where it is over days."""
    async with stage(folder, language, START if mode is Mode.LIVE else MORNING) as s:
        play = staged(s, name, language, mode)
        await play.whole()
        return play


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """What the database answers."""
    with closing(sqlite3.connect(folder / "copbot.db")) as sql:
        return sql.execute(query).fetchall()


def bodies(heard: Iterable[Heard]) -> str:
    """All that was said, as one text."""
    return "\n".join(one.body for one in heard)


async def read_aloud(language: Language, name: str, mode: Mode) -> None:
    """The whole of a ritual as everybody would read it, edits of the opening left out."""
    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder), language) as s:
            play = staged(s, name, language, mode)
            await play.whole()
    for said in play.phases:
        sys.stdout.write(f"\n== {said.phase}\n")
        for one in said.log:
            if isinstance(one, tuple):
                sys.stdout.write(f"{one[0]:>8}: {one[1]}\n")
            elif not (one.edited and one.kind == "ritual.opened"):
                mark = ("✎ " if one.edited else "") + ("" if one.room == ROOM else "(privé) ")
                sys.stdout.write(f" copbot: {mark}{one.body}\n".replace("\n", "\n         ").rstrip(" "))


def staged(s: Stage, name: str, language: Language, mode: Mode = Mode.LIVE) -> Play:
    """A ritual with the cast that it wants, in a room that it may run in."""
    script = library().named(name)
    assert script is not None, f"there is no ritual called {name}"
    own = CASTS.get(name)
    return Play(s, script, language, mode, cast=own or CAST, late=own is None, encrypted=script.sensitive)


if __name__ == "__main__":
    asyncio.run(read_aloud(cast("Language", sys.argv[1]), sys.argv[2], Mode(*(sys.argv[3:] or ["live"]))))
