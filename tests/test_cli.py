"""What a person or a service sees of the command line: its words, its exit codes, and when it says that it is ready."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from copbot import logs
from copbot.cli import main
from copbot.config import Config
from copbot.core.failures import DatabaseRefused, HomeserverUnreachable, LoginRefused, TokenDead
from copbot.store.lock import DataFolderLocked

CANARY = "kanarie"


@dataclass
class Finding:
    ok: bool | None
    subject: str
    sentence: str
    mend: str | None = None


@pytest.fixture
def file(tmp_path: Path) -> Path:
    secret = tmp_path / "password"
    secret.write_text("geheim")
    secret.chmod(0o600)
    config = tmp_path / "config.toml"
    config.write_text("""\
[homeserver]
url = "http://localhost:8008"
user_id = "@copbot:localhost"
password_file = "password"
[bot]
data_dir = "data"
operator = "Stichting Voorbeeld"
contact = "privacy@voorbeeld.example"
[access]
invite_from = ["*:localhost"]
""")
    return config


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands in for what lies behind the command line; the process's own logging is left as it is."""
    stand_in = SimpleNamespace()
    monkeypatch.setitem(sys.modules, "copbot.app", stand_in)
    monkeypatch.setattr(logs, "configure", lambda form, level: None)
    return stand_in


def raising(error: BaseException) -> Any:
    async def act(config: Config, announce: Callable[[], None] | None = None, **flags: bool) -> None:
        raise error

    return act


