"""Whose words copbot's messages quote, so that removing an event removes every quotation of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from copbot.core import text as texts
from copbot.dialogue.reading import Message
from copbot.store import messages, outbox
from copbot.store.stamps import stamp

WAITING = "SELECT id, body FROM outbox WHERE key IN (SELECT key FROM quotes WHERE source = ?)"
REWRITE = "UPDATE outbox SET body = ? WHERE id = ?"
NOTE = "INSERT OR IGNORE INTO quotes (source, key, at) VALUES (?, ?, ?)"
QUOTING = "SELECT * FROM messages WHERE key IN (SELECT key FROM quotes WHERE source = ?) ORDER BY rowid"
QUOTED = "SELECT source FROM quotes WHERE key = ?"
DROP = "DELETE FROM quotes WHERE source = ?"
DROP_IN = "DELETE FROM quotes WHERE key = ?"


def note(sql: sqlite3.Connection, key: str, sources: Iterable[str], now: datetime) -> None:
    """Remember whose words a message quotes."""
    sql.executemany(NOTE, [(source, key, stamp(now)) for source in sources])


def unquote(sql: sqlite3.Connection, source: str) -> tuple[str, ...]:
    """Take the words of an event out of all that waits; returns the messages that may have been sent with them."""
    for row in sql.execute(WAITING, (source,)).fetchall():
        plain = json.dumps(texts.without(json.loads(row["body"]), source), ensure_ascii=False)
        sql.execute(REWRITE, (plain, row["id"]))
    keys = [message.key for message in quoting(sql, source)]
    sql.execute(DROP, (source,))
    return tuple(key for key in keys if not outbox.untried(sql, key))


def quoting(sql: sqlite3.Connection, source: str) -> tuple[Message, ...]:
    """The logical messages that quote the words of an event."""
    return tuple(messages.as_message(row) for row in sql.execute(QUOTING, (source,)))


def quoted(sql: sqlite3.Connection, key: str) -> frozenset[str]:
    """The events whose words a message quotes."""
    return frozenset(row[0] for row in sql.execute(QUOTED, (key,)))


def drop_in(sql: sqlite3.Connection, key: str) -> None:
    """A message is being removed: what it quoted need not be known any more."""
    sql.execute(DROP_IN, (key,))
