"""Where scripts of rituals lie: copbot's own beside its code, and those of who runs it in a folder of theirs."""

from __future__ import annotations

from collections.abc import Collection
from importlib import resources
from pathlib import Path

import structlog

from copbot.phases.registry import forms
from copbot.rituals.library import Files, LeftOut, Library, library
from copbot.rituals.reading import Fault
from copbot.rituals.sentence import say

MOST_FILES = 200
"""So many files of the operator's are read; a folder with more is some other folder."""
log = structlog.get_logger("copbot.shelf")


def shelf(folder: Path | None, commands: Collection[str]) -> Library:
    """Every script there is, with what was left out. ``commands`` are the names that commands have."""
    own, unread = _own(folder)
    found = library(shipped(), own, forms(), commands)
    return Library(found.scripts, (*unread, *found.left_out), found.broken)


def shipped() -> Files:
    """The files of copbot's own scripts."""
    folder = resources.files("copbot.rituals").joinpath("scripts")
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith(".toml")}


def tell(found: Library) -> None:
    """Say in the log which files were left out, and where the first fault is; what it is, `copbot check` says."""
    for one in found.left_out:
        log.warning("a script is left out", file=one.file, line=one.faults[0].line, faults=len(one.faults))


def _own(folder: Path | None) -> tuple[Files, tuple[LeftOut, ...]]:
    """The files of the operator's, and those that can't be read."""
    if folder is None:
        return {}, ()
    try:
        files = sorted(
            file for file in folder.iterdir() if file.suffix == ".toml" and not file.name.startswith(".")
        )
    except OSError as error:
        return {}, (_unread(str(folder), error),)
    found: dict[str, bytes] = {}
    unread: list[LeftOut] = []
    for file in files[:MOST_FILES]:
        try:
            found[file.name] = read_file(file)
        except OSError as error:
            unread.append(_unread(file.name, error))
    if len(files) > MOST_FILES:
        more = Fault(
            1,
            "",
            say(
                "more than {most} files are in the folder; only the first are read",
                most=MOST_FILES,
            ),
        )
        unread.append(LeftOut(str(folder), (more,)))
    return found, tuple(unread)


def read_file(file: Path) -> bytes:
    """What stands in a file, or enough of it to see that it is too large. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(1_000_000)


def _unread(name: str, error: OSError) -> LeftOut:
    return LeftOut(name, (Fault(1, "", say("can't be read ({why})", why=error.strerror)),))
