"""A key of this copbot's own: made once by chance, whole or not there, and for copbot's own user alone."""

from __future__ import annotations

import secrets
from pathlib import Path

KEY_BYTES = 32


def made_once(path: Path) -> bytes:
    """The key in the file, made if there is none or only a part of one."""
    if not path.exists() or path.stat().st_size != KEY_BYTES:
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_bytes(secrets.token_bytes(KEY_BYTES))
        fresh.replace(path)
    return path.read_bytes()
