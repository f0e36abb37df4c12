"""Alarms stay in their table until they ring: those due first go first, each once, and none that was taken back."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from copbot.core.wishes import Ring
from copbot.store import alarms
from copbot.store.database import statements, steps
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def sql() -> Iterator[sqlite3.Connection]:
    connection = databases.in_memory()
    yield connection
    connection.close()


def ring(sql: sqlite3.Connection, name: str, at: datetime = NOW) -> None:
    alarms.ring(sql, Ring(name, at, "!r", "none", "4"))


def names(sql: sqlite3.Connection, limit: int = 10, until: datetime = NOW) -> list[str]:
    return [fact.alarm for fact in alarms.due(sql, until, limit)]


def test_those_due_first_go_first_and_of_one_moment_those_set_first(sql: sqlite3.Connection) -> None:
    for name in ("zebra", "monkey", "ape"):
        ring(sql, name)
    ring(sql, "early", NOW - timedelta(days=8))
    ring(sql, "late", NOW + timedelta(microseconds=1))
    assert names(sql) == ["early", "zebra", "monkey", "ape"]
    assert names(sql, 2) == ["early", "zebra"]


def test_it_stays_until_it_rings_and_rings_once(sql: sqlite3.Connection) -> None:
    ring(sql, "one")
    (fact,) = alarms.due(sql, NOW, 10)
    assert names(sql) == ["one"]
    assert alarms.rang(sql, fact)
    assert not alarms.rang(sql, fact)
    assert names(sql) == []


def test_what_was_taken_back_or_set_anew_since_it_was_seen_does_not_ring(sql: sqlite3.Connection) -> None:
    for name in ("silenced", "moved"):
        ring(sql, name)
    silenced, moved = alarms.due(sql, NOW, 10)
    alarms.silence(sql, "silenced")
    ring(sql, "moved", NOW + timedelta(hours=1))
    assert not alarms.rang(sql, silenced)
    assert not alarms.rang(sql, moved)
    assert names(sql, until=NOW + timedelta(hours=1)) == ["moved"]


def test_one_that_rang_may_be_set_for_the_same_time_again(sql: sqlite3.Connection) -> None:
    """So it is when the clock was put back, and somebody chose the same time once more."""
    for _ in range(2):
        ring(sql, "one")
        (fact,) = alarms.due(sql, NOW, 10)
        assert alarms.rang(sql, fact)


def test_the_next_is_told_of_all_or_of_what_comes_after_a_time(sql: sqlite3.Connection) -> None:
    assert alarms.next_due(sql) is None
    ring(sql, "now")
    ring(sql, "later", NOW + timedelta(minutes=1))
    assert alarms.next_due(sql) == NOW
    assert alarms.next_due(sql, NOW) == NOW + timedelta(minutes=1)
    assert alarms.next_due(sql, NOW + timedelta(minutes=1)) is None
    assert alarms.more(sql, NOW)
    assert not alarms.more(sql, NOW - timedelta(microseconds=1))


def test_finding_what_is_due_next_looks_at_no_more_than_that(sql: sqlite3.Connection) -> None:
    plan = [row["detail"] for row in sql.execute(f"EXPLAIN QUERY PLAN {alarms.DUE}", ("", 10))]
    assert plan == ["SEARCH alarms USING INDEX alarms_at (at<?)"]


def test_what_was_on_its_way_when_alarms_went_through_the_inbox_still_rings() -> None:
    """Except where the same alarm was set anew meanwhile: then that counts."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    due = "2026-11-24T12:00:00.000000+00:00"
    for number, script in steps():
        if number == 8:
            for name in ("reminder:!r:1", "digest:!r"):
                old = {"fact": "rang", "alarm": name, "purpose": name.partition(":")[0], "payload": "old"}
                connection.execute(
                    "INSERT INTO inbox (room, sender, event, fact, at) VALUES ('!r', '', ?, ?, '')",
                    (f"alarm:{name}:{due}", json.dumps(old)),
                )
            connection.execute(
                "INSERT INTO inbox (room, sender, event, fact, at) VALUES ('!r', '@k:x', '$1', '', '')"
            )
            alarms.ring(connection, Ring("digest:!r", NOW + timedelta(days=7), "!r", "digest", "new"))
        for statement in statements(script):
            connection.execute(statement)
    (fact,) = alarms.due(connection, NOW, 10)
    assert (fact.alarm, fact.at, fact.room, fact.purpose, fact.payload) == (
        "reminder:!r:1",
        NOW,
        "!r",
        "reminder",
        "old",
    )
    (digest,) = alarms.due(connection, NOW + timedelta(days=8), 10)[1:]
    assert digest.payload == "new"
    assert connection.execute("SELECT count(*) FROM inbox").fetchone()[0] == 1
