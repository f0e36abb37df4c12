"""Finds the kinds of phases by themselves: a file in ``copbot/phases`` is all it takes. A malformed one stops the start."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from copbot.phases.kind import Kind
from copbot.rituals.course import Course
from copbot.rituals.form import Form
from copbot.rituals.script import Script

HOUSE = frozenset({"kind", "registry"})
"""Files of the package that hold no kind; so do those whose names begin with an underscore."""


class MalformedKind(Exception):
    """A kind that can't be used; the sentence names it and says why."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its name. Raises MalformedKind."""
    package = importlib.import_module("copbot.phases")
    found: list[Kind] = []
    for module in pkgutil.iter_modules(package.__path__):
        if module.name in HOUSE or module.name.startswith("_"):
            continue
        kind = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "KIND", None)
        if not isinstance(kind, Kind):
            raise MalformedKind(f"copbot.phases.{module.name} has no KIND")
        found.append(kind)
    return checked(found)


def checked(found: Iterable[Kind]) -> Mapping[str, Kind]:
    """The kinds by name. Raises MalformedKind when two claim a name, or one has no outcome."""
    by_name: dict[str, Kind] = {}
    for kind in found:
        if by_name.setdefault(kind.name, kind) is not kind:
            raise MalformedKind(f"two kinds are called {kind.name}")
        if kind.name != kind.name.lower() or not kind.name.replace("-", "").isalpha():
            raise MalformedKind(f"{kind.name!r} must be one word in lower case")
        if not kind.form.outcomes:
            raise MalformedKind(f"{kind.name} has no outcome")
    return by_name


def forms() -> Mapping[str, Form]:
    """What each kind asks of a script, by its name. Raises MalformedKind."""
    return {name: kind.form for name, kind in kinds().items()}


def reads() -> tuple[str, ...]:
    """Every query that any kind needs. Raises MalformedKind."""
    return tuple(dict.fromkeys(query for kind in kinds().values() for query in kind.reads))


def lasting(script: Script, course: Course) -> Course:
    """A ritual that is over, without what kinds noted only for as long as it ran. Raises MalformedKind."""
    brief = {phase.name for phase in script.phases if kinds()[phase.kind].brief}
    return replace(course, notes={name: note for name, note in course.notes.items() if name not in brief})
