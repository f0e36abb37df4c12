"""The named queries about one room, on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime

from copbot.commitments.ladder import Behalf
from copbot.commitments.records import Dated, Kept, Moved
from copbot.core.records import Away, Option, RatherNot, Settings, Tap
from copbot.decisions.records import Decision, KeptProposal
from copbot.dialogue.reading import Message
from copbot.digests.records import Told
from copbot.meetings.agenda import AgendaItem, Dealt, Line, Session
from copbot.meetings.records import Answer, Change, Held, Meeting
from copbot.polls.records import Ballot, KeptPoll
from copbot.reminders.records import Reminder
from copbot.rituals.records import Contribution, Ritual
from copbot.store import (
    agenda,
    away,
    decisions,
    digests,
    hints,
    holding,
    ladder,
    meetings,
    messages,
    polls,
    quotes,
    rather_nots,
    reminders,
    rituals,
    rooms,
    unreported,
    waiting,
)


class RoomReader:
    """The port ``Reader`` on SQLite; lives as long as its transaction."""

    def __init__(self, sql: sqlite3.Connection, room: str) -> None:
        self._sql = sql
        self._room = room

    def item(self, number: int) -> Kept | None:
        return ladder.item(self._sql, self._room, number)

    def item_from(self, event: str) -> Kept | None:
        return ladder.item_from(self._sql, self._room, event)

    def open_items(self, after: int = 0, limit: int | None = None) -> tuple[Kept, ...]:
        return ladder.open_items(self._sql, self._room, after, limit)

    def items_of(self, member: str) -> tuple[Kept, ...]:
        return ladder.items_of(self._sql, self._room, member)

    def has_supported(self, member: str) -> bool:
        return ladder.has_supported(self._sql, self._room, member)

    def spoke_for(self, member: str) -> Behalf | None:
        return ladder.spoke_for(self._sql, self._room, member)

    def dates(self, member: str) -> tuple[Dated, ...]:
        return ladder.dates(self._sql, self._room, member)

    def moves(self, number: int) -> tuple[Moved, ...]:
        return ladder.moves(self._sql, self._room, number)

    def ritual(self) -> Ritual | None:
        return rituals.running(self._sql, self._room)

    def over_days(self) -> tuple[Ritual, ...]:
        return rituals.over_days(self._sql, self._room)

    def over_days_with(self, member: str, encrypted: bool) -> tuple[Ritual, ...]:
        return rituals.over_days_with(self._sql, member, encrypted)

    def ritual_held(self, script: str) -> datetime | None:
        return rituals.held(self._sql, self._room, script)

    def waiting_rituals(self) -> tuple[Ritual, ...]:
        return rituals.waiting(self._sql, self._room)

    def ritual_number(self, number: int) -> Ritual | None:
        return rituals.ritual(self._sql, self._room, number)

    def contributions(self, ritual: int) -> tuple[Contribution, ...]:
        return rituals.contributions(self._sql, self._room, ritual)

    def contribution(self, event: str) -> Contribution | None:
        return rituals.contribution(self._sql, self._room, event)

    def poll(self, number: int) -> KeptPoll | None:
        return polls.poll(self._sql, self._room, number)

    def open_polls(self, limit: int | None = None) -> tuple[KeptPoll, ...]:
        return polls.open_polls(self._sql, self._room, limit)

    def closed_polls(self, since: datetime, until: datetime, limit: int) -> tuple[KeptPoll, ...]:
        return polls.closed_polls(self._sql, self._room, since, until, limit)

    def poll_at(self, event: str) -> KeptPoll | None:
        return polls.poll_at(self._sql, self._room, event)

    def ballots(self, poll: int) -> tuple[Ballot, ...]:
        return polls.ballots(self._sql, self._room, poll)

    def voted(self, poll: int) -> bool:
        return polls.voted(self._sql, self._room, poll)

    def proposal(self, number: int) -> KeptProposal | None:
        return decisions.proposal(self._sql, self._room, number)

    def open_proposals(self, limit: int | None = None) -> tuple[KeptProposal, ...]:
        return decisions.open_proposals(self._sql, self._room, limit)

    def decision(self, number: int) -> Decision | None:
        return decisions.decision(self._sql, self._room, number)

    def decisions(self, before: int | None, limit: int) -> tuple[Decision, ...]:
        return decisions.decisions(self._sql, self._room, before, limit)

    def reviews_between(self, first: date, last: date, limit: int) -> tuple[Decision, ...]:
        return decisions.reviews_between(self._sql, self._room, first, last, limit)

    def roles(self) -> Mapping[str, frozenset[str]]:
        return rooms.roles(self._sql, self._room)

    def rather_nots(self) -> tuple[RatherNot, ...]:
        return rather_nots.rather_nots(self._sql, self._room)

    def hosts(self) -> frozenset[str]:
        return rooms.hosts(self._sql, self._room)

    def last(self, kind: str) -> int:
        return rooms.last(self._sql, self._room, kind)

    def message(self, key: str) -> Message | None:
        return messages.message(self._sql, key)

    def quoting(self, event: str) -> tuple[Message, ...]:
        return quotes.quoting(self._sql, event)

    def quoted(self, key: str) -> frozenset[str]:
        return quotes.quoted(self._sql, key)

    def reminder(self, number: int) -> Reminder | None:
        return reminders.reminder(self._sql, self._room, number)

    def reminders(
        self, private: bool, after: tuple[datetime, int] | None, limit: int
    ) -> tuple[Reminder, ...]:
        return reminders.coming(self._sql, self._room, private, after, limit)

    def reminders_waiting(self, member: str) -> int:
        return reminders.waiting_for(self._sql, self._room, member)

    def reminders_from(self, event: str) -> tuple[Reminder, ...]:
        return reminders.reminders_from(self._sql, self._room, event)

    def personal_reminders(self) -> frozenset[int]:
        return reminders.personal(self._sql, self._room)

    def snoozers(self, number: int) -> tuple[str, ...]:
        return reminders.snoozers(self._sql, self._room, number)

    def meeting(self, number: int) -> Meeting | None:
        return meetings.meeting(self._sql, self._room, number)

    def planned_meetings(self) -> tuple[Meeting, ...]:
        return meetings.planned(self._sql, self._room)

    def meetings_from(self, event: str) -> tuple[Meeting, ...]:
        return meetings.meetings_from(self._sql, self._room, event)

    def meeting_changes(self, number: int) -> tuple[Change, ...]:
        return meetings.changes(self._sql, self._room, number)

    def meeting_answers(self, number: int, occurrence: datetime) -> tuple[Answer, ...]:
        return meetings.answers(self._sql, self._room, number, occurrence)

    def meeting_answers_from(self, event: str) -> tuple[Answer, ...]:
        return meetings.answers_from(self._sql, self._room, event)

    def meeting_held(self, number: int, occurrence: datetime) -> Held | None:
        return meetings.held(self._sql, self._room, number, occurrence)

    def agenda_item(self, number: int) -> AgendaItem | None:
        return agenda.item(self._sql, self._room, number)

    def agenda_items(self) -> tuple[AgendaItem, ...]:
        return agenda.open_items(self._sql, self._room)

    def agenda_dealt(self, meeting: int, occurrence: datetime) -> tuple[Dealt, ...]:
        return agenda.dealt(self._sql, self._room, meeting, occurrence)

    def session(self, meeting: int, occurrence: datetime) -> Session | None:
        return agenda.session(self._sql, self._room, meeting, occurrence)

    def last_session(self, meeting: int | None) -> Session | None:
        return agenda.last_session(self._sql, self._room, meeting)

    def minutes_lines(self, meeting: int, occurrence: datetime) -> tuple[Line, ...]:
        return agenda.lines(self._sql, self._room, meeting, occurrence)

    def minutes_lines_from(self, event: str) -> tuple[Line, ...]:
        return agenda.lines_from(self._sql, self._room, event)

    def sent_at(self, key: str) -> datetime | None:
        return messages.sent_at(self._sql, key)

    def hinted(self, what: str, member: str) -> datetime | None:
        return hints.hinted(self._sql, self._room, what, member)

    def hinted_here(self, what: str) -> datetime | None:
        return hints.hinted_here(self._sql, self._room, what)

    def sealed_by(self, event: str) -> str | None:
        return hints.sealed_by(self._sql, self._room, event)

    def tap(self, event: str) -> Tap | None:
        return rooms.tap(self._sql, event)

    def away(self, member: str) -> Away | None:
        return away.away(self._sql, member)

    def stopped(self, member: str) -> bool:
        return away.stopped(self._sql, member)

    def absent(self, now: datetime) -> frozenset[str]:
        return away.absent(self._sql, now)

    def seated(self, member: str) -> tuple[str, ...]:
        return rituals.seated(self._sql, member)

    def held(self, key: str) -> bool:
        return holding.listed(self._sql, key)

    def chat_settings(self, member: str) -> Settings | None:
        chat = rooms.direct_room(self._sql, member)
        found = None if chat is None else rooms.room(self._sql, chat)
        return None if found is None else found.settings

    def told(self) -> Told | None:
        return digests.told(self._sql, self._room)

    def moves_between(self, after: datetime, until: datetime, limit: int) -> tuple[Moved, ...]:
        return digests.moves_between(self._sql, self._room, after, until, limit)

    def due_between(self, first: date, last: date, limit: int) -> tuple[Kept, ...]:
        return digests.due_between(self._sql, self._room, first, last, limit)

    def seeking(self, after: int, limit: int) -> tuple[int, ...]:
        return digests.seeking(self._sql, self._room, after, limit)

    def choosing(self, member: str, now: datetime) -> tuple[Option, ...]:
        return waiting.choosing(self._sql, member, self._room, now)

    def unreported(self, kind: str) -> frozenset[int]:
        return unreported.numbers(self._sql, self._room, kind)

    def apart(self, kind: str) -> frozenset[int]:
        return unreported.apart(self._sql, self._room, kind)

    def rungs(self) -> Mapping[str, int]:
        return digests.rungs(self._sql, self._room)

    def subscribers(self) -> tuple[str, ...]:
        return digests.subscribers(self._sql, self._room)

    def subscribed(self, member: str) -> bool:
        return digests.subscribed(self._sql, self._room, member)
