"""What is held for a member: rows of the outbox that wait until the member may be spoken to, and those only told of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from copbot.core.quiet import FOREVER
from copbot.core.wishes import Turn
from copbot.engine.ports import HeldMessage
from copbot.store import rooms
from copbot.store.stamps import stamp

LISTED = FOREVER + timedelta(days=1)
"""Stands as the time of what was told of in a list and waits to be asked for."""

HELD = """
    SELECT key, body FROM outbox
    WHERE lane IN (?1, ?2) AND act = 'say' AND turn = ?3 AND not_before IS NOT NULL AND not_before <> ?4
      AND json_type(body, '$.late') IS NULL
    ORDER BY id
"""
IS_LISTED = "SELECT 1 FROM outbox WHERE key = ? AND act = 'say' AND not_before = ?"
UNTIL = "UPDATE outbox SET not_before = ? WHERE key = ?"
REWRITE = "UPDATE outbox SET body = ? WHERE key = ? AND act = 'say'"
BODY = "SELECT body FROM outbox WHERE key = ? AND act = 'say' AND not_before = ?"
BRING = "UPDATE outbox SET not_before = NULL, turn = min(turn, ?), body = ? WHERE key = ? AND act = 'say'"
BRING_CHANGES = "UPDATE outbox SET not_before = NULL WHERE key = ? AND act <> 'say'"
DROP = "DELETE FROM outbox WHERE key = ?"
QUOTE_TOO = "INSERT OR IGNORE INTO quotes (source, key, at) SELECT source, ?2, at FROM quotes WHERE key = ?1"
UNPROMPTED = "SELECT key FROM outbox WHERE lane IN (?1, ?2) AND act = 'say' AND turn = ?3"


def held(sql: sqlite3.Connection, member: str) -> tuple[HeldMessage, ...]:
    """What is held for a member and was not told of yet, oldest first."""
    rows = sql.execute(HELD, (*_lanes(sql, member), Turn.UNPROMPTED, stamp(LISTED)))
    return tuple(HeldMessage(row["key"], json.loads(row["body"])) for row in rows.fetchall())


def until(sql: sqlite3.Connection, key: str, at: datetime | None) -> None:
    """Hold a message, with its changes, until then; None lets it go now."""
    sql.execute(UNTIL, (None if at is None else stamp(at), key))


def list_it(sql: sqlite3.Connection, key: str) -> None:
    """A message was told of: from now on it waits until it is asked for."""
    sql.execute(UNTIL, (stamp(LISTED), key))


def listed(sql: sqlite3.Connection, key: str) -> bool:
    """Whether a message waits to be asked for."""
    return sql.execute(IS_LISTED, (key, stamp(LISTED))).fetchone() is not None


def rewrite(sql: sqlite3.Connection, into: str, body: Mapping[str, Any], instead: tuple[str, ...]) -> None:
    """A held message says other words, in which those of others stand too: they go, and their quotations are its own."""
    sql.execute(REWRITE, (json.dumps(body, ensure_ascii=False), into))
    for key in instead:
        sql.execute(QUOTE_TOO, (key, into))
        sql.execute(DROP, (key,))


def bring(sql: sqlite3.Connection, key: str, event: str) -> None:
    """A message that was asked for goes now, in reply to an event."""
    row = sql.execute(BODY, (key, stamp(LISTED))).fetchone()
    if row is None:
        return
    body = json.loads(row["body"]) | {"reply_to": event, "quiet": None}  # who asks is awake
    sql.execute(BRING, (Turn.PROMPT, json.dumps(body, ensure_ascii=False), key))
    sql.execute(BRING_CHANGES, (key,))


def drop(sql: sqlite3.Connection, key: str) -> None:
    """A held message is not sent."""
    sql.execute(DROP, (key,))


def hush(sql: sqlite3.Connection, member: str, *, only_listed: bool) -> None:
    """What copbot would have told a member of its own accord, and what is under way of it, is not sent (again)."""
    for row in sql.execute(UNPROMPTED, (*_lanes(sql, member), Turn.UNPROMPTED)).fetchall():
        if not only_listed or listed(sql, row["key"]):
            drop(sql, row["key"])


def _lanes(sql: sqlite3.Connection, member: str) -> tuple[str, str]:
    return member, rooms.direct_room(sql, member) or member
