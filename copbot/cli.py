"""The command line: arguments to settings to the app, and every expected failure to one sentence and an exit code.

0 fine; 1 something found wrong; 2 usage, configuration (an unsafe secret file included) or a time not understood; 3 data folder locked; 4 access
token dead. Modules are imported by the verb that needs them: help comes at once, and a running copbot does not carry the
parser of the command line.
"""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from copbot.core.failures import Failure

if TYPE_CHECKING:
    import typer

    from copbot.config import Config
    from copbot.matrix.check import Finding

_FINE, _WRONG, _USAGE = 0, 1, 2
_NEW_DEVICE = "Go on as a new device of the same identity, as after a backup was put back."
_NEW_IDENTITY = "Begin anew with another identity; members' devices will warn them of the change."


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what `arguments` (those of the process) ask; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = _WRONG
    try:
        code = _asked(given)
        sys.stdout.flush()
    except BrokenPipeError:  # "copbot rituals list | head": whoever reads had enough
        _unread()
        return code if given[:1] == ["run"] else _WRONG
    return code


def _asked(given: list[str]) -> int:
    match given:
        case ["run", "--config" | "-c", file]:  # how services start it, without loading the parser
            return run(Path(file))
        case _:
            try:
                _parser()(given, prog_name="copbot")
            except SystemExit as ended:
                return ended.code if isinstance(ended.code, int) else _FINE
            return _FINE


def run(file: Path) -> int:
    """Run copbot until it is told to stop."""

    def act(config: "Config") -> int:
        from copbot.app import run as run_app

        asyncio.run(run_app(config, _announcing(config)))
        return _FINE

    return _with_config(file, act)


def login(file: Path, new_device: bool = False, new_identity: bool = False) -> int:
    """Log in and keep the session; 1 where somebody has to choose first."""

    def act(config: "Config") -> int:
        from copbot.app import login as login_app

        entered = asyncio.run(login_app(config, new_device=new_device, new_identity=new_identity))
        _say(f"Logged in as {entered.session.user_id}, device {entered.session.device_id}.")
        for sentence in entered.told:
            _say(sentence)
        return _FINE

    return _with_config(file, act)


def check(file: Path) -> int:
    """Tell what is wrong and how to mend it; 1 when something is."""

    def act(config: "Config") -> int:
        from copbot.app import check as check_app

        findings = asyncio.run(check_app(config))
        _show(findings)
        return _WRONG if any(finding.ok is False for finding in findings) else _FINE

    return _with_config(file, act)


def demo(language: str, once: bool) -> int:
    """Play one whole meeting; 0 only if every expected outcome was seen."""
    from importlib.util import find_spec

    if find_spec("synapse") is None:
        return _refuse(
            "The demo needs a homeserver of its own, which is not installed. Run: make demo", _WRONG
        )

    def act() -> int:
        from copbot.demo.play import play

        return _FINE if play(language, once or not sys.stdin.isatty(), sys.stdout) else _WRONG

    return _told(act)


def when(phrase: str, now: str | None, zone_name: str, language: str, count: int) -> int:
    """Tell what a time means, one RFC 3339 time a line; of a repeat the first `count`. 2 when copbot would not take it."""
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from copbot.core.recurrence import in_zone
    from copbot.when_verb import answered

    try:
        zone = ZoneInfo(zone_name)
    except (KeyError, ValueError, OSError):
        return _refuse(f"There is no time zone {zone_name}; one is called Europe/Amsterdam.", _USAGE)
    try:
        seen = datetime.now(UTC) if now is None else datetime.fromisoformat(now)  # noqa: TID251  # the terminal's clock
        seen = in_zone(seen, zone) if seen.tzinfo is None else seen.astimezone(zone)
    except (ValueError, OverflowError):
        return _refuse(f"{now} is no time as in 2026-11-18T12:00 or 2026-11-18T12:00:00+01:00.", _USAGE)
    if not 1970 <= seen.year <= 2199:
        return _refuse(f"{now} is too far away: --now lies between 1970 and 2199.", _USAGE)
    answer = answered(phrase, seen, zone, language, count)
    for time in answer.times:
        _say(time)
    if answer.told:
        _refuse(answer.told, _USAGE)
    return _FINE if answer.times else _USAGE


def _with_config(file: Path, act: "Callable[[Config], int]") -> int:
    from copbot.config import ConfigError, load
    from copbot.logs import configure

    try:
        config = load(file)
    except ConfigError as error:
        return _refuse(str(error), _USAGE)
    configure(config.log.format, config.log.level)
    return _told(lambda: act(config))


