"""The key under which inviters are counted: made once, whole, and for copbot alone."""

from pathlib import Path

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
