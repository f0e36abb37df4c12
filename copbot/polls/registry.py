"""Finds the methods by themselves: a file in ``copbot/polls/methods`` is all it takes. A malformed one stops the start."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache

from copbot.polls.method import Method

USUAL = "choice"
"""What a poll is without an option word."""

LATER: Mapping[str, str] = {
    "rank": "rank",
    "volgorde": "rank",
    "score": "score",
    "cijfer": "score",
    "gradient": "gradient",
    "schaal": "gradient",
}
"""Option words of methods that are not there yet, by the method's name; a file for one takes its words over."""


class MalformedMethod(Exception):
    """A method that can't be used; the sentence names it and says why."""


@cache
def methods() -> Mapping[str, Method]:
    """Every method by its name. Raises MalformedMethod."""
    package = importlib.import_module("copbot.polls.methods")
    found: list[Method] = []
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        method = getattr(importlib.import_module(module.name), "METHOD", None)
        if not isinstance(method, Method):
            raise MalformedMethod(f"{module.name} has no METHOD")
        found.append(method)
    return checked(found)


def checked(found: Iterable[Method]) -> Mapping[str, Method]:
    """The methods by name. Raises MalformedMethod when two claim the same name or word, or when none is the usual one."""
    by_name: dict[str, Method] = {}
    claimed: dict[str, str] = {}
    for method in found:
        if by_name.setdefault(method.name, method) is not method:
            raise MalformedMethod(f"two methods are called {method.name}")
        for word in method.words:
            if word != word.lower() or " " in word:
                raise MalformedMethod(f"{method.name}: {word!r} must be one word in lower case")
            if claimed.setdefault(word, method.name) != method.name:
                raise MalformedMethod(f"{word} is claimed by {claimed[word]} and {method.name}")
        if not method.words and method.name != USUAL:
            raise MalformedMethod(f"{method.name} has no words to ask for it")
    if USUAL not in by_name:
        raise MalformedMethod(f"there is no method {USUAL}")
    return by_name


@cache
def words() -> Mapping[str, str]:
    """The method that each option word asks for."""
    return {word: method.name for method in methods().values() for word in method.words}


def later(word: str) -> str | None:
    """The method that an option word will ask for, once it is there."""
    return None if word in words() else LATER.get(word)
