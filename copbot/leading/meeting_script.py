"""The script that runs a meeting: the one that the room has for it, as a copy that goes through the agenda.

In the chat everybody takes part in every phase, and the agenda is asked about by its numbers. Where people sit together, or
see each other, nobody is waited for and nothing is timed: the phases are what who leads goes through, one tap after another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from copbot.phases._sitting import AGENDA
from copbot.phases.item import MORE, THROUGH
from copbot.rituals.script import END, NEXT, Script, ScriptPhase, Shape, Words

NAME = "circle-meeting"
"""The script that runs meetings; an operator's own of that name takes its place."""
ITEM = "item"
OWN, MINUTES = "agenda-items", 20
"""The name and the time of the phase for items where the script has none."""


def for_meeting(script: Script, numbers: Sequence[int], *, led: bool) -> Script:
    """The script of a meeting with these items on its agenda; ``led``: who leads goes through it alone."""
    shown = ", ".join(f"#{number}" for number in numbers)
    without = _asking(script) if not numbers else frozenset[str]()
    first = next((phase.name for phase in script.phases if phase.kind == ITEM), None)
    phases: list[ScriptPhase] = []
    for phase in script.phases:
        if phase.name in without or (phase.kind == ITEM and phase.name != first):
            continue
        if phase.kind == ITEM:
            phases.append(_each(phase, led=led))
        elif led and phase.shape is not Shape.SAID:
            phases.append(_talked(phase, {AGENDA: shown} if _asks(phase) else {}))
        elif _asks(phase):
            more = {**phase.more, AGENDA: f"agenda: {shown}"}
            phases.append(replace(phase, words=_named(phase.words), more=more))
        else:
            phases.append(phase)
    if first is None:  # an operator's own, without items: they come last, and the meeting has its end
        phases.append(_each(_item(script), led=led))
    there = {phase.name for phase in phases}
    kept = tuple(replace(phase, then=_leading(phase.then, there)) for phase in phases)
    return replace(script, phases=kept, ask=None, least=1, most=None)


def _asks(phase: ScriptPhase) -> bool:
    """Whether it asks for consent to the agenda, which is no decision for the register."""
    return phase.kind == "consent" and not phase.more.get("decides", True)


def _asking(script: Script) -> frozenset[str]:
    """The phases in which the agenda is agreed upon, and those that only lead back to them."""
    asking = {phase.name for phase in script.phases if _asks(phase)}
    back = {phase.name for phase in script.phases if phase.then and set(phase.then.values()) <= asking}
    return frozenset(asking | back)


def _each(phase: ScriptPhase, *, led: bool) -> ScriptPhase:
    """The phase that comes back for each item, under a title that fits them all; the item itself says what it is about."""
    title = phase.more.get("each") or phase.title
    timed = replace(phase, minutes=None, minutes_each=None) if led else phase
    then = {**phase.then, MORE: phase.name, THROUGH: NEXT}
    return replace(timed, title=title, words={}, optional=False, then=then)


def _item(script: Script) -> ScriptPhase:
    return ScriptPhase(OWN, ITEM, Shape.TALKING, script.title, {}, minutes=MINUTES)


def _talked(phase: ScriptPhase, more: Mapping[str, Any]) -> ScriptPhase:
    """The same, said aloud: who leads goes on when it is enough."""
    return replace(
        phase,
        kind="open",
        shape=Shape.TALKING,
        words=_named(phase.words),
        who="all",
        silent=(),
        minutes=None,
        minutes_each=None,
        optional=False,
        then={outcome: place for outcome, place in phase.then.items() if outcome == "done"},
        more=more,
    )


def _named(words: Words) -> Mapping[str, str]:
    """The words without the topic: what is on the agenda stands below them."""
    return {language: form.replace("{topic}", "").strip() for language, form in words.items()}


def _leading(then: Mapping[str, str], there: set[str]) -> Mapping[str, str]:
    """Where outcomes lead, of what is still there."""
    return {outcome: place for outcome, place in then.items() if place in there or place in (NEXT, END)}
