"""What is told nowhere: what came of a ritual whose script says so (``unreported``), whoever put it there, in whatever way.

Everything that gets a number in a room passes `note`, at the moment at which it gets it: an item, a poll, a proposal, a decision,
a reminder, an item of the agenda. While such a ritual runs there, or has ended just now, it is marked, for as long as it is
kept; and so is what people do meanwhile with older items of the ladder (`note_move`). Whoever tells of a room's things to others,
or lists them, leaves out what is marked: in SQL with `told`, else by the query ``unreported``. Lists of the ladder do so from the
end of the ritual on (`told_now`, ``apart``), and what is asked for by its number then is shown to those alone whose it is.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from copbot.core.records import Count
from copbot.decisions.records import Decision
from copbot.store.stamps import stamp

OWN = "ritual"
"""The kind whose things are not marked but known by their script."""
JUST_NOW = timedelta(minutes=1)
"""So long after its end belongs to a ritual what its last word led to."""
RUNS = """
    SELECT 1 FROM rituals JOIN scripts USING (digest)
    WHERE room = ? AND (ended IS NULL OR ended >= ?) AND json_extract(state, '$.phase') <> 'waiting'
      AND json_extract(text, '$.unreported') LIMIT 1
"""
MARK = "INSERT OR IGNORE INTO unreported (room, kind, number) VALUES (?, ?, ?)"
MARKED = "SELECT 1 FROM unreported WHERE room = ? AND kind = ? AND number = ?"
NUMBERS = "SELECT number FROM unreported WHERE room = ? AND kind = ?"
RUNNING = """
    SELECT 1 FROM rituals JOIN scripts USING (digest)
    WHERE room = ? AND ended IS NULL AND json_extract(state, '$.phase') <> 'waiting' AND json_extract(text, '$.unreported') LIMIT 1
"""
RITUALS = """
    SELECT number FROM rituals JOIN scripts USING (digest) WHERE room = ? AND json_extract(text, '$.unreported')
"""
TABLES = {
    "item": "items",
    "poll": "polls",
    "proposal": "proposals",
    "decision": "decisions",
    "reminder": "reminders",
    "meeting": "meetings",
    "agenda": "agenda_items",
}
"""Where things of each kind are kept; their marks go with them."""
MOVE = "move"
"""The kind of a move of an older item, numbered by its row."""
TIDY = (
    *(
        f"DELETE FROM unreported WHERE kind = '{kind}' AND NOT EXISTS "  # noqa: S608 - names of our own
        f"(SELECT 1 FROM {table} AS kept WHERE (kept.room, kept.number) = (unreported.room, unreported.number))"
        for kind, table in TABLES.items()
    ),
    f"DELETE FROM unreported WHERE kind = '{MOVE}' AND number NOT IN (SELECT id FROM moves)",  # noqa: S608 - names of our own
)


def note(sql: sqlite3.Connection, given: Count, now: datetime) -> None:
    """Something got a number: it is marked where a ritual runs of which nothing is told."""
    if given.kind in TABLES and sql.execute(RUNS, (given.room, stamp(now - JUST_NOW))).fetchone():
        sql.execute(MARK, (given.room, given.kind, given.last))


def note_move(sql: sqlite3.Connection, room: str, item: int, row: int, now: datetime) -> None:
    """Somebody did something with an older item of the ladder: that is told as little."""
    older = sql.execute(MARKED, (room, "item", item)).fetchone() is None
    if older and sql.execute(RUNS, (room, stamp(now - JUST_NOW))).fetchone():
        sql.execute(MARK, (room, MOVE, row))


def note_decision(sql: sqlite3.Connection, made: Decision) -> None:
    """A decision is told as little as the proposal that it was, however much later it was adopted."""
    if sql.execute(MARKED, (made.room, "proposal", made.proposal)).fetchone():
        sql.execute(MARK, (made.room, "decision", made.number))


def told(table: str, kind: str, column: str = "number") -> str:
    """A condition on the rows of a table that are about things of a kind: only what may be told."""
    return (
        "NOT EXISTS (SELECT 1 FROM unreported AS hidden WHERE hidden.room = "  # noqa: S608 - names of our own
        f"{table}.room AND hidden.kind = '{kind}' AND hidden.number = {table}.{column})"
    )


def told_now(table: str, kind: str, column: str = "number") -> str:
    """The same, but with what is marked as long as such a ritual runs: those who are in it see what is theirs."""
    running = RUNNING.replace("room = ?", f"rituals.room = {table}.room").replace(" LIMIT 1", "")
    return f"({told(table, kind, column)} OR EXISTS ({running}))"


def apart(sql: sqlite3.Connection, room: str, kind: str) -> frozenset[int]:
    """The numbers of what is told to nobody but whose it is; none while such a ritual runs there."""
    hidden = numbers(sql, room, kind)
    return frozenset() if hidden and sql.execute(RUNNING, (room,)).fetchone() else hidden


def numbers(sql: sqlite3.Connection, room: str, kind: str) -> frozenset[int]:
    """The numbers of what is not told of, of one kind; of kind ``ritual`` the rituals themselves."""
    rows = sql.execute(RITUALS, (room,)) if kind == OWN else sql.execute(NUMBERS, (room, kind))
    return frozenset(row[0] for row in rows)
