"""Files that copbot keeps for itself alone: whole or not there, and on disk before anybody acts on what they say."""

from __future__ import annotations

import os
from pathlib import Path


def keep(path: Path, secret: bytes) -> None:
    """Write the file, closed to others. When this returns it survives a loss of power. Raises OSError."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    rename(draft, path)


def rename(path: Path, other: Path) -> None:
    """Give a file another name in the same folder, in place of what has it; on disk when this returns. Raises OSError."""
    path.replace(other)
    handle = os.open(other.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
