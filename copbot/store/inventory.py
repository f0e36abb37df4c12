"""The inventory: what every column is for, whose it is, how long it is kept, how it is exported and erased.

It is read from the schema itself, where it stands behind every column, so that the two cannot part ways. Retention is
made from it. How long a column is kept, in these words:

- ``always``: as long as copbot has the room; it says nothing about a person;
- ``until handled`` and ``until sent``: the row goes when its work is done;
- ``while joined``: as long as copbot (and for roles and hosts, the member) is in the room;
- ``until back``: until the person says to be back;
- ``while used``: as long as a row of another table names it; it says nothing about a person;
- ``N days after COLUMN``: rows go N days after the time in that column of the same table;
- ``N days after COLUMN or longer``: not before what they are about, and what they quote, is gone;
- ``with TABLE``: together with the row of that table that they belong to, which the columns ``with TABLE.COLUMN`` name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from copbot.store.database import steps

_TABLE = re.compile(r"(?:CREATE TABLE (?=\w+ \()|ALTER TABLE (?=\w+ ADD COLUMN$))(\w+)")
_COLUMN = re.compile(r"^  (\w+) (TEXT|INTEGER|BLOB)\b[^-]*?(?:-- (.*))?$")
_DAYS = re.compile(r"(\d+) days? after (\w+)( or longer)?")
_WITH = re.compile(r"with (\w+)(?:\.(\w+))?")


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
    """Rows of a table go this many days after the time in a column; with ``longer``, not before what they are about."""

    table: str
    days: int
    after: str
    longer: bool


@dataclass(frozen=True, slots=True)
class Companion:
    """A table whose rows go together with those of another: ``own`` columns name the row by ``theirs``."""

    table: str
    of: str
    own: tuple[str, ...]
    theirs: tuple[str, ...]


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
            rule = Retention(column.table, int(match[1]), match[2], match[3] is not None)
            if rules.setdefault(column.table, rule) != rule:
                raise ValueError(f"the columns of {column.table} do not agree on how long they are kept")
    return tuple(rules.values())


@cache
def companions() -> tuple[Companion, ...]:
    """Tables whose rows go together with those of another."""
    of: dict[str, str] = {}
    names: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for column in columns():
        if match := _WITH.fullmatch(column.kept):
            if of.setdefault(column.table, match[1]) != match[1]:
                raise ValueError(f"the columns of {column.table} do not agree on what they go with")
            if match[2] is not None:
                names[column.table].append((column.name, match[2]))
    return tuple(
        Companion(
            table, other, tuple(own for own, _ in names[table]), tuple(their for _, their in names[table])
        )
        for table, other in of.items()
    )
