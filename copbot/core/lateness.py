"""When something with a time of its own counts as late."""

from __future__ import annotations

from datetime import datetime, timedelta

LATE_AFTER = timedelta(minutes=5)


def late(due: datetime, at: datetime) -> bool:
    """Whether what was due (aware) was late at a moment (aware)."""
    return at - due > LATE_AFTER
