"""What a ritual is before anybody takes part in it: a script, made of phases that follow each other.

A script is data, read from a TOML file (`copbot.rituals.reading`), so that a facilitator can write one without knowing
how copbot is made. It says what is asked, of whom, for how long, and which phase follows on which outcome. What it means
to be in a phase of some kind is told by the kinds, one file each; the script only names them.

Times come in two measures, because a conversation at one table and one over a week are not the same one slowed down:
``minutes`` (of the whole phase) or ``minutes_each`` (for each who takes part) where it is held live, ``days`` where
everybody answers when it suits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Words = Mapping[str, str]
"""A sentence by language, in every language that copbot speaks."""

NEXT, END = "next", "end"
"""Where an outcome can lead beside a phase's name: to the one that follows in the file, or to the end."""
DONE, SKIPPED = "done", "skipped"
"""The outcome of a phase that knows no other, and of one in which nobody who is here has a part."""
LANGUAGES = ("nl", "en")
ROLES = ("parent", "youth", "school", "care", "municipality", "alliance", "attendance", "other")
"""What somebody can bring to a room, in the words of ``!role``."""
GROUPS = ("parents", "professionals")
WHO = ("all", "owner", "others", *GROUPS, *ROLES)
"""Who can have a part in a phase, or be asked to listen."""


class Mode(StrEnum):
    """How a ritual is held: all at the same time, or everybody when it suits them."""

    LIVE = "live"
    DAYS = "days"


class Shape(StrEnum):
    """What people do in a phase, for the machine: nothing yet, speak in turn, all write, or talk freely."""

    SAID = "said"
    """copbot says something, and goes on at once."""
    TURNS = "turns"
    WRITING = "writing"
    TALKING = "talking"
    """Nobody's turn: it ends by the clock, by who leads, or by what the kind waits for."""


class Situation(StrEnum):
    """When a script helps, in the words of who looks for one: not the name of a method."""

    BEGIN = "begin"  # we begin or end together
    STUCK = "stuck"  # we are stuck
    CHOOSE = "choose"  # we have to choose
    ADVICE = "advice"  # somebody needs advice
    EXPLORE = "explore"  # we want to understand something better
    RULES = "rules"  # a rule or a law stands in the way
    IDEAS = "ideas"  # we need ideas
    STRENGTH = "strength"  # we want to see what does work
    CONFLICT = "conflict"  # people don't get on
    INVITE = "invite"  # we want to ask somebody to come
    PRACTISE = "practise"  # we want to practise a conversation


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a deck. ``to`` are the roles to which it may be dealt, all where it is empty; ``title`` is its short name."""

    name: str
    title: Words
    words: Words
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScriptPhase:
    """One phase. ``words`` is what copbot says or asks in it, ``title`` how it is called where we are told where we are.

    ``who`` speaks: ``all``, ``owner`` (who brought the topic), ``others``, ``parents``, ``professionals`` or a role.
    ``silent`` only listen in it, in the same words. ``then`` is where each outcome leads. ``optional`` ones may be left out
    by who leads, and those marked ``again`` held once more. ``more`` are the keys that only its kind knows, as its kind checked them.
    """

    name: str
    kind: str
    shape: Shape
    title: Words
    words: Words
    who: str = "all"
    silent: tuple[str, ...] = ()
    minutes: float | None = None
    minutes_each: float | None = None
    days: float | None = None
    optional: bool = False
    then: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False

    def shaped(self, mode: Mode) -> Shape:
        """What people do in it; nobody waits for a turn over days."""
        return Shape.WRITING if mode is Mode.DAYS and self.shape is Shape.TURNS else self.shape

    def lasts(self, mode: Mode, members: int) -> float | None:
        """How many minutes it lasts with so many members; None where nothing but who leads ends it.

        Live, a phase in turns is timed by the turn: see `each`.
        """
        if mode is Mode.DAYS:
            return None if self.days is None else self.days * 24 * 60
        if self.minutes is not None:
            return self.minutes
        return None if self.minutes_each is None else self.minutes_each * max(members, 1)


@dataclass(frozen=True, slots=True)
class Script:
    """A ritual's script. ``name`` is English and what machines read; ``called`` are the names by language, the first is shown.

    ``ask`` is what copbot asks where somebody starts it without a topic; without it there is none. ``agreements`` stand in
    the opening. A ``sensitive`` one refuses to run in rooms that are public or not encrypted; ``forgets`` has the words
    erased when it closes; an ``unreported`` one appears in no digest, minutes or case; ``own_room`` wants a room of its own.
    ``owned``: somebody brings the topic, who is not always who leads. ``impartial``: who leads it has no say in it.
    ``follows``: a script that must have been held before it in the same room, ``follows_days`` days ago or longer.
    ``replaces``: it takes the place of a shipped one of the same name.
    """

    name: str
    called: Mapping[str, tuple[str, ...]]
    title: Words
    about: Words
    phases: tuple[ScriptPhase, ...]
    situations: tuple[Situation, ...] = ()
    modes: tuple[Mode, ...] = (Mode.LIVE, Mode.DAYS)
    ask: Words | None = None
    agreements: Words | None = None
    source: str = ""
    least: int = 2
    most: int | None = None
    owned: bool = False
    sensitive: bool = False
    forgets: bool = False
    unreported: bool = False
    own_room: bool = False
    impartial: bool = False
    follows: str | None = None
    follows_days: float = 0
    replaces: bool = False
    consent_first: Words | None = None
    """What the owner (or who starts it) must say yes to before it begins: the safety check."""
    decks: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)

    def phase(self, name: str) -> int:
        """The place of a phase, from 0. Raises KeyError."""
        for place, phase in enumerate(self.phases):
            if phase.name == name:
                return place
        raise KeyError(name)

    @property
    def usual(self) -> tuple[int, ...]:
        """The places of the phases that are gone through where nothing out of the ordinary happens."""
        way: list[int] = []
        place: int | None = 0
        while place is not None and place not in way:
            way.append(place)
            place = self.after(place, DONE)
        return tuple(way)

    def after(self, place: int, outcome: str) -> int | None:
        """The place of the phase that follows a phase on an outcome; None at the end. Raises KeyError for a name that is none."""
        wanted = self.phases[place].then.get(outcome, NEXT)
        if wanted == END:
            return None
        if wanted == NEXT:
            return place + 1 if place + 1 < len(self.phases) else None
        return self.phase(wanted)
