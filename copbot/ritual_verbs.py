"""``copbot rituals``: which scripts there are, whether one is right, and how one goes, without a homeserver.

For people who write scripts and no code, at whatever computer they sit: none of it needs a configuration.
"""

import errno
import os
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from copbot.rituals.sentence import say, told

if TYPE_CHECKING:
    import typer

    from copbot.core.records import Language
    from copbot.rituals.library import Library
    from copbot.rituals.reading import Fault
    from copbot.rituals.script import Script
    from copbot.rituals.sentence import Forms

FINE, WRONG, USAGE = 0, 1, 2
_MODES = {"live": "live", "days": "over days"}
Ran = Callable[[Callable[[], int]], int]
"""Runs what a verb does and gives its exit code, also of what fails."""


def verbs(ran: Ran) -> "typer.Typer":
    """The verbs with their options; ``ran`` runs one, and tells what ends it."""
    import typer

    rituals = typer.Typer(
        no_args_is_help=True,
        help="The scripts of rituals: which there are, whether one is right, how one goes.",
    )
    spoken = typer.Option(help="In which language; else that of the configuration or of your computer.")
    file = typer.Argument(
        metavar="FILE", help="A script; how one is written: docs/rituals.en.md, docs/rituals.nl.md."
    )

    @rituals.command("list")
    def list_verb(
        config: Annotated[
            Path | None, typer.Option("--config", "-c", metavar="FILE", help="With those of its folder too.")
        ] = None,
        language: Annotated[Literal["nl", "en"] | None, spoken] = None,
    ) -> None:
        """Tell which scripts there are, and what each is good for."""
        raise typer.Exit(ran(lambda: _printed(lambda: list_scripts(config, language))))

    @rituals.command("check")
    def check_verb(
        files: Annotated[list[Path], file],
        language: Annotated[Literal["nl", "en"] | None, spoken] = None,
    ) -> None:
        """Tell everything that is wrong in a script, each with its line and how to mend it; 1 where something is."""
        raise typer.Exit(ran(lambda: _printed(lambda: check(files, language or usual(os.environ)))))

    @rituals.command("rehearse")
    def rehearse_verb(
        file: Annotated[Path, file],
        language: Annotated[Literal["nl", "en"] | None, spoken] = None,
        topic: Annotated[str | None, typer.Option(help="What it is about, where it has a topic.")] = None,
        mode: Annotated[Literal["live", "days"], typer.Option(help="Live, or over days.")] = "live",
    ) -> None:
        """Play a script here and now, sped up, with made-up members: who says what, and what copbot says; 1 where it comes to no end."""
        raise typer.Exit(
            ran(lambda: _printed(lambda: rehearse(file, language or usual(os.environ), topic, mode)))
        )

    return rituals


def _printed(act: Callable[[], int]) -> int:
    """What ``act`` returns; where nobody reads any further what it prints (``| head``), it just ends, with 1."""
    try:
        code = act()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # nothing is left to be said at the end
        return WRONG
    return code


def usual(environment: Mapping[str, str]) -> "Language":
    """The language of a computer by its environment: Dutch, also where that says nothing; English where it is another."""
    said = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "nl" if said.partition(".")[0] in ("", "C", "POSIX") or said.startswith("nl") else "en"


def forms(language: str) -> "Forms":
    """What is said here, in a language: by the English forms that stand in the code."""
    if language == "en":
        return {}
    file = resources.files("copbot.rituals.reading").joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def list_scripts(config: Path | None, language: str | None) -> int:
    """Tell which scripts there are; 1 where some of the operator's folder are left out, 2 where the configuration is wrong."""
    folder, spoken = None, usual(os.environ)
    if config is not None:
        from copbot.config import ConfigError, load

        try:
            read = load(config)
        except ConfigError as error:
            return _refuse(str(error), USAGE)
        folder, spoken = read.rituals.folder, read.bot.language
    language = language or spoken
    found, dutch = _library(folder), forms(language)
    widest = max(len(script.called[language][0]) for script in found.scripts)
    for script in found.scripts:
        held = ", ".join(told(_MODES[mode], dutch) for mode in script.modes)
        _say(
            f"{script.called[language][0]:{widest}}  {script.title[language]} · {script.about[language]} ({held})"
        )
    for one in found.left_out:
        for fault in one.faults:
            _refuse(told(say("{file}, {fault}", file=one.file, fault=fault.told(dutch)), dutch), WRONG)
    return WRONG if found.left_out else FINE


