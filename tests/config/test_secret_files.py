"""A secret is only taken from a file that nobody else can read, or from systemd."""

import os
from pathlib import Path

import pytest

from copbot.config import UnsafeSecret, read_secret
from copbot.config.values import resolved


def secret(path: Path, mode: int, content: bytes = b"geheim \n") -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_its_owner_only_is_read_without_its_last_line_break(mode: int, tmp_path: Path) -> None:
    assert read_secret(secret(tmp_path / "s", mode)) == "geheim "


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o777])
def test_any_right_of_others_is_refused_with_file_mode_and_mend(mode: int, tmp_path: Path) -> None:
    file = secret(tmp_path / "my secret", mode)
    with pytest.raises(UnsafeSecret) as caught:
        read_secret(file)
    assert (
        str(caught.value)
        == f"{file} can be read or changed by others (mode {mode:04o}); run: chmod 600 '{file}'"
    )


def test_a_link_is_judged_by_the_file_behind_it(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(secret(tmp_path / "s", 0o644))
    with pytest.raises(UnsafeSecret, match="mode 0644"):
        read_secret(link)


@pytest.mark.parametrize(
    ("content", "wrong"), [(b"", "is empty"), (b" \n", "is empty"), (b"\xff\xfe", "is not text")]
)
def test_a_file_without_a_secret_is_refused(content: bytes, wrong: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeSecret, match=wrong):
        read_secret(secret(tmp_path / "s", 0o600, content))


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path, wrong in (
        (tmp_path / "pipe", "is not a file"),
        (tmp_path, "is not a file"),
        (tmp_path / "x", "does not exist"),
    ):
        with pytest.raises(UnsafeSecret, match=wrong):
            read_secret(path)


@pytest.mark.parametrize("form", ["$CREDENTIALS_DIRECTORY/password", "${CREDENTIALS_DIRECTORY}/password"])
def test_a_systemd_credential_may_carry_group_bits_but_no_others(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    file = secret(tmp_path / "password", 0o440)
    path = resolved(form, Path("/elsewhere"))
    assert path == file
    assert read_secret(path) == "geheim "
    file.chmod(0o444)
    with pytest.raises(UnsafeSecret, match="mode 0444"):
        read_secret(path)


def test_a_credential_outside_systemd_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(ValueError, match="let systemd start copbot"):
        resolved("$CREDENTIALS_DIRECTORY/password", Path())
