"""A poll on what several people wrote: who takes their words away takes only their option, not everybody's poll."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from copbot.core.wishes import About
from copbot.polls.poll import Option, Phase, Poll
from copbot.polls.records import KeptPoll
from copbot.rituals.records import Contribution
from copbot.store import erasure, messages, polls, quotes
from copbot.store.turns import Turns
from copbot.store.work import SqlWork
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OPTIONS = (Option("1", "rust", "$one"), Option("2", "vervoer", "$two"), Option("3", "ja"))


@pytest.fixture
def sql() -> Iterator[sqlite3.Connection]:
    opened = databases.in_memory()
    poll = Poll(1, "choice", "@karin:x", "Wat eerst?", OPTIONS, NOW + timedelta(hours=1), source="$topic")
    polls.save_poll(opened, KeptPoll("!r", poll, "opening", NOW, limited=True))
    messages.add(opened, "opening", "!r", None, "!r", "poll.opened", About("poll", 1), None, NOW)
    quotes.note(opened, "opening", ["$one", "$two", "$topic"], NOW)
    yield opened
    opened.close()


def kept(sql: sqlite3.Connection) -> Poll:
    found = polls.poll(sql, "!r", 1)
    assert found is not None
    return found.poll


def test_options_keep_the_message_that_they_are_from(sql: sqlite3.Connection) -> None:
    assert kept(sql).options == OPTIONS


def test_only_the_option_goes_whose_message_was_removed(sql: sqlite3.Connection) -> None:
    erasure.unquote(sql, "$two")
    assert kept(sql).options == (OPTIONS[0], Option("2", "", "$two"), OPTIONS[2])
    assert (kept(sql).question, kept(sql).phase) == ("Wat eerst?", Phase.OPEN)


def test_also_where_the_words_are_from_an_edit(sql: sqlite3.Connection) -> None:
    said = Contribution("!r", 1, "$two", "@els:x", "vervoer", NOW, "$edit")
    SqlWork(sql, Turns()).save(said, NOW)
    erasure.unquote(sql, "$edit")
    assert kept(sql).options[1].text == ""
    assert kept(sql).phase is Phase.OPEN


@pytest.mark.parametrize("source", ["$topic"])
def test_without_its_question_there_is_no_poll(sql: sqlite3.Connection, source: str) -> None:
    erasure.unquote(sql, source)
    assert (kept(sql).question, kept(sql).options, kept(sql).phase) == (None, (), Phase.GONE)


def test_whatever_it_does_not_quote_changes_nothing(sql: sqlite3.Connection) -> None:
    erasure.unquote(sql, "$else")
    assert kept(sql).options == OPTIONS