def check(files: Sequence[Path], language: str) -> int:
    """Tell everything that is wrong in each file; 1 where something is, 2 where a file can't be read."""
    code, spoken = FINE, forms(language)
    for file in files:
        found = read_script(file)
        if isinstance(found, str):
            code = max(code, _refuse(told(found, spoken), USAGE))
        elif isinstance(found, tuple):
            code = max(code, WRONG)
            for fault in found:
                _say(f"{file}, {fault.told(spoken)}")
        else:
            _say(told(say("{file}: fine. {about}", file=file, about=_about(found, language, spoken)), spoken))
    return code


def rehearse(file: Path, language: "Language", topic: str | None, mode: str) -> int:
    """Play a script; 1 where it is not right or comes to no end, 2 where the file can't be read or it does not run so."""
    import asyncio

    from copbot.engine.registry import discover
    from copbot.logs import configure
    from copbot.rehearsal.play import play
    from copbot.rituals.script import Mode

    found, spoken = read_script(file), forms(language)
    if isinstance(found, str):
        return _refuse(told(found, spoken), USAGE)
    if isinstance(found, tuple):
        for fault in found:
            _refuse(f"{file}, {fault.told(spoken)}", WRONG)
        return _refuse(told("Mend this first; then it can be rehearsed.", spoken), WRONG)
    if Mode(mode) not in found.modes:
        wrong = say("This script does not run {how}; see runs in the file.", how=_MODES[mode])
        return _refuse(told(wrong, spoken), USAGE)
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
        form = {
            errno.ENOENT: "{file} is not there. Look at its name, and at the folder that you are in.",
            errno.EISDIR: "{file} is a folder. Name the file in it, as in {file}/my-ritual.toml",
            errno.EACCES: "{file} may not be read by you. Whoever put it there can let you read it.",
        }.get(error.errno or 0)
        if form is not None:
            return say(form, file=file)
        return say("{file} can't be read ({why}).", file=file, why=error.strerror)
    if shipped().get(file.name) == source:  # one of copbot's own has every right to its name
        from copbot.rituals.reading import read

        found = read(source, forms())
        return found.faults if found.script is None else found.script
    return checked(source, forms(), _library(None), (), discover().by_name)


def _library(folder: Path | None) -> "Library":
    from copbot.engine.registry import discover
    from copbot.shelf import shelf

    return shelf(folder, discover().by_name)


def _about(script: "Script", language: str, spoken: "Forms") -> str:
    from copbot.rituals.script import Mode

    steps, people = len(script.phases), 6
    form = '"{title}" ({name}) has {count} phases' if steps > 1 else '"{title}" ({name}) has 1 phase'
    parts = [say(form, title=script.title[language], name=script.name, count=steps)]
    if Mode.LIVE in script.modes:
        minutes = round(_minutes(script, people))
        takes = "takes about {minutes} minutes live with {people} people"
        parts.append(say(takes, minutes=minutes, people=people))
    if Mode.DAYS in script.modes:
        days = f"{sum(phase.days or 0 for phase in script.phases):g}"
        parts.append(say("{days} days over days", days=days))
    return ", ".join(told(part, spoken) for part in parts) + "."


def _minutes(script: "Script", members: int) -> float:
    from copbot.rituals.script import Mode

    return sum(phase.lasts(Mode.LIVE, members) or 0 for phase in script.phases)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _refuse(sentence: str, code: int) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"{sentence}\n")
    return code
