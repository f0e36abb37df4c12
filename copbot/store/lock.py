"""One process per data folder, held by the kernel: two copbots on one database would answer everything twice.

`flock` ends with the process, however it dies, so that no stale lock ever has to be removed by hand.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from copbot.core.failures import DatabaseRefused, Failure


class DataFolderLocked(Failure):
    """Another process holds the folder; ``pid`` is its number, None if it did not leave one."""

    exit_code = 3

    def __init__(self, folder: Path, pid: int | None) -> None:
        who = f"process {pid}" if pid else "another process"
        super().__init__(
            f"A copbot already runs on {folder} ({who}). Stop that one first, or choose another data_dir."
        )
        self.folder = folder
        self.pid = pid


def unusable(folder: Path, error: OSError) -> str:
    """Why the data folder can't be used, and what to do."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"{folder} cannot be used (a file is in the way). Choose another data_dir."
    return f"{folder} cannot be used ({error.strerror}). Give copbot's user the right to write there."


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process alone, making it if needed, closed to other users.

    Raises `DataFolderLocked` at once when it is held already, `DatabaseRefused` when it cannot be made or written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Never removed: a lock on a name that is gone would let a second process in.
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseRefused(unusable(folder, error)) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataFolderLocked(folder, _holder(handle)) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _holder(handle: int) -> int | None:
    written = os.pread(handle, 32, 0).strip()
    return int(written) if written.isdigit() else None
