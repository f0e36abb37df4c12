"""What waits to be sent: a row for each act, until the homeserver confirms it.

A lane is a room, or a member whose direct chat is still to be made. The head of a lane is what goes next in it.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from copbot.core.wishes import Turn
from copbot.engine.ports import Parcel
from copbot.store import messages
from copbot.store.stamps import stamp, stamp_or_none, time_or_none
from copbot.store.turns import LAST, Turns

ADD = """
    INSERT INTO outbox (txn, act, lane, key, rev, turn, body, not_before, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# From its time on a held message waits like any other: it is as old as that, and not as the wish.
RELEASE = "UPDATE outbox SET at = not_before, not_before = NULL WHERE not_before <= ?"
# From lane to lane by the index, however many rows wait in each.
LANES = """
    WITH RECURSIVE lanes (lane) AS (
      SELECT min(lane) FROM outbox WHERE not_before IS NULL AND turn = ?1 AND lane > ?2 AND lane <= ?3
      UNION ALL
      SELECT (SELECT min(lane) FROM outbox WHERE not_before IS NULL AND turn = ?1 AND lane > lanes.lane AND lane <= ?3)
      FROM lanes WHERE lane IS NOT NULL
    )
    SELECT lane FROM lanes WHERE lane IS NOT NULL AND lane NOT IN (SELECT value FROM json_each(?4)) LIMIT ?5
"""
FIRST_TURN = "SELECT min(turn) FROM outbox WHERE not_before IS NULL"
LAST_TURN = "SELECT max(turn) FROM outbox WHERE not_before IS NULL"
HEAD = "SELECT * FROM outbox WHERE not_before IS NULL AND turn = ? AND lane = ? ORDER BY id LIMIT 1"
NEXT_HELD = "SELECT min(not_before) FROM outbox WHERE not_before IS NOT NULL"
TRIED = "UPDATE outbox SET tried = coalesce(tried, ?) WHERE id = ?"
TRIED_LONG_AGO = "UPDATE outbox SET tried = min(tried, ?) WHERE tried IS NOT NULL"
DROP = "DELETE FROM outbox WHERE id = ?"
UNSENT_SAY = "SELECT id, turn, not_before, tried FROM outbox WHERE key = ? AND act = 'say'"
UNSENT_EDIT = "SELECT id, rev FROM outbox WHERE key = ? AND act = 'edit' AND tried IS NULL"
# The emoji that copbot puts on a message itself stand in its row, and become rows of their own once it is sent.
TAKE_SEEDED = "DELETE FROM outbox WHERE id = ? RETURNING json_extract(body, '$.seeds')"
UNSEED = "UPDATE outbox SET body = json_remove(body, '$.seeds') WHERE key = ? AND act = 'say'"
DROP_SEEDS = "DELETE FROM outbox WHERE key = ? AND act = 'react' AND tried IS NULL"
DROP_UNTRIED = "DELETE FROM outbox WHERE key = ? AND act IN ('say', 'edit', 'react') AND tried IS NULL"
DROP_LANE = "DELETE FROM outbox WHERE lane = ? AND act NOT IN ('enter', 'quit', 'retract')"
DIRECT_WITH = "SELECT direct_with FROM rooms WHERE room = ?"
# Private words that wait for a chat which is none any more: new messages go to another one, changes of older ones nowhere.
DROP_PRIVATE_CHANGES = """
    DELETE FROM outbox WHERE lane = ?1 AND act IN ('edit', 'react')
      AND EXISTS (SELECT 1 FROM messages WHERE messages.key = outbox.key AND member = ?2)
"""
MOVE_PRIVATE = """
    UPDATE outbox SET lane = ?2, tried = NULL WHERE lane = ?1 AND act = 'say'
      AND EXISTS (SELECT 1 FROM messages WHERE messages.key = outbox.key AND member = ?2 AND event IS NULL)
"""
MOVE_LANE = "UPDATE outbox SET lane = ? WHERE lane = ?"
_PLAIN = json.JSONEncoder(ensure_ascii=False, check_circular=False)


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
    body = _PLAIN.encode(out.body)
    held = stamp_or_none(out.not_before)
    sql.execute(ADD, (out.txn, out.act, out.lane, out.key, out.rev, out.turn, body, held, stamp(now)))


def add_edit(sql: sqlite3.Connection, out: Outgoing, now: datetime) -> bool:
    """Put an edit in the outbox; a newer one takes the place of one that was not yet tried. False: no such message."""
    assert out.key is not None
    known = messages.message(sql, out.key)
    if known is None or messages.retracted(sql, out.key):
        return False
    rev = known.rev + 1
    older = sql.execute(UNSENT_EDIT, (out.key,)).fetchone()
    if older is not None:
        sql.execute(DROP, (older["id"],))
        rev = older["rev"]
    messages.revise(sql, out.key, rev, now)
    add_change(sql, dataclasses.replace(out, rev=rev), now)
    return True


def add_change(sql: sqlite3.Connection, out: Outgoing, now: datetime) -> None:
    """Put an edit or a reaction in the outbox: it waits behind the message that it is about, also where that is held."""
    said = sql.execute(UNSENT_SAY, (out.key,)).fetchone()
    if said is not None:
        held = time_or_none(said["not_before"])
        out = dataclasses.replace(out, turn=max(out.turn, said["turn"]), not_before=held)
    add(sql, out, now)


def heads(
    sql: sqlite3.Connection,
    now: datetime,
    busy: Iterable[str],
    limit: int,
    turns: Turns,
    behind: int | None = None,
) -> tuple[Parcel, ...]:
    """The next thing to send in each lane that is not busy: what goes first by its turn, lanes in rotation.

    At most ``limit`` in all, and ``behind`` of what nobody waits for.
    """
    behind = limit if behind is None else behind
    sql.execute(RELEASE, (stamp(now),))
    taken = set(busy)
    rows: list[sqlite3.Row] = []
    for turn in _turns(sql):
        left = limit - len(rows)
        if turn >= Turn.UNPROMPTED:
            left = min(left, behind)
        if left <= 0:
            continue
        lanes = _lanes(sql, turn, taken, left, turns.lane)
        rows += (sql.execute(HEAD, (turn, lane)).fetchone() for lane in lanes)
        taken.update(lanes)
        if turn >= Turn.UNPROMPTED:
            behind -= len(lanes)
        if len(lanes) == left:
            turns.lane = lanes[-1]  # others were left out: they are next
    return tuple(_parcel(sql, row) for row in sorted(rows, key=lambda row: (row["turn"], row["id"])))


def _turns(sql: sqlite3.Connection) -> range:
    """The turns from the first to the last of what may be sent: mostly there is one, or none."""
    (first,), (last,) = sql.execute(FIRST_TURN).fetchone(), sql.execute(LAST_TURN).fetchone()
    return range(0) if first is None else range(first, last + 1)


def _lanes(sql: sqlite3.Connection, turn: int, taken: set[str], limit: int, after: str) -> list[str]:
    """Lanes with something for this turn, from the one after the last served on, and round to it."""
    without = json.dumps(sorted(taken))
    found = [row[0] for row in sql.execute(LANES, (turn, after, LAST, without, limit))]
    if after and len(found) < limit:
        found += [row[0] for row in sql.execute(LANES, (turn, "", after, without, limit - len(found)))]
    return found


def _parcel(sql: sqlite3.Connection, row: sqlite3.Row) -> Parcel:
    body = json.loads(row["body"])
    target = events = None
    if row["act"] in ("edit", "react"):
        target = messages.event_of(sql, row["key"])
    elif (body.get("poll") or {}).get("ends") is not None:
        target = messages.event_of(sql, body["poll"]["ends"])
    if row["act"] == "retract":
        events = tuple(body.get("events", ())) or messages.revisions(sql, row["key"])
    thread = body.get("thread") or messages.event_of(sql, body.get("thread_key"))
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
        waited_for=row["turn"] < Turn.UNPROMPTED,
    )


