"""The file of copbot's identity: made once, whole, closed to others, and refused when it is anything else."""

import os
from pathlib import Path

import pytest

from copbot.config import UnsafeSecret
from copbot.entry.identity_file import FILE, SUCCESSOR, IdentityFile

COPBOT = "@copbot:x"


@pytest.fixture
def file(tmp_path: Path) -> IdentityFile:
    return IdentityFile(tmp_path, COPBOT)


def test_it_is_made_once_and_closed_to_others(file: IdentityFile, tmp_path: Path) -> None:
    assert file.kept() is None
    made = file.make()
    assert file.kept() == made
    assert IdentityFile(tmp_path, COPBOT).kept() == made
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_two_are_not_the_same(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    assert IdentityFile(tmp_path / "a", COPBOT).make() != IdentityFile(tmp_path / "b", COPBOT).make()


def test_what_an_interrupted_start_left_is_no_identity(file: IdentityFile, tmp_path: Path) -> None:
    (tmp_path / f"{FILE}.new").write_text("{half")
    assert file.kept() is None
    made = file.make()
    assert file.kept() == made
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_it_is_on_disk_before_it_has_its_name(
    file: IdentityFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a loss of power leaves is known by what was synced, in which order: the words, the name, the folder."""
    happened: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        happened.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    def named(self: Path, target: Path) -> Path:
        happened.append(f"{self.name} is {target.name}")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", named)
    file.make()
    assert happened == [f"{FILE}.new", f"{FILE}.new is {FILE}", tmp_path.name]


def test_a_successor_waits_until_it_is_known_to_be_there(file: IdentityFile, tmp_path: Path) -> None:
    first = file.make()
    assert file.successor() is None
    second = file.make_successor()
    assert second != first
    assert file.make_successor() == second == file.successor()
    assert file.kept() == first
    assert file.succeed() == second == file.kept()
    assert file.successor() is None
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o620])
@pytest.mark.parametrize("name", [FILE, SUCCESSOR])
def test_one_that_others_can_read_or_change_is_refused(
    file: IdentityFile, tmp_path: Path, mode: int, name: str
) -> None:
    file.make()
    file.make_successor()
    (tmp_path / name).chmod(mode)
    with pytest.raises(UnsafeSecret) as refused:
        _ = file.kept(), file.successor()
    sentence = f"{tmp_path / name} can be read or changed by others (mode {mode:04o}); run: chmod 600 {tmp_path / name}"
    assert str(refused.value) == sentence


def test_a_file_that_holds_none_is_refused_and_left(file: IdentityFile, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.touch(mode=0o600)
    path.write_text("{}")
    with pytest.raises(UnsafeSecret) as refused:
        file.kept()
    assert str(refused.value) == (
        f"{path} holds no identity, or a part of one; put the one from your backup in its place, or, if there is none, "
        "move it away"
    )
    assert path.read_text() == "{}"


def test_that_of_another_account_is_refused(file: IdentityFile, tmp_path: Path) -> None:
    IdentityFile(tmp_path, "@other:x").make()
    with pytest.raises(UnsafeSecret, match="holds the identity of another account"):
        file.kept()
