"""What somebody who writes a script sees of ``copbot rituals``: its words and its exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from copbot import logs
from copbot.checking import _check_scripts
from copbot.cli import main
from copbot.config import Config, parse
from copbot.ritual_verbs import usual
from copbot.shelf import MOST_FILES, shelf, shipped, tell

SHIPPED = Path(__file__).parents[1] / "copbot" / "rituals" / "scripts"
MINE = """\
format = 1
name = "evening-round"
called.nl = "avondronde"
called.en = "evening-round"
title = { nl = "Avondronde", en = "Evening round" }
about = { nl = "Samen de dag afsluiten.", en = "Ending the day together." }
runs = "live"

[[phase]]
name = "day"
kind = "open"
minutes_each = 2
title = { nl = "De dag", en = "The day" }
words = { nl = "Hoe was je dag?", en = "How was your day?" }
"""
BROKEN = (
    MINE.replace("minutes_each", "minute_each")
    .replace("evening-round", "late-round")
    .replace("avondronde", "laatronde")
)
CONFIG = """\
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
[rituals]
folder = "rituals"
"""


@pytest.fixture(autouse=True)
def a_computer_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is that the tests run on."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture(autouse=True)
def own_logging(monkeypatch: pytest.MonkeyPatch) -> None:
    """The logging of the process that tests is left as it is."""
    monkeypatch.setattr(logs, "configure", lambda form, level: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration with a folder for scripts beside it, in which there is one that is right."""
    (tmp_path / "password").write_text("geheim")
    (tmp_path / "password").chmod(0o600)
    (tmp_path / "config.toml").write_text(CONFIG)
    (tmp_path / "rituals").mkdir()
    (tmp_path / "rituals" / "evening.toml").write_text(MINE)
    return tmp_path / "rituals"


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "evening.toml"


def config(folder: Path) -> Config:
    return parse((folder.parent / "config.toml").read_text(), folder.parent)


def said(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], list[str]]:
    told = capsys.readouterr()
    return told.out.splitlines(), told.err.splitlines()


def test_list_tells_names_titles_and_what_they_are_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rituals", "list", "--language", "en"]) == 0
    out, err = said(capsys)
    assert [line for line in out if line.split()[0] == "round"] == [
        line
        for line in out
        if line.endswith("Round · One question. Everybody says something or passes. (live, over days)")
    ]
    assert err == []
    assert main(["rituals", "list", "--language", "nl"]) == 0
    assert any(line.startswith("ronde ") for line in said(capsys)[0])


def test_list_has_those_of_the_folder_and_tells_what_is_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ["--config", str(folder.parent / "config.toml")]
    assert main(["rituals", "list", *file]) == 0
    out, _ = said(capsys)
    assert any(
        line.startswith("avondronde ") and line.endswith("Avondronde · Samen de dag afsluiten. (live)")
        for line in out
    )
    (folder / "late.toml").write_text(BROKEN)
    assert main(["rituals", "list", *file]) == 1
    again, err = said(capsys)
    assert again == out
    assert err == [
        "late.toml, regel 9, fase day: minutes ontbreekt: hoe lang duurt dit live? Schrijf minutes = 10 erbij, of minutes_each = 3",
        "late.toml, regel 12, fase day: minute_each is geen sleutel die hier hoort; bedoel je minutes_each?",
    ]


def test_list_with_a_wrong_configuration_says_what_is_wrong_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rituals", "list", "--config", str(tmp_path / "none.toml")]) == 2
    assert "does not exist" in said(capsys)[1][0]


