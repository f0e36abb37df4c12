"""Erasing: by the clock as the inventory says, on redaction, and when copbot leaves a room."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from copbot.store import unreported
from copbot.store.inventory import Retention, companions, retentions
from copbot.store.stamps import stamp

OF_POLLS = (
    # An option whose words are somebody else's than the question's goes by itself: the others still stand.
    """
    UPDATE polls SET options = (
      SELECT json_group_array(
        json(CASE WHEN option.value ->> 2 = ?1 THEN json_array(option.value ->> 0, '', ?1) ELSE option.value END)
      ) FROM json_each(polls.options) AS option
    )
    WHERE opening IN (SELECT key FROM quotes WHERE source = ?1) AND source IS NOT ?1 AND options_source IS NOT ?1
      AND EXISTS (SELECT 1 FROM json_each(polls.options) AS option WHERE option.value ->> 2 = ?1)
    """,
    """
    UPDATE polls SET question = NULL, options = '[]', phase = 'gone', ended = coalesce(ended, opened)
    WHERE opening IN (SELECT key FROM quotes WHERE source = ?1)
      AND NOT EXISTS (
        SELECT 1 FROM json_each(polls.options) AS option
        WHERE option.value ->> 2 = ?1 AND polls.source IS NOT ?1 AND polls.options_source IS NOT ?1
      )
    """,
)
UNQUOTE = (
    "UPDATE items SET words = NULL WHERE source = ?1",
    "UPDATE items SET ground = '', ground_source = NULL WHERE ground_source = ?1",
    "UPDATE items SET decider = '', decider_source = NULL WHERE decider_source = ?1",
    "UPDATE pledges SET words = NULL WHERE source = ?1",
    "UPDATE moves SET why = NULL WHERE source = ?1",
    "UPDATE rituals SET question = NULL WHERE source = ?1",
    "UPDATE reminders SET words = NULL WHERE source = ?1",
    "UPDATE meetings SET title = NULL WHERE source = ?1",
    "UPDATE meetings SET place = NULL WHERE place_source = ?1",
    "UPDATE meeting_changes SET place = NULL WHERE place_source = ?1",
    "DELETE FROM meeting_answers WHERE event = ?1",
    "UPDATE agenda_items SET words = NULL WHERE source = ?1",
    "UPDATE minutes_lines SET words = NULL WHERE source = ?1",
    """
    UPDATE proposals SET words = NULL, phase = CASE WHEN ended IS NULL OR phase = 'undecided' THEN 'gone' ELSE phase END,
      ended = coalesce(ended, began)
    WHERE source = ?1
    """,
    "UPDATE voices SET words = NULL WHERE source = ?1",
    "UPDATE decisions SET words = NULL WHERE source = ?1",
    "UPDATE concerns SET words = NULL WHERE source = ?1",
    "DELETE FROM contributions WHERE event = ?1 OR revision = ?1",
    "DELETE FROM ballots WHERE event = ?1",
    "DELETE FROM sealed WHERE event = ?1",
    *OF_POLLS,
)
EDITED = "SELECT event FROM contributions WHERE revision = ?"
# What still has a date before it goes gets it here: a round that nobody can end, items that nobody can close any more.
LEAVE = (
    """
    DELETE FROM contributions WHERE room = :room AND ritual IN (
      SELECT number FROM rituals JOIN scripts USING (digest)
      WHERE room = :room AND ended IS NULL AND json_extract(text, '$.forgets')
    )
    """,
    """
    UPDATE rituals SET question = NULL WHERE room = :room AND ended IS NULL
      AND digest IN (SELECT digest FROM scripts WHERE json_extract(text, '$.forgets'))
    """,
    "UPDATE rituals SET ended = :now WHERE room = :room AND ended IS NULL",
    "UPDATE items SET status = 'closed', closed = :now, changed = :now WHERE room = :room AND status = 'open'",
    "UPDATE polls SET phase = 'closed', ended = :now WHERE room = :room AND ended IS NULL",
    "UPDATE proposals SET phase = 'gone', ended = :now WHERE room = :room AND ended IS NULL",
    "UPDATE reminders SET standing = 'cancelled', again = NULL, ended = :now WHERE room = :room AND ended IS NULL",
    "DELETE FROM snoozes WHERE room = :room",
    "UPDATE meetings SET standing = 'cancelled', due = NULL, wall = NULL, ended = :now WHERE room = :room AND ended IS NULL",
    "DELETE FROM meeting_answers WHERE room = :room",
    "UPDATE agenda_items SET standing = 'dropped', ended = :now WHERE room = :room AND ended IS NULL",
    "UPDATE minutes SET ended = :now WHERE room = :room AND ended IS NULL",
    "DELETE FROM roles WHERE room = :room",
    "DELETE FROM hosts WHERE room = :room",
    "DELETE FROM rather_nots WHERE room = :room",
    "DELETE FROM focus WHERE room = :room",
    "DELETE FROM digests WHERE room = :room",
    "DELETE FROM subscribers WHERE room = :room",
    "DELETE FROM hints WHERE room = :room",
    "DELETE FROM sealed WHERE room = :room",
    """
    DELETE FROM questions WHERE scope = :room OR room = :room OR (
      room IS NULL AND asked = (SELECT direct_with FROM rooms WHERE rooms.room = :room)
    )
    """,
)
# A message can be asked about, tapped on and taken back for as long as the item that it shows, or the words that it
# quotes, are kept: items stay open for years. So do the messages of a poll.
LONGER = {
    "messages": """
      AND NOT EXISTS (
        SELECT 1 FROM items
        WHERE about = 'item' AND items.room = coalesce(scope, messages.room) AND items.number = messages.number
      )
      AND NOT EXISTS (
        SELECT 1 FROM polls
        WHERE about = 'poll' AND polls.room = coalesce(scope, messages.room) AND polls.number = messages.number
      )
      AND NOT EXISTS (
        SELECT 1 FROM proposals
        WHERE about = 'proposal' AND proposals.room = coalesce(scope, messages.room) AND proposals.number = messages.number
      )
      AND NOT EXISTS (
        SELECT 1 FROM decisions
        WHERE about = 'decision' AND decisions.room = coalesce(scope, messages.room) AND decisions.number = messages.number
      )
      AND NOT EXISTS (
        SELECT 1 FROM meetings
        WHERE about = 'meeting' AND meetings.room = coalesce(scope, messages.room) AND meetings.number = messages.number
      )
      AND NOT EXISTS (
        SELECT 1 FROM minutes
        WHERE about = 'minutes' AND minutes.room = coalesce(scope, messages.room) AND minutes.meeting = messages.number
      )
      AND NOT EXISTS (SELECT 1 FROM quotes WHERE quotes.key = messages.key AND (
        EXISTS (SELECT 1 FROM items WHERE items.source = quotes.source)
        OR EXISTS (SELECT 1 FROM items WHERE ground_source = quotes.source)
        OR EXISTS (SELECT 1 FROM items WHERE decider_source = quotes.source)
        OR EXISTS (SELECT 1 FROM pledges WHERE pledges.source = quotes.source)
        OR EXISTS (SELECT 1 FROM moves WHERE moves.source = quotes.source)
        OR EXISTS (SELECT 1 FROM rituals WHERE rituals.source = quotes.source)
        OR EXISTS (SELECT 1 FROM contributions WHERE contributions.event = quotes.source)
        OR EXISTS (SELECT 1 FROM polls WHERE polls.source = quotes.source)
        OR EXISTS (SELECT 1 FROM polls WHERE polls.options_source = quotes.source)
        OR EXISTS (SELECT 1 FROM proposals WHERE proposals.source = quotes.source)
        OR EXISTS (SELECT 1 FROM voices WHERE voices.source = quotes.source)
        OR EXISTS (SELECT 1 FROM decisions WHERE decisions.source = quotes.source)
        OR EXISTS (SELECT 1 FROM concerns WHERE concerns.source = quotes.source)
        OR EXISTS (SELECT 1 FROM reminders WHERE reminders.source = quotes.source)
        OR EXISTS (SELECT 1 FROM meetings WHERE meetings.source = quotes.source)
        OR EXISTS (SELECT 1 FROM meetings WHERE meetings.place_source = quotes.source)
        OR EXISTS (SELECT 1 FROM meeting_changes WHERE meeting_changes.place_source = quotes.source)
        OR EXISTS (SELECT 1 FROM agenda_items WHERE agenda_items.source = quotes.source)
        OR EXISTS (SELECT 1 FROM minutes_lines WHERE minutes_lines.source = quotes.source)
      ))
    """
}
# Before the time that the inventory names goes what never served: anybody can send this device keys and conversations.
UNUSED = "NOT EXISTS (SELECT 1 FROM group_indexes AS used WHERE (used.room, used.session) = (given.room, given.session))"
SOONER = (
    # A question that lapsed: what was said in it waits for nothing any more.
    (
        0,
        "UPDATE questions SET options = '[]', free = NULL WHERE until < ? AND (options <> '[]' OR free IS NOT NULL)",
    ),
    (7, "DELETE FROM olm_sessions WHERE peer IN (SELECT peer FROM untried WHERE since < ?)"),
    # Nobody's who shares a room; and anybody's, of which a room may say that they serve for four weeks. Never copbot's own.
    (7, f"DELETE FROM group_sessions AS given WHERE since < ? AND owner = '' AND {UNUSED}"),  # noqa: S608
    (30, f"DELETE FROM group_sessions AS given WHERE since < ? AND signing <> '' AND {UNUSED}"),  # noqa: S608
)


UNUSED = "DELETE FROM scripts WHERE NOT EXISTS (SELECT 1 FROM rituals WHERE rituals.digest = scripts.digest)"


def tidy(sql: sqlite3.Connection, now: datetime) -> int:
    """Erase everything that has been kept long enough. Returns how many rows went."""
    gone = 0
    for days, statement in SOONER:
        gone += sql.execute(statement, (stamp(now - timedelta(days=days)),)).rowcount
    for rule in retentions():
        before = stamp(now - timedelta(days=rule.days))
        gone += sum(sql.execute(statement, (before,)).rowcount for statement in clearances(rule))
    gone += sum(sql.execute(statement).rowcount for statement in (UNUSED, *unreported.TIDY))
    return gone


def clearances(rule: Retention) -> tuple[str, ...]:
    """The statements that erase by a rule, companions first; each takes the time before which rows go."""
    # Tables and columns come from the schema's own inventory, never from outside.
    old = f"{rule.after} < ? {LONGER[rule.table] if rule.longer else ''}"
    with_them = tuple(
        f"DELETE FROM {other.table} WHERE ({', '.join(other.own)}) IN "  # noqa: S608
        f"(SELECT {', '.join(other.theirs)} FROM {rule.table} WHERE {old})"
        for other in companions()
        if other.of == rule.table
    )
    return (*with_them, f"DELETE FROM {rule.table} WHERE {old}")  # noqa: S608


def unquote(sql: sqlite3.Connection, event: str) -> tuple[str, ...]:
    """An event was removed: the words that came from it go. Returns the events that copbot's messages name as their source.

    Words from an edit are quoted under the message that was edited.
    """
    edited = tuple(row[0] for row in sql.execute(EDITED, (event,)))
    for statement in UNQUOTE:
        sql.execute(statement, (event,))
    for message in edited:
        for statement in OF_POLLS:
            sql.execute(statement, (message,))
    return (event, *edited)


def leave(sql: sqlite3.Connection, room: str, now: datetime) -> None:
    """copbot is out of a room: what runs there ends, who is who there is forgotten."""
    for statement in LEAVE:
        sql.execute(statement, {"room": room, "now": stamp(now)})
