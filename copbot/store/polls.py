"""Polls, and the ballots cast in them."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from copbot.polls.poll import Option, Phase, Poll
from copbot.polls.records import Ballot, KeptPoll
from copbot.store.stamps import stamp, stamp_or_none, time, time_or_none
from copbot.store.unreported import told

POLL = "SELECT * FROM polls WHERE room = ? AND number = ?"
OPEN = "SELECT * FROM polls INDEXED BY polls_open WHERE room = ? AND ended IS NULL ORDER BY number LIMIT ?"
# By the room, whose polls are few, and not by the time, at which many rooms may have closed one.
CLOSED = f"""
    SELECT * FROM polls WHERE room = ? AND phase = 'closed' AND +ended > ? AND +ended <= ? AND {told("polls", "poll")}
    ORDER BY ended, number LIMIT ?
"""  # noqa: S608 - names of our own
BY_EVENT = """
    SELECT * FROM polls WHERE opening = (SELECT key FROM revisions WHERE event = ?) AND room = ?
"""
TOLD_IN = """
    SELECT opening, closing, outcome FROM polls WHERE opening IN (SELECT key FROM quotes WHERE source = ?)
"""
SAVE_POLL = """
    INSERT OR REPLACE INTO polls (room, number, method, starter, question, source, options, options_source, version,
      phase, opening, closing, outcome, deadline, limited, opened, ended)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# SQLite takes the other columns from the row that has the maximum.
BALLOTS = """
    SELECT max(id) AS last, room, poll, event, member, selections FROM ballots
    WHERE room = ? AND poll = ? GROUP BY member ORDER BY last
"""
VOTED = "SELECT 1 FROM ballots WHERE room = ? AND poll = ? LIMIT 1"
SAVE_BALLOT = "INSERT OR IGNORE INTO ballots (event, room, poll, member, selections) VALUES (?, ?, ?, ?, ?)"


def poll(sql: sqlite3.Connection, room: str, number: int) -> KeptPoll | None:
    """A poll by its number."""
    row = sql.execute(POLL, (room, number)).fetchone()
    return None if row is None else _poll(row)


def open_polls(sql: sqlite3.Connection, room: str, limit: int | None = None) -> tuple[KeptPoll, ...]:
    """The open polls of a room, oldest first, at most ``limit``."""
    most = -1 if limit is None else limit  # in SQLite, a negative limit is none
    return tuple(_poll(row) for row in sql.execute(OPEN, (room, most)))


def closed_polls(
    sql: sqlite3.Connection, room: str, since: datetime, until: datetime, limit: int
) -> tuple[KeptPoll, ...]:
    """The polls of a room that were closed after a time up to another, the first to close first."""
    return tuple(_poll(row) for row in sql.execute(CLOSED, (room, stamp(since), stamp(until), limit)))


def poll_at(sql: sqlite3.Connection, room: str, event: str) -> KeptPoll | None:
    """The poll of a room that an event opened."""
    row = sql.execute(BY_EVENT, (event, room)).fetchone()
    return None if row is None else _poll(row)


def told_in(sql: sqlite3.Connection, source: str) -> tuple[str, ...]:
    """The messages of polls whose words came from an event."""
    return tuple(key for row in sql.execute(TOLD_IN, (source,)) for key in row if key is not None)


def save_poll(sql: sqlite3.Connection, kept: KeptPoll) -> None:
    """Write a poll."""
    poll = kept.poll
    options = json.dumps([_plain(option) for option in poll.options], ensure_ascii=False)
    sql.execute(
        SAVE_POLL,
        (
            kept.room,
            poll.number,
            poll.method,
            poll.starter,
            poll.question,
            poll.source,
            options,
            poll.options_source,
            poll.version,
            poll.phase.value,
            kept.opening,
            kept.closing,
            kept.outcome,
            stamp(poll.deadline),
            kept.limited,
            stamp(kept.opened),
            stamp_or_none(kept.ended),
        ),
    )


def ballots(sql: sqlite3.Connection, room: str, poll: int) -> tuple[Ballot, ...]:
    """The last ballot of each member in a poll, in the order of their arrival."""
    return tuple(
        Ballot(row["room"], row["poll"], row["event"], row["member"], tuple(json.loads(row["selections"])))
        for row in sql.execute(BALLOTS, (room, poll))
    )


def voted(sql: sqlite3.Connection, room: str, poll: int) -> bool:
    """Whether there is any ballot in a poll."""
    return sql.execute(VOTED, (room, poll)).fetchone() is not None


def save_ballot(sql: sqlite3.Connection, ballot: Ballot) -> None:
    """Write a ballot, as the last that came in."""
    selections = json.dumps(ballot.selections)
    sql.execute(SAVE_BALLOT, (ballot.event, ballot.room, ballot.poll, ballot.member, selections))


def _plain(option: Option) -> list[str]:
    """An option as it is kept: its own source only where it has one."""
    return [option.id, option.text, *([option.source] if option.source is not None else [])]


def _poll(row: sqlite3.Row) -> KeptPoll:
    return KeptPoll(
        room=row["room"],
        poll=Poll(
            number=row["number"],
            method=row["method"],
            starter=row["starter"],
            question=row["question"],
            options=tuple(Option(*parts) for parts in json.loads(row["options"])),
            deadline=time(row["deadline"]),
            source=row["source"],
            options_source=row["options_source"],
            version=row["version"],
            phase=Phase(row["phase"]),
        ),
        opening=row["opening"],
        opened=time(row["opened"]),
        limited=bool(row["limited"]),
        closing=row["closing"],
        outcome=row["outcome"],
        ended=time_or_none(row["ended"]),
    )
