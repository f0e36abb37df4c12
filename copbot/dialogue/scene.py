"""A ritual that runs, as a conversation sees it: what is kept of it, the script it follows, and how far it has come.

It is what every kind of phase is given. What it says of the members is what the course knows; what was said stands in
the store and is asked for there, except for what was said just now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from copbot.core.text import Said, Text, Value, Who, Wording, text
from copbot.dialogue.call import Call
from copbot.rituals.course import Course
from copbot.rituals.records import Contribution, Ritual
from copbot.rituals.script import Mode, Script, ScriptPhase
from copbot.rituals.state import Round

BEFORE = "before:said"
"""Under this name, which no phase can have, the course notes what was said in the present phase when it was held before."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A ritual that runs, as it was kept. ``due`` is when its present alarm rings (UTC), if one is set.

    ``fresh`` is what was said in the message at hand, which is not in the store yet; commands begin with ``prefix``.
    """

    ritual: Ritual
    script: Script
    course: Course
    due: datetime | None = None
    fresh: tuple[Contribution, ...] = ()
    prefix: str = "!"

    @property
    def over_days(self) -> bool:
        """Whether everybody answers when it suits them."""
        return self.course.mode is Mode.DAYS

    @property
    def round(self) -> Round:
        """The gathering, or the present phase."""
        return self.course.round

    @property
    def phase(self) -> ScriptPhase:
        """The present phase. Raises ValueError while people are still joining."""
        if self.course.place is None:
            raise ValueError("no phase has begun")
        return self.script.phases[self.course.place]

    @property
    def index(self) -> int:
        """Which phase of the script this is, from 1; 0 while people are still joining."""
        return 0 if self.course.place is None else self.course.place + 1

    @property
    def topic(self) -> Said:
        """The question or topic, in the words of who gave it; without words once they took it away."""
        return Said(self.ritual.question, self.ritual.source)

    @property
    def note(self) -> Any:
        """What the kind noted in the present phase, as plain JSON; None before it did."""
        return self.course.notes.get(self.phase.name)

    def noted(self, phase: str) -> Any:
        """What was noted in another phase, by its name; None where nothing was."""
        return self.course.notes.get(phase)

    def with_note(self, note: Any) -> Scene:
        """With something noted in the present phase."""
        return replace(self, course=self.course.noted(self.phase.name, note))

    def with_noted(self, name: str, note: Any) -> Scene:
        """With something noted under a name of its own."""
        return replace(self, course=self.course.noted(name, note))

    def words(self, words: Mapping[str, str], **values: Value) -> Wording:
        """A sentence of the script, in the room's language, with ``{topic}``, ``{owner}``, ``{facilitator}`` and ``{p}``."""
        lead = Who(self.round.facilitator)
        owner = lead if self.course.owner is None else Who(self.course.owner)
        return Wording(
            words, {"topic": self.topic, "owner": owner, "facilitator": lead, "p": self.prefix, **values}
        )

    def line(self, words: Mapping[str, str], **values: Value) -> Text:
        """The same as a line of its own in a message."""
        return text("ritual.words", words=self.words(words, **values))

    def contributions(self, call: Call, phase: str | None = None) -> tuple[Contribution, ...]:
        """What was said in a phase (by its name; in the present one, this time, where none is given), oldest first.

        Needs the query contributions.
        """
        name, before = (self.phase.name, self._before) if phase is None else (phase, ())
        stored = {said.event: said for said in call.read.contributions(self.ritual.number)}
        said = (stored | {said.event: said for said in self.fresh}).values()
        return tuple(one for one in said if one.phase == name and one.event not in before)

    @property
    def _before(self) -> tuple[str, ...]:
        """The messages of the present phase that were said in it when it was held before."""
        noted = self.course.notes.get(BEFORE)
        return tuple(noted["events"]) if noted and noted["entered"] == self.course.entered else ()

    def begun_before(self, call: Call, name: str) -> Scene:
        """A phase begins: with a note of what was said in it before, where it is held once more."""
        earlier = [one.event for one in self.contributions(call, name)]
        if not earlier:
            return self
        return self.with_noted(BEFORE, {"entered": self.course.entered, "events": earlier})
