"""The keys under which inviters are counted and encryption keys are kept: made once, whole, and for copbot alone."""

from pathlib import Path

import pytest

from copbot.config import UnsafeSecret
from copbot.entry.secret_key import made_once


def test_it_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "inviters.key"
    key = made_once(path)
    assert len(key) == 32
    assert made_once(path) == key
    assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [path]


def test_what_an_interrupted_start_left_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "inviters.key"
    path.touch()
    (tmp_path / "inviters.key.new").write_bytes(b"half")
    assert len(made_once(path)) == 32
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o620])
def test_one_that_others_can_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "pickle.key"
    made_once(path)
    path.chmod(mode)
    with pytest.raises(UnsafeSecret) as refused:
        made_once(path)
    assert str(refused.value) == (
        f"{path} can be read or changed by others (mode {mode:04o}); run: chmod 600 {path}"
    )
