"""``copbot rituals``: which scripts there are, whether one is right, and how one goes, without a homeserver.

For people who write scripts and no code, at whatever computer they sit: none of it needs a configuration.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

if TYPE_CHECKING:
    import typer

    from copbot.core.records import Language
    from copbot.rituals.library import Library
    from copbot.rituals.reading import Fault
    from copbot.rituals.script import Script

FINE, WRONG, USAGE = 0, 1, 2
_MODES = {"live": "live", "days": "over days"}
Told = Callable[[Callable[[], int]], int]
"""Runs what a verb does and gives its exit code, also of what fails."""


def verbs(told: Told) -> "typer.Typer":
    """The verbs with their options; ``told`` runs one, and tells what ends it."""
    import typer

    rituals = typer.Typer(
        no_args_is_help=True,
        help="The scripts of rituals: which there are, whether one is right, how one goes.",
    )
    file = typer.Argument(
        metavar="FILE", help="A script; how one is written: docs/rituals.en.md, docs/rituals.nl.md."
    )

    @rituals.command("list")
    def list_verb(
        config: Annotated[
            Path | None, typer.Option("--config", "-c", metavar="FILE", help="With those of its folder too.")
        ] = None,
        language: Annotated[
            Literal["nl", "en"], typer.Option(help="The language of names and titles.")
        ] = "nl",
    ) -> None:
        """Tell which scripts there are, and what each is good for."""
        raise typer.Exit(told(lambda: list_scripts(config, language)))

    @rituals.command("check")
    def check_verb(files: Annotated[list[Path], file]) -> None:
        """Tell everything that is wrong in a script, each with its line and how to mend it; 1 where something is."""
        raise typer.Exit(told(lambda: check(files)))

    @rituals.command("rehearse")
    def rehearse_verb(
        file: Annotated[Path, file],
        language: Annotated[Literal["nl", "en"], typer.Option(help="The language that is spoken.")] = "nl",
        topic: Annotated[str | None, typer.Option(help="What it is about, where it has a topic.")] = None,
        mode: Annotated[Literal["live", "days"], typer.Option(help="Live, or over days.")] = "live",
    ) -> None:
        """Play a script here and now, sped up, with made-up members: who says what, and what copbot says; 1 where it comes to no end."""
        raise typer.Exit(told(lambda: rehearse(file, language, topic, mode)))

    return rituals


def list_scripts(config: Path | None, language: str) -> int:
    """Tell which scripts there are; 1 where some of the operator's folder are left out, 2 where the configuration is wrong."""
    folder = None
    if config is not None:
        from copbot.config import ConfigError, load

        try:
            folder = load(config).rituals.folder
        except ConfigError as error:
            return _refuse(str(error), USAGE)
    found = _library(folder)
    widest = max(len(script.called[language][0]) for script in found.scripts)
    for script in found.scripts:
        _say(
            f"{script.called[language][0]:{widest}}  {script.title[language]} · {script.about[language]} ({_held(script)})"
        )
    for one in found.left_out:
        for fault in one.faults:
            _refuse(f"{one.file}, {fault}", WRONG)
    return WRONG if found.left_out else FINE


def check(files: Sequence[Path]) -> int:
    """Tell everything that is wrong in each file; 1 where something is, 2 where a file can't be read."""
    code = FINE
    for file in files:
        found = read_script(file)
        if isinstance(found, str):
            code = max(code, _refuse(found, USAGE))
        elif isinstance(found, tuple):
            code = max(code, WRONG)
            for fault in found:
                _say(f"{file}, {fault}")
        else:
            _say(f"{file}: fine. {_told(found)}")
    return code


def rehearse(file: Path, language: "Language", topic: str | None, mode: str) -> int:
    """Play a script; 1 where it is not right or comes to no end, 2 where the file can't be read or it does not run so."""
    import asyncio

    from copbot.engine.registry import discover
    from copbot.logs import configure
    from copbot.rehearsal.play import play
    from copbot.rituals.script import Mode

    found = read_script(file)
    if isinstance(found, str):
        return _refuse(found, USAGE)
    if isinstance(found, tuple):
        for fault in found:
            _refuse(f"{file}, {fault}", WRONG)
        return _refuse("Mend this first; then it can be rehearsed.", WRONG)
    if Mode(mode) not in found.modes:
        return _refuse(f"This script does not run {_MODES[mode]}; see runs in the file.", USAGE)
    configure("console", "error")
    played = asyncio.run(
        play(found, _library(None), discover(), sys.stdout, language=language, mode=Mode(mode), topic=topic)
    )
    return FINE if played.fine else WRONG


def read_script(file: Path) -> "Script | tuple[Fault, ...] | str":
    """The script in a file, what is wrong with it, or why it can't be read."""
    from copbot.engine.registry import discover
    from copbot.phases.registry import forms
    from copbot.rituals.library import checked
    from copbot.shelf import read_file, shipped

    try:
        source = read_file(file)
    except OSError as error:
        return f"{file} can't be read ({error.strerror})."
    if shipped().get(file.name) == source:  # one of copbot's own has every right to its name
        from copbot.rituals.reading import read

        found = read(source, forms())
        return found.faults if found.script is None else found.script
    return checked(source, forms(), _library(None), (), discover().by_name)


def _library(folder: Path | None) -> "Library":
    from copbot.engine.registry import discover
    from copbot.shelf import shelf

    return shelf(folder, discover().by_name)


def _held(script: "Script") -> str:
    return ", ".join(_MODES[mode] for mode in script.modes)


def _told(script: "Script") -> str:
    from copbot.rituals.script import Mode

    steps = len(script.phases)
    told = [f'"{script.title["en"]}" ({script.name}) has {steps} phase{"s" if steps > 1 else ""}']
    if Mode.LIVE in script.modes:
        told.append(f"takes about {round(_minutes(script, 6))} minutes live with 6 people")
    if Mode.DAYS in script.modes:
        told.append(f"{sum(phase.days or 0 for phase in script.phases):g} days over days")
    return ", ".join(told) + "."


def _minutes(script: "Script", members: int) -> float:
    from copbot.rituals.script import Mode

    return sum(phase.lasts(Mode.LIVE, members) or 0 for phase in script.phases)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _refuse(sentence: str, code: int) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"{sentence}\n")
    return code
