"""Meetings that are opened, for dialogues: called in a room, with an agenda, up to the evening itself."""

from __future__ import annotations

from collections.abc import Sequence

from tests.dialogs.stage import Heard, Stage

TYPED = {
    "nl": {
        "call": "!bijeenkomst Kring dinsdag 1 dec 19:30 duur 2 uur",
        "add": "!agenda erbij",
        "agenda": "!agenda",
        "start": "!bijeenkomst start",
        "end": "!bijeenkomst einde",
        "together": "samen",
        "next": "!volgende",
        "begin": "!begin",
        "join": "ik doe mee",
        "consent": "!geenbezwaar",
        "decision": "besluit: we vragen een andere bus",
        "agreed": "afspraak: Els belt de gemeente",
        "later": "volgende keer",
        "done": "klaar",
        "minutes": "!verslag",
        "correct": "!verslag verbeter de lift is al gemaakt",
    },
    "en": {
        "call": "!meeting Circle tuesday 1 dec 19:30 for 2 hours",
        "add": "!agenda add",
        "agenda": "!agenda",
        "start": "!meeting start",
        "end": "!meeting end",
        "together": "together",
        "next": "!next",
        "begin": "!begin",
        "join": "I'm in",
        "consent": "!consent",
        "decision": "decision: we ask for another bus",
        "agreed": "agreed: Els calls the town",
        "later": "next time",
        "done": "done",
        "minutes": "!minutes",
        "correct": "!minutes correct the lift was mended",
    },
}
NAMES = ("Karin", "Els", "Ahmed")


def kinds(heard: Sequence[Heard], kind: str) -> list[Heard]:
    """The messages of one kind, edits left out."""
    return [one for one in heard if one.kind == kind and one.edited is None]


async def evening(s: Stage, language: str = "nl", *items: str) -> dict[str, str]:
    """A room with a meeting on Tuesday evening, items on its agenda, and it is that evening, five past."""
    typed = TYPED[language]
    await s.room(*NAMES)
    await s.says("Karin", typed["call"])
    for item in items:
        await s.says("Els", f"{typed['add']} {item}")
    await s.waits(days=6, hours=23, minutes=35)
    s.server.sent.clear()
    return typed


async def opened(s: Stage, typed: dict[str, str], who: str = "Karin", how: str = "together") -> list[Heard]:
    """Somebody opens it, where people sit together unless told otherwise."""
    return await s.says(who, f"{typed['start']} {typed.get(how, how)}")


async def to_the_items(s: Stage, typed: dict[str, str], who: str = "Karin") -> list[Heard]:
    """Who leads goes on until the first item."""
    heard: list[Heard] = []
    for _ in range(3):
        heard = await s.says(who, typed["next"])
    return heard
