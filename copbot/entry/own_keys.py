"""A look at the device's keys in the data folder, without changing anything, also while copbot runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from copbot.crypto.account import device_keys
from copbot.matrix.session import Session
from copbot.store.check import account

DATABASE = "copbot.db"
PICKLE_KEY = "pickle.key"  # under which every key in the database is encrypted itself


def own_keys(folder: Path, session: Session) -> dict[str, Any] | None:
    """The public keys of the session's device that are in the data folder; None when there are none, or none that open."""
    from vodozemac import Account, PickleException

    kept = account(folder / DATABASE, session.device_id)
    try:
        found = kept and Account.from_pickle(kept, (folder / PICKLE_KEY).read_bytes())
    except (OSError, ValueError, PickleException):
        return None
    return device_keys(found, session.user_id, session.device_id) if found else None
