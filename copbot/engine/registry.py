"""Finds every command by itself: a file in ``copbot/commands`` is all it takes. A malformed one stops the start."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from copbot.core.wishes import Wish
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.reading import Reader

QUERIES = frozenset(name for name in vars(Reader) if not name.startswith("_"))


class Malformed(Exception):
    """A command that cannot be registered; the sentence names it and says why."""


@dataclass(frozen=True, slots=True)
class Registry:
    """All commands, by every way in which they can be reached."""

    commands: tuple[Command, ...]
    by_name: Mapping[str, Command]
    phrases: tuple[tuple[re.Pattern[str], Phrase, Command], ...]
    touches: Mapping[tuple[str, str], tuple[Touch, Command]]
    rings: Mapping[str, tuple[Command, Callable[[Call, str], Sequence[Wish]]]]
    hearers: Mapping[str, tuple[Command, ...]]

    @property
    def typed(self) -> tuple[Command, ...]:
        """Commands that people can type."""
        return tuple(command for command in self.commands if not command.hidden)

    def peopled(self, purpose: str) -> bool:
        """Whether an alarm has to wait until it is known who is in its room."""
        return purpose not in self.rings or self.rings[purpose][0].peopled

    @property
    def given_messages(self) -> frozenset[str]:
        """Emoji by which people give copbot the words of a message that is not its own."""
        return frozenset(
            emoji for (emoji, about), (touch, _) in self.touches.items() if about == "message" and touch.words
        )


def discover() -> Registry:
    """Every command in the package of commands. Raises Malformed."""
    package = importlib.import_module("copbot.commands")
    found: list[Command] = []
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        commands = getattr(importlib.import_module(module.name), "COMMANDS", None)
        if not isinstance(commands, tuple) or not all(isinstance(command, Command) for command in commands):
            raise Malformed(f"{module.name} has no tuple COMMANDS of Command")
        found.extend(commands)
    return register(found)


def register(commands: Iterable[Command]) -> Registry:
    """Commands by name, phrase, reaction, alarm and fact. Raises Malformed when two claim the same."""
    ordered = tuple(commands)
    by_name: dict[str, Command] = {}
    touches: dict[tuple[str, str], tuple[Touch, Command]] = {}
    rings: dict[str, tuple[Command, Callable[[Call, str], Sequence[Wish]]]] = {}
    hearers: dict[str, tuple[Command, ...]] = {}
    phrases: list[tuple[re.Pattern[str], Phrase, Command]] = []
    for command in ordered:
        if unknown := set(command.reads) - QUERIES:
            raise Malformed(f"{command.name} reads {sorted(unknown)}, which no query is called")
        for name in dict.fromkeys((*command.names, *command.dutch)):
            if name != name.lower() or " " in name:
                raise Malformed(f"{command.name}: the name {name!r} must be one word in lower case")
            if by_name.setdefault(name, command) is not command:
                raise Malformed(f"{name} is claimed by {by_name[name].name} and {command.name}")
        for touch in command.touches:
            if touches.setdefault((touch.emoji, touch.about), (touch, command))[1] is not command:
                raise Malformed(f"{touch.emoji} on {touch.about} is claimed twice")
        for purpose, act in command.rings.items():
            if purpose in rings:
                raise Malformed(f"the alarm {purpose} is claimed twice")
            rings[purpose] = (command, act)
        for kind in command.hears:
            hearers[kind] = (*hearers.get(kind, ()), command)
        phrases.extend((_compiled(command, phrase), phrase, command) for phrase in command.phrases)
    for touch, command in touches.values():
        if touch.forgeable != (touch.instead is None):
            raise Malformed(f"{command.name}: {touch.emoji} on {touch.about} must say what to write instead")
        if touch.undo is not None and touch.undo not in by_name:
            raise Malformed(f"{command.name}: {touch.undo}, which undoes {touch.emoji}, is no command")
    return Registry(ordered, by_name, tuple(phrases), touches, rings, hearers)


def _compiled(command: Command, phrase: Phrase) -> re.Pattern[str]:
    try:
        return re.compile(phrase.pattern, re.IGNORECASE | re.DOTALL)
    except re.error as error:
        raise Malformed(f"{command.name}: the phrase {phrase.pattern!r} is no pattern: {error}") from error