def _told(act: Callable[[], int]) -> int:
    """What `act` returns, or the exit code of the failure that ended it, told in one sentence."""
    from copbot.config import UnsafeSecret

    try:
        return act()
    except Failure as failure:
        return _refuse(str(failure), failure.exit_code)
    except UnsafeSecret as error:
        return _refuse(f"{error}.", _USAGE)
    except KeyboardInterrupt:
        return _WRONG
    except Exception as error:  # a message may hold people's words, so only its kind and place are told
        if isinstance(error, BrokenPipeError) and _is_unread():
            raise
        from copbot.logs import places

        return _refuse(
            f"copbot met an error of its own and stopped; please report this: {places(error)}", _WRONG
        )


def _announcing(config: "Config") -> Callable[[], None]:
    line = json.dumps({"event": "ready"}, separators=(",", ":")) if config.log.format == "json" else "ready"

    def ready() -> None:
        with suppress(BrokenPipeError):  # it runs on, also where nobody reads that
            _say(line)

    return ready


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _refuse(sentence: str, code: int) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


def _is_unread() -> bool:
    """Whether nobody reads what is written here any more, so that no connection elsewhere was the broken one."""
    import select

    watch = select.poll()
    for stream in (sys.stdout, sys.stderr):
        watch.register(stream.fileno(), 0)
    return any(event & select.POLLERR for _, event in watch.poll(0))


def _unread() -> None:
    """What is still to be written goes nowhere, so that nothing complains of it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


def _show(findings: "Sequence[Finding]") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    words = {True: ("fine ", "green"), False: ("wrong", "bold red"), None: ("note ", "yellow")}
    for finding in findings:
        word, style = words[finding.ok]
        console.print(Text.assemble((word, style), f"  {finding.subject}: {finding.sentence}"))
        if finding.mend:
            console.print(Text(f"       {finding.mend}"))


def _parser() -> "typer.Typer":
    """The verbs with their options. Made here and not on import, so that a running copbot does without."""
    import typer

    from copbot.ritual_verbs import verbs as ritual_verbs

    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,  # they would print local values
        help="A Matrix bot that facilitates a Community of Practice.",
        epilog="Exit codes: 0 fine, 1 something found wrong, 2 usage, configuration or time not understood, 3 data folder locked, 4 access token dead.",
    )
    option = typer.Option(
        "--config", "-c", metavar="FILE", help="The configuration; see config.example.toml."
    )

    @app.callback(invoke_without_command=True)
    def copbot(
        version: Annotated[bool, typer.Option("--version", help="Tell the version and stop.")] = False,
    ) -> None:
        if version:
            from importlib.metadata import version as installed

            _say(f"copbot {installed('copbot')}")
            raise typer.Exit

    @app.command("run")
    def run_verb(config: Annotated[Path, option]) -> None:
        """Run copbot. Prints "ready" once it answers; stops on SIGTERM or Ctrl-C."""
        raise typer.Exit(run(config))

    @app.command("login")
    def login_verb(
        config: Annotated[Path, option],
        new_device: Annotated[bool, typer.Option("--new-device", help=_NEW_DEVICE)] = False,
        new_identity: Annotated[bool, typer.Option("--new-identity", help=_NEW_IDENTITY)] = False,
    ) -> None:
        """Log in once and keep session and identity. Where there is something to choose, it is explained and nothing is done."""
        raise typer.Exit(login(config, new_device, new_identity))

    @app.command("check")
    def check_verb(config: Annotated[Path, option]) -> None:
        """Tell what is wrong and how to mend it: configuration, homeserver, keys, database, clock. Also while copbot runs."""
        raise typer.Exit(check(config))

    @app.command("demo")
    def demo_verb(
        once: Annotated[bool, typer.Option("--once", help="Stop after the play.")] = False,
        language: Annotated[Literal["nl", "en"], typer.Option(help="The language that is spoken.")] = "nl",
    ) -> None:
        """Play one whole meeting before your eyes, on a real homeserver that runs only for this."""
        raise typer.Exit(demo(language, once))

    @app.command("when")
    def when_verb(
        phrase: Annotated[list[str], typer.Argument(help="All of it must be the time: morgen 19:30")],
        now: Annotated[
            str | None, typer.Option(metavar="ISO", help="Seen from then; without offset, local in the zone.")
        ] = None,
        zone: Annotated[str, typer.Option(metavar="ZONE", help="The room's time zone.")] = "Europe/Amsterdam",
        language: Annotated[Literal["nl", "en"], typer.Option(help="The language that comes first.")] = "nl",
        count: Annotated[int, typer.Option(min=1, max=1000, help="How many times of a repeat.")] = 1,
    ) -> None:
        """Tell what a time means, as for a reminder; what copbot would ask back or refuse is told on standard error."""
        raise typer.Exit(when(" ".join(phrase), now, zone, language, count))

    app.add_typer(ritual_verbs(_told), name="rituals")
    return app
