"""What comes too early is kept aside: articles of law, until the phase for them begins.

A phase with ``park = "law"`` hears what is said in it without the clauses that name an article or a law; nobody is told so,
and who said it had their say. When the phase of that name begins, what was kept aside is brought, without names. Nothing is
stored for it: what was said is kept as it was said, and parted each time it is shown, so that what is taken away is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copbot.core.text import Said, Text, Value, text
from copbot.dialogue.call import Call
from copbot.dialogue.scene import Scene
from copbot.polls.typed import fold
from copbot.rituals import laws
from copbot.rituals.form import Complaint, Key
from copbot.rituals.records import Contribution

PARK = "park"
KEY = Key(
    "phase",
    "articles of law that are named in this phase are kept aside, until the later phase of that name begins",
)
"""The key of phases in which something is kept aside."""
SHOWN = 8  # clauses that are brought; more would be a wall of text
LONGEST = 90  # characters of each


def check(phase: Mapping[str, Any], script: Mapping[str, Any]) -> tuple[Complaint, ...]:
    """What is wrong with the key in a script's phase: what was kept aside must come back later."""
    wanted, name = phase.get(PARK), phase.get("name")
    names = [one.get("name") for one in script.get("phase", ()) if isinstance(one, Mapping)]
    if wanted in names and name in names and names.index(wanted) <= names.index(name):
        return (
            (PARK, f"{wanted} does not come later than this phase; what is kept aside would never be heard"),
        )
    return ()


def heard(now: Scene, said: Contribution) -> str:
    """What is repeated of what was said: without what is kept aside, until that was brought. Perhaps nothing is left."""
    names = [phase.name for phase in now.script.phases]
    if said.phase not in names:
        return said.words
    wanted = now.script.phases[names.index(said.phase)].more.get(PARK)
    if wanted not in names or names.index(wanted) < now.index:
        return said.words
    return laws.split(said.words).heard


def brought(call: Call, now: Scene) -> tuple[Text, ...]:
    """What was kept aside for the present phase, in one line, without names; nothing where there is nothing.

    Needs the query contributions.
    """
    found: dict[str, Value] = {}
    for phase in now.script.phases:
        if phase.more.get(PARK) != now.phase.name:
            continue
        for said in now.contributions(call, phase.name):
            for clause in laws.split(said.words).parked:
                found.setdefault(fold(clause), Said(_shortened(clause), said.event))
    if not found:
        return ()
    clauses = tuple(found.values())
    more = len(clauses) - SHOWN
    if more > 0:
        clauses = (*clauses[:SHOWN], text("parking.more", count=more))
    return (text("parking.brought", what=clauses),)


def _shortened(clause: str) -> str:
    bare = clause.rstrip(" .,;:!")
    return bare if len(bare) <= LONGEST else f"{bare[: LONGEST - 1].rstrip()}…"
