"""What a person or a service sees of the command line: its words, its exit codes, and when it says that it is ready."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
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
    async def act(config: Config, announce: Callable[[], None] | None = None) -> None:
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


def test_login_tells_who_it_is_now(
    file: Path, app: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    async def login(config: Config) -> SimpleNamespace:
        return SimpleNamespace(user_id=config.homeserver.user_id, device_id="ABC")

    app.login = login
    assert main(["login", "--config", str(file)]) == 0
    assert capsys.readouterr().out == "Logged in as @copbot:localhost, device ABC.\n"


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
    [["run"], ["run", "--config"], ["frob"], ["demo", "--language", "de"], ["check", "-c", "x", "y"]],
)
def test_wrong_use_is_2_and_says_what_is_wrong(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Error" in told.err


@pytest.mark.parametrize("verb", [[], ["run"], ["login"], ["check"], ["demo"]])
def test_every_verb_has_help(verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*verb, "--help"]) == 0
    assert "Usage: copbot" in capsys.readouterr().out


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
