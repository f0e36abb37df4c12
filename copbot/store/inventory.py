"""The inventory: what every column is for, whose it is, how long it is kept, how it is exported and erased.

It is read from the schema itself, where it stands behind every column, so that the two cannot part ways. Retention is
made from it. How long a column is kept, in these words:

- ``always``: as long as copbot has the room; it says nothing about a person;
- ``until handled`` and ``until sent``: the row goes when its work is done;
- ``while joined``: as long as copbot (and for roles and hosts, the member) is in the room;
- ``N days after COLUMN``: rows go N days after the time in that column of the same table;
- ``with TABLE``: together with the row of that table that they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from copbot.store.database import steps

_TABLE = re.compile(r"CREATE TABLE (\w+) \(")
_COLUMN = re.compile(r"^  (\w+) (TEXT|INTEGER|BLOB)\b[^-]*?(?:-- (.*))?$")
_DAYS = re.compile(r"(\d+) days? after (\w+)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column's entry. ``whose`` is "nobody" or says who; ``erased`` is row, blank or never."""

    table: str
    name: str
    purpose: str
    whose: str
    kept: str
    exported: str
    erased: str


@dataclass(frozen=True, slots=True)
class Retention:
    """Rows of a table go this many days after the time in a column."""

    table: str
    days: int
    after: str


@cache
def columns() -> tuple[Column, ...]:
    """Every column of the schema. Raises ValueError, naming it, for one without its entry."""
    found: list[Column] = []
    table = ""
    for line in "\n".join(script for _, script in steps()).splitlines():
        if opening := _TABLE.match(line):
            table = opening[1]
        elif entry := _COLUMN.match(line):
            parts = [part.strip() for part in (entry[3] or "").split("|")]
            if len(parts) != 5 or not all(parts):
                raise ValueError(
                    f"{table}.{entry[1]} does not say what it is for, whose, how long, export and erasure"
                )
            found.append(Column(table, entry[1], *parts))
    return tuple(found)


@cache
def retentions() -> tuple[Retention, ...]:
    """The retention rule of every table that has one, as its columns say."""
    rules: dict[str, Retention] = {}
    for column in columns():
        if match := _DAYS.fullmatch(column.kept):
            rule = Retention(column.table, int(match[1]), match[2])
            if rules.setdefault(column.table, rule) != rule:
                raise ValueError(f"the columns of {column.table} do not agree on how long they are kept")
    return tuple(rules.values())


def companions() -> Mapping[str, str]:
    """Tables whose rows go together with those of another."""
    pairs = (
        (column.table, column.kept.removeprefix("with "))
        for column in columns()
        if column.kept.startswith("with ")
    )
    return dict(pairs)
