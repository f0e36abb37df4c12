"""The inbox: rooms take turns, nothing said among people is written before they accepted it, each event counts once."""

import dataclasses
import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from copbot.core import facts
from copbot.core.facts import Edited, Entered, Fact, Overheard, Posted, Reacted
from copbot.core.records import Arrival, Room
from copbot.engine.addressed import Addressed
from copbot.store import inbox, rooms
from copbot.store.turns import Turns
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ME = "@copbot:x"
KARIN = "@karin:x"


@pytest.fixture
def sql() -> sqlite3.Connection:
    return databases.in_memory()


def said(room: str, body: str, **more: object) -> Posted:
    return Posted(room, KARIN, f"${room}-{body}", NOW, body, **more)  # type: ignore[arg-type]


def ingest(sql: sqlite3.Connection, *found: Fact) -> int:
    return inbox.ingest(sql, found, "token", NOW, Addressed(ME, "!"))


def bodies(sql: sqlite3.Connection) -> list[str | None]:
    found = inbox.take(sql, 100, Turns())
    return [getattr(waiting.fact, "body", None) for waiting in found]


def opened(sql: sqlite3.Connection, *names: str) -> None:
    for name in names:
        rooms.save_room(sql, Room(name, joined=True, accepted=NOW))


def handled(sql: sqlite3.Connection, turns: Turns, batches: int, limit: int = 20) -> list[str]:
    """The rooms whose facts are handled in so many batches, in that order."""
    done: list[str] = []
    for _ in range(batches):
        for waiting in inbox.take(sql, limit, turns):
            inbox.done(sql, waiting, NOW)
            done.append(waiting.fact.room)
    return done


def test_many_flooded_rooms_do_not_starve_the_last(sql: sqlite3.Connection) -> None:
    flooded = [f"!flood-{number:02d}" for number in range(20)]
    opened(sql, *flooded, "!quiet")
    ingest(
        sql, *(said(room, str(number)) for number in range(30) for room in flooded), said("!quiet", "help")
    )
    assert "!quiet" in handled(sql, Turns(), 2)


def test_a_room_keeps_its_order_whatever_its_turn(sql: sqlite3.Connection) -> None:
    names = [f"!{number:02d}" for number in range(30)]
    opened(sql, *names)
    ingest(sql, *(said(room, f"{number:03d}") for number in range(4) for room in names))
    turns, seen = Turns(), dict.fromkeys(names, -1)
    for _ in range(30):
        for waiting in inbox.take(sql, 20, turns):
            assert isinstance(waiting.fact, Posted)
            assert int(waiting.fact.body) == seen[waiting.fact.room] + 1
            seen[waiting.fact.room] += 1
            inbox.done(sql, waiting, NOW)
    assert set(seen.values()) == {3}


def test_a_few_rooms_fill_a_batch(sql: sqlite3.Connection) -> None:
    opened(sql, "!a", "!b")
    ingest(sql, *(said(room, str(number)) for number in range(30) for room in ("!a", "!b")))
    assert len(handled(sql, Turns(), 1)) == 20


@pytest.mark.parametrize(
    ("body", "more", "kept"),
    [
        ("mijn zoon zit thuis", {}, False),
        ("!hulp", {}, True),
        ("wat kun je?", {"mentions": (ME,)}, True),
        ("ja", {"reply_to": "$notice"}, True),
        ("copbot: wat kun je?", {}, True),
        ("2", {}, True),
    ],
)
def test_before_acceptance_only_what_is_addressed_is_written(
    sql: sqlite3.Connection, body: str, more: dict[str, object], kept: bool
) -> None:
    rooms.save_room(sql, Room("!new", joined=True))
    assert ingest(sql, said("!new", body, **more)) == int(kept)
    assert bodies(sql) == ([body] if kept else [])
    assert ingest(sql, said("!new", body, **more)) == 0, "read again, it is still the same event"


def test_edits_and_the_words_tapped_on_are_not_written_either(sql: sqlite3.Connection) -> None:
    rooms.save_room(sql, Room("!new", joined=True))
    edit = Edited("!new", KARIN, "$edit", NOW, "$said", "mijn zoon")
    ingest(sql, edit, Reacted("!new", KARIN, "$tap", NOW, "$said", "🧱", "@ahmed:x", "mijn zoon"))
    (tap,) = inbox.take(sql, 10, Turns())
    assert tap.fact == Reacted("!new", KARIN, "$tap", NOW, "$said", "🧱")


def test_an_unknown_room_is_not_open(sql: sqlite3.Connection) -> None:
    assert ingest(sql, Entered("!new", ME, "$in", NOW), said("!new", "mijn zoon")) == 1


def test_what_waits_behind_an_acceptance_is_written(sql: sqlite3.Connection) -> None:
    """Nobody knows yet whether the room is open by the time that it is handled."""
    rooms.save_room(sql, Room("!new", joined=True))
    ingest(sql, said("!new", "!start"), said("!new", "ik help met rijden"))
    assert bodies(sql) == ["!start", "ik help met rijden"]


@pytest.mark.parametrize("where", ["accepted", "direct", "invited directly", "made by copbot"])
def test_where_words_are_given_to_copbot_they_are_written(sql: sqlite3.Connection, where: str) -> None:
    before: Iterable[Fact] = ()
    if where == "accepted":
        opened(sql, "!room")
    elif where == "direct":
        rooms.save_room(sql, Room("!room", joined=True, direct_with=KARIN))
    elif where == "invited directly":
        rooms.save(sql, Arrival("!room", "hash", NOW, KARIN), NOW)
        before = (Entered("!room", ME, "$in", NOW),)
    else:
        before = (Entered("!room", ME, "$in", NOW, KARIN),)
    ingest(sql, *before, said("!room", "hoe werkt dit?"))
    assert bodies(sql)[-1] == "hoe werkt dit?"


def test_a_direct_invitation_says_nothing_about_a_room_that_turned_out_otherwise(
    sql: sqlite3.Connection,
) -> None:
    rooms.save(sql, Arrival("!room", "hash", NOW, KARIN), NOW)
    rooms.save_room(sql, Room("!room", joined=True))
    assert ingest(sql, said("!room", "mijn zoon")) == 0


@pytest.mark.parametrize("doubt", ["clear", "device"])
def test_of_what_anybody_may_have_forged_no_word_is_written(sql: sqlite3.Connection, doubt: str) -> None:
    rooms.save_room(sql, Room("!room", joined=True, encrypted=True, accepted=NOW))
    spoken = dataclasses.replace(said("!room", "!hulp mijn zoon"), doubt=doubt)
    assert ingest(sql, spoken) == 1
    ((kept,),) = sql.execute("SELECT fact FROM inbox").fetchall()
    assert facts.from_json(json.loads(kept)) == Overheard("!room", KARIN, spoken.event, NOW, doubt)


def test_what_was_not_said_to_copbot_is_not_overheard(sql: sqlite3.Connection) -> None:
    rooms.save_room(sql, Room("!room", joined=True, encrypted=True, accepted=NOW))
    spoken = dataclasses.replace(said("!room", "mijn zoon"), doubt="clear")
    assert ingest(sql, spoken) == 0
    assert sql.execute("SELECT count(*) FROM inbox").fetchone()[0] == 0
