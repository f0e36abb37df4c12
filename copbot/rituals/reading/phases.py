"""The phases of a script, read: each by the keys that all have and those of its kind, and then where they lead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from copbot.rituals.form import Form
from copbot.rituals.reading import flow, timing
from copbot.rituals.reading.faults import Notes, Path, listed, meant, quoted
from copbot.rituals.reading.keys import PHASE, SCRIPT
from copbot.rituals.reading.table import Tables
from copbot.rituals.script import DONE, END, NEXT, Mode, ScriptPhase, Shape
from copbot.rituals.sentence import say

ELSEWHERE = {
    name: ", but of the whole script; put it above the first [[phase]]"
    for name in SCRIPT
    if name not in PHASE
}


@dataclass(frozen=True, slots=True)
class Found:
    """One phase as it was found. ``right`` are its keys that are right; of a kind that copbot does not know, there is no form."""

    path: Path
    given: Mapping[str, Any]
    right: Mapping[str, Any]
    form: Form | None

    @property
    def name(self) -> str:
        return str(self.right.get("name", ""))


class Phases:
    """Reads the phases of one file."""

    def __init__(self, tables: Tables, notes: Notes, forms: Mapping[str, Form]) -> None:
        self._tables = tables
        self._notes = notes
        self._forms = forms

    def read(self, given: Sequence[Any]) -> list[Found]:
        """Each phase by itself."""
        found: list[Found] = []
        for index, one in enumerate(given):
            path: Path = ("phase", index)
            if not isinstance(one, dict):
                self._notes.note(path, "a phase must be a table of its own, under [[phase]]")
                continue
            name = one.get("name")
            self._notes.call(
                path,
                say("phase {name}", name=quoted(name)[1:-1])
                if isinstance(name, str) and name
                else say("phase {number}", number=index + 1),
            )
            found.append(self._one(one, path))
        self._names(found)
        return found

    def _one(self, given: Mapping[str, Any], path: Path) -> Found:
        kind = given.get("kind")
        form = self._forms.get(kind) if isinstance(kind, str) else None
        kinds = replace(PHASE["kind"], choices=tuple(sorted(self._forms)))
        keys = {**PHASE, "kind": kinds, **(form.keys if form else {})}
        # Of an unknown kind nobody can say which keys are its own.
        own = {name for name in given if name not in SCRIPT and name.lower() not in PHASE}
        other = ELSEWHERE if form else dict.fromkeys(own, "") | ELSEWHERE
        plain = {name: value for name, value in given.items() if name != "then"}
        right = self._tables.read(
            plain, {name: key for name, key in keys.items() if name != "then"}, path, other
        )
        return Found(path, given, right, form)

    def _names(self, found: Sequence[Found]) -> None:
        first: dict[str, Found] = {}
        for one in found:
            if one.name in (NEXT, END):
                self._notes.note(
                    (*one.path, "name"),
                    say(
                        'a phase can\'t be called "{name}", which a then means something else by',
                        name=one.name,
                    ),
                )
            elif one.name and first.setdefault(one.name, one) is not one:
                line = self._notes.line((*first[one.name].path, "name"))
                self._notes.note(
                    (*one.path, "name"),
                    say("line {line} has a phase of this name already; give it another", line=line),
                )

    def check(
        self,
        found: Sequence[Found],
        script: Mapping[str, Any],
        modes: Collection[Mode],
        decks: Collection[str],
    ) -> None:
        """What shows only when all phases are known: times, who, other phases and decks, and what the kinds ask for."""
        names = [one.name for one in found]
        owned = script.get("owned") is True or any(chooses_owner(one.given) for one in found)
        for one in found:
            self._who(one, owned=owned)
            if one.form is None:
                continue
            timing.check(one.right, one.given, one.form.shaped(one.right), modes, one.path, self._notes)
            self._others(one, one.form, names, decks)
            for key, sentence in one.form.check(one.right, script):
                self._notes.note((*one.path, key), sentence)

    def _others(self, one: Found, form: Form, names: Sequence[str], decks: Collection[str]) -> None:
        """The keys of its kind that name another phase, or a deck of cards."""
        for name, key in form.keys.items():
            value = one.right.get(name)
            if value is None:
                continue
            if key.type == "phase" and (value not in names or value == one.name):
                others = [other for other in names if other and other != one.name]
                known = (
                    say(
                        "; there is {words}" if len(others) == 1 else "; there are {words}",
                        words=listed(others),
                    )
                    if others
                    else ""
                )
                self._notes.note(
                    (*one.path, name),
                    say(
                        "{name}: {value} is no other phase of this file{remedy}",
                        name=name,
                        value=quoted(value),
                        remedy=meant(value, others) or known,
                    ),
                )
            if key.type == "deck" and value not in decks:
                known = say("; there is {words}", words=listed(decks)) if decks else ""
                remedy = meant(value, decks) or say(
                    "{known}; write its cards, each under [[card]] with deck = {value}",
                    known=known,
                    value=quoted(value),
                )
                self._notes.note(
                    (*one.path, name),
                    say(
                        "{name}: there is no card in the deck {value}{remedy}",
                        name=name,
                        value=quoted(value),
                        remedy=remedy,
                    ),
                )

    def _who(self, one: Found, *, owned: bool) -> None:
        who, silent = one.right.get("who", "all"), one.right.get("silent", ())
        for name, named in (("who", (who,)), ("silent", silent)):
            if not owned and {"owner", "others"} & set(named):
                self._notes.note(
                    (*one.path, name),
                    say(
                        "{name}: nobody brings the topic of this script; add owned = true at the top",
                        name=name,
                    ),
                )
        whole = "all" in silent or {"owner", "others"} <= set(silent)
        if whole or who in silent:
            self._notes.note(
                (*one.path, "silent"),
                "silent: nobody is left who has a part in this phase; take somebody out of it",
            )

    def flow(self, found: Sequence[Found]) -> list[dict[str, str]]:
        """Where each phase's outcomes lead."""
        steps = []
        for one in found:
            skippable = (
                one.right.get("optional", False)
                or one.right.get("who", "all") != "all"
                or bool(one.right.get("silent"))
            )
            form = one.form or Form("", Shape.TALKING, "")
            given = one.given.get("then", {})
            # Of an unknown kind nobody can say how it ends.
            own = (*given, DONE) if one.form is None and isinstance(given, dict) else ()
            ends = own or flow.outcomes(form, form.shaped(one.right), skippable=skippable)
            steps.append(flow.Step(one.name, one.path, ends, given))
        return flow.check(steps, self._notes)


def chooses_owner(phase: object) -> bool:
    """Whether in this phase it is chosen who is the owner from there on; such kinds have a key for it."""
    return isinstance(phase, dict) and phase.get("owner") is True


def built(found: Found, then: Mapping[str, str]) -> ScriptPhase:
    """The phase of a file without faults."""
    right, form = found.right, found.form
    assert form is not None  # an unknown kind is a fault
    more = {name: right.get(name, key.default) for name, key in form.keys.items()}
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in more.items()}
    return ScriptPhase(
        name=right["name"],
        kind=form.name,
        shape=form.shaped(right),
        title=right["title"],
        words=right["words"],
        who=right.get("who", "all"),
        silent=right.get("silent", ()),
        minutes=right.get("minutes"),
        minutes_each=right.get("minutes_each"),
        days=right.get("days"),
        optional=right.get("optional", False),
        again=right.get("again", False),
        then=then,
        more={name: value for name, value in plain.items() if value is not None},
    )
