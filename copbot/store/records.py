"""Which record goes to which table."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from copbot.commitments.records import Asked, Kept, Moved
from copbot.core.records import (
    Arrival,
    Away,
    Count,
    Focus,
    Hint,
    Host,
    RatherNot,
    Record,
    Role,
    Room,
    Stopped,
    Tap,
)
from copbot.decisions.records import Decision, KeptProposal
from copbot.digests.records import Subscriber, Told
from copbot.meetings.agenda import AgendaItem, Dealt, Line, Session
from copbot.meetings.records import Answer, Change, Held, Meeting
from copbot.polls.records import Ballot, KeptPoll
from copbot.reminders.records import Personal, Reminder, Snooze
from copbot.rituals.records import Contribution, Ritual
from copbot.store import (
    agenda,
    away,
    decisions,
    digests,
    hints,
    ladder,
    meetings,
    polls,
    rather_nots,
    reminders,
    rituals,
    rooms,
    unreported,
)


def save(sql: sqlite3.Connection, record: Record, now: datetime) -> None:
    """Write a record; what people gave is kept from ``now`` on. Raises TypeError for what no table is for."""
    match record:
        case Room():
            rooms.save_room(sql, record)
        case Kept():
            ladder.save_item(sql, record)
        case Moved():
            ladder.save_move(sql, record, now)
        case Asked():
            ladder.save_asked(sql, record)
        case Ritual():
            rituals.save_ritual(sql, record)
        case Contribution():
            rituals.save_contribution(sql, record, now)
        case Away() | Stopped():
            away.save(sql, record)
        case KeptPoll():
            polls.save_poll(sql, record)
        case Ballot():
            polls.save_ballot(sql, record)
        case KeptProposal():
            decisions.save_proposal(sql, record)
        case Decision():
            decisions.save_decision(sql, record)
            unreported.note_decision(sql, record)
        case Hint():
            hints.save(sql, record)
        case Told():
            digests.save_told(sql, record)
        case Subscriber():
            digests.save_subscriber(sql, record)
        case Role() | Host() | Focus() | Tap() | Arrival():
            rooms.save(sql, record, now)
        case Count():
            rooms.save(sql, record, now)
            unreported.note(sql, record, now)
        case Reminder() | Snooze() | Personal():
            reminders.save(sql, record)
        case Meeting() | Change() | Answer() | Held():
            meetings.save(sql, record)
        case AgendaItem() | Dealt() | Session() | Line():
            agenda.save(sql, record)
        case RatherNot():
            rather_nots.save(sql, record)
        case _:
            raise TypeError(f"no table for {type(record).__name__}")


def erase(sql: sqlite3.Connection, record: Record) -> None:
    """Remove a record by its identity. Raises TypeError for what is not erased one by one."""
    match record:
        case Contribution():
            rituals.erase_contribution(sql, record)
        case Away() | Stopped():
            away.erase(sql, record)
        case Subscriber():
            digests.erase_subscriber(sql, record)
        case Hint():
            hints.erase(sql, record)
        case Snooze():
            reminders.erase(sql, record)
        case Change() | Answer():
            meetings.erase(sql, record)
        case Dealt() | Session():
            agenda.erase(sql, record)
        case RatherNot():
            rather_nots.erase(sql, record)
        case Role() | Host() | Tap():
            rooms.erase(sql, record)
        case _:
            raise TypeError(f"{type(record).__name__} is not erased one by one")
