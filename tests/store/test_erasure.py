"""Erasing: what an item needs stays as long as the item, words go with their events, and the clock is copbot's own."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copbot.core.records import Arrival, Tap
from copbot.core.wishes import About
from copbot.engine.ports import Work
from copbot.rituals.records import Contribution
from copbot.store import erasure, messages, quotes
from copbot.store.database import Database
from copbot.store.desk import SqlDesk
from copbot.store.inventory import companions
from copbot.store.stamps import stamp
from copbot.store.turns import Turns
from copbot.store.work import SqlWork
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=401)


@pytest.fixture
def sql() -> sqlite3.Connection:
    return databases.in_memory()


def work(sql: sqlite3.Connection) -> SqlWork:
    return SqlWork(sql, Turns())


def item(sql: sqlite3.Connection, number: int, source: str, closed: datetime | None = None) -> None:
    sql.execute(
        "INSERT INTO items (room, number, opener, source, rung, status, checked, opened, changed, closed) "
        "VALUES ('!r', ?, '@karin:x', ?, 'cannot', ?, 0, ?, ?, ?)",
        (
            number,
            source,
            "closed" if closed else "open",
            stamp(LONG_AGO),
            stamp(LONG_AGO),
            closed and stamp(closed),
        ),
    )


def message(
    sql: sqlite3.Connection, key: str, about: About | None = None, quoting: str | None = None
) -> None:
    messages.add(sql, key, "!r", None, "!r", "reply", about, None, LONG_AGO)
    messages.sent(sql, key, f"${key}", LONG_AGO)
    if quoting is not None:
        quotes.note(sql, key, [quoting], LONG_AGO)


def rows(sql: sqlite3.Connection, table: str) -> int:
    return int(sql.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_messages_about_an_open_item_stay_however_old(sql: sqlite3.Connection) -> None:
    item(sql, 1, "$said")
    message(sql, "card", About("item", 1))
    message(sql, "list", quoting="$said")
    message(sql, "other", About("item", 2), quoting="$elsewhere")
    erasure.tidy(sql, NOW)
    assert messages.message(sql, "other") is None
    assert (messages.revisions(sql, "other"), quotes.quoted(sql, "other")) == ((), frozenset())
    assert messages.by_event(sql, "$card") is not None
    assert [quoting.key for quoting in quotes.quoting(sql, "$said")] == ["list"]
    assert messages.revisions(sql, "list") == ("$list",), "what stands in the room can still be removed"


@pytest.mark.parametrize("table", ["pledges", "moves", "rituals", "contributions"])
def test_a_quotation_stays_as_long_as_the_words(sql: sqlite3.Connection, table: str) -> None:
    at = stamp(NOW)
    put = {
        "pledges": "INSERT INTO pledges (room, item, number, member, source, standing) "
        "VALUES ('!r', 1, 1, '@karin:x', '$said', 'offered')",
        "moves": f"INSERT INTO moves (room, item, at, member, move, source) VALUES ('!r', 1, '{at}', '', '', '$said')",
        "rituals": "INSERT INTO rituals (room, number, script, facilitator, source, state, opening, threaded, started, "
        f"acted) VALUES ('!r', 1, 'round', '@karin:x', '$said', '{{}}', 'k', 0, '{at}', '{at}')",
        "contributions": "INSERT INTO contributions (event, room, ritual, member, words, at) "
        f"VALUES ('$said', '!r', 1, '@karin:x', 'woorden', '{at}')",
    }
    sql.execute(put[table])
    message(sql, "list", quoting="$said")
    erasure.tidy(sql, NOW)
    assert messages.message(sql, "list") is not None
    sql.execute(f"DELETE FROM {table}")
    erasure.tidy(sql, NOW)
    assert messages.message(sql, "list") is None


def test_what_belongs_to_an_item_goes_with_it(sql: sqlite3.Connection) -> None:
    for number, closed in ((1, NOW - timedelta(days=366)), (2, NOW - timedelta(days=364))):
        item(sql, number, f"${number}", closed)
        sql.execute(
            "INSERT INTO pledges (room, item, number, member, standing) VALUES ('!r', ?, 1, '@a:x', 'offered')",
            (number,),
        )
        sql.execute(
            "INSERT INTO moves (room, item, at, member, move) VALUES ('!r', ?, ?, '@a:x', 'cannot')",
            (number, stamp(LONG_AGO)),
        )
    assert erasure.tidy(sql, NOW) == 3
    assert [rows(sql, table) for table in ("items", "pledges", "moves")] == [1, 1, 1]


def test_the_inventory_says_what_goes_together() -> None:
    found = {(other.table, other.of): (other.own, other.theirs) for other in companions()}
    assert found == {
        ("snoozes", "reminders"): (("room", "number"), ("room", "number")),
        ("personal", "reminders"): (("room", "number"), ("room", "number")),
        ("meeting_changes", "meetings"): (("room", "number"), ("room", "number")),
        ("meeting_held", "meetings"): (("room", "number"), ("room", "number")),
        ("pledges", "items"): (("room", "item"), ("room", "number")),
        ("moves", "items"): (("room", "item"), ("room", "number")),
        ("ballots", "polls"): (("room", "poll"), ("room", "number")),
        ("voices", "proposals"): (("room", "proposal"), ("room", "number")),
        ("concerns", "decisions"): (("room", "decision"), ("room", "number")),
        ("undertakings", "decisions"): (("room", "decision"), ("room", "number")),
        ("dates", "items"): (("room", "item"), ("room", "number")),
        ("revisions", "messages"): (("key",), ("key",)),
        ("quotes", "messages"): (("key",), ("key",)),
        ("group_indexes", "group_sessions"): (("room", "session"), ("room", "session")),
    }


def contributed(at: datetime, revision: str | None = None, words: str = "woorden") -> Contribution:
    return Contribution("!r", 1, "$said", "@karin:x", words, at, revision)


def test_removing_the_edit_takes_the_words_and_their_quotations(sql: sqlite3.Connection) -> None:
    unit = work(sql)
    unit.save(contributed(NOW), NOW)
    unit.save(contributed(NOW, "$edit", "een naam"), NOW)
    message(sql, "shown", quoting="$said")
    assert unit.unquote("$edit") == ("shown",)
    assert rows(sql, "contributions") == 0


@pytest.mark.parametrize("wrong", [timedelta(days=-4000), timedelta(days=4000)])
def test_words_and_taps_are_kept_by_copbots_own_clock(sql: sqlite3.Connection, wrong: timedelta) -> None:
    """The homeserver's stamp is whatever a sender's homeserver says; an edit does not make it begin anew."""
    unit = work(sql)
    unit.save(contributed(NOW + wrong), NOW)
    unit.save(contributed(NOW + wrong, "$edit"), NOW + timedelta(days=80))
    unit.save(Tap("$tap", "!r", "@karin:x", "key", "✋", NOW + wrong), NOW)
    for days, left in ((89, 1), (91, 0)):
        erasure.tidy(sql, NOW + timedelta(days=days))
        assert (rows(sql, "contributions"), rows(sql, "taps")) == (left, left)


def test_invitations_are_forgotten_after_a_day(sql: sqlite3.Connection) -> None:
    unit = work(sql)
    for _ in range(3):
        unit.save(Arrival("!same", "hash", NOW, "@karin:x"), NOW)
    assert len(unit.arrivals("hash", NOW - timedelta(hours=1))) == 3, "one for each, also into the same room"
    assert unit.asked_directly("!same") == "@karin:x"
    erasure.tidy(sql, NOW + timedelta(days=1, minutes=1))
    assert unit.asked_directly("!same") is None
    assert rows(sql, "arrivals") == 0


@pytest.mark.parametrize(("days", "there"), [(6, True), (8, False)])
async def test_the_copy_before_a_migration_goes_after_a_week(tmp_path: Path, days: int, there: bool) -> None:
    copy = tmp_path / "copbot.db.before-migration"
    async with Database(tmp_path / "copbot.db") as database:
        copy.write_bytes(b"words")
        made = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
        await SqlDesk(database).tidy(made + timedelta(days=days))
    assert copy.exists() == there


async def test_looking_needs_no_right_to_write(tmp_path: Path) -> None:
    """Somebody else has the file for writing: copbot can still see what is due."""
    async with Database(tmp_path / "copbot.db") as database:
        other = sqlite3.connect(tmp_path / "copbot.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        look: Callable[[Work], datetime | None] = lambda unit: unit.next_due()  # noqa: E731
        assert await SqlDesk(database).read(look) is None
        other.close()
