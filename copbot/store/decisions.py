"""Proposals with what was said in their present round, and decisions with their concerns."""

from __future__ import annotations

import sqlite3
from datetime import date

from copbot.decisions.records import Decision, KeptProposal
from copbot.decisions.state import Phase, Proposal, Stance, Voice
from copbot.store.stamps import stamp, stamp_or_none, time, time_or_none
from copbot.store.unreported import told

PROPOSAL = "SELECT * FROM proposals WHERE room = ? AND number = ?"
OPEN = """
    SELECT * FROM proposals INDEXED BY proposals_open WHERE room = ? AND ended IS NULL ORDER BY number LIMIT ?
"""
VOICES = "SELECT * FROM voices WHERE room = ? AND proposal = ? ORDER BY place"
SAVE_PROPOSAL = """
    INSERT OR REPLACE INTO proposals (room, number, proposer, author, words, source, version, turn, phase, skipping, live,
      ritual, prompt, opened, began, deadline, nudged, ended, thread)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CLEAR_VOICES = "DELETE FROM voices WHERE room = ? AND proposal = ?"
SAVE_VOICE = (
    "INSERT INTO voices (room, proposal, place, member, stance, words, source) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
DECISION = "SELECT * FROM decisions WHERE room = ? AND number = ?"
NEWEST = f"""
    SELECT * FROM decisions WHERE room = ? AND number < ? AND {told("decisions", "decision")}
    ORDER BY number DESC LIMIT ?
"""  # noqa: S608 - names of our own
REVIEWS = f"""
    SELECT * FROM decisions WHERE room = ? AND review >= ? AND review <= ? AND {told("decisions", "decision")}
    ORDER BY review, number LIMIT ?
"""  # noqa: S608 - names of our own
CONCERNS = "SELECT * FROM concerns WHERE room = ? AND decision = ? ORDER BY place"
UNDERTAKINGS = "SELECT item FROM undertakings WHERE room = ? AND decision = ? ORDER BY item"
SAVE_DECISION = """
    INSERT OR REPLACE INTO decisions (room, number, proposal, version, proposer, words, source, adopted, review, heard,
      members, key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CLEAR_CONCERNS = "DELETE FROM concerns WHERE room = ? AND decision = ?"
SAVE_CONCERN = "INSERT INTO concerns (room, decision, place, member, words, source) VALUES (?, ?, ?, ?, ?, ?)"
SAVE_UNDERTAKING = "INSERT OR IGNORE INTO undertakings (room, decision, item) VALUES (?, ?, ?)"


def proposal(sql: sqlite3.Connection, room: str, number: int) -> KeptProposal | None:
    """A proposal by its number."""
    row = sql.execute(PROPOSAL, (room, number)).fetchone()
    return None if row is None else _proposal(sql, row)


def open_proposals(sql: sqlite3.Connection, room: str, limit: int | None = None) -> tuple[KeptProposal, ...]:
    """Proposals of a room that are on their way, oldest first, at most ``limit``."""
    most = -1 if limit is None else limit  # in SQLite, a negative limit is none
    return tuple(_proposal(sql, row) for row in sql.execute(OPEN, (room, most)).fetchall())


def save_proposal(sql: sqlite3.Connection, kept: KeptProposal) -> None:
    """Write a proposal with what was said in its present round."""
    now = kept.proposal
    values = (
        kept.room,
        now.number,
        now.proposer,
        now.author,
        now.words,
        now.source,
        now.version,
        now.turn,
        now.phase.value,
        now.skipping,
        kept.live,
        kept.ritual,
        kept.prompt,
        stamp(kept.opened),
        stamp(kept.began),
        stamp(kept.deadline),
        kept.nudged,
        stamp_or_none(kept.ended),
        kept.thread,
    )
    sql.execute(SAVE_PROPOSAL, values)
    sql.execute(CLEAR_VOICES, (kept.room, now.number))
    rows = [
        (kept.room, now.number, place, voice.member, voice.stance.value, voice.words, voice.source)
        for place, voice in enumerate(now.voices)
    ]
    sql.executemany(SAVE_VOICE, rows)


def decision(sql: sqlite3.Connection, room: str, number: int) -> Decision | None:
    """A decision by its number."""
    row = sql.execute(DECISION, (room, number)).fetchone()
    return None if row is None else _decision(sql, row)


def decisions(sql: sqlite3.Connection, room: str, before: int | None, limit: int) -> tuple[Decision, ...]:
    """Decisions of a room, the newest first, at most ``limit``; with ``before`` those with a lower number."""
    below = 2**62 if before is None else before
    return tuple(_decision(sql, row) for row in sql.execute(NEWEST, (room, below, limit)).fetchall())


def reviews_between(
    sql: sqlite3.Connection, room: str, first: date, last: date, limit: int
) -> tuple[Decision, ...]:
    """Decisions of a room that are looked at again from a day up to and including another, the nearest first."""
    rows = sql.execute(REVIEWS, (room, first.isoformat(), last.isoformat(), limit))
    return tuple(_decision(sql, row) for row in rows.fetchall())


def save_decision(sql: sqlite3.Connection, made: Decision) -> None:
    """Write a decision with its concerns and with what people do for it."""
    values = (
        made.room,
        made.number,
        made.proposal,
        made.version,
        made.proposer,
        made.words,
        made.source,
        stamp(made.adopted),
        made.review.isoformat(),
        made.heard,
        made.of,
        made.key,
    )
    sql.execute(SAVE_DECISION, values)
    sql.execute(CLEAR_CONCERNS, (made.room, made.number))
    rows = [
        (made.room, made.number, place, voice.member, voice.words, voice.source)
        for place, voice in enumerate(made.concerns)
    ]
    sql.executemany(SAVE_CONCERN, rows)
    sql.executemany(SAVE_UNDERTAKING, [(made.room, made.number, item) for item in made.items])


def _proposal(sql: sqlite3.Connection, row: sqlite3.Row) -> KeptProposal:
    voices = tuple(
        Voice(voice["member"], Stance(voice["stance"]), voice["words"], voice["source"])
        for voice in sql.execute(VOICES, (row["room"], row["number"]))
    )
    state = Proposal(
        number=row["number"],
        proposer=row["proposer"],
        author=row["author"],
        words=row["words"],
        source=row["source"],
        version=row["version"],
        turn=row["turn"],
        phase=Phase(row["phase"]),
        skipping=bool(row["skipping"]),
        voices=voices,
    )
    return KeptProposal(
        room=row["room"],
        proposal=state,
        live=bool(row["live"]),
        prompt=row["prompt"],
        opened=time(row["opened"]),
        began=time(row["began"]),
        deadline=time(row["deadline"]),
        nudged=row["nudged"],
        ritual=row["ritual"],
        thread=row["thread"],
        ended=time_or_none(row["ended"]),
    )


def _decision(sql: sqlite3.Connection, row: sqlite3.Row) -> Decision:
    named = (row["room"], row["number"])
    return Decision(
        room=row["room"],
        number=row["number"],
        proposal=row["proposal"],
        version=row["version"],
        proposer=row["proposer"],
        words=row["words"],
        source=row["source"],
        adopted=time(row["adopted"]),
        review=date.fromisoformat(row["review"]),
        heard=row["heard"],
        of=row["members"],
        key=row["key"],
        concerns=tuple(
            Voice(one["member"], Stance.CONCERN, one["words"], one["source"])
            for one in sql.execute(CONCERNS, named)
        ),
        items=tuple(one["item"] for one in sql.execute(UNDERTAKINGS, named)),
    )
