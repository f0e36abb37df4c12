"""Rituals, and what was said in them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import datetime

from copbot.rituals.records import Contribution, Ritual
from copbot.store.stamps import stamp, stamp_or_none, time, time_or_none

WITH_SCRIPT = "rituals.*, scripts.text AS copy FROM rituals LEFT JOIN scripts USING (digest)"
RUNNING = f"""
    SELECT {WITH_SCRIPT}
    WHERE room = ? AND ended IS NULL AND mode = 'live' AND json_extract(state, '$.phase') <> 'waiting'
    ORDER BY number DESC LIMIT 1
"""
OVER_DAYS = f"SELECT {WITH_SCRIPT} WHERE room = ? AND ended IS NULL AND mode = 'days' ORDER BY number"
IN_THE_OPEN = "(? OR room NOT IN (SELECT room FROM rooms WHERE encrypted))"
OVER_DAYS_ANYWHERE = (
    f"SELECT {WITH_SCRIPT} WHERE ended IS NULL AND mode = 'days' AND {IN_THE_OPEN} ORDER BY started"
)
WAITING = f"""
    SELECT {WITH_SCRIPT} WHERE room = ? AND ended IS NULL AND json_extract(state, '$.phase') = 'waiting'
    ORDER BY number
"""
SAID = "SELECT room, ritual FROM contributions WHERE event = ?1 OR revision = ?1"
FROM = f"SELECT {WITH_SCRIPT} WHERE source = ? AND ended IS NULL"
SAID_IN = f"SELECT {WITH_SCRIPT} WHERE ended IS NULL AND (room, number) IN ({SAID})"
RUN_ANYWHERE = "SELECT * FROM rituals WHERE ended IS NULL AND mode = 'live'"  # as many as there are rooms that talk at this moment
RITUAL = f"SELECT {WITH_SCRIPT} WHERE room = ? AND number = ?"
HELD = """
    SELECT ended FROM rituals
    WHERE room = ? AND script = ? AND ended IS NOT NULL AND json_extract(state, '$.place') IS NOT NULL
    ORDER BY number DESC LIMIT 1
"""
SAVE_RITUAL = """
    INSERT OR REPLACE INTO rituals (room, number, script, facilitator, question, source, state, opening, threaded,
      started, acted, prompt, outcome, ended, digest, mode, owner)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
SAVE_SCRIPT = "INSERT INTO scripts (digest, text) VALUES (?, ?) ON CONFLICT DO NOTHING"
CONTRIBUTIONS = "SELECT * FROM contributions WHERE room = ? AND ritual = ? ORDER BY at, event"
CONTRIBUTION = "SELECT * FROM contributions WHERE room = ?1 AND (event = ?2 OR revision = ?2)"
SAVE_CONTRIBUTION = """
    INSERT INTO contributions (event, room, ritual, member, words, at, revision, phase) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET words = excluded.words, revision = excluded.revision
"""
ERASE_CONTRIBUTION = "DELETE FROM contributions WHERE event = ?"


def running(sql: sqlite3.Connection, room: str) -> Ritual | None:
    """The ritual that runs in a room while people are together."""
    row = sql.execute(RUNNING, (room,)).fetchone()
    return None if row is None else _ritual(row)


def over_days(sql: sqlite3.Connection, room: str) -> tuple[Ritual, ...]:
    """The rituals that run over days in a room, the oldest first."""
    return tuple(_ritual(row) for row in sql.execute(OVER_DAYS, (room,)))


def over_days_with(sql: sqlite3.Connection, member: str, encrypted: bool) -> tuple[Ritual, ...]:
    """The rituals that run over days, and whose state names the member, the oldest first; of encrypted rooms only if wanted."""
    name = json.dumps(member)
    return tuple(
        _ritual(row) for row in sql.execute(OVER_DAYS_ANYWHERE, (encrypted,)) if name in row["state"]
    )


def held(sql: sqlite3.Connection, room: str, script: str) -> datetime | None:
    """When the last ritual of a script ended in a room (UTC); where nobody came to one it was none."""
    row = sql.execute(HELD, (room, script)).fetchone()
    return None if row is None else time(row["ended"])


