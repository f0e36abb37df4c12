"""A key of this copbot's own: made once by chance, whole or not there, and for copbot's own user alone."""

from __future__ import annotations

import secrets
from pathlib import Path

from copbot.config import read_secret_bytes
from copbot.entry.secret_file import keep

KEY_BYTES = 32


def made_once(path: Path) -> bytes:
    """The key in the file, made if there is none or only a part of one. Raises UnsafeSecret where others can read it."""
    if not path.exists() or path.stat().st_size != KEY_BYTES:
        keep(path, secrets.token_bytes(KEY_BYTES))
    return read_secret_bytes(path)
