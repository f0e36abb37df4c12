"""Whether copbot is alive, for a container or a monitor: ``python -m copbot.health DATA_DIR``.

A running copbot touches one file whenever it has finished a round of syncing, also when nothing happened. A copbot that
hangs stops doing so, which a process list would not show. Imports nothing of copbot, so that asking costs little.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ALIVE = "alive"  # the file in the data folder that is touched
PATIENCE_SECONDS = 120.0  # four times the longest that the homeserver may keep a quiet sync waiting


def beat(data_dir: Path) -> None:
    """Say that copbot is alive now."""
    (data_dir / ALIVE).touch(mode=0o600)


def diagnosis(data_dir: Path, now: float) -> str | None:
    """What is wrong at `now` (seconds since 1970), or None when copbot is alive."""
    try:
        age = now - (data_dir / ALIVE).stat().st_mtime
    except OSError:
        return f"copbot has not been ready in {data_dir} yet"
    return f"copbot last showed life {age:.0f} seconds ago" if age > PATIENCE_SECONDS else None


def main(arguments: list[str]) -> int:
    """0 when alive, 1 when not, 2 when the folder is not named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m copbot.health DATA_DIR\n")
        return 2
    wrong = diagnosis(Path(arguments[0]), time.time())
    (sys.stderr if wrong else sys.stdout).write(f"{wrong or 'alive'}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