def waiting(sql: sqlite3.Connection, room: str) -> tuple[Ritual, ...]:
    """The rituals that wait in a room, the first to open first."""
    return tuple(_ritual(row) for row in sql.execute(WAITING, (room,)))


def rituals_from(sql: sqlite3.Connection, event: str) -> tuple[Ritual, ...]:
    """The rituals, running or waiting, whose question was asked in this event, or in which it was said, in whatever room."""
    rows = (*sql.execute(FROM, (event,)), *sql.execute(SAID_IN, (event,)))
    return tuple(_ritual(row) for row in rows)


def seated(sql: sqlite3.Connection, member: str) -> tuple[str, ...]:
    """The rooms in which a live ritual runs whose state names the member."""
    name = json.dumps(member)
    found = (row["room"] for row in sql.execute(RUN_ANYWHERE) if name in row["state"])
    return tuple(dict.fromkeys(found))


def ritual(sql: sqlite3.Connection, room: str, number: int) -> Ritual | None:
    """A ritual by its number."""
    row = sql.execute(RITUAL, (room, number)).fetchone()
    return None if row is None else _ritual(row)


def save_ritual(sql: sqlite3.Connection, ritual: Ritual) -> None:
    """Write a ritual, and the copy of its script where there is none like it yet."""
    digest = None
    if ritual.copy is not None:
        digest = hashlib.sha256(ritual.copy.encode()).hexdigest()
        sql.execute(SAVE_SCRIPT, (digest, ritual.copy))
    sql.execute(
        SAVE_RITUAL,
        (
            ritual.room,
            ritual.number,
            ritual.script,
            ritual.facilitator,
            ritual.question,
            ritual.source,
            ritual.state,
            ritual.opening,
            ritual.threaded,
            stamp(ritual.started),
            stamp(ritual.acted),
            ritual.prompt,
            ritual.outcome,
            stamp_or_none(ritual.ended),
            digest,
            ritual.mode,
            ritual.owner,
        ),
    )


def contributions(sql: sqlite3.Connection, room: str, ritual: int) -> tuple[Contribution, ...]:
    """What was said in a ritual."""
    return tuple(_contribution(row) for row in sql.execute(CONTRIBUTIONS, (room, ritual)))


def contribution(sql: sqlite3.Connection, room: str, event: str) -> Contribution | None:
    """What was said in one message."""
    row = sql.execute(CONTRIBUTION, (room, event)).fetchone()
    return None if row is None else _contribution(row)


def save_contribution(sql: sqlite3.Connection, said: Contribution, now: datetime) -> None:
    """Write what was said. It is kept from ``now`` on, edits or not: the homeserver's stamp can be anything."""
    sql.execute(
        SAVE_CONTRIBUTION,
        (
            said.event,
            said.room,
            said.ritual,
            said.member,
            said.words,
            stamp(now),
            said.revision,
            said.phase,
        ),
    )


def erase_contribution(sql: sqlite3.Connection, said: Contribution) -> None:
    """Remove what was said."""
    sql.execute(ERASE_CONTRIBUTION, (said.event,))


def _ritual(row: sqlite3.Row) -> Ritual:
    return Ritual(
        room=row["room"],
        number=row["number"],
        script=row["script"],
        facilitator=row["facilitator"],
        question=row["question"],
        source=row["source"],
        state=row["state"],
        opening=row["opening"],
        threaded=bool(row["threaded"]),
        started=time(row["started"]),
        acted=time(row["acted"]),
        prompt=row["prompt"],
        outcome=row["outcome"],
        ended=time_or_none(row["ended"]),
        copy=row["copy"],
        mode=row["mode"],
        owner=row["owner"],
    )


def _contribution(row: sqlite3.Row) -> Contribution:
    return Contribution(
        room=row["room"],
        ritual=row["ritual"],
        event=row["event"],
        member=row["member"],
        words=row["words"],
        at=time(row["at"]),
        revision=row["revision"],
        phase=row["phase"],
    )