def test_check_says_that_a_script_is_right(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rituals", "check", str(file)]) == 0
    fine = 'fine. "Evening round" (evening-round) has 1 phase, takes about 12 minutes live with 6 people.'
    assert said(capsys) == ([f"{file}: {fine}"], [])


def test_check_says_everything_that_is_wrong_in_each_file(
    folder: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, missing = folder / "late.toml", folder / "none.toml"
    broken.write_text(BROKEN.replace("laatronde", "poll"))
    assert main(["rituals", "check", str(broken), str(file)]) == 1
    out, err = said(capsys)
    assert [line.partition(", ")[2] for line in out[:3]] == [
        'line 3: the name "poll" is taken: !poll is a command; take another',
        "line 9, phase day: minutes is missing: how long does this last live? Add minutes = 10, or minutes_each = 3",
        "line 12, phase day: minute_each is no key that belongs here; did you mean minutes_each?",
    ]
    assert out[3].startswith(f"{file}: fine.")
    assert err == []
    assert main(["rituals", "check", str(broken), str(missing)]) == 2
    assert said(capsys)[1] == [
        f"{missing} is not there. Look at its name, and at the folder that you are in."
    ]
    assert main(["rituals", "check", str(folder)]) == 2
    assert said(capsys)[1] == [f"{folder} is a folder. Name the file in it, as in {folder}/my-ritual.toml"]


@pytest.mark.parametrize("verb", ["list", "check", "rehearse"])
def test_nobody_who_reads_only_the_beginning_is_told_of_a_fault(file: Path, verb: str) -> None:
    """As behind ``| head``: what is printed has nowhere to go, and that is no fault of ours."""
    reading, writing = os.pipe()
    os.close(reading)
    line = [sys.executable, "-m", "copbot", "rituals", verb, *([] if verb == "list" else [str(file)])]
    done = subprocess.run(line, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_check_speaks_dutch(folder: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken, missing = folder / "late.toml", folder / "none.toml"
    broken.write_text(BROKEN.replace("laatronde", "poll"))
    assert main(["rituals", "check", "--language", "nl", str(broken), str(file), str(missing)]) == 2
    out, err = said(capsys)
    assert [line.partition(", ")[2] for line in out[:3]] == [
        'regel 3: de naam "poll" is al bezet: !poll is een opdracht; kies een andere',
        "regel 9, fase day: minutes ontbreekt: hoe lang duurt dit live? Schrijf minutes = 10 erbij, of minutes_each = 3",
        "regel 12, fase day: minute_each is geen sleutel die hier hoort; bedoel je minutes_each?",
    ]
    assert out[3:] == [
        f'{file}: goed. "Avondronde" (evening-round) heeft 1 fase, duurt live met 6 mensen ongeveer 12 minuten.'
    ]
    assert err == [f"{missing} is er niet. Kijk naar de naam, en in welke map je bent."]
    assert main(["rituals", "rehearse", "--language", "nl", str(broken)]) == 1
    assert said(capsys)[1][-1] == "Herstel dit eerst; dan kun je hem oefenen."


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "nl"),
        ({"LANG": "C.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "nl_BE"}, "nl"),
        ({"LANG": "nl_NL", "LC_MESSAGES": "en_US", "LC_ALL": ""}, "en"),
    ],
)
def test_the_language_is_that_of_the_computer(environment: dict[str, str], language: str) -> None:
    assert usual(environment) == language


def test_check_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rituals", "check"]) == 2
    assert "Missing argument 'FILE" in capsys.readouterr().err


def test_one_of_copbots_own_may_be_checked_where_it_lies(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rituals", "check", str(SHIPPED / "round.toml")]) == 0
    assert "fine" in said(capsys)[0][0]


@pytest.mark.parametrize("verb", ["list", "check", "rehearse"])
def test_every_verb_has_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rituals", verb, "--help"]) == 0
    assert verb in capsys.readouterr().out


def test_a_script_that_is_not_right_is_not_rehearsed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "late.toml").write_text(BROKEN)
    assert main(["rituals", "rehearse", str(folder / "late.toml")]) == 1
    out, err = said(capsys)
    assert out == []
    assert err[-1] == "Mend this first; then it can be rehearsed."
    assert main(["rituals", "rehearse", str(folder / "none.toml")]) == 2


def test_a_way_in_which_it_does_not_run_is_not_rehearsed(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rituals", "rehearse", str(file), "--mode", "days"]) == 2
    assert said(capsys) == ([], ["This script does not run over days; see runs in the file."])


def test_what_is_left_out_stands_in_copbot_check(folder: Path) -> None:
    every = len(shelf(folder, ()).scripts)
    (fine,) = _check_scripts(config(folder))
    assert (fine.ok, fine.subject) == (True, "scripts")
    assert fine.sentence == f"{every} are right, those in {folder} included"
    (folder / "late.toml").write_text(BROKEN)
    (wrong,) = _check_scripts(config(folder))
    assert (wrong.ok, wrong.subject) == (False, "script late.toml")
    assert wrong.sentence.startswith("line 9, phase day: minutes is missing")
    assert wrong.sentence.endswith("(and 1 more)")
    assert wrong.mend is not None
    assert "copbot rituals check FILE" in wrong.mend


def test_without_a_folder_nothing_is_said_of_it(folder: Path) -> None:
    (folder.parent / "config.toml").write_text(CONFIG.replace('[rituals]\nfolder = "rituals"\n', ""))
    assert _check_scripts(config(folder)) == []


def test_a_folder_that_is_not_there_stops_nothing(tmp_path: Path) -> None:
    found = shelf(tmp_path / "none", ())
    assert found.scripts
    assert [(one.file, str(one.faults[0])) for one in found.left_out] == [
        (str(tmp_path / "none"), "line 1: can't be read (No such file or directory)")
    ]


def test_a_folder_that_is_not_there_stands_in_copbot_check(folder: Path) -> None:
    found = config(folder)
    folder.rename(folder.with_name("elsewhere"))
    (wrong,) = _check_scripts(found)
    assert (wrong.ok, wrong.sentence) == (False, f"there is no folder {folder}")
    assert wrong.mend is not None
    assert "rituals.folder" in wrong.mend


def test_only_files_of_scripts_are_read(folder: Path) -> None:
    (folder / "notes.txt").write_text("none")
    (folder / ".hidden.toml").write_text("none")
    (folder / "a-folder.toml").mkdir()
    assert [one.file for one in shelf(folder, ()).left_out] == ["a-folder.toml"]


def test_a_folder_with_too_many_files_is_told(folder: Path) -> None:
    for number in range(MOST_FILES):
        (folder / f"{number:03}.toml").write_text("")
    told = [str(one.faults[0]) for one in shelf(folder, ()).left_out if one.file == str(folder)]
    assert told == [f"line 1: more than {MOST_FILES} files are in the folder; only the first are read"]


def test_what_is_left_out_stands_in_the_log(folder: Path) -> None:
    (folder / "late.toml").write_text(BROKEN)
    with capture_logs() as lines:
        tell(shelf(folder, ()))
    assert lines == [
        {"event": "a script is left out", "log_level": "warning", "file": "late.toml", "line": 9, "faults": 2}
    ]


def test_the_files_of_copbots_own_scripts_are_found() -> None:
    assert set(shipped()) == {file.name for file in SHIPPED.glob("*.toml")}
