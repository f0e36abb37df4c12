"""One process holds a data folder; the kernel lets go of it, however the process ends."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from copbot.checking import _check_folder
from copbot.core.failures import DatabaseRefused
from copbot.store.lock import DataFolderLocked, hold, unusable

HOLDER = """
import sys
from pathlib import Path
from copbot.store.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds `folder` until its standard input closes."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_process_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        with pytest.raises(DataFolderLocked) as caught, hold(tmp_path):
            pass
        assert (caught.value.pid, caught.value.exit_code) == (other.pid, 3)
        assert str(caught.value) == (
            f"A copbot already runs on {tmp_path} (process {other.pid}). Stop that one first, or choose another data_dir."
        )


def test_a_killed_process_leaves_the_folder_free(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        with hold(tmp_path):
            assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_it_is_free_after_a_good_end_and_after_an_error(tmp_path: Path) -> None:
    with hold(tmp_path):
        pass
    with pytest.raises(KeyError), hold(tmp_path):
        raise KeyError
    with hold(tmp_path), pytest.raises(DataFolderLocked), hold(tmp_path):
        pass


def test_processes_that_copbot_starts_do_not_keep_the_lock(tmp_path: Path) -> None:
    code = "import sys; print('up', flush=True); sys.stdin.read()"
    with hold(tmp_path):
        child = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=False
        )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        try:
            with hold(tmp_path):
                pass
        finally:
            child.kill()


def test_a_missing_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "data"
    with hold(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "lock").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["file", "file/data"])
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(DatabaseRefused, match=r"a file is in the way\)\. Choose another data_dir"),
        hold(tmp_path / name),
    ):
        pass
    assert "Give copbot's user the right to write there" in unusable(tmp_path, PermissionError())


@pytest.mark.parametrize("name", ["file", "file/data"])
def test_copbot_check_tells_of_a_folder_that_cannot_be_made(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    (wrong,) = _check_folder(tmp_path / name, tmp_path / name / "copbot.db")
    assert (wrong.ok, wrong.subject) == (False, "data folder")
    assert wrong.sentence.endswith("cannot be used (a file is in the way). Choose another data_dir.")
