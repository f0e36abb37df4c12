"""The ladder: items with their support, and their history."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from copbot.commitments.ladder import Behalf, Item, Obstacle, Pledge, Rung, Standing, Status
from copbot.commitments.records import Asked, Dated, Kept, Moved
from copbot.store.stamps import stamp, stamp_or_none, time, time_or_none
from copbot.store.unreported import note_move, told_now

ITEM = "SELECT * FROM items WHERE room = ? AND number = ?"
ITEM_FROM = "SELECT * FROM items WHERE source = ? AND room = ? ORDER BY number LIMIT 1"
OPEN_ITEMS = f"""
    SELECT * FROM items WHERE room = ? AND status = 'open' AND number > ? AND {told_now("items", "item")}
    ORDER BY number LIMIT ?
"""  # noqa: S608 - names of our own
ITEMS_OF = """
    SELECT * FROM items WHERE room = ?1 AND status = 'open' AND number IN (
      SELECT number FROM items WHERE room = ?1 AND opener = ?2 AND status = 'open'
      UNION SELECT item FROM pledges WHERE room = ?1 AND member = ?2 AND standing IN ('offered', 'welcome')
    ) ORDER BY number
"""
HAS_SUPPORTED = "SELECT 1 FROM pledges WHERE room = ? AND member = ? LIMIT 1"
SPOKE_FOR = """
    SELECT behalf FROM pledges INDEXED BY pledges_member
    WHERE room = ? AND member = ? AND behalf IS NOT NULL ORDER BY item DESC, number DESC LIMIT 1
"""
DATES = """
    SELECT pledges.item, pledges.number, pledges.due, dates.through
    FROM pledges INDEXED BY pledges_standing
    JOIN items ON items.room = pledges.room AND items.number = pledges.item
    JOIN dates ON dates.room = pledges.room AND dates.item = pledges.item AND dates.number = pledges.number
    WHERE pledges.room = ? AND pledges.member = ? AND pledges.standing IN ('offered', 'welcome')
      AND pledges.due IS NOT NULL AND items.status = 'open'
    ORDER BY pledges.item
