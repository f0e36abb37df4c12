"""The outbox: lanes take turns, what people wait for goes first, what is held costs nothing, what is removed stays so."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from copbot.core.wishes import Turn
from copbot.store import messages, outbox
from copbot.store.outbox import Outgoing
from copbot.store.turns import Turns
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def sql() -> sqlite3.Connection:
    return databases.in_memory()


def put(
    sql: sqlite3.Connection, lane: str, txn: str, turn: Turn = Turn.PROMPT, held: timedelta | None = None
) -> None:
    outbox.add(sql, Outgoing(txn, "say", lane, turn, {}, txn, 0, None if held is None else NOW + held), NOW)


def taken(
    sql: sqlite3.Connection, turns: Turns, limit: int = 16, now: datetime = NOW, *busy: str
) -> list[str]:
    return [parcel.txn for parcel in outbox.heads(sql, now, busy, limit, turns)]


def test_one_of_each_lane_in_its_order(sql: sqlite3.Connection) -> None:
    for txn in ("a1", "b1", "a2", "b2"):
        put(sql, f"!{txn[0]}", txn)
    assert taken(sql, Turns()) == ["a1", "b1"]
    assert taken(sql, Turns(), 16, NOW, "!a") == ["b1"]


def test_more_lanes_than_fit_take_turns(sql: sqlite3.Connection) -> None:
    """No lane is left out, however much waits in the others."""
    turns, served = Turns(), set[str]()
    for lane in range(50):
        for number in range(3):
            put(sql, f"!{lane:02d}", f"{lane:02d}-{number}")
    for _ in range(4):
        served |= {txn[:2] for txn in taken(sql, turns)}
    assert len(served) == 50


def test_what_nobody_asked_for_waits_behind_answers_in_every_lane(sql: sqlite3.Connection) -> None:
    for number in range(100):
        put(sql, f"@{number}:x", f"nudge-{number}", Turn.UNPROMPTED)
    put(sql, "!room", "answer")
    put(sql, "@3:x", "answer-too")
    first = taken(sql, Turns())
    assert first[:2] == ["answer", "answer-too"]
    assert len(first) == 16


def test_a_lane_with_something_held_goes_on(sql: sqlite3.Connection) -> None:
    put(sql, "!a", "held", held=timedelta(hours=8))
    put(sql, "!a", "now")
    assert taken(sql, Turns()) == ["now"]
    assert outbox.next_held(sql) == NOW + timedelta(hours=8)
    assert taken(sql, Turns(), 16, NOW + timedelta(hours=8)) == ["held"]
    assert outbox.next_held(sql) is None


def known(sql: sqlite3.Connection, key: str) -> None:
    messages.add(sql, key, "!a", None, None, "reply", None, None, NOW)


def test_a_change_waits_as_long_as_its_message(sql: sqlite3.Connection) -> None:
    """Held with it, and behind it: there is nothing to change before it was sent."""
    known(sql, "held")
    put(sql, "!a", "held", Turn.UNPROMPTED, held=timedelta(hours=8))
    outbox.add_edit(sql, Outgoing("edit", "edit", "!a", Turn.EDIT, {}, "held"), NOW)
    outbox.add_change(sql, Outgoing("seed", "react", "!a", Turn.SEED, {}, "held"), NOW)
    assert taken(sql, Turns()) == []
    order = []
    while head := outbox.heads(sql, NOW + timedelta(hours=9), (), 16, Turns()):
        order.append(head[0].txn)
        outbox.sent(sql, head[0], f"${head[0].txn}", NOW)
    assert order == ["held", "edit", "seed"]


def test_a_message_that_was_removed_is_not_changed_any_more(sql: sqlite3.Connection) -> None:
    known(sql, "one")
    messages.sent(sql, "one", "$one", NOW)
    outbox.retract(sql, "one", "gone", NOW)
    assert not outbox.add_edit(sql, Outgoing("edit", "edit", "!a", Turn.EDIT, {}, "one"), NOW)
    assert taken(sql, Turns()) == ["gone"]


def test_leaving_a_room_keeps_only_what_takes_words_away(sql: sqlite3.Connection) -> None:
    known(sql, "one")
    messages.sent(sql, "one", "$one", NOW)
    put(sql, "!a", "two")
    outbox.retract(sql, "one", "gone", NOW)
    outbox.drop_lane(sql, "!a")
    assert taken(sql, Turns()) == ["gone"]


def test_private_words_in_a_chat_that_others_enter_are_still_removed(sql: sqlite3.Connection) -> None:
    messages.add(sql, "one", "!chat", "@karin:x", None, "reply", None, None, NOW)
    messages.sent(sql, "one", "$one", NOW)
    outbox.retract(sql, "one", "gone", NOW)
    outbox.direct_ended(sql, "@karin:x", "!chat")
    assert taken(sql, Turns()) == ["gone"]
