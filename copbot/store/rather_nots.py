"""With whom members would rather not be put together by lot."""

from __future__ import annotations

import sqlite3

from copbot.core.records import RatherNot
from copbot.store.stamps import stamp_or_none, time_or_none

RATHER_NOTS = "SELECT * FROM rather_nots WHERE room = ? ORDER BY member, other"
SAVE = "INSERT OR REPLACE INTO rather_nots (room, member, other, gone) VALUES (?, ?, ?, ?)"
ERASE = "DELETE FROM rather_nots WHERE room = ? AND member = ? AND other = ?"


def rather_nots(sql: sqlite3.Connection, room: str) -> tuple[RatherNot, ...]:
    """All that was said in private about a room."""
    rows = sql.execute(RATHER_NOTS, (room,))
    return tuple(
        RatherNot(row["room"], row["member"], row["other"], time_or_none(row["gone"])) for row in rows
    )


def save(sql: sqlite3.Connection, said: RatherNot) -> None:
    """Somebody said so; or one of the two went, or is back."""
    sql.execute(SAVE, (said.room, said.member, said.other, stamp_or_none(said.gone)))


def erase(sql: sqlite3.Connection, said: RatherNot) -> None:
    """It was taken back."""
    sql.execute(ERASE, (said.room, said.member, said.other))
