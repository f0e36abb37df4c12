"""Where the outcomes of phases lead: to phases that exist, past all of them, and to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from copbot.rituals.form import Form
from copbot.rituals.reading.faults import Notes, Path, listed, meant, quoted
from copbot.rituals.script import DONE, END, NEXT, SKIPPED, Shape
from copbot.rituals.sentence import say

FORWARD = (NEXT, END)


@dataclass(frozen=True, slots=True)
class Step:
    """A phase, as far as its place in the row goes. ``outcomes`` are those it can have; ``then`` is as it stands in the file."""

    name: str
    path: Path
    outcomes: tuple[str, ...]
    then: Any


def outcomes(form: Form, shape: Shape, *, skippable: bool) -> tuple[str, ...]:
    """How a phase can end: what is only said is done, and what may have nobody in it, or may be left out, can be skipped."""
    own = (DONE,) if shape is Shape.SAID else form.outcomes
    return (*own, SKIPPED) if skippable else own


def check(steps: Sequence[Step], notes: Notes) -> list[dict[str, str]]:
    """Where each phase's outcomes lead, by phase, as far as that is right; all else is noted."""
    names = [step.name for step in steps]
    thens = [_then(step, names, notes) for step in steps]
    ways = [_ways(place, step, thens[place], names) for place, step in enumerate(steps)]
    reached = _from({0} if ways else set(), ways)
    for place in sorted(set(range(len(steps))) - reached):
        notes.note(
            steps[place].path,
            "nothing leads to this phase; let a then lead to it, give it another place, or take it out",
        )
    for stuck in _endless(sorted(reached - _ending(ways)), ways):
        looped = [steps[place].name for place in stuck]
        many = say("{first} and {last} lead to each other", first=", ".join(looped[:-1]), last=looped[-1])
        notes.note(
            steps[stuck[0]].path,
            say(
                '{loop} for ever; let one of the outcomes lead to "end" or to a phase after it',
                loop=many if len(looped) > 1 else "this phase leads to itself",
            ),
        )
    return thens


def _then(step: Step, names: Sequence[str], notes: Notes) -> dict[str, str]:
    path = (*step.path, "then")
    if not isinstance(step.then, dict):
        notes.note(
            path,
            say('then must tell where an outcome leads: then.{outcome} = "end"', outcome=step.outcomes[0]),
        )
        return {}
    right: dict[str, str] = {}
    for outcome, target in step.then.items():
        if outcome not in (*step.outcomes, SKIPPED):
            known = say("; it can end with {words}", words=listed(step.outcomes))
            notes.note(
                (*path, outcome),
                say(
                    "then: this phase never ends with {outcome}{remedy}",
                    outcome=quoted(outcome),
                    remedy=meant(outcome, step.outcomes) or known,
                ),
            )
        elif not isinstance(target, str) or target not in (*names, *FORWARD):
            nearest = meant(target, [*names, *FORWARD]) if isinstance(target, str) else ""
            known = say(
                '; it can lead to "next", to "end", or to a phase of this file: {words}', words=listed(names)
            )
            notes.note(
                (*path, outcome),
                say(
                    "then.{outcome} leads to {target}, which is no phase{remedy}",
                    outcome=outcome,
                    target=quoted(target),
                    remedy=nearest or known,
                ),
            )
        else:
            right[outcome] = target
    return right


def _ways(place: int, step: Step, then: Mapping[str, str], names: Sequence[str]) -> set[int]:
    """The places to which the outcomes of a phase lead; one beyond the last is the end."""
    found: set[int] = set()
    for outcome in step.outcomes:
        target = then.get(outcome, NEXT)
        found.add(place + 1 if target == NEXT else len(names) if target == END else names.index(target))
    return found


def _from(begin: set[int], ways: Sequence[set[int]]) -> set[int]:
    """The places that can be reached, without the end."""
    reached, waiting = set(begin), list(begin)
    while waiting:
        for target in ways[waiting.pop()]:
            if target < len(ways) and target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached


def _endless(stuck: Sequence[int], ways: Sequence[set[int]]) -> list[list[int]]:
    """Of the places from which there is no end: those that are in the loops themselves, loop by loop."""
    loops: list[list[int]] = []
    for place in stuck:
        loop = sorted(_from({place}, ways))
        if loop not in loops and all(place in _from({other}, ways) for other in loop):
            loops.append(loop)
    return loops


def _ending(ways: Sequence[set[int]]) -> set[int]:
    """The places from which the end can be reached."""
    ending: set[int] = {len(ways)}
    grown = True
    while grown:
        more = {place for place, targets in enumerate(ways) if targets & ending} - ending
        ending |= more
        grown = bool(more)
    return ending