def test_run_says_ready_only_when_the_app_does_and_ends_well(
    file: Path, app: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    async def run(config: Config, announce: Callable[[], None]) -> None:
        await asyncio.sleep(0)
        assert capsys.readouterr().out == ""
        assert config.bot.data_dir == file.parent / "data"
        announce()

    app.run = run
    assert main(["run", "--config", str(file)]) == 0
    assert capsys.readouterr().out == "ready\n"
    file.write_text(file.read_text() + '[log]\nformat = "json"\n')
    assert main(["run", f"--config={file}"]) == 0
    assert capsys.readouterr().out == '{"event":"ready"}\n'


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (TokenDead(), 4, "no longer accepts copbot's access token"),
        (DataFolderLocked(Path("data"), 42), 3, "A copbot already runs on data (process 42)."),
        (DataFolderLocked(Path("data"), None), 3, "A copbot already runs on data (another process)."),
        (LoginRefused("The homeserver refuses the password."), 1, "The homeserver refuses the password."),
        (
            HomeserverUnreachable("http://localhost:8008"),
            1,
            "No homeserver answers at http://localhost:8008.",
        ),
        (DatabaseRefused("The database is newer."), 1, "The database is newer."),
    ],
)
@pytest.mark.parametrize("verb", ["run", "login", "check"])
def test_an_expected_failure_is_one_sentence_and_its_exit_code(
    verb: str,
    error: Exception,
    code: int,
    words: str,
    file: Path,
    app: SimpleNamespace,
    capsys: pytest.CaptureFixture[str],
) -> None:
    setattr(app, verb, raising(error))
    assert main([verb, "--config", str(file)]) == code
    told = capsys.readouterr()
    assert told.err.startswith(words) or words in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_an_error_of_its_own_tells_no_words_of_people(
    file: Path, app: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    app.run = raising(ValueError(CANARY))
    assert main(["run", "--config", str(file)]) == 1
    told = capsys.readouterr().err
    assert "copbot met an error of its own" in told
    assert "builtins.ValueError at " in told
    assert CANARY not in told


@pytest.mark.parametrize("verb", ["run", "login", "check"])
def test_a_wrong_configuration_is_told_line_by_line(
    verb: str, file: Path, app: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    (file.parent / "password").chmod(0o644)
    file.write_text(file.read_text().replace("operator", "oprator"))
    assert main([verb, "--config", str(file)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(" ")[2].partition(":")[0] for line in lines] == ["line 4", "line 5", "line 7"]
    assert "chmod 600" in lines[0]


@pytest.mark.parametrize(
    "flags", [[], ["--new-device"], ["--new-identity"], ["--new-device", "--new-identity"]]
)
def test_login_tells_who_it_is_now(
    flags: list[str], file: Path, app: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    async def login(config: Config, *, new_device: bool, new_identity: bool) -> SimpleNamespace:
        assert (new_device, new_identity) == ("--new-device" in flags, "--new-identity" in flags)
        session = SimpleNamespace(user_id=config.homeserver.user_id, device_id="ABC")
        return SimpleNamespace(session=session, told=("One.", "Two."))

    app.login = login
    assert main(["login", "--config", str(file), *flags]) == 0
    assert capsys.readouterr().out == "Logged in as @copbot:localhost, device ABC.\nOne.\nTwo.\n"


@pytest.mark.parametrize(
    ("ok", "code", "line"),
    [
        (True, 0, "fine   [clock]: right"),
        (None, 0, "note   [clock]: right"),
        (False, 1, "wrong  [clock]: right"),
    ],
)
def test_check_tells_every_finding_and_how_to_mend_it(
    ok: bool | None,
    code: int,
    line: str,
    file: Path,
    app: SimpleNamespace,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def check(config: Config) -> list[Finding]:
        return [Finding(True, "database", "whole"), Finding(ok, "[clock]", "right", "run: date")]

    app.check = check
    assert main(["check", "--config", str(file)]) == code
    assert capsys.readouterr().out.splitlines() == ["fine   database: whole", line, "       run: date"]


@pytest.mark.parametrize("seen", [True, False])
def test_demo_passes_on_what_was_asked_and_ends_as_the_play_did(
    seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []

    def play(language: str, once: bool, out: object) -> bool:
        asked.append((language, once))
        return seen

    monkeypatch.setitem(sys.modules, "copbot.demo.play", SimpleNamespace(play=play))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    assert main(["demo"]) == (0 if seen else 1)
    assert main(["demo", "--once", "--language", "en"]) == (0 if seen else 1)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: False))
    assert main(["demo"]) == (0 if seen else 1)
    assert asked == [("nl", False), ("en", True), ("nl", True)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "--config"],
        ["frob"],
        ["demo", "--language", "de"],
        ["check", "-c", "x", "y"],
        ["when"],
        ["when", "x", "--language", "de"],
        ["when", "x", "--count", "0"],
    ],
)
def test_wrong_use_is_2_and_says_what_is_wrong(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Error" in told.err


@pytest.mark.parametrize("verb", [[], ["run"], ["login"], ["check"], ["demo"], ["when"]])
def test_every_verb_has_help(verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*verb, "--help"]) == 0
    assert "Usage: copbot" in capsys.readouterr().out


SEEN = ["--now", "2026-11-18T12:00"]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["morgen", "19:30"], ["2026-11-19T19:30:00+01:00"]),
        (["maandag 9:45"], ["2026-11-23T09:45:00+01:00"]),
        (["vrijdag"], ["2026-11-20T09:00:00+01:00"]),
        (["morgen 19:30", "--count", "3"], ["2026-11-19T19:30:00+01:00"]),
        (["elke dag 9u"], ["2026-11-19T09:00:00+01:00"]),
        (
            ["every other friday 5pm", "--language", "en", "--count", "2"],
            ["2026-11-20T17:00:00+01:00", "2026-12-04T17:00:00+01:00"],
        ),
        (["elke dag 9u 2 keer", "--count", "5"], ["2026-11-19T09:00:00+01:00", "2026-11-20T09:00:00+01:00"]),
        (["in 1 hour", "--zone", "America/New_York"], ["2026-11-18T13:00:00-05:00"]),
        (["over 1 uur", "--now", "2026-11-18T12:00:00Z"], ["2026-11-18T14:00:00+01:00"]),
        (["elke dag 2:30", "--now", "2027-03-27T12:00", "--count", "2"], ["2027-03-28T03:30:00+02:00", "2027-03-29T02:30:00+02:00"]),
    ],
)  # fmt: skip
def test_when_tells_what_a_time_means(
    arguments: list[str], lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = arguments if "--now" in arguments else [*arguments, *SEEN]
    assert main(["when", *given]) == 0
    told = capsys.readouterr()
    assert (told.out.splitlines(), told.err) == (lines, "")


@pytest.mark.parametrize(
    ("phrase", "times", "told"),
    [
        ("dinsdag 19:30-21:00", ["2026-11-24T19:30:00+01:00"], "It lasts 1 hour and 30 minutes.\n"),
        ("every tuesday from 7pm to 9pm", ["2026-11-24T19:00:00+01:00", "2026-12-01T19:00:00+01:00"], "It lasts 2 hours.\n"),
        ("elke dinsdag 20:00 behalve 1 december", ["2026-11-24T20:00:00+01:00", "2026-12-08T20:00:00+01:00"], ""),
    ],
)  # fmt: skip
def test_when_tells_how_long_beside_the_times(
    phrase: str, times: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The times alone are for programs, on standard output."""
    assert main(["when", phrase, "--count", "2", *SEEN]) == 0
    heard = capsys.readouterr()
    assert (heard.out.splitlines(), heard.err) == (times, told)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["anderhalf uur"], '"anderhalf uur" is how long, 1 hour and 30 minutes, and not when.'),
        (["vrijdag tussen 9 en 10"], '"vrijdag tussen 9 en 10" can be 2026-11-20T09:00:00+01:00 for 1 hour or 2026-11-20T21:00:00+01:00 for 1 hour: say which.'),
        (["elke dinsdag 20:00 behalve in de schoolvakantie"], "School holidays differ by region and year: leave out their days one by one."),
        (["elke dinsdag 20:00 behalve 25 december"], '"elke dinsdag 20:00 behalve 25 december" leaves out a day on which there is nothing, or leaves nothing.'),
        (["dinsdag 20:00 in zaal 3"], "This is no time that copbot knows; docs/times.en.md tells which are."),
        (["vanaf 20:00"], '"vanaf 20:00" names no clear day and time that exist.'),
        (["half acht"], '"half acht" can be 2026-11-18T19:30:00+01:00 or 2026-11-19T07:30:00+01:00: say which.'),
        (["elke 2e dinsdag"], '"elke 2e dinsdag" can be 2026-11-24T09:00:00+01:00 (FREQ=WEEKLY;INTERVAL=2;BYDAY=TU) or 2026-12-08T09:00:00+01:00 (FREQ=MONTHLY;BYDAY=2TU): say which.'),
        (["gisteren"], '"gisteren" has been; the next that is possible is 2026-11-19T09:00:00+01:00.'),
        (["vanavond"], '"vanavond" names no clear day and time that exist.'),
        (["morgen 9u Jan bellen"], "This is no time that copbot knows; docs/times.en.md tells which are."),
        ([""], "This is no time that copbot knows; docs/times.en.md tells which are."),
        (["morgen", "--zone", "Europe/Nowhere"], "There is no time zone Europe/Nowhere; one is called Europe/Amsterdam."),
        (["morgen", "--zone", "Europe"], "There is no time zone Europe; one is called Europe/Amsterdam."),
        (["morgen", "--zone", "../../etc/passwd"], "There is no time zone ../../etc/passwd; one is called Europe/Amsterdam."),
        (["morgen", "--now", "noon"], "noon is no time as in 2026-11-18T12:00 or 2026-11-18T12:00:00+01:00."),
        (["morgen", "--now", "9999-12-31T23:59"], "9999-12-31T23:59 is too far away: --now lies between 1970 and 2199."),
    ],
)  # fmt: skip
def test_when_tells_what_would_be_asked_back_or_refused(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = arguments if "--now" in arguments else [*arguments, *SEEN]
    assert main(["when", *given]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"{sentence}\n")


def test_when_begins_at_the_clock(capsys: pytest.CaptureFixture[str]) -> None:
    before = datetime.now(UTC)
    assert main(["when", "over 2 uur"]) == 0
    told = datetime.fromisoformat(capsys.readouterr().out.strip())
    assert before <= told - timedelta(hours=2) + timedelta(seconds=1)
    assert told - timedelta(hours=2) <= datetime.now(UTC)


def test_a_service_that_runs_copbot_does_not_carry_the_command_lines_parser(file: Path) -> None:
    """In a process of its own, since here the parser is long loaded."""
    (file.parent / "password").unlink()
    code = (
        "import sys; from copbot.cli import main; assert main(['run', '--config', sys.argv[1]]) == 2;"
        "print('typer' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True
    )
    assert found.stdout == "False\n"


@pytest.mark.parametrize(
    "verb", [["rituals", "list"], ["when", "--count", "1000", "elke dag 9u"], ["--help"]], ids=lambda v: v[0]
)
def test_a_reader_that_had_enough_is_no_fault(verb: list[str]) -> None:
    """As with "| head": nothing is said about it."""
    with subprocess.Popen(
        [sys.executable, "-m", "copbot", *verb], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
    assert running.returncode == 1


def test_a_connection_that_broke_is_told(
    file: Path, app: SimpleNamespace, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is not the terminal that went away."""

    async def broken(_: Config) -> None:
        raise BrokenPipeError

    app.check = broken
    assert main(["check", "--config", str(file)]) == 1
    assert "please report this: builtins.BrokenPipeError" in capfd.readouterr().err