"""
SAVE_ASKED = "INSERT OR REPLACE INTO dates (room, item, number, through) VALUES (?, ?, ?, ?)"
PLEDGES = "SELECT * FROM pledges WHERE room = ? AND item = ? ORDER BY number"
MOVES = "SELECT * FROM moves WHERE room = ? AND item = ? ORDER BY id"
SAVE_ITEM = """
    INSERT INTO items (room, number, opener, words, source, rung, status, obstacle, ground, ground_by,
      ground_source, checked, decider, decider_source, opened, changed, closed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET opener = excluded.opener, words = excluded.words, source = excluded.source,
      rung = excluded.rung, status = excluded.status, obstacle = excluded.obstacle, ground = excluded.ground,
      ground_by = excluded.ground_by, ground_source = excluded.ground_source, checked = excluded.checked,
      decider = excluded.decider, decider_source = excluded.decider_source, opened = excluded.opened,
      changed = excluded.changed, closed = excluded.closed
"""
CLEAR_PLEDGES = "DELETE FROM pledges WHERE room = ? AND item = ?"
SAVE_PLEDGE = """
    INSERT INTO pledges (room, item, number, member, words, source, due, standing, behalf)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
SAVE_MOVE = "INSERT INTO moves (room, item, at, member, move, why, source) VALUES (?, ?, ?, ?, ?, ?, ?)"


def item(sql: sqlite3.Connection, room: str, number: int) -> Kept | None:
    """One item."""
    row = sql.execute(ITEM, (room, number)).fetchone()
    return None if row is None else _kept(sql, row)


def item_from(sql: sqlite3.Connection, room: str, event: str) -> Kept | None:
    """The item that was opened with the words of a message."""
    row = sql.execute(ITEM_FROM, (event, room)).fetchone()
    return None if row is None else _kept(sql, row)


def open_items(
    sql: sqlite3.Connection, room: str, after: int = 0, limit: int | None = None
) -> tuple[Kept, ...]:
    """Open items of a room with a number above ``after``, oldest first, at most ``limit``."""
    most = -1 if limit is None else limit  # in SQLite, a negative limit is none
    return tuple(_kept(sql, row) for row in sql.execute(OPEN_ITEMS, (room, after, most)).fetchall())


def items_of(sql: sqlite3.Connection, room: str, member: str) -> tuple[Kept, ...]:
    """Open items that the member opened or supports."""
    return tuple(_kept(sql, row) for row in sql.execute(ITEMS_OF, (room, member)).fetchall())


def has_supported(sql: sqlite3.Connection, room: str, member: str) -> bool:
    """Whether the member ever offered support here."""
    return sql.execute(HAS_SUPPORTED, (room, member)).fetchone() is not None


def spoke_for(sql: sqlite3.Connection, room: str, member: str) -> Behalf | None:
    """For whom the member last said to speak."""
    row = sql.execute(SPOKE_FOR, (room, member)).fetchone()
    return None if row is None else Behalf(row["behalf"])


def dates(sql: sqlite3.Connection, room: str, member: str) -> tuple[Dated, ...]:
    """The member's open offers with a date."""
    found: list[Dated] = []
    for row in sql.execute(DATES, (room, member)):
        due = _due(row["due"])
        assert due is not None
        found.append(Dated(row["item"], row["number"], due, time(row["through"])))
    return tuple(found)


def save_asked(sql: sqlite3.Connection, asked: Asked) -> None:
    """A supporter was asked how it goes."""
    sql.execute(SAVE_ASKED, (asked.room, asked.item, asked.number, stamp(asked.through)))


def moves(sql: sqlite3.Connection, room: str, number: int) -> tuple[Moved, ...]:
    """An item's history."""
    return tuple(as_move(row) for row in sql.execute(MOVES, (room, number)))


def as_move(row: sqlite3.Row) -> Moved:
    """The move of a row."""
    at = time(row["at"])
    return Moved(row["room"], row["item"], at, row["member"], row["move"], row["why"], row["source"])


def save_item(sql: sqlite3.Connection, kept: Kept) -> None:
    """Write an item with all of its support."""
    item = kept.item
    sql.execute(
        SAVE_ITEM,
        (
            kept.room,
            item.number,
            item.opener,
            item.text,
            item.source,
            item.rung.value,
            item.status.value,
            item.obstacle.value if item.obstacle else None,
            item.ground,
            item.ground_by,
            item.ground_source,
            item.checked,
            item.decider,
            item.decider_source,
            stamp(kept.opened),
            stamp(kept.changed),
            stamp_or_none(kept.closed),
        ),
    )
    sql.execute(CLEAR_PLEDGES, (kept.room, item.number))
    for pledge in item.pledges:
        behalf = pledge.behalf.value if pledge.behalf else None
        sql.execute(
            SAVE_PLEDGE,
            (
                kept.room,
                item.number,
                pledge.number,
                pledge.member,
                pledge.what,
                pledge.source,
                None if pledge.due is None else pledge.due.isoformat(),
                pledge.standing.value,
                behalf,
            ),
        )


def save_move(sql: sqlite3.Connection, moved: Moved, now: datetime) -> None:
    """Add a step to an item's history."""
    values = (moved.room, moved.item, stamp(moved.at), moved.member, moved.move, moved.why, moved.source)
    row = sql.execute(SAVE_MOVE, values).lastrowid
    assert row is not None
    note_move(sql, moved.room, moved.item, row, now)


def _kept(sql: sqlite3.Connection, row: sqlite3.Row) -> Kept:
    pledges = tuple(_pledge(pledge) for pledge in sql.execute(PLEDGES, (row["room"], row["number"])))
    item = Item(
        number=row["number"],
        opener=row["opener"],
        text=row["words"],
        source=row["source"],
        rung=Rung(row["rung"]),
        status=Status(row["status"]),
        obstacle=Obstacle(row["obstacle"]) if row["obstacle"] else None,
        ground=row["ground"],
        ground_by=row["ground_by"],
        ground_source=row["ground_source"],
        checked=bool(row["checked"]),
        decider=row["decider"],
        decider_source=row["decider_source"],
        pledges=pledges,
    )
    return Kept(row["room"], item, time(row["opened"]), time(row["changed"]), time_or_none(row["closed"]))


def _pledge(row: sqlite3.Row) -> Pledge:
    return Pledge(
        number=row["number"],
        member=row["member"],
        what=row["words"],
        source=row["source"],
        due=_due(row["due"]),
        standing=Standing(row["standing"]),
        behalf=Behalf(row["behalf"]) if row["behalf"] else None,
    )


def _due(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
