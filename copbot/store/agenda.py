"""Items of agendas, what became of them, and the lines of minutes."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from copbot.meetings.agenda import AgendaItem, Dealt, Line, Session, Standing
from copbot.store.stamps import stamp, stamp_or_none, time, time_or_none
from copbot.store.unreported import told

ITEM = "SELECT * FROM agenda_items WHERE room = ? AND number = ?"
OPEN = f"""
    SELECT * FROM agenda_items INDEXED BY agenda_items_open
    WHERE room = ? AND ended IS NULL AND {told("agenda_items", "agenda")} ORDER BY number
"""  # noqa: S608 - names of our own
SAVE_ITEM = """
    INSERT OR REPLACE INTO agenda_items (room, number, words, source, member, added, purpose, refers, refers_to, meeting,
      carried, standing, ended)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
DEALT = "SELECT * FROM agenda_dealt WHERE room = ? AND meeting = ? AND occurrence = ? ORDER BY at, item"
SAVE_DEALT = """
    INSERT OR REPLACE INTO agenda_dealt (room, meeting, occurrence, item, outcome, at) VALUES (?, ?, ?, ?, ?, ?)
"""
ERASE_DEALT = "DELETE FROM agenda_dealt WHERE room = ? AND meeting = ? AND occurrence = ? AND item = ?"
SESSION = "SELECT * FROM minutes WHERE room = ? AND meeting = ? AND occurrence = ?"
LAST = "SELECT * FROM minutes WHERE room = ? ORDER BY started DESC LIMIT 1"
LAST_OF = "SELECT * FROM minutes WHERE room = ? AND meeting = ? ORDER BY occurrence DESC LIMIT 1"
SAVE_SESSION = """
    INSERT OR REPLACE INTO minutes (room, meeting, occurrence, started, leader, how, ritual, ended, present, expected, key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ERASE_SESSION = "DELETE FROM minutes WHERE room = ? AND meeting = ? AND occurrence = ?"
LINES = "SELECT * FROM minutes_lines WHERE room = ? AND meeting = ? AND occurrence = ? ORDER BY number"
LINES_FROM = "SELECT * FROM minutes_lines WHERE source = ? AND room = ?"
SAVE_LINE = """
    INSERT OR REPLACE INTO minutes_lines (room, meeting, occurrence, number, sort, words, source, member, at, item)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def item(sql: sqlite3.Connection, room: str, number: int) -> AgendaItem | None:
    """An item of the agenda by its number, ended or not."""
    row = sql.execute(ITEM, (room, number)).fetchone()
    return None if row is None else _item(row)


def open_items(sql: sqlite3.Connection, room: str) -> tuple[AgendaItem, ...]:
    """What still waits to be talked about, by number; without what has lost its words."""
    found = (_item(row) for row in sql.execute(OPEN, (room,)).fetchall())
    return tuple(one for one in found if not one.empty)


def dealt(sql: sqlite3.Connection, room: str, meeting: int, occurrence: datetime) -> tuple[Dealt, ...]:
    """What became of items at one time of a meeting, in the order in which it did."""
    rows = sql.execute(DEALT, (room, meeting, occurrence.isoformat())).fetchall()
    return tuple(
        Dealt(room, meeting, occurrence, row["item"], row["outcome"], time(row["at"])) for row in rows
    )


def session(sql: sqlite3.Connection, room: str, meeting: int, occurrence: datetime) -> Session | None:
    """One time of a meeting, if somebody opened it."""
    row = sql.execute(SESSION, (room, meeting, occurrence.isoformat())).fetchone()
    return None if row is None else _session(row)


def last_session(sql: sqlite3.Connection, room: str, meeting: int | None) -> Session | None:
    """The last time that somebody opened a meeting of a room, or that meeting."""
    if meeting is None:
        row = sql.execute(LAST, (room,)).fetchone()
    else:
        row = sql.execute(LAST_OF, (room, meeting)).fetchone()
    return None if row is None else _session(row)


