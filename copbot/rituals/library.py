"""All scripts that a copbot knows: its own, and those of the folder of who runs it.

A script of copbot's own that is not right is a fault of copbot's and stops the start. One in the operator's folder is
left out, with what is wrong with it, and everything else goes on: nobody's conversation waits for somebody's comma.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from copbot.core.failures import Failure
from copbot.rituals.form import Form
from copbot.rituals.reading import Fault, line_of, read
from copbot.rituals.reading.faults import meant, quoted
from copbot.rituals.script import Script, Situation
from copbot.rituals.sentence import say

Files = Mapping[str, bytes]
"""What stands in each file, by its name."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is no script, and why."""

    file: str
    faults: tuple[Fault, ...]


class ShippedBroken(Failure):
    """Scripts of copbot's own are not right; the message lists what is wrong."""

    def __init__(self, broken: Iterable[LeftOut]) -> None:
        super().__init__("\n".join(f"{one.file}, {fault}" for one in broken for fault in one.faults))


@dataclass(frozen=True, slots=True)
class Library:
    """The scripts, copbot's own first; files of the operator's that were left out, and files of copbot's own that are broken."""

    scripts: tuple[Script, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    broken: tuple[LeftOut, ...] = ()

    def sound(self) -> Library:
        """The library, if nothing of copbot's own is broken. Raises ShippedBroken."""
        if self.broken:
            raise ShippedBroken(self.broken)
        return self

    def named(self, name: str) -> Script | None:
        """The script of a name, in English or as people call it in any language, or of a title."""
        wanted = name.lower()
        named = next((script for script in self.scripts if wanted in names(script)), None)
        return named or next((script for script in self.scripts if plainly(name) in titles(script)), None)

    def helping(self, situation: Situation) -> tuple[Script, ...]:
        """The scripts that help in a situation."""
        return tuple(script for script in self.scripts if situation in script.situations)


EMPTY = Library()


def names(script: Script) -> frozenset[str]:
    """Every name by which a script can be meant."""
    return frozenset({script.name}).union(*script.called.values())


def titles(script: Script) -> frozenset[str]:
    """Its titles, as `plainly` writes them: people write what they were shown."""
    return frozenset(plainly(title) for title in script.title.values())


def plainly(words: str) -> str:
    """Words without capitals and signs, with hyphens in between."""
    return "-".join(re.findall(r"[^\W_]+", words.lower()))


def library(shipped: Files, own: Files, forms: Mapping[str, Form], commands: Collection[str] = ()) -> Library:
    """The scripts in these files. ``commands`` are the names of commands, which scripts of the operator's may not have."""
    ours: dict[str, Script] = {}  # by file
    broken: list[LeftOut] = []
    taken: dict[str, str] = {}
    for file, source in sorted(shipped.items()):
        found = read(source, forms, taken)
        if found.script is None:
            broken.append(LeftOut(file, found.faults))
            continue
        ours[file] = found.script
        taken |= dict.fromkeys(
            names(found.script), say("the script {name} of copbot's own has it", name=found.script.name)
        )
    theirs, left_out = _own(tuple(ours.values()), own, forms, commands)
    replaced = {script.name for script in theirs.values()}
    ours = {file: script for file, script in ours.items() if script.name not in replaced}
    known = {script.name for script in (*ours.values(), *theirs.values())}
    broken += _after_nothing(ours, shipped, known)
    left_out += _after_nothing(theirs, own, known)
    gone = {one.file for one in left_out}
    stay = tuple(script for file, script in theirs.items() if file not in gone)
    return Library((*ours.values(), *stay), tuple(left_out), tuple(broken))


def _own(
    ours: Collection[Script], own: Files, forms: Mapping[str, Form], commands: Collection[str]
) -> tuple[dict[str, Script], list[LeftOut]]:
    """The operator's, by file."""
    theirs: dict[str, Script] = {}
    left_out: list[LeftOut] = []
    for file, source in sorted(own.items()):
        replaced = {script.name for script in theirs.values()}
        shipped = Library(tuple(script for script in ours if script.name not in replaced))
        found = checked(source, forms, shipped, tuple(theirs.values()), commands)
        if isinstance(found, Script):
            theirs[file] = found
        else:
            left_out.append(LeftOut(file, found))
    return theirs, left_out


def _after_nothing(scripts: Mapping[str, Script], files: Files, known: Collection[str]) -> list[LeftOut]:
    """Those that must come after a script that there is none of."""
    lost: list[LeftOut] = []
    for file, script in scripts.items():
        if script.follows is not None and script.follows not in known:
            sentence = say(
                "follows: there is no script {follows}{nearest}",
                follows=quoted(script.follows),
                nearest=meant(script.follows, known),
            )
            lost.append(LeftOut(file, (Fault(line_of(files[file], "follows"), "", sentence),)))
    return lost


def checked(
    source: bytes,
    forms: Mapping[str, Form],
    shipped: Library,
    others: Collection[Script] = (),
    commands: Collection[str] = (),
) -> Script | tuple[Fault, ...]:
    """A script of the operator's, beside copbot's own and others of the operator's: the script, or what is wrong."""
    alone = read(source, forms).script
    replaced = alone.name if alone is not None and alone.replaces else None
    taken = {name: say("!{name} is a command", name=name) for name in commands}
    for other in shipped.scripts:
        has = say("the script {name} of copbot's own has it", name=other.name)
        taken |= dict.fromkeys(names(other), has) | {
            other.name: say("{has} (replaces = true puts yours in its place)", has=has)
        }
    for other in others:
        taken |= dict.fromkeys(
            names(other), say("the script {name} in the same folder has it", name=other.name)
        )
    for other in shipped.scripts:
        if other.name == replaced:  # what this one could be called, whatever commands there are, yours can
            taken = {name: whose for name, whose in taken.items() if name not in names(other)}
            break
    else:
        if replaced is not None and replaced not in taken:
            return (
                Fault(
                    line_of(source, "replaces"),
                    "",
                    say("replaces = true, but copbot has no script {replaced}", replaced=replaced),
                ),
            )
    found = read(source, forms, taken)
    return found.faults if found.script is None else found.script
