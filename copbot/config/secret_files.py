"""Read a password or token from a file that nobody else on the machine can read, or refuse.

A systemd credential is the exception: its folder is already closed to others, and systemd may set group bits on the file
to mark an access list that names only the service.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from shlex import quote


class UnsafeSecret(Exception):
    """A secret that copbot does not take; the message says which file, what is wrong, and the `mend`."""

    def __init__(self, path: Path, wrong: str, mend: str) -> None:
        super().__init__(f"{path} {wrong}; {mend}")
        self.path = path
        self.wrong = wrong
        self.mend = mend


def read_secret(path: Path) -> str:
    """What stands in the file, without the line break at its end. Raises `UnsafeSecret`."""
    try:
        secret = read_secret_bytes(path).decode().strip("\r\n")
    except UnicodeDecodeError:
        raise UnsafeSecret(path, "is not text", "write the secret in it as UTF-8") from None
    if not secret.strip():
        raise UnsafeSecret(path, "is empty", "write the secret in it")
    return secret


def read_secret_bytes(path: Path) -> bytes:
    """All that stands in the file, as it is. Raises `UnsafeSecret`."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise UnsafeSecret(
            path, "does not exist", f"make it, with the secret in it, and run: chmod 600 {quote(str(path))}"
        ) from None
    except OSError as error:
        raise UnsafeSecret(path, f"cannot be read ({error.strerror})", "let copbot's user own it") from None
    try:
        # The open file is judged, not the name, so that nothing can change in between.
        _refuse_unsafe(path, os.fstat(handle))
        return os.read(handle, 64 * 1024)
    finally:
        os.close(handle)


def _refuse_unsafe(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise UnsafeSecret(path, "is not a file", "name the file that holds the secret")
    if found.st_uid not in {os.geteuid(), 0}:
        raise UnsafeSecret(path, "belongs to another user", f"run: chown {os.geteuid()} {quote(str(path))}")
    mode = stat.S_IMODE(found.st_mode)
    if mode & (0o007 if _is_credential(path) else 0o077):
        wrong = f"can be read or changed by others (mode {mode:04o})"
        raise UnsafeSecret(path, wrong, f"run: chmod 600 {quote(str(path))}")


def _is_credential(path: Path) -> bool:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and path.resolve().is_relative_to(Path(str(folder)).resolve())