def _direct_with(sql: sqlite3.Connection, lane: str) -> str | None:
    found = sql.execute(DIRECT_WITH, (lane,)).fetchone()
    return None if found is None else found[0]


def left_behind(sql: sqlite3.Connection) -> bool:
    """Whether something that nobody waits for may be sent, or is under way."""
    (last,) = sql.execute(LAST_TURN).fetchone()
    return last is not None and last >= Turn.UNPROMPTED


def next_held(sql: sqlite3.Connection) -> datetime | None:
    """When the next held message may go."""
    return time_or_none(sql.execute(NEXT_HELD).fetchone()[0])


def tried(sql: sqlite3.Connection, ids: Iterable[int], now: datetime) -> None:
    """Remember when rows were first tried: the homeserver's memory of their transaction ids is counted from then."""
    sql.executemany(TRIED, [(stamp(now), id) for id in ids])


def tried_long_ago(sql: sqlite3.Connection, at: datetime) -> None:
    """Whatever was tried counts as tried then, if not earlier."""
    sql.execute(TRIED_LONG_AGO, (stamp(at),))


def sent(sql: sqlite3.Connection, row: Parcel, event: str | None, now: datetime) -> None:
    """It was confirmed: the row goes, the message knows its event. Its seeds follow; or its removal, if it is to go."""
    seeds = _drop_with_seeds(sql, row)
    if row.key is None or row.act not in ("say", "edit"):
        return
    if event is not None:
        messages.sent(sql, row.key, event, now)
    if not messages.retracted(sql, row.key):
        for number, emoji in enumerate(seeds, 1):
            txn = f"{row.txn}-seed-{number}"
            add(sql, Outgoing(txn, "react", row.lane, Turn.SEED, {"emoji": emoji}, row.key), now)
    elif event is not None:
        gone = Outgoing(f"{row.txn}-gone", "retract", row.lane, Turn.PROMPT, {"events": [event]}, row.key)
        add(sql, gone, now)


