"""What copbot will send, and what it has sent: outbox rows until they are confirmed, messages with their revisions after."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from copbot.core.facts import Sent
from copbot.core.wishes import About
from copbot.dialogue.reading import Message
from copbot.engine.ports import Parcel
from copbot.store.stamps import stamp, stamp_or_none, time_or_none

ADD = """
    INSERT INTO outbox (txn, act, lane, key, rev, turn, body, not_before, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
HEADS = """
    SELECT * FROM outbox AS head WHERE head.id = (
      SELECT id FROM outbox WHERE lane = head.lane AND (not_before IS NULL OR not_before <= ?1) ORDER BY turn, id LIMIT 1
    ) AND head.lane NOT IN (SELECT value FROM json_each(?2)) ORDER BY turn, id LIMIT ?3
"""
NEXT_HELD = "SELECT min(not_before) FROM outbox WHERE not_before > ?"
TRIED = "UPDATE outbox SET tried = coalesce(tried, ?) WHERE id = ?"
TRIED_LONG_AGO = "UPDATE outbox SET tried = min(tried, ?) WHERE tried IS NOT NULL"
DROP = "DELETE FROM outbox WHERE id = ?"
UNSENT_EDIT = "SELECT id, rev FROM outbox WHERE key = ? AND act = 'edit' AND tried IS NULL"
DROP_SEEDS = "DELETE FROM outbox WHERE key = ? AND act = 'react' AND tried IS NULL"
DROP_CHANGES = "DELETE FROM outbox WHERE key = ? AND act IN ('edit', 'react') AND tried IS NULL"
DROP_LANE = "DELETE FROM outbox WHERE lane = ? AND act NOT IN ('enter', 'quit')"
SCOPE_FOR = (
    "SELECT scope FROM messages WHERE member = ? AND room IS NULL AND scope IS NOT NULL ORDER BY at LIMIT 1"
)
DIRECT_WITH = "SELECT direct_with FROM rooms WHERE room = ?"
# Private words that wait for a chat which is none any more: new messages go to another one, changes of older ones nowhere.
DROP_PRIVATE_CHANGES = """
    DELETE FROM outbox WHERE lane = ?1 AND act <> 'say' AND key IN (SELECT key FROM messages WHERE room = ?1 AND member = ?2)
"""
MOVE_PRIVATE = """
    UPDATE outbox SET lane = ?2, tried = NULL
    WHERE lane = ?1 AND act = 'say' AND key IN (SELECT key FROM messages WHERE room = ?1 AND member = ?2 AND event IS NULL)
"""
MOVE_MESSAGES_BACK = "UPDATE messages SET room = NULL WHERE room = ?1 AND member = ?2 AND event IS NULL"
MOVE_LANE = "UPDATE outbox SET lane = ? WHERE lane = ?"
MOVE_MESSAGES = "UPDATE messages SET room = ? WHERE member = ? AND room IS NULL"
WAITING = "SELECT count(*) FROM outbox"
ADD_MESSAGE = """
    INSERT INTO messages (key, room, member, scope, event, rev, kind, about, number, thread, at)
    VALUES (?, ?, ?, ?, NULL, 0, ?, ?, ?, ?, ?)
"""
MESSAGE = "SELECT * FROM messages WHERE key = ?"
EVENT_OF = "SELECT event FROM messages WHERE key = ?"
BY_EVENT = "SELECT * FROM messages WHERE key = (SELECT key FROM revisions WHERE event = ?)"
REVISE = "UPDATE messages SET rev = ?, at = ? WHERE key = ?"
FIRST_EVENT = "UPDATE messages SET event = ? WHERE key = ? AND event IS NULL"
ADD_REVISION = "INSERT OR IGNORE INTO revisions (event, key, at) VALUES (?, ?, ?)"
REVISIONS = "SELECT event FROM revisions WHERE key = ? ORDER BY at DESC"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What to add to the outbox."""

    txn: str
    act: str
    lane: str
    turn: int
    body: Mapping[str, Any]
    key: str | None = None
    rev: int = 0
    not_before: datetime | None = None


def add(sql: sqlite3.Connection, out: Outgoing, now: datetime) -> None:
    """Put something in the outbox."""
    body = json.dumps(out.body, ensure_ascii=False)
    held = stamp_or_none(out.not_before)
    sql.execute(ADD, (out.txn, out.act, out.lane, out.key, out.rev, out.turn, body, held, stamp(now)))


def add_edit(sql: sqlite3.Connection, out: Outgoing, now: datetime) -> bool:
    """Put an edit in the outbox; a newer edit takes the place of one that was not yet tried. False: no such message."""
    assert out.key is not None
    row = sql.execute(MESSAGE, (out.key,)).fetchone()
    if row is None:
        return False
    rev = row["rev"] + 1
    older = sql.execute(UNSENT_EDIT, (out.key,)).fetchone()
    if older is not None:
        sql.execute(DROP, (older["id"],))
        rev = older["rev"]
    sql.execute(REVISE, (rev, stamp(now), out.key))
    add(sql, Outgoing(out.txn, out.act, out.lane, out.turn, out.body, out.key, rev, out.not_before), now)
    return True


def heads(sql: sqlite3.Connection, now: datetime, busy: Iterable[str], limit: int) -> tuple[Parcel, ...]:
    """The next thing to send in each lane that is not busy, prompts before edits before seeds."""
    rows = sql.execute(HEADS, (stamp(now), json.dumps(sorted(busy)), limit))
    return tuple(_parcel(sql, row) for row in rows.fetchall())


def _parcel(sql: sqlite3.Connection, row: sqlite3.Row) -> Parcel:
    body = json.loads(row["body"])
    target = events = None
    if row["act"] in ("edit", "react"):
        target = _event_of(sql, row["key"])
    if row["act"] == "retract":
        events = revisions(sql, row["key"])
    thread = body.get("thread") or _event_of(sql, body.get("thread_key"))
    return Parcel(
        row["id"],
        row["txn"],
        row["act"],
        row["lane"],
        row["key"],
        row["rev"],
        body,
        time_or_none(row["tried"]),
        target=target,
        thread=thread,
        events=events or (),
        direct_with=_direct_with(sql, row["lane"]),
    )


def _direct_with(sql: sqlite3.Connection, lane: str) -> str | None:
    found = sql.execute(DIRECT_WITH, (lane,)).fetchone()
    return None if found is None else found[0]


def _event_of(sql: sqlite3.Connection, key: str | None) -> str | None:
    if key is None:
        return None
    found = sql.execute(EVENT_OF, (key,)).fetchone()
    return None if found is None else found[0]


def next_held(sql: sqlite3.Connection, now: datetime) -> datetime | None:
    """When the next held message may go."""
    return time_or_none(sql.execute(NEXT_HELD, (stamp(now),)).fetchone()[0])


def tried(sql: sqlite3.Connection, ids: Iterable[int], now: datetime) -> None:
    """Remember when rows were first tried: the homeserver's memory of their transaction ids is counted from then."""
    sql.executemany(TRIED, [(stamp(now), id) for id in ids])


def tried_long_ago(sql: sqlite3.Connection, at: datetime) -> None:
    """Whatever was tried counts as tried then, if not earlier."""
    sql.execute(TRIED_LONG_AGO, (stamp(at),))


def sent(sql: sqlite3.Connection, row: Parcel, event: str | None, now: datetime) -> None:
    """It was confirmed: the row goes, the message knows its event."""
    sql.execute(DROP, (row.id,))
    if row.key is not None and event is not None and row.act in ("say", "edit"):
        sql.execute(ADD_REVISION, (event, row.key, stamp(now)))
        sql.execute(FIRST_EVENT, (event, row.key))


def seen(sql: sqlite3.Connection, fact: Sent, now: datetime) -> None:
    """The homeserver shows a message of copbot's own: its event is known, whether or not the sending was confirmed."""
    row = sql.execute(MESSAGE, (fact.key,)).fetchone()
    if row is None or row["room"] not in (None, fact.room):
        return
    sql.execute(ADD_REVISION, (fact.event, fact.key, stamp(now)))
    if fact.rev == 0:
        sql.execute(FIRST_EVENT, (fact.event, fact.key))


def drop(sql: sqlite3.Connection, row: Parcel) -> None:
    """It can never be sent: the row goes."""
    sql.execute(DROP, (row.id,))


def drop_lane(sql: sqlite3.Connection, lane: str) -> None:
    """copbot is no longer in that room: nothing that waits for it will be sent."""
    sql.execute(DROP_LANE, (lane,))


def scope_for(sql: sqlite3.Connection, member: str) -> str | None:
    """The room that the first message is about which waits for a member's direct chat."""
    row = sql.execute(SCOPE_FOR, (member,)).fetchone()
    return None if row is None else str(row["scope"])


def direct_made(sql: sqlite3.Connection, member: str, room: str) -> None:
    """A member's direct chat is there: what waits for it goes to that room."""
    sql.execute(MOVE_LANE, (room, member))
    sql.execute(MOVE_MESSAGES, (room, member))


def direct_ended(sql: sqlite3.Connection, member: str, room: str) -> None:
    """Somebody else is in the member's direct chat: what is private and waits goes to another one, yet to be made."""
    sql.execute(DROP_PRIVATE_CHANGES, (room, member))
    sql.execute(MOVE_PRIVATE, (room, member))
    sql.execute(MOVE_MESSAGES_BACK, (room, member))


def add_message(
    sql: sqlite3.Connection,
    key: str,
    room: str | None,
    member: str | None,
    scope: str | None,
    kind: str,
    about: About | None,
    thread: str | None,
    now: datetime,
) -> None:
    """Know a new logical message."""
    what, number = (about.what, about.number) if about else (None, 0)
    sql.execute(ADD_MESSAGE, (key, room, member, scope, kind, what, number, thread, stamp(now)))


def message(sql: sqlite3.Connection, key: str) -> Message | None:
    """A logical message by its key."""
    row = sql.execute(MESSAGE, (key,)).fetchone()
    return None if row is None else as_message(row)


def message_by_event(sql: sqlite3.Connection, event: str) -> Message | None:
    """The logical message that an event is, or is a revision of."""
    row = sql.execute(BY_EVENT, (event,)).fetchone()
    return None if row is None else as_message(row)


def revisions(sql: sqlite3.Connection, key: str) -> tuple[str, ...]:
    """Every event of a logical message, newest first."""
    return tuple(row[0] for row in sql.execute(REVISIONS, (key,)))


def drop_seeds(sql: sqlite3.Connection, key: str) -> None:
    """Reactions that wait for a message which needs them no more."""
    sql.execute(DROP_SEEDS, (key,))


def drop_changes(sql: sqlite3.Connection, key: str) -> None:
    """Edits and seeds that wait for a message which is being removed."""
    sql.execute(DROP_CHANGES, (key,))


def count(sql: sqlite3.Connection) -> int:
    """How many rows wait."""
    return int(sql.execute(WAITING).fetchone()[0])


def as_message(row: sqlite3.Row) -> Message:
    """The logical message of a row."""
    about = About(row["about"], row["number"]) if row["about"] else None
    return Message(
        row["key"],
        row["room"],
        row["member"],
        row["scope"],
        row["event"],
        row["rev"],
        row["kind"],
        about,
        row["thread"],
    )