def lines(sql: sqlite3.Connection, room: str, meeting: int, occurrence: datetime) -> tuple[Line, ...]:
    """The lines of the minutes of one time of a meeting."""
    return tuple(_line(row) for row in sql.execute(LINES, (room, meeting, occurrence.isoformat())).fetchall())


def lines_from(sql: sqlite3.Connection, room: str, event: str) -> tuple[Line, ...]:
    """The lines of minutes whose words were said in an event."""
    return tuple(_line(row) for row in sql.execute(LINES_FROM, (event, room)).fetchall())


def save(sql: sqlite3.Connection, record: AgendaItem | Dealt | Session | Line) -> None:
    """Write an item, what became of it, one time of a meeting, or a line of its minutes."""
    match record:
        case AgendaItem():
            _save_item(sql, record)
        case Dealt(room, meeting, occurrence, number, outcome, at):
            sql.execute(SAVE_DEALT, (room, meeting, occurrence.isoformat(), number, outcome, stamp(at)))
        case Session():
            _save_session(sql, record)
        case Line(room, meeting, occurrence, number, kind, words, source, member, at, about):
            at_, of = stamp(at), occurrence.isoformat()
            sql.execute(SAVE_LINE, (room, meeting, of, number, kind, words, source, member, at_, about))


def erase(sql: sqlite3.Connection, record: Dealt | Session) -> None:
    """It did not become that of an item, or nobody came to that time of a meeting."""
    if isinstance(record, Session):
        sql.execute(ERASE_SESSION, (record.room, record.meeting, record.occurrence.isoformat()))
        return
    sql.execute(ERASE_DEALT, (record.room, record.meeting, record.occurrence.isoformat(), record.item))


def _save_item(sql: sqlite3.Connection, one: AgendaItem) -> None:
    values = (
        one.room,
        one.number,
        one.words,
        one.source,
        one.member,
        stamp(one.added),
        one.purpose,
        one.refers,
        one.to,
        one.meeting,
        one.carried,
        one.standing.value,
        stamp_or_none(one.ended),
    )
    sql.execute(SAVE_ITEM, values)


def _save_session(sql: sqlite3.Connection, one: Session) -> None:
    values = (
        one.room,
        one.meeting,
        one.occurrence.isoformat(),
        stamp(one.started),
        one.leader,
        one.how,
        one.ritual,
        stamp_or_none(one.ended),
        json.dumps(dict(one.present)),
        json.dumps(dict(one.expected)),
        one.key,
    )
    sql.execute(SAVE_SESSION, values)


def _item(row: sqlite3.Row) -> AgendaItem:
    return AgendaItem(
        room=row["room"],
        number=row["number"],
        words=row["words"],
        source=row["source"],
        member=row["member"],
        added=time(row["added"]),
        purpose=row["purpose"],
        refers=row["refers"],
        to=row["refers_to"],
        meeting=row["meeting"],
        carried=row["carried"],
        standing=Standing(row["standing"]),
        ended=time_or_none(row["ended"]),
    )


def _session(row: sqlite3.Row) -> Session:
    return Session(
        room=row["room"],
        meeting=row["meeting"],
        occurrence=datetime.fromisoformat(row["occurrence"]),
        started=time(row["started"]),
        leader=row["leader"],
        how=row["how"],
        ritual=row["ritual"],
        ended=time_or_none(row["ended"]),
        present=json.loads(row["present"]),
        expected=json.loads(row["expected"]),
        key=row["key"],
    )


def _line(row: sqlite3.Row) -> Line:
    return Line(
        room=row["room"],
        meeting=row["meeting"],
        occurrence=datetime.fromisoformat(row["occurrence"]),
        number=row["number"],
        kind=row["sort"],
        words=row["words"],
        source=row["source"],
        member=row["member"],
        at=time(row["at"]),
        item=row["item"],
    )