def _drop_with_seeds(sql: sqlite3.Connection, row: Parcel) -> list[str]:
    """The row goes; the seeds that still stood in it: it may have been taken before they became useless."""
    if not row.body.get("seeds"):
        sql.execute(DROP, (row.id,))
        return []
    found = sql.execute(TAKE_SEEDED, (row.id,)).fetchall()
    return json.loads(found[0][0]) if found and found[0][0] else []


def drop(sql: sqlite3.Connection, row: Parcel) -> None:
    """It can never be sent: the row goes."""
    sql.execute(DROP, (row.id,))


def drop_lane(sql: sqlite3.Connection, lane: str) -> None:
    """copbot speaks there no more: nothing that waits for that room will be sent, but what takes words away."""
    sql.execute(DROP_LANE, (lane,))


def direct_made(sql: sqlite3.Connection, member: str, room: str) -> None:
    """A member's direct chat is there: what waits for it goes to that room."""
    sql.execute(MOVE_LANE, (room, member))
    messages.direct_made(sql, member, room)


def direct_ended(sql: sqlite3.Connection, member: str, room: str) -> None:
    """Somebody else is in the member's direct chat: what is private and waits goes to another one, yet to be made."""
    sql.execute(DROP_PRIVATE_CHANGES, (room, member))
    sql.execute(MOVE_PRIVATE, (room, member))
    messages.direct_ended(sql, member, room)


def untried(sql: sqlite3.Connection, key: str) -> bool:
    """Whether a message waits of which nothing can have arrived."""
    said = sql.execute(UNSENT_SAY, (key,)).fetchone()
    return said is not None and said["tried"] is None


def drop_seeds(sql: sqlite3.Connection, key: str) -> None:
    """Reactions that wait for a message which needs them no more, or will once it is sent."""
    sql.execute(UNSEED, (key,))
    sql.execute(DROP_SEEDS, (key,))


def retract(sql: sqlite3.Connection, key: str, txn: str, now: datetime) -> None:
    """Remove a message: what was not tried yet is not sent, what was sent is taken away, what is under way will be."""
    known = messages.message(sql, key)
    if known is None:
        return
    lane = known.room or known.member
    assert lane is not None
    messages.retract(sql, key)
    sql.execute(DROP_UNTRIED, (key,))
    if messages.revisions(sql, key):
        add(sql, Outgoing(txn, "retract", lane, Turn.PROMPT, {}, key), now)
