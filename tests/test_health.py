"""A heartbeat that is fresh is health; an old one or none is not."""

import os
import subprocess
import sys
from pathlib import Path

from copbot.health import ALIVE, PATIENCE_SECONDS, beat, diagnosis


def test_a_folder_without_a_heartbeat_is_not_alive(tmp_path: Path) -> None:
    assert diagnosis(tmp_path, 0.0) == f"copbot has not been ready in {tmp_path} yet"


def test_a_heartbeat_lasts_as_long_as_patience(tmp_path: Path) -> None:
    beat(tmp_path)
    os.utime(tmp_path / ALIVE, (1000.0, 1000.0))
    assert diagnosis(tmp_path, 1000.0 + PATIENCE_SECONDS) is None
    assert diagnosis(tmp_path, 1001.0 + PATIENCE_SECONDS) == "copbot last showed life 121 seconds ago"


def test_a_new_beat_revives_it(tmp_path: Path) -> None:
    beat(tmp_path)
    os.utime(tmp_path / ALIVE, (1000.0, 1000.0))
    beat(tmp_path)
    assert (tmp_path / ALIVE).stat().st_mtime > 1000.0


def asked(*arguments: str) -> tuple[int, str, str]:
    found = subprocess.run(
        [sys.executable, "-m", "copbot.health", *arguments], capture_output=True, text=True, check=False
    )
    return found.returncode, found.stdout, found.stderr


def test_the_answer_is_an_exit_code_and_a_sentence(tmp_path: Path) -> None:
    assert asked(str(tmp_path)) == (1, "", f"copbot has not been ready in {tmp_path} yet\n")
    beat(tmp_path)
    assert asked(str(tmp_path)) == (0, "alive\n", "")
    assert asked() == (2, "", "usage: python -m copbot.health DATA_DIR\n")
