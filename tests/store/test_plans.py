"""No statement goes through a whole table that grows with the rooms and the people: its cost must not grow with them."""

import importlib
import pkgutil
import re
import sqlite3

import pytest

import copbot.store
from copbot.store import erasure
from copbot.store.database import migrate
from copbot.store.inventory import retentions

GROWING = {
    "items",
    "pledges",
    "moves",
    "contributions",
    "rituals",
    "outbox",
    "inbox",
    "messages",
    "seen",
    "revisions",
}
GROWING |= {"quotes", "taps", "polls", "ballots"}
GROWING |= {"quotes", "taps", "reminders", "snoozes"}
GROWING |= {"meetings", "meeting_changes", "meeting_answers", "meeting_held"}
GROWING |= {"agenda_items", "agenda_dealt", "minutes", "minutes_lines"}
GROWING |= {"proposals", "voices", "decisions", "concerns", "undertakings"}
ONCE = {
    "inbox.COMINGS",
    "outbox.TRIED_LONG_AGO",
    "reminders.ALL_WAITING",
    "meetings.ALL_PLANNED",
}  # when copbot starts: what waits then is small, or must be seen anyway
BOUNDED = {"backlog.INBOX", "backlog.OUTBOX", "backlog.OUTBOX_SINCE"}  # they stop at a limit


def statements() -> dict[str, str]:
    """Every named statement of the store, and those that erase by the inventory."""
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(copbot.store.__path__):
        for name, value in vars(importlib.import_module(f"copbot.store.{module.name}")).items():
            texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
            for number, text in enumerate(texts):
                if (
                    name.isupper()
                    and isinstance(text, str)
                    and re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", text)
                ):
                    found[f"{module.name}.{name}" + (f".{number}" if len(texts) > 1 else "")] = text
    for rule in retentions():
        for number, text in enumerate(erasure.clearances(rule)):
            found[f"retention of {rule.table}.{number}"] = text
    return found


@pytest.fixture(scope="module")
def sql() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, None)
    return connection


def test_the_statements_are_found() -> None:
    assert {
        "outbox.LANES",
        "ladder.ITEMS_OF",
        "erasure.UNQUOTE.2",
        "retention of items.2",
    } <= statements().keys()


@pytest.mark.parametrize("name", sorted(statements().keys() - ONCE - BOUNDED))
def test_no_statement_goes_through_a_whole_table(sql: sqlite3.Connection, name: str) -> None:
    text = statements()[name]
    plan = [row[3] for row in sql.execute(f"EXPLAIN QUERY PLAN {text}", values(text))]
    assert "SEARCH pledges USING PRIMARY KEY (room=?)" not in plan, "that is all of a room's support"
    whole = [step for step in plan if (found := re.match(r"SCAN (\w+)", step)) and found[1] in GROWING]
    assert not whole, plan


def values(text: str) -> dict[str, str] | list[str]:
    """Something for every place in a statement."""
    if named := re.findall(r":(\w+)", re.sub(r"'[^']*'", "", text)):
        return dict.fromkeys(named, "1")
    numbered = [int(number) for number in re.findall(r"\?(\d+)", text)]
    return ["1"] * (max(numbered) if numbered else text.count("?"))
