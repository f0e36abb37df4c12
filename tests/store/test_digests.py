"""What a digest reads: right, by index, and at a cost that does not grow with what a room holds."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from copbot.commitments.ladder import Item, Pledge, Rung, Standing, Status
from copbot.commitments.records import Kept
from copbot.digests.records import Subscriber, Told
from copbot.store import digests, erasure, ladder
from copbot.store.database import statements, steps
from copbot.store.stamps import stamp
from tests import databases

NOW = datetime(2026, 11, 30, 11, 30, tzinfo=UTC)
ROOM = "!r"


@pytest.fixture
def sql() -> sqlite3.Connection:
    return databases.in_memory()


def kept(number: int, rung: Rung, status: Status = Status.OPEN, *pledges: Pledge) -> Kept:
    item = Item(
        number, "@karin:x", "woorden", rung, status, None, None, None, False, None, pledges, f"${number}"
    )
    return Kept(ROOM, item, NOW, NOW, None if status is Status.OPEN else NOW)


def pledge(number: int, due: date | datetime | None, standing: Standing = Standing.OFFERED) -> Pledge:
    return Pledge(number, f"@{number}:x", "hulp", due, standing, None, None)


def counted(sql: sqlite3.Connection) -> dict[str, int]:
    found = sql.execute(
        "SELECT rung, count(*) FROM items WHERE status = 'open' AND room = ? GROUP BY rung", (ROOM,)
    )
    return {row[0]: row[1] for row in found}


def test_how_many_are_open_is_always_known(sql: sqlite3.Connection) -> None:
    """Whatever happens to items: opened, moved, ended, erased, or written again as they were."""
    lots = Random(7)
    for _ in range(600):
        number, rung = lots.randint(1, 25), lots.choice([*Rung])
        status = lots.choice([Status.OPEN, Status.OPEN, Status.HELPED, Status.CLOSED])
        ladder.save_item(sql, kept(number, rung, status))
        if lots.random() < 0.1:
            sql.execute("DELETE FROM items WHERE room = ? AND number = ?", (ROOM, number))
        assert {rung: n for rung, n in digests.rungs(sql, ROOM).items() if n} == counted(sql)
    erasure.leave(sql, ROOM, NOW)
    assert set(digests.rungs(sql, ROOM).values()) == {0}


def test_an_item_keeps_its_support_and_history_when_it_is_written_again(sql: sqlite3.Connection) -> None:
    first = kept(1, Rung.MAY, Status.OPEN, pledge(1, None))
    ladder.save_item(sql, first)
    ladder.save_item(sql, kept(1, Rung.SUPPORT, Status.OPEN, pledge(1, None), pledge(2, None)))
    found = ladder.item(sql, ROOM, 1)
    assert found is not None
    assert (found.item.rung, len(found.item.pledges)) == (Rung.SUPPORT, 2)


def test_who_counted_before_goes_on_with_the_right_numbers() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    for number, script in steps():
        if number == 4:
            for n, rung, status in ((1, "cannot", "open"), (2, "cannot", "open"), (3, "may", "closed")):
                connection.execute(
                    "INSERT INTO items (room, number, opener, rung, status, checked, opened, changed) "
                    "VALUES (?, ?, '@k:x', ?, ?, 0, '', '')",
                    (ROOM, n, rung, status),
                )
        for statement in statements(script):
            connection.execute(statement)
    assert digests.rungs(connection, ROOM) == {"cannot": 2}


def test_the_digest_of_a_room_that_was_encrypted_rings_again() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for number, script in steps():
        if number == 7:
            for room, joined, encrypted, accepted in (
                ("!kring:x", 1, 1, "2026"),
                ("!left:x", 0, 1, "2026"),
                ("!waits:x", 1, 1, None),
            ):
                connection.execute(
                    "INSERT INTO rooms (room, joined, encrypted, settings, accepted, settled) VALUES (?, ?, ?, '{}', ?, 1)",
                    (room, joined, encrypted, accepted),
                )
        for statement in statements(script):
            connection.execute(statement)
    assert connection.execute("SELECT name FROM alarms").fetchall() == [("digest:!kring:x",)]


def test_who_seeks_somebody_comes_in_turn(sql: sqlite3.Connection) -> None:
    for number in range(1, 7):
        ladder.save_item(sql, kept(number, Rung.SUPPORT if number == 3 else Rung.MAY))
    assert digests.seeking(sql, ROOM, 0, 3) == (1, 2, 4)
    assert digests.seeking(sql, ROOM, 4, 3) == (5, 6, 1)
    assert digests.seeking(sql, ROOM, 6, 9) == (1, 2, 4, 5, 6)
    assert digests.seeking(sql, "!other", 0, 3) == ()


def test_dates_are_found_by_their_day(sql: sqlite3.Connection) -> None:
    first, last = date(2026, 11, 30), date(2026, 12, 7)
    dues: list[date | datetime | None] = [
        date(2026, 11, 29),
        date(2026, 12, 7),
        datetime(2026, 12, 7, 23, 30, tzinfo=UTC),
        date(2026, 12, 8),
        None,
        first,
    ]
    for number, due in enumerate(dues, 1):
        ladder.save_item(sql, kept(number, Rung.SUPPORT, Status.OPEN, pledge(1, due)))
    ladder.save_item(sql, kept(9, Rung.MAY, Status.OPEN, pledge(1, first, Standing.RELEASED)))
    assert [found.item.number for found in digests.due_between(sql, ROOM, first, last, 50)] == [6, 2, 3]


def test_what_is_kept_comes_back_and_goes_with_the_room(sql: sqlite3.Connection) -> None:
    told = Told(ROOM, NOW, NOW + timedelta(hours=1), NOW - timedelta(days=7), 4, "key")
    digests.save_told(sql, told)
    digests.save_told(sql, told)
    assert digests.told(sql, ROOM) == told
    for member in ("@b:x", "@a:x", "@a:x"):
        digests.save_subscriber(sql, Subscriber(ROOM, member))
    assert digests.subscribers(sql, ROOM) == ("@a:x", "@b:x")
    digests.erase_subscriber(sql, Subscriber(ROOM, "@a:x"))
    assert (digests.subscribed(sql, ROOM, "@a:x"), digests.subscribed(sql, ROOM, "@b:x")) == (False, True)
    erasure.leave(sql, ROOM, NOW)
    assert (digests.told(sql, ROOM), digests.subscribers(sql, ROOM)) == (None, ())


def filled(sql: sqlite3.Connection, items: int) -> None:
    """A room with so many items, all open, each with old moves and support that is due long after; ten moved this week."""
    old, far = stamp(NOW - timedelta(days=90)), (NOW + timedelta(days=90)).date().isoformat()
    numbers = range(1, items + 1)
    sql.execute("BEGIN")
    sql.executemany(
        "INSERT INTO items (room, number, opener, rung, status, checked, opened, changed) "
        f"VALUES ('{ROOM}', ?, '@k:x', ?, 'open', 0, '{old}', '{old}')",
        [(number, ("cannot", "may", "support")[number % 3]) for number in numbers],
    )
    sql.executemany(
        f"INSERT INTO pledges (room, item, number, member, due, standing) VALUES ('{ROOM}', ?, 1, '@a:x', '{far}', 'offered')",
        [(number,) for number in numbers],
    )
    moves = [(number, old if index > 10 else stamp(NOW)) for index, number in enumerate(numbers, 1)]
    sql.executemany(
        f"INSERT INTO moves (room, item, at, member, move) VALUES ('{ROOM}', ?, ?, '@a:x', 'may')", moves
    )
    sql.execute("COMMIT")


READS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "moves": lambda sql: digests.moves_between(sql, ROOM, NOW - timedelta(days=7), NOW, 1000),
    "dates": lambda sql: digests.due_between(sql, ROOM, NOW.date(), NOW.date() + timedelta(days=7), 50),
    "seeking": lambda sql: digests.seeking(sql, ROOM, 50, 20),
    "rungs": lambda sql: digests.rungs(sql, ROOM),
}


@pytest.mark.parametrize("name", READS)
def test_the_cost_does_not_grow_with_the_room(name: str) -> None:
    """Counted in steps of the database's own machine, so that it does not hang on how busy this computer is."""
    steps_taken = []
    for items in (100, 20_000):
        connection = databases.in_memory()
        filled(connection, items)
        taken = 0

        def count() -> int:
            nonlocal taken
            taken += 1
            return 0

        READS[name](connection)
        connection.set_progress_handler(count, 1)
        READS[name](connection)
        connection.set_progress_handler(None, 1)
        steps_taken.append(taken)
    assert steps_taken[1] <= steps_taken[0] * 1.2, steps_taken
